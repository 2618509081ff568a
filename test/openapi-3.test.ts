import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  generateSwagger,
  inputSchema,
  int,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type RunFunction,
  StandardPythonParameterType,
} from '../src/index.js'
import { buildRun } from './golden/build-run.js'
import type { GoldenFile } from './golden/golden-file.js'
import { anySample } from './support/arbitraries.js'
import { inlined } from './support/schemas.js'

const versions = ['3.0', '3.1'] as const
type Schema = Record<string, unknown>

const validators = {
  '3.0': addFormats.default(new Ajv({ strict: false, logger: false, ownProperties: true })),
  '3.1': addFormats.default(new Ajv2020({ strict: false, logger: false, ownProperties: true })),
}

function schemasOf(run: RunFunction, version: (typeof versions)[number]): Record<'ServiceInput' | 'ServiceOutput', Schema> {
  const document = generateSwagger(run, { version })
  return inlined(document.components?.schemas as unknown as Record<'ServiceInput' | 'ServiceOutput', Schema>, document)
}

/** Why a schema's example does not fit it. */
function exampleProblem(schema: Schema, version: (typeof versions)[number]): string | undefined {
  const { example, examples, ...rest } = schema
  const shown = version === '3.0' ? example : (examples as unknown[] | undefined)?.[0]
  // A text that is called "$ref" is not shown: readers take it for a reference.
  if (shown === undefined && JSON.stringify(rest).includes('"$ref":{"type":"string"')) return undefined
  return validators[version].validate(rest, shown ?? {}) ? undefined : `${validators[version].errorsText()}: ${JSON.stringify(shown)}`
}

const inputOf = (sample: unknown) => inputSchema('data', new StandardPythonParameterType(sample))((data: unknown) => data)

describe.each(versions)('the OpenAPI %s document', (version) => {
  const { cases } = JSON.parse(readFileSync(new URL('golden/golden.json', import.meta.url), 'utf8')) as GoldenFile
  const defined = cases.filter((golden) => golden.definitionError === undefined)

  it.each(defined.map((golden) => [golden.id, golden] as const))('is valid, and its examples fit: %s', async (_, golden) => {
    const run = await buildRun(golden, { casting: 'safe', frames: 'records' })
    const document = generateSwagger(run, { version })
    // The validator takes a property that is called "$ref" for a reference.
    const text = JSON.stringify(document).replaceAll('"$ref":{', '"ref":{')
    expect(await new Validator().validate(JSON.parse(text) as Record<string, unknown>)).toMatchObject({ valid: true })
    const { ServiceInput, ServiceOutput } = schemasOf(run, version)
    expect([exampleProblem(ServiceInput, version), exampleProblem(ServiceOutput, version)]).toEqual([undefined, undefined])
  })

  it('has an example that fits for every plain sample', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        expect(exampleProblem(schemasOf(inputOf(sample), version).ServiceInput, version)).toBeUndefined()
      }),
    )
  })

  it('has the paths and operations of Swagger 2.0', () => {
    const run = inputOf(1)
    const options = { pathPrefix: 'api', serviceName: 'x', serviceVersion: '7' } as const
    const document = generateSwagger(run, { ...options, version })
    expect(Object.keys(document.paths ?? {})).toEqual(Object.keys(generateSwagger(run, options).paths))
    expect(document.info).toMatchObject({ title: 'x', version: '7' })
    expect(document.openapi.startsWith(version)).toBe(true)
  })

  it('requires the parameters that a request must have', () => {
    const one = new StandardPythonParameterType(1)
    const run = inputSchema('a', one)(inputSchema('b', one, { optional: true })((a: unknown, b: unknown, c = 1) => [a, b, c]))
    expect(schemasOf(run, version).ServiceInput['required']).toEqual(['a'])
  })

  it('says null where the sample shows one', () => {
    const run = inputSchema(
      'data',
      new PandasParameterType([
        { a: int(1), b: 'x' },
        { a: null, b: 'y' },
      ]),
    )((data: unknown) => data)
    const items = (schemasOf(run, version).ServiceInput as { properties: { data: { items: { properties: Schema } } } }).properties.data
      .items
    expect(items.properties['a']).toMatchObject(
      version === '3.0' ? { type: 'integer', format: 'int64', nullable: true } : { type: ['integer', 'null'], format: 'int64' },
    )
  })

  it('says the types of a mixed list, which Swagger 2.0 cannot', () => {
    const run = inputOf(['a', 1, null])
    expect(() => generateSwagger(run)).toThrow('Swagger 2.0 cannot say what the samples show')
    const { properties } = schemasOf(run, version).ServiceInput as { properties: { data: { items: { anyOf: Schema[] } } } }
    expect(properties.data.items.anyOf.map((option) => option['type'])).toEqual(
      version === '3.0' ? ['string', 'number'] : ['string', 'number', 'null'],
    )
  })

  it('has the schema of a custom type, in its own words for null', () => {
    class Custom extends AbstractParameterType {
      override deserializeInput(input: unknown): unknown {
        return input
      }
      override inputToSwagger() {
        return { type: 'object', properties: { a: { type: 'string', 'x-nullable': true } }, example: { a: null } }
      }
    }
    const run = outputSchema(new Custom(1))(() => 1)
    const { properties } = schemasOf(run, version).ServiceOutput as { properties: Schema }
    expect(properties['a']).toEqual(version === '3.0' ? { type: 'string', nullable: true } : { type: ['string', 'null'] })
  })
})

