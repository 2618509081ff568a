import { Dictionary, Float64, Int8, Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import dfd from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  decodePayload,
  encodeResult,
  inputSchema,
  int,
  NumpyParameterType,
  numpy,
  outputSchema,
  PandasParameterType,
  type PandasParameterTypeOptions,
  pandas,
  SchemaDefinitionError,
} from '../src/index.js'
import { orients } from './support/arbitraries.js'
import { decodeText, messages, validate } from './support/decode.js'
import { exampleProblem } from './support/schemas.js'

type Options = PandasParameterTypeOptions<Readonly<Record<string, unknown>>> & object

/** A frame of one column, of which a cell is shown. */
const frames: Readonly<Record<string, (cell: unknown) => unknown>> = {
  records: (c) => [{ c }],
  columns: (c) => ({ c: [c] }),
  pairs: (c) => [['c', [c]]],
  danfojs: (c) => new dfd.DataFrame([{ c }]),
}
const kinds = Object.keys(frames)

const typeOf = (kind: string, cell: unknown, options: object): PandasParameterType<unknown> =>
  new PandasParameterType<unknown>(frames[kind]?.(cell), options as Options as never)

/** What a payload gives as an object, as text and as bytes. */
function everyWay(type: AbstractParameterType, data: string): { value?: unknown; issues: readonly string[] }[] {
  const text = `{"data": ${data}}`
  return [text, new TextEncoder().encode(text), JSON.parse(text)].map((payload) => {
    const { value, issues } = validate(type, payload)
    return { value, issues: issues.map(({ message }) => message) }
  })
}

const encode = (type: AbstractParameterType, result: unknown) =>
  encodeResult(
    outputSchema(type)(() => undefined),
    result,
  )

/** dtypes without a value for null, each with a cell that it has. */
const strict: readonly (readonly [dtype: string, cell: unknown])[] = [
  ['bool', true],
  ['int8', 1],
  ['int64', 1n],
  ['uint64', 1n],
  ['str', 'a'],
  ['<U3', 'a'],
  ['category', 'a'],
  ['bytes', new Uint8Array(2)],
  ['S3', new Uint8Array(2)],
  ['datetime64[ns]', 0n],
  ['datetime64[ms, UTC]', 0n],
  ['timedelta64[s]', 0n],
]
/** Those that pandas has a missing value of, whatever the sample shows. */
const takenUnsafe = /^(str|<U3|category|datetime64.*|timedelta64.*)$/

describe.each(kinds)('null in a column of a sample of %s', (kind) => {
  const known = kind === 'danfojs' ? strict.filter(([, cell]) => !(cell instanceof Uint8Array)) : strict

  it.each(known)('of %s is refused in every orient, with the way to allow it', (dtype, cell) => {
    for (const orient of orients) {
      const type = typeOf(kind, cell, { dtypes: { c: dtype }, orient })
      const nullable = typeOf(kind, cell, { dtypes: { c: { dtype, nullable: true } }, orient })
      const text = encode(nullable, [{ c: cell }, { c: null }])
      for (const { issues } of everyWay(type, text)) {
        expect(issues).toHaveLength(1)
        expect(issues[0]).toMatch(/^data.* is null, expected /)
        expect(issues[0]).toContain(`; null only with dtypes: { "c": { dtype: "${dtype}", nullable: true } }`)
      }
    }
  })

  it.each(known)('of %s is null where it is declared, and the document says it', (dtype, cell) => {
    for (const orient of orients) {
      const type = typeOf(kind, cell, { dtypes: { c: { dtype, nullable: true } }, orient })
      const text = encode(type, [{ c: cell }, { c: null }])
      expect(JSON.stringify(type.inputToSwagger())).toContain('"x-nullable":true')
      expect(exampleProblem(type.inputToSwagger())).toBeUndefined()
      for (const { value, issues } of everyWay(type, text)) {
        expect(issues).toEqual([])
        expect(encode(type, value)).toBe(text)
      }
    }
  })

  it.each(known)('of %s is taken by unsafe casting where pandas has a missing value', (dtype, cell) => {
    const type = typeOf(kind, cell, { dtypes: { c: dtype }, casting: 'unsafe' })
    for (const { issues } of everyWay(type, '[{"c": null}]')) expect(issues).toHaveLength(takenUnsafe.test(dtype) ? 0 : 1)
  })

  it.each(['float16', 'float32', 'float64'])('of %s is NaN', (dtype) => {
    const type = typeOf(kind, 0.5, { dtypes: { c: dtype } })
    for (const { value, issues } of everyWay(type, '[{"c": 0.5}, {"c": null}]')) {
      expect(issues).toEqual([])
      expect(encode(type, value)).toBe('[{"c":0.5},{"c":null}]')
    }
  })

  it('is allowed by a sample that shows it', () => {
    const type = typeOf(kind, 'a', { dtypes: { c: 'str' } })
    expect(messages(type, [{ c: null }])).toHaveLength(1)
    const shown = kind === 'columns' ? { c: ['a', null] } : kind === 'pairs' ? [['c', ['a', null]]] : [{ c: 'a' }, { c: null }]
    if (kind !== 'danfojs') expect(messages(new PandasParameterType<unknown>(shown), [{ c: null }])).toEqual([])
  })
})

