import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { score } from '../src/adapters/fetch.js'
import {
  AbstractParameterType,
  decodePayload,
  encodeResult,
  encodeResultBytes,
  inputSchema,
  int,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type Payload,
  type RunFunction,
  StandardPythonParameterType,
  standard,
} from '../src/index.js'
import { decodeText, validate } from './support/decode.js'

class AsItCame extends AbstractParameterType {
  override deserializeInput(input: unknown): unknown {
    return input
  }
  override inputToSwagger() {
    return { example: {} }
  }
}

const anything = { '~standard': { version: 1, vendor: 'a library', validate: (value: unknown) => ({ value }) } } as const
const given = (type: AbstractParameterType): RunFunction => inputSchema('data', type)((data: unknown) => data)
const objects = { dtypes: { a: 'object' } } as const
const numbers = new NumpyParameterType([1.5])

/** Where nothing says what an integer is: a run, and what its parameter gets as JSON, with "#" for an integer. */
const places: [string, RunFunction, unknown][] = [
  ['an undecorated parameter', (data: unknown) => data, { deep: ['#'] }],
  [
    'a parameter that is not converted',
    inputSchema('data', new StandardPythonParameterType(1), { convertToProvidedType: false })((data: unknown) => data),
    '#',
  ],
  [
    'a parameter beside an array',
    inputSchema('other', numbers, { optional: true })((data: unknown, other?: unknown) => other ?? data),
    ['#'],
  ],
  ['the sample {}', given(new StandardPythonParameterType({})), { a: '#' }],
  ['the sample []', given(new StandardPythonParameterType([])), ['#', { a: '#' }]],
  ['a field that is null in the sample', given(new StandardPythonParameterType({ a: null })), { a: '#' }],
  ['keys beyond those of the sample', given(new StandardPythonParameterType({ a: 1 })), { a: 1, b: '#', c: { d: ['#'] } }],
  ['keys of an object in a mixed list', given(new StandardPythonParameterType(['x', { a: 1 }])), ['y', { a: 2, b: '#' }]],
  [
    'keys beside an array',
    given(new StandardPythonParameterType({ rows: new PandasParameterType([{ c: 1 }]) })),
    { b: '#', rows: [{ c: 1 }] },
  ],
  ['a custom type', given(new AsItCame(null)), { a: '#' }],
  ['a custom type inside of a sample', given(new StandardPythonParameterType({ a: new AsItCame(null) })), { a: ['#'] }],
  ['the schema of another library', given(standard(anything, { jsonSchema: {}, example: 1 })), { a: '#' }],
  ['an object column', given(new PandasParameterType([], objects)), [{ a: '#' }, { a: ['#'] }]],
  ['an object column of objects', given(new PandasParameterType([{ a: { b: 1 } }])), [{ a: { b: 1, c: '#' } }]],
  ['an object column, unsafe', given(new PandasParameterType([], { ...objects, casting: 'unsafe' })), [{ a: '#' }]],
  ['an object column of a frame of columns', given(new PandasParameterType({ a: [] }, objects)), { a: ['#', 'x'] }],
  ['a column that the sample does not have', given(new PandasParameterType([{ a: 1 }], { enforceShape: false })), [{ a: 1, b: '#' }]],
  ['a column whose type is not enforced', given(new PandasParameterType([{ a: 1 }], { enforceColumnType: false })), [{ a: '#' }]],
]

/** A value with integers in the places that are marked. */
function filled(shape: unknown, integer: bigint): unknown {
  if (shape === '#') return integer
  if (typeof shape !== 'object' || shape === null) return shape
  if (Array.isArray(shape)) return shape.map((item) => filled(item, integer))
  return Object.fromEntries(Object.entries(shape).map(([key, member]) => [key, filled(member, integer)]))
}

const utf8 = new TextEncoder()
const large = fc
  .oneof(
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 53n + 64n }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n + 64n }),
    fc.bigInt({ min: 2n ** 53n, max: 10n ** 400n }),
  )
  .chain((integer) => fc.constantFrom(integer, -integer))

