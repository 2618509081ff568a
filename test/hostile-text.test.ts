import { describe, expect, it } from 'vitest'
import {
  date,
  inputSchema,
  type NdArray,
  NumpyParameterType,
  PandasParameterType,
  StandardPythonParameterType,
  time,
  validatePayload,
} from '../src/index.js'
import { decodeText, messages, validate } from './support/decode.js'

const utf8 = (text: string) => new TextEncoder().encode(text)

function milliseconds(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

describe('ten million elements', () => {
  it('are read in seconds', () => {
    const bytes = utf8(`{"data":[${'[1,2,3,4,5,6,7,8,9,0],'.repeat(999_999)}[1,2,3,4,5,6,7,8,9,0]]}`)
    const start = performance.now()
    const { value } = validate(new NumpyParameterType([new Float32Array(10)], { dtype: 'float32' }), bytes)
    expect((value as NdArray).shape).toEqual([1_000_000, 10])
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('are refused with twenty issues and the count of the rest', () => {
    const data = new Array<string>(10_000_000).fill('x')
    const { issues, moreIssues } = validate(new NumpyParameterType([1]), { data })
    expect([issues.length, moreIssues]).toEqual([20, 9_999_980])
  })
})

describe('numbers beyond what a dtype holds', () => {
  it.each([
    ['a float64 array', new NumpyParameterType([1.5])],
    ['an int64 array', new NumpyParameterType([1n])],
    ['an array of any dtype', new NumpyParameterType([1], { enforceColumnType: false })],
    ['an array, cast unsafely', new NumpyParameterType([1.5], { casting: 'unsafe' })],
  ])('refuses 1e400 in %s', (_, type) => {
    expect(validate(type, '{"data": [1e400]}').issues[0]).toMatchObject({ code: 'out_of_range', pointer: '/data/0' })
  })

  it('refuses 1e400 as a number and in a frame', () => {
    const type = new StandardPythonParameterType({ x: 1.5, rows: new PandasParameterType([{ a: 1.5 }]) })
    const { issues } = validate(type, '{"data": {"x": 1e400, "rows": [{"a": -1e400}]}}')
    expect(issues.map((issue) => issue.pointer)).toEqual(['/data/x', '/data/rows/0/a'])
  })

  it('takes 1e300, a whole number, for a float where the dtype is free', () => {
    expect(decodeText(new NumpyParameterType([1], { enforceColumnType: false }), '[1e300]')).toMatchObject({ dtype: 'float64' })
  })

  it.each([
    ['a million nines', '9'.repeat(1e6)],
    ['a million digits after the point', `9007199254740993.${'0'.repeat(1e6)}1`],
    ['an exponent of a million digits', `1e${'9'.repeat(1e6)}`],
  ])('refuses %s where an int64 is asked for, at once', (_, digits) => {
    const time = milliseconds(() => expect(() => decodeText(new NumpyParameterType([1n]), `[${digits}]`)).toThrow(/int64/))
    expect(time).toBeLessThan(1000)
  })

  it.each([
    ['plainly', '9007199254740993'],
    ['with a zero fraction', '9007199254740993.000'],
    ['with an exponent', '9.007199254740993e15'],
    ['with an exponent of one digit', '900719925474099.3e1'],
    ['with a million zeros before', `0.${'0'.repeat(1e6)}9007199254740993e1000016`],
    ['with a million zeros after', `9007199254740993${'0'.repeat(1e6)}E-1000000`],
  ])('reads 9007199254740993 exactly when it is written %s', (_, digits) => {
    expect(Array.from((decodeText(new NumpyParameterType([1n]), `[${digits}]`) as NdArray<BigInt64Array<ArrayBuffer>>).data)).toEqual([
      9007199254740993n,
    ])
  })

  it('reads texts of many digits in linear time when casting is unsafe', () => {
    for (const dtype of ['float64', 'int64'] as const) {
      const type = new NumpyParameterType([1], { dtype, casting: 'unsafe' })
      expect(
        milliseconds(() => validate(type, { data: [`${'1'.repeat(1e6)}x`, '1_'.repeat(1e5), ' '.repeat(1e6), `1.${'1'.repeat(1e6)}e`] })),
      ).toBeLessThan(1000)
    }
  })
})

describe('text that is not well-formed', () => {
  it('keeps lone surrogates as they are', () => {
    expect(decodeText(new StandardPythonParameterType('x'), '"\\ud800"')).toBe('\ud800')
  })

  it('counts a lone surrogate as one character', () => {
    expect(messages(new NumpyParameterType(['ab'], { dtype: '<U2' }), ['\ud800\ud800\ud800'])[0]).toContain('with 3 characters')
  })

  it('refuses bytes that are not UTF-8', () => {
    const run = inputSchema('data', new StandardPythonParameterType('x'))((data: unknown) => data)
    const bytes = Uint8Array.from([...utf8('{"data": "'), 0xc3, 0x28, ...utf8('"}')])
    expect(validatePayload(run, bytes).issues).toMatchObject([
      { code: 'invalid_utf8', path: [], message: 'the payload is 14 bytes that are not UTF-8, expected UTF-8 text' },
    ])
  })

  it.each([
    ['text', (json: string) => `\ufeff${json}`],
    ['bytes', (json: string) => utf8(`\ufeff${json}`)],
    ['an ArrayBuffer', (json: string) => utf8(json).buffer],
  ])('skips a byte-order mark and reads %s', (_, encode) => {
    expect(validate(new StandardPythonParameterType('x'), encode('{"data": "y"}')).value).toBe('y')
  })

  it.each([
    ['', 'the payload is empty, expected JSON'],
    ['[1]', 'the payload is an array of 1 value, expected a JSON object with a key for each parameter'],
    ['null', 'the payload is null, expected a JSON object with a key for each parameter'],
  ])('says what is wrong with the body %j', (body, message) => {
    expect(validate(new StandardPythonParameterType('x'), body).issues[0]?.message).toBe(message)
  })

  it('does not quote a body that is not JSON', () => {
    const [issue] = validate(new StandardPythonParameterType('x'), '{"data": secret-token}').issues
    expect(issue?.code).toBe('invalid_json')
    expect(issue?.message).not.toContain('secret')
  })
})

describe('long texts against the patterns of formats', () => {
  const endings = ['x', '=', ' ', '.', ':', '-', 'T', '"']
  const long = ['A', '1', ' ', '1:', '-', '+', '1 ', 'P', 'T1', '00:', '1D', '=', '_', '.1', 'é'].flatMap((unit) =>
    endings.map((ending) => unit.repeat(200_000) + ending),
  )
  it.each([
    ['base64', new NumpyParameterType([Uint8Array.of(1)])],
    ['base64, unsafely', new NumpyParameterType([Uint8Array.of(1)], { casting: 'unsafe' })],
    ['durations', new NumpyParameterType([1n], { dtype: 'timedelta64[s]' })],
    ['dates and times', new NumpyParameterType([1n], { dtype: 'datetime64[s]' })],
    ['dates', new StandardPythonParameterType([date('2024-02-29')])],
    ['times', new StandardPythonParameterType([time('07:08:09Z')])],
    ['floats, unsafely', new NumpyParameterType([1], { casting: 'unsafe' })],
  ])('reads or refuses %s in linear time', (_, type) => {
    expect(milliseconds(() => validate(type, { data: long }))).toBeLessThan(2500)
  })

  it('names a long key shortened, in linear time', () => {
    const data = long.map((key) => ({ a: 1, [key]: 1 }))
    expect(milliseconds(() => messages(new PandasParameterType([{ a: 1 }]), data))).toBeLessThan(2500)
    expect(Math.max(...messages(new PandasParameterType([{ a: 1 }]), data).map((message) => message.length))).toBeLessThan(300)
  })
})

describe("the caller's objects", () => {
  function deepFreeze<T>(value: T): T {
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
      for (const item of Object.values(Object.freeze(value))) deepFreeze(item)
    return value
  }

  it('may be frozen, and stay as they are', () => {
    const type = new StandardPythonParameterType({
      array: new NumpyParameterType([[1, 2]], { dtype: 'int32' }),
      rows: new PandasParameterType([{ a: 1, b: new Date(0) }]),
      list: [{ when: new Date(0), id: 5n, blob: Uint8Array.of(1) }],
    })
    const data = {
      array: [[3, 4]],
      rows: { b: ['2024-01-01'], a: [2] },
      list: [{ when: '2024-01-01', id: 6, blob: 'AQ==', extra: { x: 1 } }],
    }
    const before = structuredClone(data)
    expect(validate(type, deepFreeze({ data })).issues).toEqual([])
    expect(data).toEqual(before)
  })
})
