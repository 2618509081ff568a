import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import {
  AbstractParameterType,
  decodePayload,
  decodePayloadAsync,
  inputSchema,
  invoke,
  type NdArray,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type Payload,
  PayloadError,
  SchemaDefinitionError,
  StandardPythonParameterType,
  validatePayload,
  validatePayloadAsync,
} from '../../src/index.js'

const number = new StandardPythonParameterType(0.5)
const text = new StandardPythonParameterType('cat')

class Remote extends AbstractParameterType<string> {
  override async deserializeInput(input: unknown): Promise<string> {
    if (typeof input !== 'number') throw new Error('expected a key')
    return `row ${input}`
  }
  override async inputToSwagger() {
    return { type: 'integer', example: 1 } as const
  }
}

const run = inputSchema('scale', number)(inputSchema('label', text)((label: string, scale: number, note: unknown) => [label, scale, note]))

const payload = { note: [1], scale: 2, label: 'x' }
const json = JSON.stringify(payload)
const bytes = new TextEncoder().encode(json)

describe('a payload', () => {
  const forms: [string, Payload][] = [
    ['an object', payload],
    ['an object without a prototype', Object.assign(Object.create(null), payload)],
    ['JSON text', json],
    ['JSON text with a byte-order mark', `\ufeff${json}`],
    ['UTF-8 bytes', bytes],
    ['UTF-8 bytes with a byte-order mark', new TextEncoder().encode(`\ufeff${json}`)],
    ['a Buffer', Buffer.from(json)],
    ['a piece of a larger buffer', new Uint8Array([0, ...bytes, 0]).subarray(1, -1)],
    ['an ArrayBuffer', bytes.slice().buffer],
    ['a Uint8Array of another realm', runInNewContext('Uint8Array.from(bytes)', { bytes })],
    ['an ArrayBuffer of another realm', runInNewContext('Uint8Array.from(bytes).buffer', { bytes })],
  ]

  it.each(forms)('may be %s', async (_, form) => {
    expect(decodePayload(run, form)).toEqual(payload)
    expect(validatePayload(run, form)).toEqual({ value: payload })
    expect(await invoke(run, form)).toEqual(['x', 2, [1]])
  })

  it('may hold keys that are no parameters: they are passed over', async () => {
    const more = { ...payload, more: 1, toString: 2, constructor: 3 }
    expect(decodePayload(run, more)).toEqual(payload)
    expect(decodePayload(run, `{"__proto__": {"label": 5}, ${json.slice(1)}`)).toEqual(payload)
    expect(await invoke(run, JSON.stringify(more))).toEqual(['x', 2, [1]])
  })

  it('is not changed', () => {
    const frames = inputSchema('rows', new PandasParameterType([{ a: new Date(0), b: 1 }]))((rows) => rows)
    const given = Object.freeze({ rows: Object.freeze([Object.freeze({ b: 1, a: '2024-02-29T00:00:00Z' })]) })
    expect(decodePayload(frames, given)).toEqual({ rows: [{ a: new Date('2024-02-29'), b: 1 }] })
    expect(given.rows[0]?.a).toBe('2024-02-29T00:00:00Z')
  })

  it('takes its values from its own keys only', () => {
    expect(() => decodePayload(run, Object.create(payload))).toThrow('label is missing, expected a string (and 2 more issues)')
  })
})

