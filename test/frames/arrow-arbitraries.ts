import {
  Binary,
  BinaryView,
  Bool,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationMicrosecond,
  DurationMillisecond,
  DurationNanosecond,
  DurationSecond,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Map_,
  Null,
  Struct,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  TimeSecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Utf8View,
} from 'apache-arrow'
import fc from 'fast-check'
import { float, fromEntries, name } from '../support/arbitraries.js'
import type { FieldSpec } from '../support/arrow.js'

/** A type with the cells that it holds. */
interface Typed {
  readonly type: DataType
  readonly cells: fc.Arbitrary<unknown>
}

const day = 86_400n
const bigint = (min: bigint, max: bigint) => fc.bigInt({ min, max })
const int64 = bigint(-(2n ** 63n) + 1n, 2n ** 63n - 1n)
/** What RFC 3339 can say: the years 0001 to 9999, in seconds since 1970. */
const [firstSecond, lastSecond] = [-62_135_596_800n, 253_402_300_799n]
const within = (perSecond: bigint) => {
  const [min, max] = [firstSecond * perSecond, (lastSecond + 1n) * perSecond - 1n]
  return bigint(min > -(2n ** 63n) ? min : -(2n ** 63n) + 1n, max < 2n ** 63n ? max : 2n ** 63n - 1n)
}
const text = fc.string({ unit: 'binary', maxLength: 30 })
const bytes = fc.uint8Array({ maxLength: 30 }).map((items) => Uint8Array.from(items))
const zone = fc.constantFrom(undefined, 'UTC', 'Europe/Berlin', '+05:30')

const decimal = fc
  .constantFrom(32, 64, 128, 256)
  .chain((width) => fc.tuple(fc.constant(width), fc.integer({ min: 1, max: { 32: 9, 64: 18, 128: 38, 256: 76 }[width] as number })))
  .chain(([width, precision]) =>
    fc.integer({ min: 0, max: precision }).map((scale): Typed => {
      const limit = 10n ** BigInt(precision) - 1n
      return { type: new Decimal(scale, precision, width), cells: bigint(-limit, limit) }
    }),
  )

const timestamp = fc.tuple(fc.constantFrom(0, 1, 2, 3), zone).map(([unit, inZone]): Typed => {
  const make = [TimestampSecond, TimestampMillisecond, TimestampMicrosecond, TimestampNanosecond][unit] as typeof TimestampSecond
  return { type: new make(inZone), cells: within(1000n ** BigInt(unit)) }
})

const times = [TimeSecond, TimeMillisecond, TimeMicrosecond, TimeNanosecond].map(
  (make, unit): Typed => ({ type: new make(), cells: bigint(0n, day * 1000n ** BigInt(unit) - 1n) }),
)
const durations = [DurationSecond, DurationMillisecond, DurationMicrosecond, DurationNanosecond].map(
  (make): Typed => ({ type: new make(), cells: int64 }),
)

const simple: readonly Typed[] = [
  { type: new Bool(), cells: fc.boolean() },
  { type: new Int8(), cells: fc.integer({ min: -128, max: 127 }) },
  { type: new Int16(), cells: fc.integer({ min: -32768, max: 32767 }) },
  { type: new Int32(), cells: fc.integer() },
  { type: new Uint8(), cells: fc.nat(255) },
  { type: new Uint16(), cells: fc.nat(65535) },
  { type: new Uint32(), cells: fc.integer({ min: 0, max: 2 ** 32 - 1 }) },
  { type: new Float16(), cells: fc.integer({ min: -2048, max: 2048 }) },
  { type: new Float32(), cells: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0) },
  { type: new Float64(), cells: float },
  { type: new Utf8(), cells: text },
  { type: new LargeUtf8(), cells: text },
  { type: new Utf8View(), cells: text },
  { type: new Binary(), cells: bytes },
  { type: new LargeBinary(), cells: bytes },
  { type: new BinaryView(), cells: bytes },
  { type: new DateDay(), cells: bigint(firstSecond / day, lastSecond / day) },
  { type: new DateMillisecond(), cells: bigint(firstSecond / day, lastSecond / day).map((days) => days * day * 1000n) },
  ...times,
  ...durations,
]

interface Kinds {
  /** Whether 64-bit integers go beyond 2^53. Default true. */
  readonly isExact?: boolean
  /** Whether there are dictionaries. Default true. */
  readonly hasDictionaries?: boolean
}

