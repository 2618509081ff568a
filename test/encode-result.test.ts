import { runInNewContext } from 'node:vm'
import { Int64, Table, tableFromIPC, Utf8, vectorFromArray } from 'apache-arrow'
import ndarray from 'ndarray'
import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  encodeArrow,
  encodeResult,
  encodeResultBytes,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  ResultError,
  StandardPythonParameterType,
} from '../src/index.js'
import { validate } from './support/decode.js'

/** The JSON text of a result, by an output type or by what it is. */
function encode(result: unknown, type?: AbstractParameterType): string {
  const run = () => undefined
  return encodeResult(type === undefined ? run : outputSchema(type)(run), result)
}

function errorOf(result: unknown, type?: AbstractParameterType): ResultError {
  try {
    encode(result, type)
  } catch (error) {
    if (error instanceof ResultError) return error
    throw error
  }
  throw new Error('the result was written')
}

const view = ndarray(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3])

describe('results without an output type', () => {
  it.each([
    ['an NdArray', view, '[[1,2,3],[4,5,6]]'],
    ['a transposed NdArray', view.transpose(1, 0), '[[1,4],[2,5],[3,6]]'],
    ['an NdArray with steps', view.step(1, 2), '[[1,3],[4,6]]'],
    ['a reversed NdArray', view.step(-1, -1), '[[6,5,4],[3,2,1]]'],
    ['a picked row', view.pick(1), '[4,5,6]'],
    ['an empty NdArray', ndarray(new Float64Array(0), [2, 0]), '[[],[]]'],
    ['an NdArray of int64', ndarray(BigInt64Array.of(9007199254740993n), [1]), '[9007199254740993]'],
    ['an NdArray of uint8', ndarray(Uint8Array.of(1, 2), [2]), '[1,2]'],
    ['a typed array', Float32Array.of(0.5, 1), '[0.5,1]'],
    ['a BigUint64Array', BigUint64Array.of(2n ** 64n - 1n), '[18446744073709551615]'],
    ['bytes', Uint8Array.of(0, 255), '"AP8="'],
    ['a Buffer', Buffer.of(0, 255), '"AP8="'],
    ['an ArrayBuffer', Uint8Array.of(0, 255).buffer, '"AP8="'],
    ['bytes of another realm', runInNewContext('Uint8Array.of(0, 255)'), '"AP8="'],
    ['a typed array of another realm', runInNewContext('Float32Array.of(0.5)'), '[0.5]'],
    ['a Date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['an invalid Date', new Date(Number.NaN), 'null'],
    ['a bigint', { id: 12345678901234567890n }, '{"id":12345678901234567890}'],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, new Map([['b', 3n]])],
      ]),
      '{"2":{"b":3},"a":1}',
    ],
    ['a Set', new Set([1, 'a']), '[1,"a"]'],
    ['NaN and infinities', [Number.NaN, Infinity, -Infinity, -0], '[null,null,null,0]'],
    ['NaN in a typed array', Float64Array.of(Number.NaN), '[null]'],
    ['undefined', undefined, 'null'],
    ['undefined in an object', { a: undefined, b: 1 }, '{"b":1}'],
    ['undefined in a list', [undefined, 1], '[null,1]'],
    ['toJSON', { toJSON: () => ({ when: new Date(0) }) }, '{"when":"1970-01-01T00:00:00.000Z"}'],
    [
      'a class instance',
      new (class Point {
        x = 1
        #y = 2
        get y() {
          return this.#y
        }
      })(),
      '{"x":1}',
    ],
    ['an object twice', ((shared) => [shared, shared])({ a: 1 }), '[{"a":1},{"a":1}]'],
    ['odd keys', JSON.parse('{"__proto__":{"x":1},"\\"":2}'), '{"__proto__":{"x":1},"\\"":2}'],
  ])('writes %s', (_, result, json) => {
    expect(encode(result)).toBe(json)
  })

  it('writes a hundred levels of objects', () => {
    const json = `${'{"a":['.repeat(50)}${']}'.repeat(50)}`
    expect(encode(JSON.parse(json))).toBe(json)
  })
})

