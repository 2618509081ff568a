import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  int,
  NumpyParameterType,
  numpy,
  PandasParameterType,
  pandas,
  StandardPythonParameterType,
  standard,
} from '../../src/index.js'

/** What a type says of the first value that it refuses. */
function refusal(type: AbstractParameterType, value: unknown): string | undefined {
  try {
    type.deserializeInput(value)
  } catch (error) {
    return /expected (.*?)(?: \(and \d+ more.*)?$/.exec((error as Error).message)?.[1]
  }
  return undefined
}

describe('a number out of range is told one range: what is declared, as far as the dtype goes', () => {
  const tensor = (dtype: string, bounds: object) => numpy({ dtype, shape: [null], ...bounds } as never) as AbstractParameterType
  it.each([
    ['uint8', { maximum: 200 }, 300, 'an integer (uint8) from 0 to 200'],
    ['uint8', { minimum: 10 }, 300, 'an integer (uint8) from 10 to 255'],
    ['int8', { minimum: -5, maximum: 5 }, 300, 'an integer (int8) from -5 to 5'],
    ['int8', {}, 300, 'an integer (int8) from -128 to 127'],
    ['uint8', { enum: [1, 2] }, 300, '1 or 2'],
    ['float32', { minimum: 0, maximum: 1 }, 1e39, 'a number (float32) from 0 to 1'],
    ['float16', { minimum: 0 }, 70000, 'a number (float16) from 0 to 65504'],
    ['float16', { maximum: 5 }, 70000, 'a number (float16) of at most 5'],
    ['float16', {}, 70000, 'a number (float16) of at most 65504'],
    ['float16', { enum: [0.5] }, 70000, '0.5'],
  ])('%s %o in an array', (dtype, bounds, value, expected) => {
    expect(refusal(tensor(dtype, bounds), [value])).toBe(expected)
  })

  it('in the columns of frames', () => {
    const type = pandas({ columns: { age: { dtype: 'uint8', maximum: 150 } } })
    expect(refusal(type, [{ age: 300 }])).toBe('an integer (uint8) from 0 to 150')
    const shown = new PandasParameterType([{ age: int(5) }], { columns: { age: { minimum: 0 } } })
    expect(refusal(shown, [{ age: 2n ** 53n }])).toBe('an integer from 0 to 9007199254740991')
  })

  it.each([
    [standard({ type: 'integer', minimum: 0, maximum: 10 }), 2n ** 53n, 'an integer from 0 to 10'],
    [standard({ type: 'integer', minimum: 0 }), 2n ** 53n, 'an integer from 0 to 9007199254740991'],
    [standard({ type: 'integer', format: 'int64', maximum: 10 }), 1e30, 'an integer (int64) from -9223372036854775808 to 10'],
    [standard({ type: 'number', minimum: 0, maximum: 1 }), Number.POSITIVE_INFINITY, 'a number from 0 to 1'],
    [standard({ type: 'number', format: 'float', minimum: 0 }), 1e39, 'a number (float32) from 0 to 3.4028234663852886e+38'],
    [new StandardPythonParameterType(1), Number.POSITIVE_INFINITY, 'a number that float64 can hold'],
  ])('in single values: %#', (type, value, expected) => {
    expect(refusal(type, value)).toBe(expected)
  })

  it('and the dtype alone where nothing is declared', () => {
    expect(refusal(new NumpyParameterType([1], { dtype: 'uint8' }), [256])).toBe('an integer (uint8) from 0 to 255')
  })
})
