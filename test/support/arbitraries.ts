import fc from 'fast-check'
import ndarray from 'ndarray'
import { date, int, NumpyParameterType, type Orient, time } from '../../src/index.js'

export const orients: readonly Orient[] = ['records', 'columns', 'index', 'split', 'values', 'table']
/** numpy's units, and multiples of them. */
const units = ['3M', '2D', '25s', '100ms', 'Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as'] as const

/** Names of columns and keys: any text, the awkward ones often; Ajv cannot name lone surrogates in an error. */
export const name = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', 'data', 'columns', 'index', '0', 'toString'),
)
export const instant = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
const int64 = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n })
export const float = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)

const datetimeRange: Record<(typeof units)[number], bigint> = {
  '3M': 4000n,
  '2D': 200000n,
  '25s': 10n ** 8n,
  '100ms': 10n ** 11n,
  Y: 1000n,
  M: 12000n,
  W: 50000n,
  D: 400000n,
  h: 10n ** 7n,
  m: 10n ** 8n,
  s: 10n ** 10n,
  ms: 10n ** 13n,
  us: 10n ** 16n,
  ns: 2n ** 62n,
  ps: 2n ** 62n,
  fs: 2n ** 62n,
  as: 2n ** 62n,
}

/** dtypes with the elements that they hold. */
const elements: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32768, max: 32767 }),
  int32: fc.integer(),
  int64,
  uint8: fc.nat(255),
  uint16: fc.nat(65535),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  float16: fc.integer({ min: -2048, max: 2048 }),
  float32: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  float64: float,
  str: fc.string({ unit: 'binary' }),
  '<U3': fc.string({ unit: 'grapheme-ascii', maxLength: 3 }),
  bytes: fc.uint8Array(),
  S3: fc.uint8Array({ maxLength: 3 }),
  ...Object.fromEntries(units.map((unit) => [`datetime64[${unit}]`, fc.bigInt({ min: -datetimeRange[unit], max: datetimeRange[unit] })])),
  ...Object.fromEntries(units.map((unit) => [`timedelta64[${unit}]`, int64])),
}
const dtypes = Object.keys(elements)

export interface Tensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly values: readonly unknown[]
}

/** Tensors of up to three axes; one without axes is a single value. */
export const tensor: fc.Arbitrary<Tensor> = fc
  .tuple(fc.constantFrom(...dtypes), fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }))
  .chain(([dtype, shape]) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return fc
      .array(elements[dtype] as fc.Arbitrary<unknown>, { minLength: length, maxLength: length })
      .map((values) => ({ dtype, shape, values }))
  })

export const typeOfTensor = ({ dtype, shape, values }: Tensor) =>
  new NumpyParameterType<unknown, string>(ndarray([...values], [...shape]), { dtype })

export interface Frame {
  readonly dtypes: readonly (readonly [name: string, dtype: string])[]
  readonly pairs: readonly (readonly [name: string, cells: readonly unknown[]])[]
  /** The same as records, where objects keep the columns in order. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[]
}

export const frame: fc.Arbitrary<Frame> = fc
  .uniqueArray(fc.tuple(name, fc.constantFrom(...dtypes)), { minLength: 1, maxLength: 4, selector: ([column]) => column })
  // In a table the row labels stand under that name; such a sample is refused.
  .map((columns) => columns.filter(([column]) => column !== 'index'))
  .filter((columns) => columns.length > 0)
  .chain((columns) =>
    fc
      .array(fc.tuple(...columns.map(([, dtype]) => elements[dtype] as fc.Arbitrary<unknown>)), { minLength: 1, maxLength: 3 })
      .map((rows) => ({
        dtypes: columns,
        pairs: columns.map(([column], index) => [column, rows.map((cells) => cells[index])] as const),
        ...(keepsOrder(columns.map(([column]) => column))
          ? { rows: rows.map((cells) => fromEntries(columns.map(([column], index) => [column, cells[index]] as const))) }
          : {}),
      })),
  )

/** Objects put names like integers first, so that their place among others is lost. */
export function keepsOrder(names: readonly string[]): boolean {
  return names.length === 1 || names.every((column, index) => column === String(index)) || !names.some((column) => /^\d+$/.test(column))
}

export function fromEntries<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries)
}

/** A plain sample with a value that its type takes. */
export interface Plain {
  readonly sample: unknown
  readonly value: unknown
}

export const scalar: fc.Arbitrary<Plain> = fc.oneof(
  float.map((value) => ({ sample: 1, value })),
  fc.maxSafeInteger().map((value) => ({ sample: int(5), value: value + 0 })),
  int64.map((value) => ({ sample: 5n, value })),
  fc.boolean().map((value) => ({ sample: true, value })),
  fc.string({ unit: 'binary' }).map((value) => ({ sample: 'x', value })),
  instant.map((value) => ({ sample: new Date(0), value })),
  fc.uint8Array().map((value) => ({ sample: Uint8Array.of(1), value: Uint8Array.from(value) })),
  instant.map((value) => ({ sample: date('2024-02-29'), value: value.toISOString().slice(0, 10) })),
  instant.map((value) => ({ sample: time('07:08:09Z'), value: value.toISOString().slice(11) })),
)

export const plain: fc.Arbitrary<Plain> = fc.letrec<{ node: Plain }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    scalar,
    tie('node').chain(({ sample, value }) =>
      fc.array(fc.constant(value), { maxLength: 3 }).map((values) => ({ sample: [sample], value: values })),
    ),
    fc.uniqueArray(fc.tuple(name, tie('node')), { maxLength: 3, selector: ([key]) => key }).map((entries) => ({
      sample: fromEntries(entries.map(([key, node]) => [key, node.sample] as const)),
      value: fromEntries(entries.map(([key, node]) => [key, node.value] as const)),
    })),
  ),
})).node

/** Samples with nulls, mixed lists and keys that some items lack. */
export const anySample = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    scalar.map(({ sample }) => sample),
    fc.array(fc.oneof(tie('node'), fc.constant(null)), { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(name, fc.oneof(tie('node'), fc.constant(null))), { maxLength: 3, selector: ([key]) => key }).map(fromEntries),
  ),
})).node