describe.each(places)('an integer beyond 2^53 in %s', (_, run, shape) => {
  it('is a bigint from text and bytes, and stays one from an object', () => {
    fc.assert(
      fc.property(large, (integer) => {
        const text = `{"data": ${JSON.stringify(shape).replaceAll('"#"', String(integer))}}`
        const expected = { data: filled(shape, integer) }
        const payloads: readonly Payload[] = [text, utf8.encode(text), expected]
        for (const payload of payloads) expect(decodePayload(run, payload)).toStrictEqual(expected)
      }),
      { numRuns: 30 },
    )
  })

  it('is written with the digits that it came with', () => {
    fc.assert(
      fc.property(large, (integer) => {
        const json = JSON.stringify(shape).replaceAll('"#"', String(integer))
        const { data } = decodePayload(run, `{"data": ${json}}`)
        expect(encodeResult(run, data)).toBe(json)
        expect(new TextDecoder().decode(encodeResultBytes(run, data))).toBe(json)
      }),
      { numRuns: 30 },
    )
  })
})

describe('an undescribed payload', () => {
  const read = (json: string): unknown => decodePayload((data: unknown) => data, `{"data":${json}}`)['data']
  const whitespace = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 3 })

  /** A JSON text with white space between its tokens. */
  function spread(json: string, blanks: readonly string[]): string {
    let next = 0
    return json.replace(
      /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/g,
      (token) => `${blanks[next++ % blanks.length]}${token}${blanks[next++ % blanks.length]}`,
    )
  }

  function rounded(value: unknown): unknown {
    if (typeof value === 'bigint') return Number(value)
    if (Array.isArray(value)) return value.map(rounded)
    if (typeof value !== 'object' || value === null) return value
    return Object.defineProperties(
      {},
      Object.fromEntries(
        Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, { value: member, ...rest }]) => [
          key,
          { ...rest, value: rounded(member) },
        ]),
      ),
    )
  }

  it('is what JSON.parse gives but for bigints, with white space anywhere', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), fc.array(whitespace, { minLength: 1 }), large, (json, blanks, integer) => {
        const text = spread(`[${integer},${json}]`, blanks)
        expect(rounded(read(text))).toStrictEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  it('has integers up to 2^64 as bigints however they are written', () => {
    const written = fc.tuple(fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }), fc.integer({ min: 0, max: 25 }), fc.boolean())
    fc.assert(
      fc.property(written, ([integer, digits, isNegative]) => {
        const text = integer.toString().padStart(digits + 1, '0')
        const mantissa = `${text.slice(0, text.length - digits)}${digits === 0 ? '' : `.${text.slice(text.length - digits)}`}`
        const json = `${isNegative ? '-' : ''}${mantissa}${digits === 0 ? '' : `e${digits}`}`
        expect(read(json)).toBe(isNegative ? -integer : integer)
      }),
    )
  })

  it.each([
    ['the largest safe integer', '9007199254740991', 9007199254740991],
    ['a number with a fraction', '9007199254740993.5', 9007199254740994],
    ['a float beyond 2^64', '1e300', 1e300],
    ['a float with a point beyond 2^64', '123456789012345678901.0', 123456789012345680000],
    ['a number beyond what a double holds', '-1e400', Number.NEGATIVE_INFINITY],
    ['an integer of 4301 digits', '9'.repeat(4301), Number.POSITIVE_INFINITY],
    ['a million digits', '9'.repeat(1e6), Number.POSITIVE_INFINITY],
  ])('has %s as JSON.parse gives it', (_, json, expected) => {
    expect(read(`[${json}, 9007199254740993]`)).toEqual([expected, 9007199254740993n])
  })

  it('has an integer of 4300 digits as a bigint', () => {
    expect(read(`-${'9'.repeat(4300)}`)).toBe(1n - 10n ** 4300n)
  })
})

