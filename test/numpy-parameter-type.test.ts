import ndarray from 'ndarray'
import { describe, expect, it } from 'vitest'
import { type AbstractParameterType, type NdArray, NumpyParameterType, SchemaDefinitionError } from '../src/index.js'
import { decodeText, messages } from './support/decode.js'
import { exampleProblem } from './support/schemas.js'

/** The elements that a JSON text gives, with the kind of their storage. */
function elements(type: AbstractParameterType, json: string): [string, unknown[]] {
  const { data } = decodeText(type, json) as NdArray
  const storage: ArrayLike<unknown> = data as never
  return [storage.constructor.name, Array.from(storage)]
}

describe('dtypes', () => {
  it.each([
    ['bool', 'Uint8Array', '[true, false]', [1, 0]],
    ['int8', 'Int8Array', '[-128, 127]', [-128, 127]],
    ['int16', 'Int16Array', '[-32768, 32767]', [-32768, 32767]],
    ['int32', 'Int32Array', '[-2147483648, 2147483647]', [-2147483648, 2147483647]],
    ['int64', 'BigInt64Array', '[-9223372036854775808, 9223372036854775807]', [-(2n ** 63n), 2n ** 63n - 1n]],
    ['uint8', 'Uint8Array', '[0, 255]', [0, 255]],
    ['uint16', 'Uint16Array', '[0, 65535]', [0, 65535]],
    ['uint32', 'Uint32Array', '[0, 4294967295]', [0, 4294967295]],
    ['uint64', 'BigUint64Array', '[0, 18446744073709551615]', [0n, 2n ** 64n - 1n]],
    ['float16', 'Float16Array', '[0.1, 65504]', [0.0999755859375, 65504]],
    ['float32', 'Float32Array', '[0.1, 3.4028234663852886e38]', [Math.fround(0.1), 3.4028234663852886e38]],
    ['float64', 'Float64Array', '[0.1, -1.7976931348623157e308]', [0.1, -Number.MAX_VALUE]],
    ['str', 'Array', '["", "é"]', ['', 'é']],
    ['<U2', 'Array', '["ab", "😀😀"]', ['ab', '😀😀']],
    ['bytes', 'Array', '["", "AP8="]', [new Uint8Array(), Uint8Array.of(0, 255)]],
    ['S2', 'Array', '["AP8=", "AQ=="]', [Uint8Array.of(0, 255), Uint8Array.of(1)]],
    ['object', 'Array', '[{"a": 1}, null]', [{ a: 1 }, null]],
  ])('receives %s in a %s', (dtype, storage, json, values) => {
    const type = new NumpyParameterType(ndarray([], [0]), { dtype })
    expect(elements(type, json)).toEqual([expect.stringContaining(storage), values])
  })

  it.each([
    ['int8', '[128]'],
    ['int8', '[-129]'],
    ['int64', '[9223372036854775808]'],
    ['uint8', '[-1]'],
    ['uint64', '[18446744073709551616]'],
    ['float16', '[65520]'],
    ['float32', '[3.5e38]'],
  ])('refuses what %s cannot hold: %s', (dtype, json) => {
    expect(() => decodeText(new NumpyParameterType(ndarray([], [0]), { dtype }), json)).toThrow(dtype)
  })

  it.each([
    ['Y', '2024', 54n],
    ['M', '2024-03', 650n],
    ['W', '2024-02-29', 2826n],
    ['D', '2024-02-29', 19782n],
    ['h', '2024-02-29T01', 474769n],
    ['m', '2024-02-29T01:02', 28486142n],
    ['s', '2024-02-29T00:00:01Z', 1709164801n],
    ['ms', '2024-02-29T00:00:00.001Z', 1709164800001n],
    ['us', '2024-02-29T00:00:00.000001Z', 1709164800000001n],
    ['ns', '2024-02-29T00:00:00.000000001Z', 1709164800000000001n],
    ['ps', '1970-01-01T00:00:00.000000000001Z', 1n],
    ['fs', '1970-01-01T00:00:00.000000000000001Z', 1n],
    ['as', '1970-01-01T00:00:00.000000000000000001Z', 1n],
  ])('reads datetime64[%s] as counts of its unit', (unit, text, count) => {
    const casting = unit === 'Y' || unit === 'M' || unit === 'W' ? 'unsafe' : 'safe'
    const type = new NumpyParameterType([0n], { dtype: { dtype: `datetime64[${unit}]`, nullable: true }, casting })
    expect(elements(type, JSON.stringify([text, null]))).toEqual(['BigInt64Array', [count, -(2n ** 63n)]])
  })

  it.each(['Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as'])('reads its own example of timedelta64[%s]', (unit) => {
    const type = new NumpyParameterType([-3n, 5n], { dtype: `timedelta64[${unit}]` })
    expect(elements(type, JSON.stringify(type.inputToSwagger().example))).toEqual(['BigInt64Array', [-3n, 5n]])
  })

  it('refuses a date with digits finer than the unit', () => {
    expect(messages(new NumpyParameterType([0n], { dtype: 'datetime64[D]' }), ['2024-02-29T12:00:00Z'])[0]).toContain('in whole days')
  })

  it('reads structured dtypes with sub-arrays and nesting', () => {
    const type = new NumpyParameterType([{ name: 'a', grid: [[1, 2]], at: [{ x: 1, when: 0n }] }], {
      dtype: [
        ['name', '<U4'],
        ['grid', 'float32', [1, 2]],
        [
          'at',
          [
            ['x', 'int64'],
            ['when', 'datetime64[s]'],
          ],
          [1],
        ],
      ],
    })
    const given = '[{"name": "b", "grid": [[0.5, 2]], "at": [{"x": 9007199254740993, "when": "1970-01-01T00:00:05Z"}]}]'
    const record = { name: 'b', grid: [Float32Array.of(0.5, 2)], at: [{ x: 9007199254740993n, when: 5n }] }
    expect(elements(type, given)).toEqual(['Array', [record]])
    expect(exampleProblem(type.inputToSwagger())).toBeUndefined()
  })

  it('reads structured elements from lists of their fields', () => {
    const type = new NumpyParameterType([[1, 'a']], {
      dtype: [
        ['n', 'int8'],
        ['s', 'str'],
      ],
    })
    expect(elements(type, '[[2, "b"]]')[1]).toEqual([{ n: 2, s: 'b' }])
  })
})

