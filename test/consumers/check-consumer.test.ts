import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  type Consumer,
  checkConsumer,
  checkConsumerAsync,
  defineRun,
  generateSwagger,
  inputSchema,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  powerBi,
  StandardPythonParameterType,
} from '../../src/index.js'
import { buildRun } from '../golden/build-run.js'
import type { GoldenFile } from '../golden/golden-file.js'
import { consumers, type Draft, goodDocument } from './support/documents.js'

const frame = new PandasParameterType([{ area: 95.5 }])

describe('what is checked', () => {
  const run = inputSchema('data', frame)(outputSchema(frame)((data: unknown) => data))
  const expected = checkConsumer(run, 'power-bi')

  it.each([
    ['a document', generateSwagger(run)],
    ['its text', JSON.stringify(generateSwagger(run))],
    ['its text with a byte order mark', `\ufeff${JSON.stringify(generateSwagger(run))}`],
  ])('%s is checked like the run', (_, subject) => {
    expect(checkConsumer(subject, 'power-bi')).toEqual(expected)
  })

  it('a run with an asynchronous custom type is waited for by checkConsumerAsync', async () => {
    class Door extends AbstractParameterType<string> {
      override deserializeInput = String
      override async inputToSwagger() {
        return { type: 'string', example: 'open' } as const
      }
    }
    const door = inputSchema('door', new Door('open'))((door: string) => door)
    expect(await checkConsumerAsync(door, 'power-platform')).toMatchObject({ consumer: 'power-platform', ok: true })
  })

  it.each(['3.0', '3.1'] as const)('points of an OpenAPI %s document are told besides its version', (version) => {
    const { problems } = checkConsumer(generateSwagger(run, { version }), 'power-bi')
    expect(problems.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['not_swagger_2', '/openapi'],
      ['plain_form', '/components/schemas/ServiceInput/properties/data'],
    ])
  })

  it.each(['3.0', '3.1'] as const)('a frame with nulls is read in OpenAPI %s too', (version) => {
    const nullable = new PandasParameterType([
      { a: 1, b: 'x' },
      { a: null, b: null },
    ])
    const schemas = powerBi({ inputs: { rows: nullable }, results: [0.5] })
    const document = generateSwagger(
      defineRun(schemas, () => ({ Results: [] })),
      { version },
    )
    expect(checkConsumer(document, 'power-bi').problems.map(({ code }) => code)).toEqual(['not_swagger_2'])
  })

  it('a document with a path prefix is read', () => {
    const schemas = powerBi({ inputs: { rows: frame }, results: [0.5] })
    const document = generateSwagger(
      defineRun(schemas, () => ({ Results: [] })),
      { pathPrefix: '/api/v1' },
    )
    expect(checkConsumer(document, 'power-bi').ok).toBe(true)
  })

  it('a document that names all its parts, and leaves types out, is read through its references', () => {
    const document = goodDocument('stream-analytics')
    const { Inputs } = document.definitions.ServiceInput.properties
    document.definitions['Houses/of ~ all'] = { properties: Inputs.properties.houses.items.properties }
    document.definitions.ServiceInput = { properties: { Inputs: { allOf: [{ $ref: '#/definitions/Inputs' }] } } }
    document.definitions.Inputs = {
      properties: { houses: { items: { $ref: '#/definitions/Houses~1of%20~0%20all' }, type: 'array' } },
    }
    expect(checkConsumer(document, 'stream-analytics')).toMatchObject({ ok: true, problems: [] })
    document.definitions['Houses/of ~ all'].properties.area = {}
    expect(checkConsumer(document, 'stream-analytics').problems[0]).toMatchObject({
      pointer: '/definitions/Houses~1of ~0 all/properties/area',
      place: 'Inputs.houses[].area',
    })
  })

  it('nothing of the document is changed', () => {
    const document = goodDocument('power-bi')
    const before = structuredClone(document)
    for (const consumer of consumers) checkConsumer(document, consumer)
    expect(document).toEqual(before)
  })
})

describe('the goldens of the Python package', () => {
  const file = JSON.parse(readFileSync(new URL('../golden/golden.json', import.meta.url), 'utf8')) as GoldenFile
  const named = (id: string) => file.cases.filter((golden) => golden.id === id)

  it.each<[string, Consumer, boolean]>([
    ['public/powerbi/inputs-globalparameters-results', 'power-bi', true],
    ['public/powerbi/inputs-globalparameters-results', 'automl', false],
    ['public/powerbi/inputs-globalparameters-results', 'stream-analytics', true],
    ['public/powerbi/inputs-globalparameters-results', 'power-platform', true],
    ['public/powerbi/automl', 'power-bi', true],
    ['public/powerbi/automl', 'automl', true],
    ['public/powerbi/automl', 'stream-analytics', true],
    ['public/powerbi/automl', 'power-platform', true],
    ['public/numpy/int8-1d', 'power-bi', false],
  ])('%s: %s %s', (id, consumer, ok) => {
    const [golden] = named(id)
    expect(golden && checkConsumer(buildRun(golden, { casting: 'safe', frames: 'records' }), consumer).ok).toBe(ok)
  })

  it('all have an answer for every consumer', () => {
    const described = file.cases.filter(({ definitionError }) => definitionError === undefined)
    for (const golden of described) {
      const run = buildRun(golden, { casting: 'safe', frames: 'records' })
      for (const consumer of consumers) expect(checkConsumer(run, consumer)).toHaveProperty('ok')
    }
  })
})

it('counts the problems of a rule that are too many to list', () => {
  const row = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`c${index}`, new StandardPythonParameterType({})]))
  const document: Draft = generateSwagger(
    inputSchema('Inputs', new StandardPythonParameterType({ rows: [row] }))((Inputs: unknown) => Inputs),
  )
  for (const name of Object.keys(row)) document.definitions.ServiceInput.properties.Inputs.properties.rows.items.properties[name] = {}
  const { problems, moreProblems } = checkConsumer(document, 'power-bi')
  expect(problems.filter(({ code }) => code === 'column_untyped')).toHaveLength(20)
  expect(moreProblems).toBe(10)
})

it('tells tables whose columns have no names apart from those that are not tables', () => {
  const matrix = powerBi({ inputs: { matrix: new NumpyParameterType([[1, 2]]), weights: new NumpyParameterType([1]) }, results: [0.5] })
  const { ok, problems } = checkConsumer(
    defineRun(matrix, () => ({ Results: [] })),
    'power-bi',
  )
  expect({ ok, codes: problems.map(({ code, place }) => [code, place]) }).toEqual({
    ok: true,
    codes: [
      ['columns_unnamed', 'Inputs.matrix'],
      ['columns_unnamed', 'Inputs.weights'],
    ],
  })
})
