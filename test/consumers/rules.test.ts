import { describe, expect, it } from 'vitest'
import { checkConsumer, consumerRules, defineRun, inputSchema, outputSchema, StandardPythonParameterType } from '../../src/index.js'
import { broken } from './support/broken.js'
import { consumers, follow, goodDocument, withCode } from './support/documents.js'

const labels = { 'power-bi': 'Power BI', automl: 'AutoML', 'stream-analytics': 'Stream Analytics', 'power-platform': 'Power Platform' }

describe.each(consumers)('%s', (consumer) => {
  it('has nothing to say of the good document, which all broken ones are when they are mended', () => {
    expect(checkConsumer(goodDocument(consumer), consumer)).toMatchObject({ ok: true, problems: [] })
  })

  it.each(broken[consumer])('%s', (code, breakIt, pointer, place) => {
    const document = goodDocument(consumer)
    breakIt(document)
    const [problem] = withCode(document, consumer, code)
    expect(problem).toMatchObject({ pointer, place, ...consumerRules[consumer].find((rule) => rule.code === code) })
    expect(problem?.message).toBe(`${place} ${problem?.found}; ${labels[consumer]} needs ${problem?.needs}; ${problem?.mend}`)
    expect(checkConsumer(document, consumer).ok).toBe(
      checkConsumer(document, consumer).problems.every(({ severity }) => severity === 'warning'),
    )
  })

  it.each(broken[consumer])('%s is told at a place that is there', (code, breakIt) => {
    const document = goodDocument(consumer)
    breakIt(document)
    for (const { pointer } of withCode(document, consumer, code)) expect(follow(document, pointer)).toBeDefined()
  })

  it('has a broken document for each rule, save for mixed lists, which no document can say', () => {
    const rules = consumerRules[consumer].map(({ code }) => code).filter((code) => code !== 'mixed_list')
    expect(new Set(broken[consumer].map(([code]) => code))).toEqual(new Set(rules))
  })

  it('names the parameters and the result whose samples are mixed lists', () => {
    const mixed = new StandardPythonParameterType(['text', 1])
    const run = inputSchema('names', mixed)(outputSchema(mixed)((names: unknown) => names))
    const { ok, problems } = checkConsumer(run, consumer)
    expect(ok).toBe(false)
    expect(problems.map(({ code, place, pointer }) => [code, place, pointer])).toEqual([
      ['mixed_list', 'the parameter names', '/definitions/ServiceInput/properties/names'],
      ['mixed_list', 'the result', '/definitions/ServiceOutput'],
    ])
  })
})

describe('what is read, too', () => {
  it('reads the first scripts of AutoML too, which have data and method side by side', () => {
    const document = goodDocument('automl')
    const { Inputs, GlobalParameters } = document.definitions.ServiceInput.properties
    document.definitions.ServiceInput.properties = { ...Inputs.properties, ...GlobalParameters.properties }
    document.definitions.ServiceOutput = { type: 'array', items: { type: 'integer' } }
    expect(checkConsumer(document, 'automl')).toMatchObject({ ok: true, problems: [] })
  })

  it('takes a batch that stands beside other parameters, without Inputs', () => {
    const run = defineRun(
      { inputs: { rows: new StandardPythonParameterType([[1.5]]), scale: new StandardPythonParameterType(1.5) } },
      () => [1],
    )
    expect(withCode(run, 'stream-analytics', 'batch_missing')).toEqual([])
  })
})
