import { Float16Array } from '@petamoriken/float16'
import fc from 'fast-check'
import ndarray, { type Data } from 'ndarray'
import { describe, expect, it } from 'vitest'
import { encodeResultBytes, NumpyParameterType, StandardPythonParameterType } from '../../src/index.js'
import { expectSame, runOf } from './same.js'

const storages = [
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
  Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as unknown as readonly { new (length: number): Data & { buffer: ArrayBuffer }; readonly name: string }[]

const dtypes = ['bool', 'int8', 'int64', 'uint64', 'float16', 'float32', 'float64', 'object', 'str', 'datetime64[s]', 'timedelta64[D]']

/** Storage with something different in each element: random bits, or zeros and ones. */
function filled(Storage: (typeof storages)[number], length: number, seed: number, isSmall: boolean): Data {
  const storage = new Storage(length)
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state
  }
  const isBig = Storage.name.startsWith('Big')
  for (let i = 0; i < length; i++) {
    const number = isSmall ? next() % 3 : (next() / (1 + (next() % 1000))) * (next() % 2 === 0 ? 1 : -1)
    ;(storage as unknown as unknown[])[i] = isBig ? BigInt(Math.trunc(number)) * (isSmall ? 1n : 1_000_003n) : number
  }
  return storage
}

/** An NdArray with steps, cuts and swapped axes. */
const array = fc
  .record({
    storage: fc.constantFrom(...storages),
    shape: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 }),
    seed: fc.nat(),
    isSmall: fc.boolean(),
    steps: fc.array(fc.constantFrom(-2, -1, 1, 2), { minLength: 4, maxLength: 4 }),
    cuts: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
    isTurned: fc.boolean(),
  })
  .map(({ storage, shape, seed, isSmall, steps, cuts, isTurned }) => {
    const sizes = shape.map((size, axis) => size * 2 + (cuts[axis] as number))
    const whole = ndarray(
      filled(
        storage,
        sizes.reduce((size, axis) => size * axis, 1),
        seed,
        isSmall,
      ),
      sizes,
    )
    const cut = whole.lo(...shape.map((_, axis) => cuts[axis] as number)).step(...shape.map((_, axis) => steps[axis] as number))
    return isTurned ? cut.transpose(...shape.map((_, axis) => shape.length - 1 - axis)) : cut
  })

it('writes arrays of every storage, dtype, order and step', () => {
  fc.assert(
    fc.property(array, fc.constantFrom(undefined, ...dtypes), (given, dtype) => {
      expectSame(given, dtype === undefined ? undefined : new NumpyParameterType(ndarray([], [0]), { dtype }))
    }),
    { numRuns: 1500 },
  )
})

it('writes arrays of more than one part of the kernel’s memory, in order and turned', () => {
  const data = Float64Array.from({ length: 90_000 }, (_, index) => Math.sqrt(index) * (index % 2 === 0 ? 1 : -1))
  for (const shape of [[90_000], [300, 300], [2, 45_000], [45_000, 2], [30, 30, 100], [90_000, 1, 1]]) {
    const whole = ndarray(data, shape)
    expectSame(whole)
    expectSame(whole.transpose(...shape.map((_, axis) => shape.length - 1 - axis)))
    expectSame(whole.step(...shape.map(() => -1)))
  }
})

it('writes typed arrays by themselves, where they are lists, and bytes as text', () => {
  for (const Storage of storages) {
    const typed = filled(Storage, 40, 1, false)
    expectSame(typed)
    for (const dtype of ['float64', 'bool', 'int8']) expectSame(typed, new NumpyParameterType(ndarray([], [0]), { dtype }))
    expectSame(typed, new StandardPythonParameterType([5]))
    expectSame(typed, new StandardPythonParameterType('text'))
  }
})

it('writes nested arrays of numbers, and those that have something else in them', () => {
  const leaf = fc.oneof(
    { weight: 30, arbitrary: fc.double() },
    fc.constantFrom(null, undefined, 5n, 'x', true, [], [1, 2], {}, new Date(0)),
  )
  const nested = fc
    .tuple(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }), fc.boolean())
    .chain(([shape, isPlain]) =>
      shape.reduce(
        (items: fc.Arbitrary<unknown>, size) => fc.array(items, { minLength: isPlain ? size : 0, maxLength: size }),
        isPlain ? fc.oneof(fc.double(), fc.integer()) : leaf,
      ),
    )
  const types = [[0.5], [[0.5]], [[[0.5]]]].flatMap((sample) =>
    ['float32', 'int64', 'bool', 'object', 'str', 'datetime64[s]'].map(
      (dtype) =>
        new NumpyParameterType(
          ndarray(
            [],
            sample.flat(9).map(() => 0),
          ),
          { dtype },
        ),
    ),
  )
  const listTypes = [
    [[1]],
    [{ a: 1 }],
    { scores: [1] },
    [new NumpyParameterType([true])],
    { scores: new NumpyParameterType([[true]]) },
  ].map((sample) => new StandardPythonParameterType(sample))
  fc.assert(
    fc.property(nested, fc.constantFrom(undefined, ...listTypes, ...types), (given, type) => {
      expectSame(given, type)
      expectSame({ scores: given }, type)
    }),
    { numRuns: 2000 },
  )
})