describe('arrays by their output type', () => {
  it.each([
    ['datetime64[D]', 'D', [19782n], '["2024-02-29T00:00:00Z"]'],
    ['datetime64[ns]', 'ns', [1n], '["1970-01-01T00:00:00.000000001Z"]'],
    ['timedelta64[D]', 'D', [3n], '["3 days"]'],
    ['datetime64[s]', 'NaT', [-(2n ** 63n)], '[null]'],
    ['bool', '0 and 1', [0, 1, true], '[false,true,true]'],
    ['bytes', 'bytes', [Uint8Array.of(1)], '["AQ=="]'],
    ['int64', 'exact digits', [2n ** 63n - 1n, 5], '[9223372036854775807,5]'],
    ['float32', 'NaN', [Number.NaN, 0.5], '[null,0.5]'],
  ])('writes %s (%s)', (dtype, _, result, json) => {
    expect(encode(result, new NumpyParameterType(ndarray([], [0]), { dtype }))).toBe(json)
  })

  it('writes datetimes of an NdArray with strides', () => {
    const counts = ndarray(BigInt64Array.of(0n, 1n, 2n, 3n), [2, 2]).transpose(1, 0)
    const type = new NumpyParameterType([[0n, 0n]], { dtype: 'datetime64[Y]' })
    expect(JSON.parse(encode(counts, type))).toEqual([
      ['1970-01-01T00:00:00Z', '1972-01-01T00:00:00Z'],
      ['1971-01-01T00:00:00Z', '1973-01-01T00:00:00Z'],
    ])
  })

  it('writes structured elements with their sub-arrays and times', () => {
    const type = new NumpyParameterType([{ t: 0n, x: [1, 2] }], {
      dtype: [
        ['t', 'datetime64[s]'],
        ['x', 'float32', [2]],
      ],
    })
    expect(encode([{ t: 5n, x: Float32Array.of(0.5, Number.NaN) }], type)).toBe('[{"t":"1970-01-01T00:00:05Z","x":[0.5,null]}]')
  })

  it('writes elements on further axes by the dtype where the shape is free', () => {
    const type = new NumpyParameterType([true], { enforceShape: false })
    expect(encode([[0, true], [Uint8Array.of(0, 1)]], type)).toBe('[[false,true],[[false,true]]]')
  })

  it('writes what is of another kind by what it is', () => {
    expect(encode({ other: [1n] }, new NumpyParameterType([1]))).toBe('{"other":[1]}')
    expect(encode(['text', 1.5], new NumpyParameterType([1], { dtype: 'int8' }))).toBe('["text",1.5]')
  })
})

describe('frames by their output type', () => {
  const rows = [
    { b: 'x', a: 1n },
    { b: 'y', a: 2n },
  ]
  const columns = { b: ['x', 'y'], a: BigInt64Array.of(1n, 2n) }

  it.each([
    ['records', '[{"a":1,"b":"x"},{"a":2,"b":"y"}]'],
    ['columns', '{"a":{"0":1,"1":2},"b":{"0":"x","1":"y"}}'],
    ['index', '{"0":{"a":1,"b":"x"},"1":{"a":2,"b":"y"}}'],
    ['split', '{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,"y"]]}'],
    ['values', '[[1,"x"],[2,"y"]]'],
  ] as const)('writes orient %s, from records and from columns', (orient, json) => {
    const type = new PandasParameterType([{ a: 5n, b: 'z' }], { orient })
    expect([encode(rows, type), encode(columns, type)]).toEqual([json, json])
  })

  it('writes orient table with its schema', () => {
    const type = new PandasParameterType([{ a: 5n, b: 'z' }], { orient: 'table' })
    expect(JSON.parse(encode(rows, type))).toEqual({
      schema: {
        fields: [
          { name: 'index', type: 'integer' },
          { name: 'a', type: 'integer' },
          { name: 'b', type: 'string' },
        ],
        primaryKey: ['index'],
        pandas_version: '1.4.0',
      },
      data: [
        { index: 0, a: 1, b: 'x' },
        { index: 1, a: 2, b: 'y' },
      ],
    })
  })

  it('writes times, bytes and NaN by the dtypes of the columns', () => {
    const type = new PandasParameterType([], { dtypes: { t: 'datetime64[ns]', d: 'timedelta64[ns]', x: 'float64', z: 'bytes' } })
    expect(encode([{ t: 0n, d: 1000000000n, x: Number.NaN, z: Uint8Array.of(1) }], type)).toBe(
      '[{"t":"1970-01-01T00:00:00.000Z","d":"P0DT0H0M1S","x":null,"z":"AQ=="}]',
    )
  })

  it('writes columns that the sample does not have after those that it has', () => {
    expect(encode([{ extra: new Date(0), a: 1 }], new PandasParameterType([{ a: 1 }]))).toBe('[{"a":1,"extra":"1970-01-01T00:00:00.000Z"}]')
  })

  it('refuses columns of different length, by name', () => {
    expect(errorOf({ a: [1], b: [1, 2] }, new PandasParameterType([{ a: 1, b: 1 }])).message).toContain('b is no part of a frame: 2 values')
  })
})

