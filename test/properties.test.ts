import fc from 'fast-check'
import ndarray from 'ndarray'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  encodeResult,
  getInputSchema,
  inputSchema,
  int,
  type NdArray,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  StandardPythonParameterType,
} from '../src/index.js'
import { anySample, float, frame, fromEntries, instant, orients, plain, tensor, typeOfTensor } from './support/arbitraries.js'
import { decodeText, messages, validate } from './support/decode.js'
import { exampleProblem } from './support/schemas.js'

function encode(type: AbstractParameterType, result: unknown): string {
  return encodeResult(
    outputSchema(type)(() => undefined),
    result,
  )
}

describe('the example of every description', () => {
  const holds = (type: AbstractParameterType) => {
    const schema = getInputSchema(inputSchema('data', type)((data: unknown) => data))
    expect(exampleProblem(schema)).toBeUndefined()
    const { data } = schema.example as { data: unknown }
    expect(messages(type, data)).toEqual([])
  }

  it('validates against its schema and is accepted: plain values', () => {
    fc.assert(fc.property(anySample, (sample) => holds(new StandardPythonParameterType(sample))))
  })

  it('validates against its schema and is accepted: tensors', () => {
    // Integers beyond 2^53 have no exact place in a document, which is an object of JavaScript.
    fc.assert(
      fc.property(
        tensor.filter(({ dtype }) => !dtype.endsWith('int64')),
        (shown) => holds(typeOfTensor(shown)),
      ),
    )
  })

  it('validates against its schema and is accepted: frames', () => {
    fc.assert(
      fc.property(
        frame.filter(({ dtypes }) => !dtypes.some(([, dtype]) => dtype.endsWith('int64'))),
        fc.constantFrom(...orients),
        ({ dtypes, pairs, rows }, orient) => {
          holds(new PandasParameterType<unknown>(pairs, { dtypes, orient }))
          if (rows !== undefined) holds(new PandasParameterType<unknown>(rows, { dtypes, orient }))
        },
      ),
    )
  })

  it('validates against its schema and is accepted: frames with missing cells, shown as records and columns', () => {
    const rows = fc.array(
      fc.record({ a: fc.option(float), b: fc.option(fc.string()), c: fc.constant(null), d: fc.option(instant), e: anySample }),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(rows, fc.constantFrom(...orients), (shown, orient) => {
        holds(new PandasParameterType<unknown>(shown, { orient }))
        const columns = fromEntries(
          (['a', 'b', 'c', 'd', 'e'] as const).map((column) => [column, shown.map((row) => row[column])] as const),
        )
        holds(new PandasParameterType<unknown>(columns, { orient }))
      }),
    )
  })
})

/** Columns as lists, whatever they are stored in; booleans are 0 and 1 in typed arrays. */
function listed(pairs: unknown): unknown[] {
  return (pairs as [string, ArrayLike<unknown>][]).map(([name, cells]) => [name, Array.from(cells)])
}

describe('decode(encode(x)) is x', () => {
  it('for tensors of every dtype', () => {
    fc.assert(
      fc.property(tensor, (shown) => {
        const type = typeOfTensor(shown)
        const decoded = decodeText(type, encode(type, ndarray([...shown.values], [...shown.shape]))) as NdArray
        const expected = shown.dtype === 'bool' ? shown.values.map(Number) : shown.values
        expect([decoded.shape, Array.from(decoded.data as unknown as ArrayLike<unknown>)]).toEqual([shown.shape, expected])
        expect(encode(type, decoded)).toBe(encode(type, ndarray([...shown.values], [...shown.shape])))
      }),
    )
  })

  it('for frames of every orient', () => {
    fc.assert(
      fc.property(frame, fc.constantFrom(...orients), ({ dtypes, pairs, rows }, orient) => {
        const type = new PandasParameterType<unknown>(pairs, { dtypes, orient })
        const text = encode(type, pairs)
        expect(listed(decodeText(type, text))).toEqual(pairs)
        if (rows === undefined) return
        expect(decodeText(new PandasParameterType<unknown>(rows, { dtypes, orient }), text)).toEqual(rows)
        expect(encode(new PandasParameterType<unknown>(rows, { dtypes, orient }), rows)).toBe(text)
      }),
    )
  })

  it('for plain nested values', () => {
    fc.assert(
      fc.property(plain, ({ sample, value }) => {
        const type = new StandardPythonParameterType<unknown>(sample)
        expect(decodeText(type, encode(type, value))).toEqual(value)
      }),
    )
  })
})

describe('payloads', () => {
  const types: readonly AbstractParameterType[] = [
    new StandardPythonParameterType({ a: 5n, b: [int(1)], c: [{ x: 1 }] }),
    new PandasParameterType([{ a: 1n, b: 'x', c: 1.5 }]),
    new PandasParameterType([{ a: 1n }], { enforceShape: false, enforceColumnType: false }),
    new NumpyParameterType([[1n, 2n]]),
    new NumpyParameterType([1], { enforceShape: false, enforceColumnType: false, casting: 'unsafe' }),
  ]
  const leaf = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -3, max: 3 }),
    fc.boolean(),
    fc.string(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true, maxExcluded: true, max: 2 ** 53, min: -(2 ** 53), minExcluded: true }),
  )
  const nearly = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'x', '__proto__'), tie('node'), { maxKeys: 4 }),
    ),
  })).node

  it('decode alike as bytes, as text and as an object, with the same issues', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), nearly, (type, data) => {
        // A run of sixteen digits makes the text read exactly; what it says stays the same.
        const text = JSON.stringify({ data: data ?? null, other: '1234567890123456' })
        const [object, fromText, bytes] = [JSON.parse(text) as object, text, new TextEncoder().encode(text)].map((payload) =>
          validate(type, payload),
        )
        expect(fromText).toEqual(object)
        expect(bytes).toEqual(object)
      }),
      { numRuns: 500 },
    )
  })

  it('are never changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), nearly, (type, data) => {
        const payload = { data }
        const before = structuredClone(payload)
        validate(type, payload)
        expect(payload).toEqual(before)
      }),
    )
  })
})