it('refuses a version that does not exist', () => {
  expect(() => generateSwagger(inputOf(1), { version: '4.0' as never })).toThrow(
    'the option version is "4.0", expected "2.0", "3.0" or "3.1"',
  )
})

describe('the requests that OpenAPI 3 describes', () => {
  type Properties = Record<string, Record<string, unknown>>
  const propertiesOf = (run: RunFunction, version: '3.0' | '3.1' = '3.1') =>
    schemasOf(run, version).ServiceInput['properties'] as Properties
  const dataOf = (type: AbstractParameterType, version: '3.0' | '3.1' = '3.1') =>
    propertiesOf(
      inputSchema('data', type)((data: unknown) => data),
      version,
    )['data']

  it('say the sizes of fixed axes, the dtype and the shape of a tensor', () => {
    expect(dataOf(new NumpyParameterType([[1, 2, 3]], { dtype: 'int8' }))).toEqual({
      type: 'array',
      items: { type: 'array', items: { type: 'integer', format: 'int8', minimum: -128, maximum: 127 }, minItems: 3, maxItems: 3 },
      format: 'numpy.ndarray',
      'x-dtype': 'int8',
      'x-shape': [null, 3],
    })
  })

  it('say nothing of a shape or a dtype that is not enforced', () => {
    expect(dataOf(new NumpyParameterType([[1, 2]], { enforceShape: false }))).toMatchObject({ type: 'array', items: {} })
    const { items } = dataOf(new NumpyParameterType([1], { enforceColumnType: false })) as { items: object }
    expect(items).toEqual({ anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }] })
  })

  it('say the range of integers, the lengths of texts and the categories', () => {
    const rows = [{ small: 1, name: 'a', kind: 'x', big: 5n }]
    const type = new PandasParameterType(rows, { dtypes: { small: 'uint8', name: '<U4', kind: 'category' } })
    expect(dataOf(type)).toMatchObject({
      items: {
        additionalProperties: false,
        properties: {
          small: { type: 'integer', minimum: 0, maximum: 255 },
          name: { maxLength: 4 },
          kind: { enum: ['x'] },
        },
      },
    })
    expect(dataOf(new StandardPythonParameterType(int(5)))).toMatchObject({ maximum: Number.MAX_SAFE_INTEGER })
  })

  it('name the columns of rows without names by their position in 3.1, and say what they may be in 3.0', () => {
    const type = new PandasParameterType([{ a: int(1), b: 'x' }], { orient: 'split' })
    expect(dataOf(type)).toMatchObject({
      properties: {
        columns: { prefixItems: [{ enum: ['a'] }, { enum: ['b'] }] },
        data: { items: { prefixItems: [{ type: 'integer' }, { type: 'string' }], minItems: 2, maxItems: 2 } },
      },
    })
    expect(dataOf(type, '3.0')).toMatchObject({
      properties: { data: { items: { items: { anyOf: [{ type: 'integer' }, { type: 'string' }] }, minItems: 2, maxItems: 2 } } },
    })
  })

  it('let rows have any labels', () => {
    const rows = [{ a: 1 }]
    expect(dataOf(new PandasParameterType(rows, { orient: 'index' }))).toMatchObject({ additionalProperties: { required: ['a'] } })
    expect(dataOf(new PandasParameterType(rows, { orient: 'columns' }))).toMatchObject({
      required: ['a'],
      properties: { a: { additionalProperties: { type: 'number' } } },
    })
  })

  it('describe the columns of a sample without rows', () => {
    expect(dataOf(new PandasParameterType([], { dtypes: { a: 'int8' } }))).toMatchObject({ items: { properties: { a: { maximum: 127 } } } })
  })

  it('say the defaults that the source of run writes out, as far as they fit', () => {
    const one = new StandardPythonParameterType(1)
    const run = inputSchema('a', one)(inputSchema('b', one)(inputSchema('c', one)((a = 1, b = -0.5, c = Math.PI) => [a, b, c])))
    expect(propertiesOf(run)).toMatchObject({ a: { default: 1 }, b: { default: -0.5 } })
    expect(propertiesOf(run)['c']).not.toHaveProperty('default')
    const wrong = inputSchema('a', one)((a: unknown = 'x') => a)
    expect(propertiesOf(wrong)['a']).not.toHaveProperty('default')
    const defined = defineRun({ inputs: { labels: new StandardPythonParameterType(['a']) } }, ({ labels = ['x'] }) => labels)
    expect(propertiesOf(defined)['labels']).toMatchObject({ default: ['x'] })
  })

  it('say what bytes are: base64', () => {
    expect(dataOf(new NumpyParameterType([new Uint8Array([1])], { dtype: 'S4' }))).toMatchObject({
      items: { type: 'string', format: 'byte' },
    })
  })

  it('say the sizes of arrays within structured elements', () => {
    const dtype = [['grades', 'float64', [2, 3]]] as const
    const grades = [
      [1, 2, 3],
      [4, 5, 6],
    ]
    expect(dataOf(new NumpyParameterType([{ grades }], { dtype }))).toMatchObject({
      items: { properties: { grades: { items: { minItems: 3, maxItems: 3 }, minItems: 2, maxItems: 2 } } },
    })
  })

  it('list the names of the columns once in 3.0, however many there are', () => {
    const type = new PandasParameterType([{ a: 1, b: 2 }], { orient: 'split' })
    expect(dataOf(type, '3.0')).toMatchObject({ properties: { columns: { items: { type: 'string', enum: ['a', 'b'] }, minItems: 2 } } })
  })

  it('leave open what nobody described', () => {
    const undescribed = schemasOf((data: unknown) => data, '3.1')
    expect([undescribed.ServiceInput, undescribed.ServiceOutput]).toEqual([{}, {}])
    expect(
      schemasOf(
        outputSchema(new StandardPythonParameterType(1))(() => 1),
        '3.1',
      ).ServiceInput,
    ).toEqual({ type: 'object' })
  })

  it('are open where the answer is described: results may have more', () => {
    const run = outputSchema(new PandasParameterType([{ a: 1 }]))(() => undefined)
    const { items } = schemasOf(run, '3.1').ServiceOutput as { items: Schema }
    expect(items).not.toHaveProperty('additionalProperties')
  })
})

describe('a large sample', () => {
  it.each([
    ['a tensor', new NumpyParameterType(new Float64Array(1_000_000)), 'it shows 10000 of 1000000 rows'],
    ['an image', new NumpyParameterType([new Float32Array(20_000)]), 'it shows 0 of 1 row'],
    ['a list', new StandardPythonParameterType(Array.from({ length: 100_000 }, (_, index) => index)), 'it shows 10000 of 100000 items'],
    ['a frame', new PandasParameterType(Array.from({ length: 50_000 }, (_, a) => ({ a, b: a }))), 'it shows 5000 of 50000 rows'],
    ['a text', new StandardPythonParameterType('x'.repeat(10_000_000)), 'it shows 10000 of 10000000 characters'],
    ['bytes', new StandardPythonParameterType(new Uint8Array(10_000_000)), 'it shows 10000 of 13333336 base64 characters'],
  ])('is shown in part, and the document says so: %s', (_, type, note) => {
    const schema = type.inputToSwagger()
    expect(schema.description).toContain(note)
    expect(JSON.stringify(schema).length).toBeLessThan(200_000)
    expect(type['~standard'].validate(schema.example)).not.toHaveProperty('issues')
  })
})
