import { isDeepStrictEqual } from 'node:util'
import type { Table } from 'apache-arrow'
import dfd from 'danfojs-node'
import { expect } from 'vitest'
import {
  type AbstractParameterType,
  inputSchema,
  NumpyParameterType,
  PandasParameterType,
  type Payload,
  type PayloadOptions,
  type RunFunction,
  StandardPythonParameterType,
  validatePayload,
} from '../../src/index.js'

/** A byte-order mark: bodies that start with one are read by JSON.parse and a checked copy alone. */
const mark = Uint8Array.of(0xef, 0xbb, 0xbf)

export const runOf = (type: AbstractParameterType): RunFunction => inputSchema('data', type)((data: unknown) => data)

/** What a payload gives, told so that two of them can be compared: every bit of a number counts. */
export function told(run: RunFunction, payload: Payload, options: PayloadOptions = {}): unknown {
  const { value, issues, moreIssues } = validatePayload(run, payload, options) as Record<string, unknown> & { issues?: readonly object[] }
  // A count of bytes that are no UTF-8 counts the mark, too.
  return issues === undefined ? { value: tell(value) } : { issues: issues.map(tellIssue), moreIssues }
}

function tellIssue(issue: object): unknown {
  const { code } = issue as { code: string }
  if (code === 'invalid_utf8') return { code }
  // How the engine words what is no JSON depends on the white space before it, which moves it.
  return code === 'invalid_json' ? JSON.stringify(issue).replaceAll(/not JSON \([^)]*\)+/g, 'not JSON') : issue
}

/** A value, told so that two of them can be compared. */
export function tell(value: unknown): unknown {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : value
  if (typeof value !== 'object' || value === null) return value
  if (isTable(value)) return tellTable(value)
  if (value instanceof dfd.DataFrame)
    return { $columns: value.columns, dtypes: value.dtypes, index: value.index, values: tell(value.values) }
  if (ArrayBuffer.isView(value)) return { kind: value.constructor.name, cells: Array.from(value as Float64Array, tell) }
  if (Array.isArray(value)) return Array.from(value, tell)
  if ('stride' in value) {
    const { data, shape, stride } = value as { data: unknown; shape: number[]; stride: number[] }
    return { shape, stride, data: tell(data) }
  }
  // Keys in their order: it is part of the answer.
  return Object.entries(value).map(([key, member]) => [key, tell(member)])
}

function isTable(value: object): value is Table {
  return Symbol.for('apache-arrow/Table') in value
}

function tellTable(table: Table): unknown {
  return {
    schema: table.schema.fields.map(String),
    columns: table.schema.fields.map((_, index) => {
      const vector = table.getChildAt(index)
      return { length: vector?.length, nulls: vector?.nullCount, cells: Array.from(vector ?? [], tell) }
    }),
  }
}

/** White space before a body makes it one of those that are large enough for the fast readers, compiled ones too. */
const space = new Uint8Array(2048).fill(0x20)

/**
 * Holds the bytes of a body, its text, and the object that it is parsed to, to what the plain path says of them, be they few or
 * many. Gives what that is.
 */
export function expectSame(run: RunFunction, body: string | Uint8Array, options: PayloadOptions = {}): unknown {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const plain = told(run, joined(mark, bytes), options)
  for (const before of [new Uint8Array(), space]) {
    // In the middle of a buffer whose other bytes would go on with a number or a text.
    const buffer = joined(new Uint8Array(16).fill(0x31), before, bytes, new Uint8Array(16).fill(0x31))
    const given = buffer.slice()
    expectEqual(told(run, buffer.subarray(16, buffer.length - 16), options), plain)
    expectEqual(buffer, given)
  }
  if (typeof body === 'string') {
    const plainText = told(run, `\ufeff${body}`, options)
    expectEqual(told(run, body, options), plainText)
    expectEqual(told(run, ' '.repeat(2048) + body, options), plainText)
  }
  const object = options.limits === undefined ? parsed(bytes) : undefined
  if (object !== undefined) expectEqual(told(run, object, options), plain)
  return plain
}

/** What somebody else's parser makes of a body; undefined for what it refuses, and for integers whose digits it loses. */
function parsed(bytes: Uint8Array): object | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value: unknown = /(?<![.\d])\d{16}|\d[eE]/.test(text) ? undefined : JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? frozen(value) : undefined
  } catch {
    return undefined
  }
}

/** The same value, which nobody can change any more. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const key of Object.keys(value)) frozen((value as Record<string, unknown>)[key])
  return Object.freeze(value)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}

/** vitest's own comparison takes most of the time of many thousands of these. */
export function expectEqual(one: unknown, other: unknown): void {
  if (!isDeepStrictEqual(one, other)) expect(one).toEqual(other)
}

const row = { name: 'Sarah', age: 25, weight: 61.5, member: true }
const dtypes = { age: 'int64', weight: 'float64' }