it('writes nested arrays of more than one part of the kernel’s memory', () => {
  for (const [rows, columns] of [
    [3, 20_000],
    [20_000, 3],
    [1000, 100],
  ] as const) {
    const given = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => Math.sin(row + column)))
    expectSame(given)
    expectSame(given, new NumpyParameterType([[0.5]]))
    expectSame([given, given])
  }
})

it('refuses arrays that hold themselves, and those nested too deep', () => {
  const own: unknown[] = []
  own.push(own)
  const deep = JSON.parse(`${'['.repeat(2000)}1${']'.repeat(2000)}`)
  for (const given of [own, deep, { own }, { deep }]) expectSame(given)
})

describe('arrays that are no tensors of numbers', () => {
  it.each([
    ['32 axes', ndarray(new Float64Array(64), [...Array<number>(31).fill(1), 64])],
    ['more axes than numpy has', ndarray(new Float64Array(64), [...Array<number>(39).fill(1), 64])],
    ['no axes', ndarray(new Float64Array(64), [])],
    ['an axis of nothing', ndarray(new Float64Array(64), [8, 0])],
    ['an axis beyond the data', ndarray(new Float64Array(10), [4, 5])],
    ['an offset beyond the data', ndarray(new Float64Array(20), [4, 5], [5, 1], 3)],
    ['a step before the data', ndarray(new Float64Array(20), [4, 5], [5, -1], 0)],
    ['one element for all', ndarray(Float64Array.of(0.1), [4, 5], [0, 0], 0)],
    ['numbers in an array', ndarray(Array<number>(20).fill(0.1), [4, 5])],
    ['texts in an array', ndarray(Array<string>(20).fill('a') as unknown as number[], [4, 5])],
    ['storage behind a get', ndarray({ get: (index: number) => index / 3, set: () => 0, length: 20 } as never, [4, 5])],
    ['shared memory', ndarray(new Float64Array(new SharedArrayBuffer(160)) as never, [4, 5])],
  ])('writes %s', (_, given) => {
    expectSame(given)
    expectSame(given, new NumpyParameterType([[0.5]]))
  })
})

it('gives memory of its own, exactly as long as the text, or nearly', () => {
  const data = Float64Array.from({ length: 200_000 }, (_, index) => index / 7)
  const one = encodeResultBytes(runOf(), data)
  const copy = one.slice()
  encodeResultBytes(
    runOf(),
    data.map((number) => -number),
  )
  expect(Buffer.compare(one, copy)).toBe(0)
  expect(one.buffer.byteLength).toBeLessThan(1.5 * one.length)
})

describe('arrays in objects', () => {
  const values = Float64Array.from({ length: 50 }, (_, index) => index / 3)
  const type = new StandardPythonParameterType({
    scores: new NumpyParameterType([0.5], { dtype: 'float32' }),
    names: ['x'],
    more: { when: new Date(0) },
  })

  it.each([
    ['numbers beside texts', { scores: values, names: ['ä', '"'], more: { when: new Date(5) } }],
    ['an object without a type', { a: { b: ndarray(values, [5, 10]) }, c: undefined, d: [values], '1': 5n, 'ö"': values }],
    ['keys that are numbers', { scores: values, 5: values, 1: values }],
    ['an object that says how it is written', { scores: values, more: { toJSON: () => ({ scores: values }) } }],
    [
      'a toJSON that writes a result itself',
      { a: values, b: { toJSON: () => new TextDecoder().decode(encodeResultBytes(runOf(), values)) } },
    ],
    [
      'a getter that writes a result itself',
      {
        a: values,
        get b() {
          return encodeResultBytes(runOf(), values).length
        },
      },
    ],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['b', values],
        [1, values],
      ]),
    ],
    ['a promise', { scores: values, then: () => 0 }],
    ['a function', { scores: values, more: { when: () => 0 } }],
    ['a long text', { scores: values, text: 'ö'.repeat(700_000), others: values }],
    ['many arrays', Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`a${index}`, values]))],
  ])('writes or refuses %s', (_, given) => {
    expectSame(given)
    expectSame(given, type)
  })

  it('refuses an object that holds itself', () => {
    const given: Record<string, unknown> = { scores: values }
    given['self'] = given
    expectSame(given)
    expectSame(given, type)
  })
})
