import { describe, expect, it } from 'vitest'
import {
  checkConsumer,
  consumerRules,
  defineRun,
  generateSwagger,
  inputSchema,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  StandardPythonParameterType,
} from '../../src/index.js'
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

/** A service like those that AutoML makes, or that Azure's documentation shows. */
function service(inputs: Readonly<Record<string, unknown>>, output?: unknown) {
  const types = Object.entries(inputs).map(([name, sample]) => [name, new StandardPythonParameterType(sample)] as const)
  const described = output === undefined ? {} : { output: new StandardPythonParameterType(output) }
  return defineRun({ inputs: Object.fromEntries(types), ...described }, () => output as never)
}

describe('what is read, too', () => {
  const data = new PandasParameterType([{ age: 5, job: 'admin.', score: 0.5 }], { enforceShape: false })
  const results = new NumpyParameterType([0], { dtype: 'int64' })
  const forecast = { forecast: results, prediction_interval: results, index: new PandasParameterType([{ date: '2000-01-01' }]) }

  it.each<[string, ReturnType<typeof service>]>([
    ['classification', service({ Inputs: { data }, GlobalParameters: { method: 'predict' } }, { Results: results })],
    ['regression', service({ Inputs: { data }, GlobalParameters: 1.0 }, { Results: results })],
    ['regression without GlobalParameters', service({ Inputs: { data } }, { Results: results })],
    ['forecasting', service({ Inputs: { data }, GlobalParameters: { quantiles: [0.025, 0.975] } }, { Results: forecast })],
    ['text, whose result nobody described', service({ Inputs: { data }, GlobalParameters: 1.0 })],
    ['classification, at first', service({ data, method: 'predict' }, results)],
    ['regression, at first', service({ data }, results)],
    ['forecasting, at first', service({ data })],
  ])('AutoML reads each kind of service that it makes: %s', (_, run) => {
    for (const version of ['2.0', '3.0', '3.1'] as const)
      expect(checkConsumer(generateSwagger(run, { version }), 'automl')).toMatchObject({ ok: true, problems: [] })
  })

  it.each<[string, ReturnType<typeof service>, string[]]>([
    ['a frame called data, as its documentation had it at first', service({ data }, results), ['plain_form']],
    ['such a frame whose result nobody described', service({ data }), ['plain_form']],
    [
      'an array, a frame and a number',
      service(
        { Inputs: { input1: new NumpyParameterType([[1.5]]), input2: data, input3: 0.0 }, GlobalParameters: 1.0 },
        { Results: [1.0] },
      ),
      ['columns_unnamed'],
    ],
  ])('Power BI reads %s', (_, run, warnings) => {
    const { ok, problems } = checkConsumer(run, 'power-bi')
    expect([ok, problems.map(({ code }) => code)]).toEqual([true, warnings])
  })

  it('takes a batch that stands beside other parameters, without Inputs', () => {
    const run = defineRun(
      { inputs: { rows: new StandardPythonParameterType([[1.5]]), scale: new StandardPythonParameterType(1.5) } },
      () => [1],
    )
    expect(withCode(run, 'stream-analytics', 'batch_missing')).toEqual([])
  })
})