/** Runs of every kind that has a fast reading, each with a body that it accepts. */
export const cases: Readonly<Record<string, { readonly run: RunFunction; readonly body: string }>> = {
  float64: { run: runOf(new NumpyParameterType([[1, 2, 3]])), body: '{"data": [[1.5, -0, 3e2], [0.1234567890123456, 1e-7, null]]}' },
  float32: {
    run: runOf(new NumpyParameterType([[[1, 2]]], { dtype: 'float32' })),
    body: '{"data":[[[0.1,2]],[[16777217,-3.4028234e38]]]}',
  },
  int64: {
    run: runOf(new NumpyParameterType([1], { dtype: 'int64' })),
    body: '{"data":[9223372036854775807,-9223372036854775808,0,-1,5.0,1e3,999999999,-1234567890123]}',
  },
  uint64: {
    run: runOf(new NumpyParameterType([[1]], { dtype: 'uint64' })),
    body: '{"data":[[18446744073709551615],[0],[-0],[9007199254740993]]}',
  },
  int8: { run: runOf(new NumpyParameterType([1], { dtype: 'int8' })), body: '{"data":[127,-128,-0,1e1]}' },
  uint8: { run: runOf(new NumpyParameterType([[1, 2]], { dtype: 'uint8' })), body: '{ "data" : [ [ 255 , 0 ] ] }' },
  int32: { run: runOf(new NumpyParameterType([1], { dtype: 'int32' })), body: '{"data":[2147483647,-2147483648]}' },
  bool: { run: runOf(new NumpyParameterType([true])), body: '{"data":[true, false,true]}' },
  'float64 in a range': {
    run: runOf(new NumpyParameterType([[1, 2]], { dtype: { dtype: 'float64', nullable: true }, minimum: 0, maximum: 9.5 })),
    body: '{"data":[[0,9.5],[-0.0,null],[1e-9,4.75]]}',
  },
  'float32 in a range': {
    run: runOf(new NumpyParameterType([0.5], { dtype: { dtype: 'float32', nullable: true }, minimum: 0.1, maximum: 1 })),
    body: '{"data":[0.1,1,0.999999999,null]}',
  },
  float16: {
    run: runOf(new NumpyParameterType([[1, 2]], { dtype: 'float16' })),
    body: '{"data":[[0.1,65504],[-0,-65519],[1e-9,null]]}',
  },
  'uint8 in a range': { run: runOf(new NumpyParameterType([1], { dtype: 'uint8', maximum: 100 })), body: '{"data":[0,100,1e1]}' },
  records: {
    run: runOf(new PandasParameterType([row], { dtypes })),
    body: '{"data":[{"name":"état 🙂","age":9007199254740993,"weight":null,"member":true},{"age":-1,"name":"a\\u00e9\\n","member":false,"weight":-0}]}',
  },
  columns: {
    run: runOf(new PandasParameterType({ name: ['a', null], age: [1, 2], weight: [0.5, 1], member: [true, false] }, { dtypes })),
    body: '{"data":[{"name":"a","age":1,"weight":1.5,"member":true},{"name":null,"age":2,"weight":2.5,"member":false},{"name":"","age":3,"weight":3,"member":true}]}',
  },
  pairs: {
    run: runOf(
      new PandasParameterType<unknown>(
        [
          ['name', ['a', null]],
          ['2010', [0.5, 1]],
          ['10', [1, 2]],
        ],
        { dtypes: [['10', 'int64']] },
      ),
    ),
    body: '{"data":[{"name":"a","2010":1.5,"10":1},{"10":9007199254740993,"name":null,"2010":null},{"name":"","2010":-0,"10":3}]}',
  },
  danfojs: {
    run: runOf(new PandasParameterType(new dfd.DataFrame([row, row]), { dtypes })),
    body: '{"data":[{"name":"état 🙂","age":9007199254740991,"weight":-0,"member":true},{"age":-1,"name":"a\\u00e9\\n","member":false,"weight":1e-7}]}',
  },
  times: {
    run: runOf(
      new PandasParameterType([{ at: '2024-01-01T00:00:00Z', of: 'a', n: 1 }], {
        dtypes: { at: { dtype: 'datetime64[ns]', nullable: true }, of: 'category' },
        columns: { n: { minimum: 0 } },
      }),
    ),
    body: '{"data":[{"at":"2024-02-29T12:30:00Z","of":"a","n":1},{"at":null,"of":"a","n":0}]}',
  },
  object: {
    run: runOf(
      new StandardPythonParameterType({ a: new NumpyParameterType([[1, 2]]), b: { c: new PandasParameterType([{ x: 1 }]) }, d: 5n }),
    ),
    body: '{"data":{"a":[[1,2],[3,4]],"b":{"c":[{"x":1.5}],"more":12345678901234567890},"d":9007199254740993,"e":[1]}}',
  },
}