describe('nested results by their output type', () => {
  it('writes each part by its own type', () => {
    const type = new StandardPythonParameterType({
      days: new NumpyParameterType([0n], { dtype: 'datetime64[D]' }),
      rows: [new PandasParameterType([{ t: 0n }], { dtypes: { t: 'timedelta64[s]' } })],
    })
    const result = { days: BigInt64Array.of(1n), rows: [[{ t: 1n }]], extra: 1n }
    expect(encode(result, type)).toBe('{"days":["1970-01-02T00:00:00Z"],"rows":[[{"t":"P0DT0H0M1S"}]],"extra":1}')
    expect(encode(new Map(Object.entries(result)), type)).toBe(encode(result, type))
  })
})

describe('lists that mix kinds, by their output type', () => {
  const days = new NumpyParameterType([0n], { dtype: 'datetime64[D]' })
  const flags = new NumpyParameterType([[true, false]])
  const split = new PandasParameterType([{ a: 5n, t: 0n }], { orient: 'split', dtypes: { t: 'timedelta64[s]' } })
  const columns = new PandasParameterType([{ b: 'x' }], { orient: 'columns' })
  const mixed = new StandardPythonParameterType([days, split, 'text', { when: days, n: 1 }, columns, flags, null])

  it.each<[string, unknown, string]>([
    ['times', BigInt64Array.of(1n), '["1970-01-02T00:00:00Z"]'],
    ['times that are none', BigInt64Array.of(-(2n ** 63n)), '[null]'],
    ['times of an NdArray', ndarray(BigInt64Array.of(1n), [1]), '["1970-01-02T00:00:00Z"]'],
    ['booleans in two axes', [[true, false]], '[[true,false]]'],
    ['booleans as they are stored', ndarray(Uint8Array.of(0, 1), [1, 2]), '[[false,true]]'],
    ['a frame in its orient', [{ a: 1n, t: 1n }], '{"columns":["a","t"],"index":[0],"data":[[1,"P0DT0H0M1S"]]}'],
    ['a frame in columns', { a: [1], t: BigInt64Array.of(1n) }, '{"columns":["a","t"],"index":[0],"data":[[1,"P0DT0H0M1S"]]}'],
    ['a frame of other columns in its own orient', [{ b: 'y' }], '{"b":{"0":"y"}}'],
    ['an object, with what is in it', { when: BigInt64Array.of(2n), n: 2 }, '{"when":["1970-01-03T00:00:00Z"],"n":2}'],
    [
      'a Map',
      new Map<string, unknown>([
        ['when', BigInt64Array.of(2n)],
        ['n', 2],
      ]),
      '{"when":["1970-01-03T00:00:00Z"],"n":2}',
    ],
    ['text', 'y', '"y"'],
    ['null', null, 'null'],
    ['what no item shows, by what it is', { other: [1n, new Date(0)] }, '{"other":[1,"1970-01-01T00:00:00.000Z"]}'],
    ['numbers that are no booleans', [[2, 3]], '[[2,3]]'],
    ['bytes', Uint8Array.of(1), '"AQ=="'],
  ])('write %s', (_, item, json) => {
    expect(encode([item, 'z', item], mixed)).toBe(`[${json},"z",${json}]`)
    expect(encode(new Set([item]), mixed)).toBe(`[${json}]`)
    const nested = outputSchema(new StandardPythonParameterType({ deep: [mixed] }))(() => undefined)
    expect(new TextDecoder().decode(encodeResultBytes(nested, { deep: [[item]] }))).toBe(`{"deep":[[${json}]]}`)
  })

  it('write tensors without axes in an object by its fields', () => {
    const single = new NumpyParameterType(0n, { dtype: 'datetime64[D]' })
    const image = new NumpyParameterType(ndarray([Uint8Array.of(1)], []), { dtype: 'bytes' })
    const type = new StandardPythonParameterType(['x', { single, image }])
    expect(encode([{ single: 1n, image: Uint8Array.of(2) }], type)).toBe('[{"single":"1970-01-02T00:00:00Z","image":"Ag=="}]')
  })

  it('write what a type of your own takes by what else was shown', () => {
    class Own extends AbstractParameterType {
      override deserializeInput(input: unknown): unknown {
        return input
      }
      override inputToSwagger() {
        return { example: {} }
      }
    }
    const type = new StandardPythonParameterType([new Own(null), days])
    expect(encode([BigInt64Array.of(1n), { own: 1n }], type)).toBe('[["1970-01-02T00:00:00Z"],{"own":1}]')
  })

  it('are refused by place, and write the rest of what was tried as if nothing had been', () => {
    expect(errorOf(['x', [{ a: 1n, t: () => 1 }]], mixed).pointer).toBe('/1/0/t')
    const shared = { when: BigInt64Array.of(0n), n: 'not a number' }
    expect(encode([shared, shared, [shared]], mixed)).toBe(
      `[${'{"when":[0],"n":"not a number"},'.repeat(2)}[{"when":[0],"n":"not a number"}]]`,
    )
  })
})

