import { tableFromArrays } from 'apache-arrow'
import { DataFrame } from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { score } from '../src/adapters/fetch.js'
import {
  AbstractParameterType,
  decodePayload,
  defineRun,
  inputSchema,
  type NdArray,
  NumpyParameterType,
  PandasParameterType,
  pandas,
  type RunFunction,
  StandardPythonParameterType,
  type SwaggerSchema,
  standard,
  validatePayload,
} from '../src/index.js'
import { messages, validate } from './support/decode.js'

const depth = 100_000
const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`
const largeNested = `${'['.repeat(depth)}9007199254740993${']'.repeat(depth)}`

/** How deep arrays are nested, without recursion. */
function depthOf(value: unknown): number {
  let found = 0
  for (let node = value; Array.isArray(node); node = node[0]) found++
  return found
}

function milliseconds(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

describe.each([
  ['small integers', nested],
  ['integers of sixteen digits', largeNested],
])('100,000 nested arrays, with %s', (_, json) => {
  it.each([
    ['a tensor', new NumpyParameterType([[1]], { dtype: 'int64' })],
    ['a tensor of any shape', new NumpyParameterType([[1]], { enforceShape: false })],
    ['a tensor of any shape and dtype', new NumpyParameterType([[1]], { enforceShape: false, enforceColumnType: false })],
    ['a structured tensor', new NumpyParameterType([{ a: [1, 2] }], { dtype: [['a', 'int64', [2]]], enforceShape: false })],
    ['a frame', new PandasParameterType([{ a: 1n }])],
    ['a frame of any columns', new PandasParameterType([{ a: 1n }], { orient: 'values', enforceShape: false })],
    ['nested lists', new StandardPythonParameterType([[[5n]]])],
    ['a number', new StandardPythonParameterType(1)],
    ['a mixed list', new StandardPythonParameterType([1n, [2], { a: 'x' }])],
  ])('are refused where %s is described', (_, type) => {
    expect(validate(type, `{"data": ${json}}`).issues.length).toBeGreaterThan(0)
  })

  it('are read where anything is described', () => {
    const { value } = validate(new StandardPythonParameterType({ big: 5n, list: [] }), `{"data": {"big": 1, "list": ${json}}}`)
    expect(depthOf((value as { list: unknown }).list)).toBe(depth)
  })

  it('are read under a key that nobody described', () => {
    const { value } = validate(new StandardPythonParameterType({ big: 5n }), `{"data": {"big": 1, "other": ${json}}}`)
    expect(depthOf((value as { other: unknown }).other)).toBe(depth)
  })

  it('are passed over under a name that is no parameter', () => {
    expect(validate(new StandardPythonParameterType(5n), `{"data": 1, "other": ${json}}`).value).toBe(1n)
  })

  it('are read by a parameter that nobody described', () => {
    const run = inputSchema('data', new StandardPythonParameterType(5n))((data: unknown, free: unknown) => [data, free])
    expect(depthOf(decodePayload(run, `{"data": 1, "free": ${json}}`)['free'])).toBe(depth)
  })

  it('reach a custom type as they are', () => {
    class Depth extends AbstractParameterType<number> {
      override deserializeInput(input: unknown): number {
        return depthOf(input)
      }
      override inputToSwagger(): SwaggerSchema {
        return { type: 'array', items: { type: 'object' }, example: [] }
      }
    }
    expect(validate(new Depth(1), `{"data": ${json}}`).value).toBe(depth)
  })
})

describe('keys that name members of Object.prototype', () => {
  const keys = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "hasOwnProperty": 1, "toString": 2}'

  it('are kept as own properties of a described object', () => {
    const { value } = validate(
      new StandardPythonParameterType({ a: 5n }),
      `{"data": {"a": 9007199254740993, "o": ${keys}, "__proto__": 1}}`,
    )
    const object = value as Record<string, unknown>
    expect([Object.getPrototypeOf(object), Object.keys(object)]).toEqual([Object.prototype, ['a', 'o', '__proto__']])
    expect(Object.keys(object['o'] as object)).toEqual(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])
  })

  it('are missing where the sample asks for them and the payload only inherits them', () => {
    const type = new StandardPythonParameterType({ constructor: 'x', hasOwnProperty: 'y' })
    expect(messages(type, {})).toEqual([
      'data.constructor is missing, expected a string',
      'data.hasOwnProperty is missing, expected a string',
    ])
  })

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'are parameters and columns that a request may leave out: %s',
    async (name) => {
      const makeRun = () => new Function(name, `return ${name}`) as RunFunction
      const type = new StandardPythonParameterType({ a: 1 })
      const optional = inputSchema(name, type, { optional: true })(makeRun())
      const asItComes = inputSchema(name, type, { optional: true, convertToProvidedType: false })(makeRun())
      const required = inputSchema(name, type)(makeRun())
      const defined = defineRun({ inputs: Object.fromEntries([[name, standard({ type: 'string', optional: true })]]) }, (inputs) => inputs)
      for (const payload of ['{}', new TextEncoder().encode('{}'), {}]) {
        for (const run of [optional, asItComes, defined]) expect(decodePayload(run, payload)).toStrictEqual({})
        for (const run of [required, makeRun()]) {
          expect(validatePayload(run, payload).issues?.map(({ code, path }) => [code, path])).toEqual([['missing', [name]]])
        }
      }
      expect(defined({})).toStrictEqual({})
      const get = async (run: RunFunction) => (await score(run)(new Request('http://localhost/score'))).status
      expect([await get(optional), await get(asItComes), await get(required)]).toEqual([200, 200, 400])

      const column = { dtype: 'str', nullable: true, optional: true } as const
      for (const as of ['records', 'columns'] as const) {
        const frame = pandas({
          columns: Object.fromEntries([
            ['b', 'str'],
            [name, column],
          ]),
          example: [{ b: 'x' }],
          as,
        } as never)
        expect(validate(frame, '{"data": [{"b": "y"}]}').value).toEqual(
          as === 'records'
            ? [{ b: 'y' }]
            : Object.fromEntries([
                ['b', ['y']],
                [name, [null]],
              ]),
        )
      }
    },
  )

  it.each(['records', 'columns', 'index', 'split', 'table'] as const)('are columns of a frame like any other (%s)', (orient) => {
    const sample = JSON.parse('[{"__proto__": 1, "constructor": "x", "hasOwnProperty": true}]') as Record<string, unknown>[]
    const type = new PandasParameterType(sample, { orient })
    expect(validate(type, JSON.stringify({ data: type.inputToSwagger().example })).value).toEqual(sample)
  })

  it('are refused as columns that the sample does not have', () => {
    const issues = validate(new PandasParameterType([{ a: 1 }]), '{"data": [{"a": 1, "__proto__": 2, "constructor": 3}]}').issues
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['unexpected', ['data', 0, '__proto__']],
      ['unexpected', ['data', 0, 'constructor']],
    ])
  })

  it('are columns that are kept where the shape is free', () => {
    const type = new PandasParameterType([{ a: 1 }], { enforceShape: false })
    const { value } = validate(type, '{"data": [{"__proto__": 2, "a": 1}]}')
    expect(Object.keys((value as object[])[0] as object).sort()).toEqual(['__proto__', 'a'])
  })

  it('are fields of structured arrays like any other', () => {
    const type = new NumpyParameterType(JSON.parse('[{"__proto__": 1}]'), { dtype: [['__proto__', 'int32']] })
    expect(
      Object.keys(((validate(type, '{"data": [{"__proto__": 4}]}').value as NdArray).data as unknown as object[])[0] as object),
    ).toEqual(['__proto__'])
  })

  it('leave the prototypes as they are', () => {
    const before = [Object.prototype, Array.prototype].map((prototype) => Reflect.ownKeys(prototype))
    for (const type of [new StandardPythonParameterType({ a: 5n }), new PandasParameterType([{ a: 1n }], { enforceShape: false })]) {
      validate(type, `{"data": ${keys}, "__proto__": ${keys}}`)
      validate(type, `{"data": [${keys}]}`)
    }
    expect([Object.prototype, Array.prototype].map((prototype) => Reflect.ownKeys(prototype))).toEqual(before)
  })
})

describe('payloads that only look like an NdArray', () => {
  it('are refused, whatever shape they claim', () => {
    const json = '{"data": {"data": [1], "shape": [4000000000], "stride": [0], "offset": 0}}'
    expect(validate(new NumpyParameterType([1]), json).issues[0]?.code).toBe('wrong_type')
  })

  it('are named without a look at the shape they claim', () => {
    expect(validate(new NumpyParameterType([1]), `{"data": {"shape": ${nested}, "stride": [], "index": 0}}`).issues[0]?.received).toBe(
      'an object with the keys "shape", "stride", "index"',
    )
  })
})

describe('payloads that ask for more room than they take', () => {
  const many = <T>(length: number, item: (index: number) => T): T[] => Array.from({ length }, (_, index) => item(index))

  it('makes no room for empty rows of a large sample shape', () => {
    const type = new NumpyParameterType([new Float64Array(100_000)])
    const { issues, moreIssues } = validate(type, { data: many(100_000, () => []) })
    expect(issues.length + moreIssues).toBe(100_000)
  })

  const optional = { dtype: 'float64', optional: true } as const

  it.each(['records', 'columns'] as const)('makes no room for rows that lack a thousand defaults (%s)', (as) => {
    const columns = Object.fromEntries(many(1000, (index) => [`c${index}`, { dtype: 'float64', default: 0 }]))
    const data = many(100_000, () => ({ z: 1 }))
    expect(messages(pandas({ columns: { z: 'float64', ...columns }, as }), data)[0]).toContain(
      '100100000 cells in 100000 rows, of which 100000 are given, expected a value for at least every fourth of them',
    )
  })

  it('makes no room for rows that lack a thousand optional columns, where columns are as long as the frame', () => {
    const columns = Object.fromEntries(many(1000, (index) => [`c${index}`, optional]))
    const data = many(100_000, () => ({ z: 1 }))
    expect(validate(pandas({ columns: { z: 'float64', ...columns }, as: 'columns' }), { data }).issues[0]?.code).toBe('wrong_shape')
  })

  it('needs no room for rows of records that lack a thousand optional columns', () => {
    const columns = Object.fromEntries(many(1000, (index) => [`c${index}`, optional]))
    const data = many(100_000, (index) => (index === 7 ? { c3: 5, z: 1 } : { z: 1 }))
    expect(validate(pandas({ columns: { z: 'float64', ...columns } }), { data }).value).toEqual(data)
  })

  it.each([
    ['columns', { a: [1] }],
    ['an Arrow Table', tableFromArrays({ a: Float64Array.of(1) })],
    ['a danfojs DataFrame', new DataFrame({ a: [1.5] })],
  ])('makes no table of records that have no column in common, as %s', (_, sample) => {
    const data = many(1000, (index) => ({ [`k${index}`]: 1 }))
    expect(validate(new PandasParameterType(sample, { enforceShape: false }), { data }).issues[0]?.code).toBe('wrong_shape')
  })

  it('leaves records that have no column in common as they are', () => {
    const data = many(10_000, (index) => ({ [`k${index}`]: index }))
    expect(validate(new PandasParameterType([{ a: 1 }], { enforceShape: false }), { data }).value).toEqual(data)
  })

  it('fills small tables however few of their cells are given', () => {
    const data = many(300, (index) => ({ [`k${index}`]: index }))
    const { value } = validate(new PandasParameterType({ a: [1] }, { enforceShape: false }), { data })
    expect((value as Record<string, unknown>)['k7']).toEqual(many(300, (index) => (index === 7 ? 7 : null)))
  })

  it.each([
    ['an array', new NumpyParameterType([many(3, () => many(224, () => new Float32Array(224)))]), '[[1]]'],
    ['records', new PandasParameterType([{ a: 'x', b: 1 }]), '[{"a":"y","b":2},{"a":"z","b":3}]'],
  ])('reads %s in time that grows with the body, however often its key is there', (_kind, type, data) => {
    const run = inputSchema('data', type)((data: unknown) => data)
    const body = new TextEncoder().encode(`{${many(60_000, () => `"data":${data}`)}}`)
    expect(milliseconds(() => validatePayload(run, body))).toBeLessThan(2000)
  })

  it('compares row labels in time that grows with their number', () => {
    const data: Record<string, unknown> = { a: Object.fromEntries(many(30_000, (index) => [index, 1])) }
    for (let index = 0; index < 30_000; index++) data[`c${index}`] = {}
    expect(milliseconds(() => validate(new PandasParameterType([{ a: 1 }]), { data }))).toBeLessThan(2000)
  })

  it('compares names with a primary key in time that grows with their number', () => {
    const primaryKey = many(60_000, (index) => `k${index}`)
    const data = { schema: { primaryKey }, data: [Object.fromEntries(primaryKey.map((key) => [`x${key}`, 1]))] }
    expect(milliseconds(() => validate(new PandasParameterType([{ a: 1 }], { orient: 'table' }), { data }))).toBeLessThan(2000)
  })
})