describe('a payload is refused', () => {
  it.each<[string, unknown, string, string]>([
    ['without a required parameter', { label: 'x', note: 1 }, 'missing', 'scale is missing, expected a number'],
    ['without a parameter that nobody described', { label: 'x', scale: 1 }, 'missing', 'note is missing, expected a value'],
    ['with null for a required parameter', { ...payload, label: null }, 'wrong_type', 'label is null, expected a string'],
    ['that is a list', [payload], 'wrong_type', 'the payload is an array of 1 value, expected a JSON object with a key for each parameter'],
    ['that is null', null, 'wrong_type', 'the payload is null, expected a JSON object with a key for each parameter'],
    ['that is a number', 5, 'wrong_type', 'the payload is 5, expected a JSON object with a key for each parameter'],
    ['that is nothing', undefined, 'wrong_type', 'the payload is undefined, expected a JSON object with a key for each parameter'],
    [
      'whose text is a list',
      '[1]',
      'wrong_type',
      'the payload is an array of 1 value, expected a JSON object with a key for each parameter',
    ],
    ['whose text is a text', '"x"', 'wrong_type', 'the payload is "x", expected a JSON object with a key for each parameter'],
    ['whose text is empty', ' ', 'invalid_json', 'the payload is empty, expected JSON'],
    ['whose bytes are empty', new Uint8Array(), 'invalid_json', 'the payload is empty, expected JSON'],
    ['whose text is no JSON', '{"label": }', 'invalid_json', 'the payload is not JSON'],
    ['whose text ends too soon', json.slice(0, -1), 'invalid_json', 'the payload is not JSON'],
    ['whose bytes are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'invalid_utf8', 'the payload is 3 bytes that are not UTF-8'],
  ])('%s', async (_, wrong, code, message) => {
    const result = validatePayload(run, wrong as Payload)
    expect(result.issues?.map((issue) => issue.code)).toEqual([code])
    expect(result.issues?.[0]?.message).toContain(message)
    expect(() => decodePayload(run, wrong as Payload)).toThrow(PayloadError)
    expect(() => decodePayload(run, wrong as Payload)).toThrow(message)
    await expect(invoke(run, wrong as Payload)).rejects.toThrow(message)
  })

  it('with every place that is wrong, and nothing of what it was', () => {
    const result = validatePayload(run, { label: 5, scale: 'x'.repeat(1000) })
    expect(result.issues).toMatchObject([
      { path: ['label'], pointer: '/label', code: 'wrong_type', expected: 'a string', received: '5' },
      { path: ['scale'], pointer: '/scale', code: 'wrong_type', expected: 'a number' },
      { path: ['note'], pointer: '/note', code: 'missing' },
    ])
    expect(JSON.stringify(result).length).toBeLessThan(1000)
  })

  it('with at most twenty issues, and the number of the others', () => {
    const vector = inputSchema('data', new NumpyParameterType([1]))((data) => data)
    const result = validatePayload(vector, { data: Array.from({ length: 50 }, () => 'x') })
    expect(result).toMatchObject({ issues: { length: 20 }, moreIssues: 30 })
    expect(() => decodePayload(vector, { data: Array.from({ length: 50 }, () => 'x') })).toThrow('(and 49 more issues)')
  })

  it('before run is called', async () => {
    const called = vi.fn((label: string) => label)
    const decorated = inputSchema('label', text)((label: string) => called(label))
    await expect(invoke(decorated, { label: 5 })).rejects.toThrow(PayloadError)
    expect(called).not.toHaveBeenCalled()
    await invoke(decorated, { label: 'x' })
    expect(called).toHaveBeenCalledOnce()
  })

  it('by a rejection of invoke, never by throwing', () => {
    const pending = invoke(run, 'not JSON')
    expect(pending).toBeInstanceOf(Promise)
    return expect(pending).rejects.toThrow(PayloadError)
  })
})

describe('integers beyond 2^53', () => {
  const wide = inputSchema('data', new NumpyParameterType([1], { dtype: 'int64' }))((data: NdArray) => data.data)

  it('keep all digits from text and from bytes', () => {
    const text = '{"data": [9223372036854775807, -9007199254740993]}'
    const exact = BigInt64Array.of(9223372036854775807n, -9007199254740993n)
    expect((decodePayload(wide, text)['data'] as NdArray).data).toEqual(exact)
    expect((decodePayload(wide, Buffer.from(text))['data'] as NdArray).data).toEqual(exact)
  })

  it('are refused from an object, where digits are lost already', () => {
    expect(() => decodePayload(wide, { data: [2 ** 60] })).toThrow(PayloadError)
    expect(decodePayload(wide, { data: [2n ** 60n] })['data']).toMatchObject({ data: BigInt64Array.of(2n ** 60n) })
  })
})

describe('invoke', () => {
  it('gives what run returns, a promise of it included', async () => {
    expect(await invoke((a: unknown) => a, { a: 1 })).toBe(1)
    expect(await invoke(async (a: unknown) => a, { a: 1 })).toBe(1)
  })

  it('hands on what run throws', async () => {
    const failing = inputSchema(
      'a',
      number,
    )((a: number) => {
      throw new RangeError(`no model for ${a}`)
    })
    await expect(invoke(failing, { a: 1 })).rejects.toThrow(RangeError)
  })

  it('has thisArg as this inside run, else undefined', async () => {
    const self = inputSchema(
      'a',
      number,
    )(function (this: unknown, a: number) {
      return [this, a]
    })
    const owner = { owner: true }
    expect(await invoke(self, { a: 1 }, { thisArg: owner })).toEqual([owner, 1])
    expect(await invoke(self, { a: 1 })).toEqual([undefined, 1])
  })

  it('calls a function that nobody decorated by the names of its parameters', async () => {
    const plain = (a: unknown, { length }: { length: number } = { length: 0 }, c = 'default') => [a, length, c]
    expect(await invoke(plain, '{"c": 3, "a": {"b": 1}}')).toEqual([{ b: 1 }, 0, 3])
    expect(await invoke(plain, { a: 1 })).toEqual([1, 0, 'default'])
    await expect(invoke(plain, {})).rejects.toThrow('a is missing, expected a value')
  })

  it('calls a function without parameters', async () => {
    const none = outputSchema(number)(() => 1)
    expect(await invoke(none, {})).toBe(1)
    expect(await invoke(none, { more: 1 })).toBe(1)
  })

  it('does not take a parameter’s value from Object.prototype', async () => {
    const odd = new Function('toString = "default"', 'constructor = "too"', 'return [toString, constructor]') as () => unknown
    expect(await invoke(odd, {})).toEqual(['default', 'too'])
  })

  it('passes a parameter called __proto__', async () => {
    const odd = new Function('__proto__', 'return __proto__') as (value: unknown) => unknown
    expect(await invoke(odd, '{"__proto__": {"a": 1}}')).toEqual({ a: 1 })
  })

  it.each([undefined, null, 'run', {}])('refuses %s in the place of run', async (wrong) => {
    await expect(invoke(wrong as never, {})).rejects.toThrow(SchemaDefinitionError)
    expect(() => decodePayload(wrong as never, {})).toThrow(SchemaDefinitionError)
  })
})

describe('an asynchronous custom type', () => {
  const remote = inputSchema('row', new Remote('row 1'))(inputSchema('label', text)((label: string, row: string) => [label, row]))

  it('is waited for by the asynchronous functions', async () => {
    expect(await decodePayloadAsync(remote, { label: 'x', row: 5 })).toEqual({ label: 'x', row: 'row 5' })
    expect(await validatePayloadAsync(remote, '{"label": "x", "row": 5}')).toEqual({ value: { label: 'x', row: 'row 5' } })
    expect(await invoke(remote, { label: 'x', row: 5 })).toEqual(['x', 'row 5'])
  })

  it('reports with the others what it refuses', async () => {
    const { issues } = await validatePayloadAsync(remote, { label: 5, row: 'x' })
    expect(issues?.map((issue) => issue.message)).toEqual([
      'label is 5, expected a string',
      'row is "x", expected what Remote accepts: expected a key',
    ])
    await expect(decodePayloadAsync(remote, { label: 'x', row: 'x' })).rejects.toThrow(PayloadError)
    await expect(invoke(remote, { label: 'x', row: 'x' })).rejects.toThrow(PayloadError)
  })
})

it('refuses a function whose parameters nobody can tell, instead of calling it with none', async () => {
  const bound = ((a: unknown) => a).bind(undefined)
  await expect(invoke(bound, { a: 1 })).rejects.toThrow(SchemaDefinitionError)
})