describe('samples', () => {
  it.each([
    ['numbers', [1], 'float64'],
    ['bigints', [1n], 'int64'],
    ['booleans', [true], 'bool'],
    ['a typed array', new Int16Array(1), 'int16'],
    ['an NdArray', ndarray(new Uint8Array(2), [1, 2]), 'uint8'],
    ['arrays of typed arrays', [new Float32Array(1)], 'float32'],
  ])('say their dtype: %s', (_, sample, dtype) => {
    const { data } = new NumpyParameterType(sample as number[]).deserializeInput(
      new NumpyParameterType(sample as number[]).inputToSwagger().example,
    )
    expect(data.constructor.name.toLowerCase().replace('big', '')).toContain(dtype === 'bool' ? 'uint8' : dtype)
  })

  it('are read once: changing one later changes nothing', () => {
    const sample = [[1, 2]]
    const type = new NumpyParameterType(sample)
    sample.push([3])
    expect(type.inputToSwagger().example).toEqual([[1, 2]])
  })

  it('write NaN, infinity and NaT as values that the schema accepts', () => {
    const dtype = [
      ['x', 'float64', [2]],
      ['t', 'datetime64[s]'],
    ] as const
    const type = new NumpyParameterType([{ x: [Number.NaN, 1], t: null }], { dtype })
    expect(type.inputToSwagger().example).toEqual([{ x: [0, 1], t: '1970-01-01T00:00:00Z' }])
  })

  it.each([
    ['ragged rows', [[1, 2], [3]], {}, 'sample[1] has 1 value, expected 2 like the first'],
    ['a number among rows', [[1], 2], {}, 'sample[1] is 2, expected an array of 1 value like the first'],
    ['null without a dtype', [[1, null]], {}, 'sample[0][1] is null, expected a number'],
    ['values of two kinds', [1, 'a'], {}, 'the sample mixes values of different kinds (float64, str)'],
    ['nothing', [], {}, 'the sample is empty'],
    ['no array', {}, {}, 'the sample is an empty object, expected an NdArray, a typed array, nested arrays or a single value'],
    ['no value of its dtype', {}, { dtype: 'int8' }, 'the sample is an empty object, expected an integer (int8), or an array of these'],
    ['a text alone, which says no dtype', 'float32', {}, 'the sample is "float32", expected an NdArray'],
    ['nothing at all', undefined, { dtype: 'int8' }, 'the sample is undefined, expected an NdArray'],
    ['a fraction for an integer', [[1, 2.5]], { dtype: 'int8' }, 'sample[0][1] is 2.5, expected an integer (int8)'],
    ['a wrong field', [{ a: [1, 'x'] }], { dtype: [['a', 'int8', [2]]] }, 'sample[0].a[1] is "x", expected an integer (int8)'],
    ['two for a boolean', Uint8Array.of(1, 2), { dtype: 'bool' }, 'sample[1] is 2, expected a boolean'],
    ['a year that no text says', [9223372036854775807n], { dtype: 'datetime64[s]' }, 'sample[0] is 9223372036854775807, expected a date'],
    ['a function', [() => 1], { dtype: 'object' }, 'sample[0] is a function, which JSON cannot say'],
    ['more axes than numpy has', JSON.parse('['.repeat(40) + ']'.repeat(40)), { dtype: 'int8' }, 'the sample has more than 32 axes'],
    ['an unknown dtype', [1], { dtype: 'float63' }, 'there is no dtype "float63"; did you mean "float64"?'],
    ['a category', ['a'], { dtype: 'category' }, 'dtype "category" is for the columns of frames'],
    ['an unknown option', [1], { enforceshape: false }, 'there is no option "enforceshape"'],
  ])('are refused by place: %s', (_, sample, options, message) => {
    const make = () => new NumpyParameterType(sample as never, options as never)
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message)
  })

  it('are refused when they hold themselves', () => {
    const sample: unknown[] = []
    sample.push(sample)
    expect(() => new NumpyParameterType(sample)).toThrow('more than 32 axes')
  })
})