function typedCells({ isExact = true, hasDictionaries = true }: Kinds): fc.Arbitrary<Typed> {
  const safe = fc.maxSafeInteger().map(BigInt)
  const scalar = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...simple) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Typed>(
        { type: new Int64(), cells: isExact ? int64 : safe },
        { type: new Uint64(), cells: isExact ? bigint(0n, 2n ** 64n - 1n) : safe.map((value) => (value < 0n ? -value : value)) },
      ),
    },
    { weight: 1, arbitrary: decimal },
    { weight: 1, arbitrary: timestamp },
    {
      weight: 1,
      arbitrary: fc.nat(5).map((width): Typed => {
        const cells = fc.uint8Array({ minLength: width, maxLength: width }).map((items) => Uint8Array.from(items))
        return { type: new FixedSizeBinary(width), cells }
      }),
    },
    { weight: 1, arbitrary: fc.constant<Typed>({ type: new Null(), cells: fc.constant(null) }) },
    {
      weight: hasDictionaries ? 1 : 0,
      arbitrary: fc
        .constantFrom(new Int8(), new Uint16(), new Int32())
        .chain((index) =>
          fc.constantFrom<Typed>(
            { type: new Dictionary(new Utf8(), index), cells: fc.constantFrom('red', 'green', '') },
            { type: new Dictionary(new Int32(), index), cells: fc.integer({ min: -3, max: 3 }) },
            { type: new Dictionary(new DateDay(), index), cells: bigint(-2n, 2n) },
          ),
        ),
    },
  )
  return fc.letrec<{ node: Typed }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      scalar,
      fc
        .tuple(tie('node'), nullability, fc.constantFrom<'list' | 'large' | number>('list', 'large', 2, 0))
        .map(([item, nullable, kind]) => listOf(item, nullable, kind)),
      fc.uniqueArray(fc.tuple(name, tie('node'), nullability), { minLength: 1, maxLength: 3, selector: ([key]) => key }).map(structOf),
      fc.tuple(tie('node'), nullability).map(([value, nullable]) => mapOf(value, nullable)),
    ),
  })).node
}

const nullability = fc.boolean()

function cellsFor({ type, cells }: Typed, nullable: boolean): fc.Arbitrary<unknown> {
  return nullable || type instanceof Null ? fc.option(cells) : cells
}

function listOf(item: Typed, nullable: boolean, kind: 'list' | 'large' | number): Typed {
  const field = new Field('item', item.type, nullable || item.type instanceof Null)
  const cell = cellsFor(item, nullable)
  if (typeof kind === 'number') return { type: new FixedSizeList(kind, field), cells: fc.array(cell, { minLength: kind, maxLength: kind }) }
  return { type: kind === 'list' ? new List(field) : new LargeList(field), cells: fc.array(cell, { maxLength: 3 }) }
}

function structOf(members: readonly (readonly [string, Typed, boolean])[]): Typed {
  return {
    type: new Struct(members.map(([key, { type }, nullable]) => new Field(key, type, nullable || type instanceof Null))),
    cells: fc
      .tuple(...members.map(([, member, nullable]) => cellsFor(member, nullable)))
      .map((values) => fromEntries(members.map(([key], index) => [key, values[index]] as const))),
  }
}

/** Keys are no integers: those would come in ascending order, as the keys of every object of JavaScript do. */
function mapOf(value: Typed, nullable: boolean): Typed {
  const entries = new Struct([new Field('key', new Utf8(), false), new Field('value', value.type, nullable || value.type instanceof Null)])
  const key = fc.oneof(
    fc.constantFrom('__proto__', 'constructor'),
    fc.string().map((rest) => `k${rest}`),
  )
  return {
    type: new Map_(new Field('entries', entries, false) as never),
    cells: fc.uniqueArray(fc.tuple(key, cellsFor(value, nullable)), { maxLength: 3, selector: ([text]) => text }),
  }
}

export interface ArrowFrame {
  readonly fields: readonly FieldSpec[]
  /** The cells of each column. */
  readonly columns: readonly (readonly unknown[])[]
}

/** Tables of any schema. */
export function arrowFrame({ maxRows = 4, ...kinds }: Kinds & { readonly maxRows?: number } = {}): fc.Arbitrary<ArrowFrame> {
  return fc
    .uniqueArray(
      fc.tuple(
        name.filter((column) => column !== 'index'),
        typedCells(kinds),
        nullability,
      ),
      { minLength: 1, maxLength: 3, selector: ([column]) => column },
    )
    .chain((columns) =>
      fc.array(fc.tuple(...columns.map(([, typed, nullable]) => cellsFor(typed, nullable))), { maxLength: maxRows }).map(
        (rows): ArrowFrame => ({
          fields: columns.map(([column, { type }, nullable]) => [column, type, nullable || type instanceof Null]),
          columns: columns.map((_, index) => rows.map((row) => row[index])),
        }),
      ),
    )
}