describe('null in a column that is shown without a dtype', () => {
  it.each<[string, unknown, string]>([
    ['texts', 'a', 'expected a string; null only with dtypes: { "c": { dtype: "str", nullable: true } }'],
    ['integers', int(5), 'expected an integer (int64); null only with dtypes: { "c": { nullable: true } }'],
    ['booleans', true, 'expected a boolean; null only with dtypes: { "c": { dtype: "bool", nullable: true } }'],
    ['Dates', new Date(0), '(datetime64[ms]); null only with dtypes: { "c": { nullable: true } }'],
    ['lists', ['a'], 'expected a list; null only with dtypes: { "c": { nullable: true } }'],
    ['objects', { a: 1 }, 'expected an object; null only with dtypes: { "c": { nullable: true } }'],
  ])('of %s is refused with the way to allow it, which works', (_, cell, message) => {
    for (const sample of [[{ c: cell }], { c: [cell] }]) {
      const refused = messages(new PandasParameterType<unknown>(sample), [{ c: null }])
      expect(refused).toHaveLength(1)
      expect(refused[0]).toContain(message)
      const way = Function(`return {${message.slice(message.indexOf('dtypes'))}}`)() as object
      expect(messages(new PandasParameterType<unknown>(sample, way), [{ c: null }])).toEqual([])
      // What else is received stays what it was.
      const [type, nullable] = [new PandasParameterType<unknown>(sample), new PandasParameterType<unknown>(sample, way)]
      const text = JSON.stringify(type.inputToSwagger().example)
      const cells = (received: unknown) => (Array.isArray(sample) ? received : { c: Array.from((received as { c: unknown[] }).c) })
      expect(cells(decodeText(nullable, text))).toEqual(cells(decodeText(type, text)))
    }
  })

  it('is refused inside of a cell unless the sample shows it there', () => {
    const [shown, other] = [[{ c: { tags: ['a', null] } }], [{ c: { tags: ['a'] } }]]
    expect(messages(new PandasParameterType(shown), [{ c: { tags: [null] } }])).toEqual([])
    expect(messages(new PandasParameterType(other), [{ c: { tags: [null] } }])).toEqual(['data[0].c.tags[0] is null, expected a string'])
  })
})