describe('shapes', () => {
  const type = new NumpyParameterType([[[1, 2]]])

  it('takes any number of rows, and none', () => {
    expect([type.deserializeInput([[[1, 2]], [[3, 4]]]).shape, type.deserializeInput([]).shape]).toEqual([
      [2, 1, 2],
      [0, 1, 2],
    ])
  })

  it('holds every other axis to the sample', () => {
    expect(
      messages(type, [
        [[1, 2]],
        [
          [1, 2],
          [3, 4],
        ],
        [[1]],
      ]),
    ).toEqual(['data[1] has 2 values on axis 1, expected 1', 'data[2][0] has 1 value on axis 2, expected 2'])
  })

  it('takes other numbers of axes only when the shape is free', () => {
    expect(messages(type, [1])).toEqual(['data[0] is 1, expected an array of 1 value (axis 1 of 3)'])
    expect(new NumpyParameterType([[[1, 2]]], { enforceShape: false }).deserializeInput([1, 2, 3]).shape).toEqual([3])
  })

  it('refuses ragged arrays even when the shape is free', () => {
    expect(messages(new NumpyParameterType([1], { enforceShape: false }), [[1, 2], [3]])).toEqual([
      'data[1] has 1 value on axis 1, expected 2',
    ])
  })
})

describe('options', () => {
  it.each([
    ['[1, 2]', 'BigInt64Array'],
    ['[1.5, 2]', 'Float64Array'],
    ['[18446744073709551615]', 'BigUint64Array'],
    ['[true]', 'Uint8Array'],
    ['["a"]', 'Array'],
    ['[1, null]', 'Float64Array'],
  ])('infer the dtype of %s when enforceColumnType is off', (json, storage) => {
    expect(elements(new NumpyParameterType([1], { enforceColumnType: false }), json)[0]).toBe(storage)
  })

  it.each([
    ['float64', ['1.5', true], [1.5, 1]],
    ['int8', [1.7, '5', true], [1, 5, 1]],
    ['bool', [2, '', 0], [1, 0, 0]],
    ['<U2', ['abc', 12, null], ['ab', '12', 'No']],
  ])('convert like numpy to %s when casting is unsafe, and refuse it when safe', (dtype, given, expected) => {
    const options = (casting: 'safe' | 'unsafe') => ({ dtype, casting }) as const
    expect(elements(new NumpyParameterType(ndarray([], [0]), options('unsafe')), JSON.stringify(given))[1]).toEqual(expected)
    expect(messages(new NumpyParameterType(ndarray([], [0]), options('safe')), given)).toHaveLength(given.length)
  })
})

describe('values that are of the right kind already', () => {
  const type = new NumpyParameterType([[1, 2]], { dtype: 'int32' })

  it('pass through without a copy', () => {
    const array = ndarray(new Int32Array(4), [2, 2])
    expect(type.deserializeInput(array)).toBe(array)
  })

  it('pass through as views, with their strides', () => {
    const view = ndarray(Int32Array.of(1, 2, 3, 4), [2, 2]).transpose(1, 0)
    expect(type.deserializeInput(view)).toBe(view)
  })

  it('are held to the shape', () => {
    expect(messages(type, ndarray(new Int32Array(3), [1, 3]))).toEqual(['data has 3 values on axis 1, expected 2'])
  })

  it('are converted in the order of their elements when their storage is another', () => {
    const view = ndarray(Float64Array.of(1, 2, 3, 4), [2, 2]).transpose(1, 0)
    expect(type.deserializeInput(view).data).toEqual(Int32Array.of(1, 3, 2, 4))
  })

  it('are refused where their elements do not fit', () => {
    expect(messages(type, ndarray(Float64Array.of(1, 2.5), [1, 2]))).toEqual(['data[0][1] is 2.5, expected an integer (int32)'])
  })
})

it('refuses bytes other than 0 and 1 that are given for booleans', () => {
  const type = new NumpyParameterType([true])
  expect(type.deserializeInput(ndarray(new Uint8Array([0, 1]), [2])).shape).toEqual([2])
  expect(() => type.deserializeInput(ndarray(new Uint8Array([1, 7]), [2]))).toThrow('[1] is 7, expected 0 or 1 (bool)')
})

it('rounds the floats of records to their dtype, as storage does', () => {
  const type = new NumpyParameterType([[0.5, 0.5]], {
    dtype: [
      ['single', 'float32'],
      ['half', 'float16'],
    ],
  })
  expect(type.deserializeInput([{ single: 0.1, half: 0.1 }]).data).toEqual([{ single: Math.fround(0.1), half: 0.0999755859375 }])
})
