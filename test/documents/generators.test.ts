import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  generateSwagger,
  getInputSchema,
  NumpyParameterType,
  numpy,
  outputSchema,
  PandasParameterType,
  type RunFunction,
  SparkParameterType,
  StandardPythonParameterType,
  standard,
} from '../../src/index.js'
import { inlined } from '../support/schemas.js'

type Schema = Record<string, unknown>
type Document = { readonly [key: string]: unknown; readonly paths: Record<string, Record<string, Schema>> }

const versions = ['3.0', '3.1'] as const
const documentOf = (run: RunFunction, version: '2.0' | '3.0' | '3.1') => generateSwagger(run, { version }) as unknown as Document
const schemasIn = ({ components, definitions }: Document) =>
  (definitions ?? (components as Schema)['schemas']) as Record<string, Schema & { properties: Record<string, Schema> }>
const runOf = (inputs: Record<string, AbstractParameterType>, output?: AbstractParameterType) =>
  defineRun({ inputs, ...(output === undefined ? {} : { output }) } as never, (values: unknown) => values) as RunFunction
const itemsOf = (schema: unknown) => (schema as { items: unknown }).items
const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })

describe.each(versions)('the classes that generators make of the OpenAPI %s document', (version) => {
  const schemasOf = (inputs: Record<string, AbstractParameterType>, output?: AbstractParameterType) =>
    schemasIn(documentOf(runOf(inputs, output), version))

  it('are called by the frame whose rows they are', () => {
    const people = new PandasParameterType([{ name: 'a', age: 5 }])
    const { ServiceInput, ServiceOutput, InputPeopleRow, OutputRow } = schemasOf({ people }, people)
    expect([itemsOf(ServiceInput?.properties['people']), itemsOf(ServiceOutput)]).toEqual([refTo('InputPeopleRow'), refTo('OutputRow')])
    expect(InputPeopleRow).toMatchObject({ type: 'object', required: ['name', 'age'], additionalProperties: false })
    expect(OutputRow).not.toHaveProperty('additionalProperties')
  })

  it.each([
    ['index', 'additionalProperties'],
    ['table', 'properties.data.items'],
  ] as const)('stand in orient %s as well', (orient, place) => {
    const data = new PandasParameterType([{ a: 1 }], { orient })
    const { ServiceInput } = schemasOf({ data })
    const path = place.split('.').reduce<unknown>((node, key) => (node as Schema)[key], ServiceInput?.properties['data'])
    expect(path).toEqual({ $ref: expect.stringMatching(/^#\/components\/schemas\/InputData\w+$/) })
  })

  it('are of the elements of structured arrays, the items of lists and the values of Spark', () => {
    const points = new NumpyParameterType([[{ x: 1 }]], { dtype: [['x', 'int8']] })
    const list = new StandardPythonParameterType([{ tags: [{ k: 'v' }] }])
    const struct = { type: 'struct', fields: [{ name: 'a', type: 'long', nullable: false, metadata: {} }] }
    const spark = new SparkParameterType({ schema: struct, rows: [{ a: 1 }] } as never)
    const schemas = schemasOf({ points, list, spark })
    expect(Object.keys(schemas).filter((name) => name.startsWith('Input'))).toEqual(
      expect.arrayContaining(['InputPointsItem', 'InputListItem', 'InputListItemTagsItem', 'InputSparkItem']),
    )
  })

  it('are there once for what is alike', () => {
    const frame = () => new PandasParameterType([{ a: 1, tags: [{ k: 'v' }] }])
    const schemas = schemasOf({ one: frame(), other: frame(), more: new PandasParameterType([{ a: 'x' }]) })
    const { one, other, more } = schemas['ServiceInput']?.properties ?? {}
    expect([one, other, more].map(itemsOf)).toEqual([refTo('InputOneRow'), refTo('InputOneRow'), refTo('InputMoreRow')])
    expect(Object.keys(schemas)).not.toContain('InputOtherRow')
  })

  it('have names of their own, whatever parameters are called', () => {
    const row = (value: unknown) => new PandasParameterType([{ value }])
    const names = { 'a-b': row(1), aB: row('x'), 數據: row(true), __proto__2: row([1]), [`${'x'.repeat(300)}`]: row({ y: 1 }) }
    const schemas = schemasOf(names)
    const named = Object.keys(schemas).filter((name) => name.startsWith('Input'))
    expect(new Set(named.map((name) => name.toLowerCase())).size).toBe(named.length)
    for (const name of named) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]{0,110}$/)
    const { ServiceInput } = schemas
    expect(Object.values(inlined(ServiceInput, documentOf(runOf(names), version))?.properties ?? {}).map(itemsOf)).toHaveLength(5)
  })

  it('are one for each issue, of both kinds of errors', () => {
    const { PayloadErrorResponse, Problem, Issue } = schemasOf({ x: new StandardPythonParameterType(1) })
    expect([PayloadErrorResponse, Problem].map((schema) => itemsOf(schema?.properties['issues']))).toEqual([refTo('Issue'), refTo('Issue')])
    expect(Issue?.properties).toHaveProperty('pointer')
  })

  it('are of what custom types and other libraries write, too', () => {
    class Custom extends AbstractParameterType {
      override deserializeInput(input: unknown): unknown {
        return input
      }
      override inputToSwagger() {
        return { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } }, example: [{ a: 'x' }] }
      }
    }
    expect(schemasOf({ own: new Custom([]) })).toHaveProperty('InputOwnItem')
  })

  it('say with their references what the schemas of types say', () => {
    const rows = [{ a: 1, b: { c: [{ d: 'x' }] } }, { a: null }]
    const types = { frame: new PandasParameterType(rows), list: new StandardPythonParameterType(rows) }
    const document = documentOf(runOf(types), version)
    const { properties } = inlined(schemasIn(document)['ServiceInput'], document) ?? { properties: {} }
    const target = version === '3.0' ? 'openapi-3.0' : 'draft-2020-12'
    for (const [name, type] of Object.entries(types)) {
      const { $schema: _, example: __, examples: ___, ...schema } = type['~standard'].jsonSchema.input({ target }) as Schema
      expect(properties[name]).toEqual(schema)
    }
  })
})