describe('an integer beyond 2^53 that is described', () => {
  it.each<[string, AbstractParameterType, string, unknown]>([
    ['as a number is rounded to one', new StandardPythonParameterType({ a: 1.5 }), '{"a": 9007199254740993}', { a: 9007199254740992 }],
    [
      'as float64 is rounded to one',
      new PandasParameterType([{ a: 1.5 }]),
      '[{"a": 12345678901234567890123}]',
      [{ a: 1.2345678901234568e22 }],
    ],
    ['as int64 keeps its digits', new StandardPythonParameterType(5n), '-9007199254740993', -9007199254740993n],
    [
      'as a boolean is true where casting is unsafe',
      new PandasParameterType([{ a: true }], { casting: 'unsafe' }),
      '[{"a": 9007199254740993}]',
      [{ a: true }],
    ],
    [
      'as text is its digits where casting is unsafe',
      new PandasParameterType([{ a: 'x' }], { dtypes: { a: 'str' }, casting: 'unsafe' }),
      '[{"a": 12345678901234567890123}]',
      [{ a: '12345678901234567890123' }],
    ],
    [
      'as the name of a column is a name',
      new PandasParameterType([{ a: 1 }], { enforceShape: false, orient: 'split' }),
      '{"columns": ["a", 9007199254740993], "data": [[1, 2]]}',
      [{ a: 1, '9007199254740993': 2 }],
    ],
  ])('%s', (_, type, json, expected) => {
    expect(decodeText(type, json)).toEqual(expected)
  })

  it('labels a row of a danfojs frame by its digits', () => {
    const { DataFrame } = createRequire(import.meta.url)('danfojs-node') as {
      DataFrame: new (rows: unknown[][], options: object) => object
    }
    const type = new PandasParameterType(new DataFrame([[1.5]], { columns: ['a'] }), { orient: 'split' })
    const frame = decodeText(type, '{"columns": ["a"], "index": [9007199254740993], "data": [[1]]}') as { index: unknown }
    expect(frame.index).toEqual(['9007199254740993'])
  })

  it('is no number that 10^400 could be rounded to', () => {
    const { issues } = validate(new StandardPythonParameterType(1.5), { data: 10n ** 400n })
    expect(issues.map(({ code }) => code)).toEqual(['out_of_range'])
  })
})

describe('an integer beyond 2^53 in a result', () => {
  const wide = 9007199254740993n
  const write = (type: AbstractParameterType, result: unknown) => [
    encodeResult(outputSchema(type)(() => undefined) as RunFunction, result),
    new TextDecoder().decode(encodeResultBytes(outputSchema(type)(() => undefined) as RunFunction, result)),
  ]

  it.each([
    ['records', [{ a: wide }], '[{"a":9007199254740993}]'],
    ['columns', { a: BigInt64Array.of(wide) }, '[{"a":9007199254740993}]'],
    ['pairs', [['a', [wide]]], '[{"a":9007199254740993}]'],
  ])('is written with all digits among floats of %s', (_, result, text) => {
    for (const enforceColumnType of [true, false])
      expect(write(new PandasParameterType([{ a: 1 }], { enforceColumnType }), result)).toEqual([text, text])
  })

  it('is written with all digits among floats of arrays, few or many', () => {
    for (const length of [1, 100]) {
      const text = `[${Array(length).fill(wide)}]`
      for (const result of [Array(length).fill(wide), new BigInt64Array(length).fill(wide)])
        expect(write(new NumpyParameterType([1.5]), result)).toEqual([text, text])
    }
  })

  it('is what came where nobody enforces types', () => {
    const body = '[{"a":9007199254740993},{"a":1.5}]'
    const frame = new PandasParameterType([{ a: 1 }], { enforceColumnType: false })
    expect(write(frame, decodeText(frame, body))[0]).toBe(body)
    const array = new NumpyParameterType([1], { enforceColumnType: false })
    expect(write(array, decodeText(array, '[9007199254740993,1]'))[0]).toBe('[9007199254740993,1]')
  })
})