describe('null in declared columns', () => {
  it('is refused of floats, too', () => {
    for (const as of ['records', 'columns', 'pairs', 'arrow'] as const) {
      expect(messages(pandas({ columns: { c: 'float64' }, as }), [{ c: null }])).toHaveLength(1)
      expect(messages(pandas({ columns: { c: { dtype: 'float64', nullable: true } }, as }), [{ c: null }])).toEqual([])
    }
  })

  it('is refused where dtypes says that it is not nullable', () => {
    const type = new PandasParameterType([{ c: 0.5 }], { dtypes: { c: { nullable: false } } })
    expect(messages(type, [{ c: null }])).toEqual([
      'data[0].c is null, expected a number (float64); null only with columns: { "c": { dtype: "float64", nullable: true } }',
    ])
  })

  it('cannot be declared away where the sample shows it', () => {
    expect(() => new PandasParameterType([{ c: 'a' }, { c: null }], { dtypes: { c: { dtype: 'str', nullable: false } } })).toThrow(
      new SchemaDefinitionError('sample[1].c is null, but the column is declared without nullable'),
    )
  })

  it.each(orients)('is what the 3.1 document allows and the service takes, in orient %s', (orient) => {
    const columns = { at: { dtype: 'datetime64[ns]', nullable: true }, t: { dtype: 'str', nullable: true } } as const
    const type = pandas({ columns, orient })
    const text = encode(type, [{ at: null, t: null }])
    expect(decodeText(type, text)).toEqual([{ at: null, t: null }])
    expect(JSON.stringify(type['~standard'].jsonSchema.input({ target: 'draft-2020-12' }))).toContain('["string","null"]')
  })
})

describe('null in an Arrow body', () => {
  const body = (cells: readonly unknown[], type: Utf8 | Int32 | Float64 | Dictionary) =>
    tableToIPC(new Table({ c: vectorFromArray(cells, type as Utf8) }), 'stream')
  const received = (type: AbstractParameterType, bytes: Uint8Array) =>
    decodePayload(
      inputSchema('data', type)((data: unknown) => data),
      bytes,
      { contentType: 'application/vnd.apache.arrow.stream' },
    )

  it.each<[string, Utf8 | Int32 | Dictionary, unknown]>([
    ['str', new Utf8(), 'a'],
    ['int32', new Int32(), 1],
    ['category', new Dictionary(new Utf8(), new Int8()), 'a'],
  ])('is refused in a column of %s by its validity bits, unless it is declared', (dtype, type, cell) => {
    const bytes = body([cell, null], type)
    for (const kind of kinds) {
      expect(() => received(typeOf(kind, cell, { dtypes: { c: dtype } }), bytes)).toThrow('data.c[1] is null, expected ')
      expect(() => received(typeOf(kind, cell, { dtypes: { c: { dtype, nullable: true } } }), bytes)).not.toThrow()
    }
    const table = new Table({ c: vectorFromArray([cell], type as Utf8) })
    expect(() => received(new PandasParameterType(table), bytes)).toThrow('null only with dtypes: { "c": { nullable: true } }')
    expect(() => received(new PandasParameterType(table, { dtypes: { c: { nullable: true } } }), bytes)).not.toThrow()
    expect(() => received(new PandasParameterType(new Table({ c: vectorFromArray([cell, null], type as Utf8) })), bytes)).not.toThrow()
  })

  it('is NaN in floats', () => {
    const type = new PandasParameterType([{ c: 0.5 }])
    expect(received(type, body([0.5, null], new Float64()))).toEqual({ data: [{ c: 0.5 }, { c: Number.NaN }] })
  })
})