describe('an empty result', () => {
  const sample = [{ a: 5n, b: 'z' }]

  it.each([
    ['records', '[]'],
    ['columns', '{"a":{},"b":{}}'],
    ['index', '{}'],
    ['split', '{"columns":["a","b"],"index":[],"data":[]}'],
    ['values', '[]'],
    [
      'table',
      '{"schema":{"fields":[{"name":"index","type":"integer"},{"name":"a","type":"integer"},{"name":"b","type":"string"}],' +
        '"primaryKey":["index"],"pandas_version":"1.4.0"},"data":[]}',
    ],
  ] as const)('keeps its columns in orient %s', (orient, json) => {
    const type = new PandasParameterType(sample, { orient })
    const run = outputSchema(type)(() => undefined)
    const table = new Table({ a: vectorFromArray([], new Int64()), b: vectorFromArray([], new Utf8()) })
    for (const result of [[], {}, { a: [], b: [] }, { b: [], a: new BigInt64Array(0) }, table]) {
      expect(encodeResult(run, result)).toBe(json)
      expect(new TextDecoder().decode(encodeResultBytes(run, result))).toBe(json)
      expect(tableFromIPC(encodeArrow(run, result)).schema.names).toEqual(['a', 'b'])
    }
  })

  it('of a frame may be sent back as the input of one', () => {
    for (const orient of ['records', 'columns', 'index', 'split', 'values', 'table'] as const) {
      const type = new PandasParameterType(sample, { orient })
      expect(validate(type, `{"data":${encode([], type)}}`)).toEqual({ value: [], issues: [], moreIssues: 0 })
    }
  })
})

describe('results that JSON cannot say', () => {
  const cyclic: Record<string, unknown> = { list: [] }
  ;(cyclic['list'] as unknown[]).push(cyclic)
  const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000))

  it.each([
    ['a function', { a: [() => 1] }, '/a/0', 'a[0] is a function, which JSON cannot say'],
    ['a symbol', [Symbol('x')], '/0', '[0] is a symbol, which JSON cannot say'],
    ['a cycle', cyclic, '/list/0', 'list[0] is an object that holds itself'],
    ['a promise', { a: Promise.resolve(1) }, '/a', 'a is a promise; await it'],
    ['an error', { a: new Error('boom') }, '/a', 'a is an error (boom); throw it instead'],
    ['a Map with objects for keys', { m: new Map([[{}, 1]]) }, '/m', 'm is a Map with the key an empty object'],
    ['deep nesting', deep, '/0/0/0/0', 'is nested more than 1000 deep'],
  ])('are refused by place: %s', (_, result, pointer, message) => {
    const error = errorOf(result)
    expect([error.pointer, error.status, error.name]).toEqual([pointer, 500, 'ResultError'])
    expect(error.message).toContain(message)
  })

  it('are refused by place inside frames, lists, objects and Maps that are described', () => {
    const type = new StandardPythonParameterType({
      rows: new PandasParameterType([{ a: 1, o: {} }]),
      list: [{ x: 1 }],
      n: new NumpyParameterType([1]),
    })
    expect(errorOf({ rows: [{ a: 1 }, { a: () => 1 }] }, type).pointer).toBe('/rows/1/a')
    expect(errorOf({ rows: { a: [1], o: [{ f: () => 1 }] } }, type).pointer).toBe('/rows/o/0/f')
    expect(errorOf({ list: [{ x: 1 }, { x: Symbol('s') }] }, type).pointer).toBe('/list/1/x')
    expect(errorOf({ n: [1, () => 1] }, type).pointer).toBe('/n/1')
    expect(errorOf({ n: ndarray([1, () => 1], [2]) }, type).pointer).toBe('/n/1')
    expect(errorOf(new Map([[{}, 1]]), type).message).toBe('the result is a Map with the key an empty object, expected strings')
  })

  it('are refused where a described list, object or array holds itself', () => {
    expect(errorOf(cyclic, new StandardPythonParameterType({ list: [{ list: [] }] })).message).toContain('holds itself')
    expect(errorOf(cyclic['list'], new NumpyParameterType([1], { enforceShape: false })).message).toContain('holds itself')
    expect(
      errorOf(cyclic, new StandardPythonParameterType({ list: ['x', { list: [] }, [new NumpyParameterType([1])]] })).message,
    ).toContain('holds itself')
  })
})

it('writes a typed array as the list that the output type says, also one of bytes', () => {
  const run = outputSchema(new StandardPythonParameterType({ Results: [1] }))(() => undefined)
  expect(encodeResult(run, { Results: new Uint8Array([1, 2]) })).toBe('{"Results":[1,2]}')
})