describe('what generators trip over', () => {
  it.each(['2.0', ...versions] as const)('is not in the %s document: operations without a group', (version) => {
    const { tags, paths } = documentOf(runOf({ x: new StandardPythonParameterType(1) }), version)
    expect(tags).toEqual([{ name: 'Scoring', description: expect.any(String) }])
    for (const item of Object.values(paths)) for (const operation of Object.values(item)) expect(operation['tags']).toEqual(['Scoring'])
  })

  it('is not in Swagger 2.0: a schema that nobody refers to', () => {
    const document = documentOf(runOf({ x: new StandardPythonParameterType(1) }), '2.0')
    for (const name of Object.keys(schemasIn(document))) expect(JSON.stringify(document.paths)).toContain(`"#/definitions/${name}"`)
  })

  it.each(versions)('is not in OpenAPI %s: long lists of a fixed size, which become tuples', (version) => {
    const image = numpy({ dtype: 'uint8', shape: [224, 64, 3] })
    const run = runOf({ image })
    const { image: schema } = schemasIn(documentOf(run, version))['ServiceInput']?.properties ?? {}
    expect(schema).toMatchObject({ 'x-shape': [224, 64, 3], items: { minItems: 64, maxItems: 64, items: { minItems: 3, maxItems: 3 } } })
    expect(schema).not.toHaveProperty('minItems')
    expect(schema).not.toHaveProperty('maxItems')
  })

  it('but those that are tuples by themselves say their size', () => {
    const row = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`c${index}`, index]))
    const wide = new PandasParameterType([row], { orient: 'values' })
    const { wide: schema } = schemasIn(documentOf(runOf({ wide }), '3.1'))['ServiceInput']?.properties ?? {}
    expect(itemsOf(schema)).toMatchObject({ prefixItems: { length: 65 }, minItems: 65, maxItems: 65 })
  })

  it('but Swagger 2.0 says all sizes that are declared', () => {
    const run = runOf({ image: numpy({ dtype: 'uint8', shape: [224, 3] }) })
    expect(getInputSchema(run).properties?.['image']).toMatchObject({ minItems: 224, maxItems: 224 })
  })

  it.each(['2.0', ...versions] as const)(
    'is not in the %s document: the default of an object that repeats those of its members',
    (version) => {
      const members = { a: standard({ type: 'number', default: 1 }), b: standard({ type: 'string', default: 'x' }) }
      const optionsOf = (value: object) => new StandardPythonParameterType(members, { default: value } as never)
      const propertyOf = (type: AbstractParameterType) =>
        schemasIn(documentOf(runOf({ options: type }), version))['ServiceInput']?.properties['options']
      const repeated = propertyOf(optionsOf({ a: 1, b: 'x' }))
      expect(repeated).not.toHaveProperty('default')
      expect(repeated).toMatchObject({ properties: { a: { default: 1 }, b: { default: 'x' } } })
      expect(propertyOf(optionsOf({ a: 2, b: 'x' }))).toMatchObject({ default: { a: 2, b: 'x' } })
    },
  )

  it.each(versions)('is not in OpenAPI %s: a default of run that repeats them', (version) => {
    const options = new StandardPythonParameterType({ a: standard({ type: 'number', default: 1 }) })
    const run = defineRun({ inputs: { options } }, ({ options = { a: 1 } }) => options)
    expect(schemasIn(documentOf(run, version))['ServiceInput']?.properties['options']).not.toHaveProperty('default')
  })

  it('is not in Swagger 2.0: base64 called binary, but for numpy, as the Python package has it', () => {
    const struct = {
      type: 'struct',
      fields: [
        { name: 'raw', type: 'binary', nullable: false, metadata: {} },
        { name: 'list', type: { type: 'array', elementType: 'binary', containsNull: false }, nullable: false, metadata: {} },
      ],
    }
    const rows = [{ raw: 'AQ==', list: ['AQ=='] }]
    const bytes = new Uint8Array([1])
    const run = runOf({
      spark: new SparkParameterType({ schema: struct, rows } as never),
      column: new PandasParameterType([{ raw: bytes }]),
      value: new StandardPythonParameterType(bytes),
      tensor: new NumpyParameterType([bytes], { dtype: 'S1' }),
    })
    const { spark, column, value, tensor } = getInputSchema(run).properties ?? {}
    const formats = [...JSON.stringify([spark, column, value]).matchAll(/"format":"(b\w+)"/g)].map(([, format]) => format)
    expect(formats).toEqual(['byte', 'byte', 'byte', 'byte'])
    expect(tensor).toMatchObject({ items: { format: 'binary' } })
  })
})

it('a document may be changed without changing the next one', () => {
  const run = outputSchema(new PandasParameterType([{ a: 1 }]))(() => undefined)
  const document = documentOf(run, '3.1')
  for (const schema of Object.values(schemasIn(document))) for (const key of Object.keys(schema)) delete schema[key]
  expect(schemasIn(documentOf(run, '3.1'))['OutputRow']).toMatchObject({ type: 'object' })
})