describe('null in an array', () => {
  const elements = strict.filter(([dtype]) => dtype !== 'category' && !dtype.includes('UTC'))
  const hasPlace = /^(str|<U3|bytes|S3|datetime64.*|timedelta64.*)$/

  it.each(elements)('of %s is refused, with the way to allow it where there is one', (dtype, cell) => {
    const type = new NumpyParameterType<unknown, string>([cell], { dtype })
    for (const { issues } of everyWay(type, '[null]')) {
      expect(issues).toHaveLength(1)
      expect(issues[0]).toMatch(/^data\[0\] is null, expected /)
      expect(issues[0]?.includes(`; null only with dtype: { dtype: "${dtype}", nullable: true }`)).toBe(hasPlace.test(dtype))
    }
  })

  it.each(elements)('of %s can be declared where its storage has a place for it', (dtype, cell) => {
    const make = () => new NumpyParameterType<unknown, { dtype: string; nullable: true }>([cell], { dtype: { dtype, nullable: true } })
    if (!hasPlace.test(dtype)) {
      expect(make).toThrow(new SchemaDefinitionError(`dtype ${dtype} says nullable, but its arrays have no place for null`))
      return
    }
    const type = make()
    expect(JSON.stringify(type['~standard'].jsonSchema.input({ target: 'draft-2020-12' }))).toContain('["string","null"]')
    for (const { value, issues } of everyWay(type, '[null]')) {
      expect(issues).toEqual([])
      expect(encode(type, value)).toBe('[null]')
    }
  })

  it.each(elements)('of %s is taken by unsafe casting where numpy has a value for it', (dtype, cell) => {
    const type = new NumpyParameterType<unknown, string>([cell], { dtype, casting: 'unsafe' })
    for (const { issues } of everyWay(type, '[null]'))
      expect(issues).toHaveLength(/^(str|<U3|datetime64.*|timedelta64.*)$/.test(dtype) ? 0 : 1)
  })

  it('of floats is NaN, unless they are held to a range', () => {
    for (const dtype of ['float16', 'float32', 'float64'] as const) {
      for (const { value } of everyWay(numpy({ dtype, shape: [null] }), '[null]'))
        expect(encode(numpy({ dtype, shape: [null] }), value)).toBe('[null]')
      for (const { issues } of everyWay(numpy({ dtype, shape: [null], minimum: 0 }), '[1, null]'))
        expect(issues).toEqual([
          `data[1] is null, expected a number (${dtype}) of at least 0; null only with dtype: { dtype: "${dtype}", nullable: true }`,
        ])
      const nullable = numpy({ dtype: { dtype, nullable: true }, shape: [null], minimum: 0 })
      for (const { issues } of everyWay(nullable, '[1, null]')) expect(issues).toEqual([])
    }
  })

  it('of records is refused with a way that does not have to name their dtype', () => {
    const dtype = [['name', 'str']] as const
    const type = new NumpyParameterType<unknown, typeof dtype>([{ name: 'a' }], { dtype })
    expect(messages(type, [null])).toEqual([
      'data[0] is null, expected a record with the fields name; null only with dtype: { nullable: true }',
    ])
  })

  it('is allowed by a sample that shows it', () => {
    const type = new NumpyParameterType<unknown, string>(['2024-02-29', null], { dtype: 'datetime64[s]' })
    expect(messages(type, [null])).toEqual([])
  })

  it('is refused in the fields of records unless the sample shows one there, or its dtype says so', () => {
    const dtype = [
      ['name', 'str'],
      ['at', 'datetime64[s]'],
      ['grade', 'float64'],
    ] as const
    const type = new NumpyParameterType<unknown, typeof dtype>([{ name: 'a', at: 0n, grade: 1 }], { dtype })
    expect(messages(type, [{ name: null, at: null, grade: null }])).toEqual([
      'data[0].name is null, expected a string; null only with { dtype: "str", nullable: true } for the field',
    ])
    const shown = new NumpyParameterType<unknown, typeof dtype>([{ name: null, at: null, grade: 1 }], { dtype })
    expect(messages(shown, [{ name: null, at: null, grade: null }])).toEqual([])
    const declared = [['name', { dtype: 'str', nullable: true }], dtype[1], dtype[2]] as const
    const said = new NumpyParameterType<unknown, typeof declared>([{ name: 'a', at: 0n, grade: 1 }], { dtype: declared })
    expect(messages(said, [{ name: null, at: 0n, grade: null }])).toEqual([])
  })

  it('has no other words beside its dtype', () => {
    expect(() => numpy({ dtype: { dtype: 'str', nulable: true } as never, shape: [null] })).toThrow(SchemaDefinitionError)
    expect(() => numpy({ dtype: { dtype: 'str', nullable: 'yes' } as never, shape: [null] })).toThrow(
      'the option nullable of the dtype is "yes", expected true or false',
    )
  })
})