describe('a message shows a number as it was sent', () => {
  const refusing: [string, AbstractParameterType, string, string][] = [
    ['an array of int8', new NumpyParameterType([1], { dtype: 'int8' }), '[#]', 'data[0]'],
    ['an array of int64', new NumpyParameterType([1], { dtype: 'int64' }), '[1, #]', 'data[1]'],
    ['an array of booleans', new NumpyParameterType([true]), '[#]', 'data[0]'],
    ['an array of text', new NumpyParameterType(['a']), '[#]', 'data[0]'],
    ['an array of durations', new NumpyParameterType([1n], { dtype: 'timedelta64[s]' }), '[#]', 'data[0]'],
    ['an array of arrays', new NumpyParameterType([[1]]), '[#]', 'data[0]'],
    ['records of a structured array', new NumpyParameterType([], { dtype: [['x', 'int32']] }), '[{"x": 1}, {"x": #}]', 'data[1].x'],
    ['text', new StandardPythonParameterType('a'), '#', 'data'],
    ['a Date', new StandardPythonParameterType(new Date(0)), '#', 'data'],
    ['a bigint', new StandardPythonParameterType([5n]), '[#]', 'data[0]'],
    ['int()', new StandardPythonParameterType([int(5)]), '[1, #]', 'data[1]'],
    ['a list', new StandardPythonParameterType([1]), '#', 'data'],
    ['an object', new StandardPythonParameterType({ a: 1 }), '#', 'data'],
    ['a mixed list', new StandardPythonParameterType(['a', true]), '[#]', 'data[0]'],
    [
      'a deep field',
      new StandardPythonParameterType({ a: { 'b c': ['x'] } }),
      '{"b": [1, "]"], "a": {"b c": ["]\\"{", #]}}',
      'data.a["b c"][1]',
    ],
    ['a key that repeats', new StandardPythonParameterType({ a: 'x' }), '{"a": 1e999, "a": #}', 'data.a'],
    ['a column of text', new PandasParameterType([{ a: 'x', b: 1 }]), '[{"a": "y", "b": 1}, {"b": 1, "a": #}]', 'data[1].a'],
    ['a column of int8', new PandasParameterType({ a: new Int8Array(1) }), '{"a": [1, #]}', 'data.a[1]'],
    ['split', new PandasParameterType([{ a: 'x' }], { orient: 'split' }), '{"columns": ["a"], "data": [["x"], [#]]}', 'data.data[1][0]'],
    ['index', new PandasParameterType([{ a: 'x' }], { orient: 'index' }), '{"r": {"a": #}}', 'data.r.a'],
    ['the schema of another library', standard(z.object({ a: z.string() })), '{"a": #}', 'data.a'],
  ]
  const sent = ['18446744073709551617', '-123456789012345678901234567890', '1e400', '-12345678901234567890.5', '9007199254740993.5']

  it.each(refusing)('%s', (_, type, json, place) => {
    for (const number of sent) {
      const text = ` {"x": "{", "data" : ${json.replace('#', number)} , "y": [1e400]}`
      const bytes = utf8.encode(text)
      for (const payload of [text, `\ufeff${text}`, bytes, utf8.encode(' '.repeat(4096) + text)]) {
        const { issues } = validate(type, payload)
        expect(issues.map((issue) => `${issue.message.split(', expected')[0]}`)).toEqual([`${place} is ${number}`])
      }
    }
  })

  it('in a query, where a name may be there more than once', async () => {
    const many = inputSchema('many', new NumpyParameterType([1], { dtype: 'int64' }))
    const run = inputSchema('one', new StandardPythonParameterType(5n))(many((many: unknown, one: unknown) => [many, one]))
    const handle = score(run)
    const refused = async (query: string): Promise<unknown> => {
      const { issues } = (await (await handle(new Request(`http://localhost/score?${query}`))).json()) as { issues: { received: string }[] }
      return issues.map(({ received }) => received)
    }
    expect(await refused('many=[1,1e400]&one=12345678901234567890.5')).toEqual(['1e400', '12345678901234567890.5'])
    expect(await refused('many=1&many=-1e999&one=1')).toEqual(['-1e999'])
    expect(await refused('many=[1]&one=9007199254740993x')).toEqual(['"9007199254740993x"'])
  })

  it('and no more of it than is needed to know it', () => {
    const { issues } = validate(new StandardPythonParameterType('a'), `{"data": ${'7'.repeat(4000)}}`)
    expect(issues.map(({ received }) => received)).toEqual([`${'7'.repeat(20)}… (4000 characters)`])
  })
})
