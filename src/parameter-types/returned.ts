import type { IntSample, Marker } from '../description/markers.js'
import type { NamedColumns } from '../description/named-columns.js'
import type { DeclaredDtype, DtypeSpec } from '../dtype/dtype.js'
import type { AbstractParameterType } from './abstract-parameter-type.js'
import type { DescribedParameterType } from './described-parameter-type.js'
import type { NumpyParameterType } from './numpy-parameter-type.js'
import type { PandasParameterType } from './pandas-parameter-type.js'
import type { Canonical, StorageOf } from './received-tensor.js'
import type { Declared } from './received-value.js'
import type { StandardPythonParameterType } from './standard-python-parameter-type.js'

// What is refused here is what the output type says otherwise: the encoder writes any result by what it is. Where the
// compiler cannot tell (a type of one's own, an unknown dtype, a sample of null), anything may be returned.

/**
 * What `run` may return for an output type: whatever is written as JSON in the way that the type says. A tensor may be an
 * NdArray, a typed array or nested arrays; a frame records, columns, an Arrow Table or a danfojs DataFrame; a plain value itself or
 * its JSON form. Anything for a type of your own: it reads requests, and does not write results.
 */
export type Returnable<Type> =
  Type extends DescribedParameterType<infer Value>
    ? unknown extends Value
      ? unknown
      : ReturnedShape<Type, NonNullable<Value>> | Extract<Value, null | undefined>
    : unknown

type ReturnedShape<Type, Value> = [Value] extends [{ readonly data: infer Data; readonly stride: unknown }]
  ? Type extends NumpyParameterType<infer Sample, infer Dtype, infer _Nullable, infer _Optional>
    ? ReturnedTensor<ElementOf<Sample, Dtype>> | ReturnedScalar<Sample, Dtype>
    : ReturnedTensor<ElementOfStorage<Data>>
  : [Value] extends [FrameClass]
    ? AnyFrame
    : Type extends PandasParameterType<infer _Sample, infer Dtypes, infer Columns, infer _Nullable, infer _Optional>
      ? string extends keyof NamedColumns<Dtypes> | keyof NamedColumns<Columns>
        ? ReturnedValue<SampleOf<Type>>
        : ReturnedFrame<Value, NamedColumns<Dtypes> & NamedColumns<Columns>>
      : ReturnedValue<SampleOf<Type>>

/** The compiler has no more of a type than its value when it is of a class that extends ours. */
type SampleOf<Type> =
  Type extends StandardPythonParameterType<infer Sample, infer _Nullable, infer _Optional>
    ? Sample
    : Type extends AbstractParameterType<infer Value>
      ? Value
      : unknown

// Tensors

/** An NdArray, of whatever copy of the package. */
interface NdArrayOf<Element> {
  readonly shape: readonly number[]
  readonly stride: readonly number[]
  readonly offset: number
  get(...index: number[]): Element
}

/** A typed array, whichever. */
interface TypedArrayOf<Element> {
  readonly BYTES_PER_ELEMENT: number
  readonly length: number
  readonly [index: number]: Element
}

/** Numbers, in typed arrays: what is stored does not say what it stands for. */
type Stored<Element> = Element extends number | bigint | boolean ? number | bigint : never

type Missing = null | undefined

/** Nested arrays, to any depth. A missing element is null in JSON. */
type NestedArray<Element> = readonly (Element | Missing | ArrayOf<Element>)[]

/** What holds elements. */
type ArrayOf<Element> = NestedArray<Element> | NdArrayOf<Element | Stored<Element> | Missing> | StoredArray<Stored<Element>>

type StoredArray<Element> = [Element] extends [never] ? never : TypedArrayOf<Element>

type ReturnedTensor<Element> = unknown extends Element ? unknown : ArrayOf<Element>

/** A tensor without axes is its element, and is only shown by one. */
type ReturnedScalar<Sample, Dtype> = Sample extends readonly unknown[] | ArrayBufferView ? never : ElementOf<Sample, Dtype>

type Numbers = number | bigint
type Flags = boolean | 0 | 1
/** Counts of the unit, or what stands for them in JSON. */
type Instants = Numbers | Date | string
type Durations = Numbers | string
type Bytes = Uint8Array | ArrayBuffer | string

/** Asked in this way round, because undefined extends everything where strictNullChecks are off. */
type ElementOf<Sample, Dtype> = [Dtype] extends [undefined] ? ElementOfSample<Sample> : ElementOfDtype<Canonical<Dtype>>

type ElementOfDtype<Dtype> = Dtype extends DeclaredDtype
  ? ElementOfDtype<Canonical<Dtype['dtype']>>
  : Dtype extends 'bool'
    ? Flags
    : Dtype extends `datetime64${string}`
      ? Instants
      : Dtype extends `timedelta64${string}`
        ? Durations
        : StorageOf<Dtype> extends Record<string, unknown>[]
          ? object
          : StorageOf<Dtype> extends BigInt64Array | BigUint64Array | Uint8Array
            ? Numbers
            : ElementOfStorage<StorageOf<Dtype>>

type ElementOfSample<Sample> = Sample extends { readonly data: infer Data; readonly stride: unknown }
  ? ElementOfStorage<Data>
  : Sample extends ArrayBufferView
    ? Numbers
    : Sample extends readonly (infer Item)[]
      ? ElementOfSample<Item>
      : Sample extends boolean
        ? Flags
        : Sample extends Date
          ? Instants
          : Sample extends Numbers | IntSample
            ? Numbers
            : Sample extends string
              ? string
              : unknown

/** By what is stored alone, integers of 64 bits may be times, and bytes booleans. */
type ElementOfStorage<Data> = Data extends BigInt64Array | BigUint64Array
  ? Instants
  : Data extends Uint8Array
    ? Numbers | boolean
    : Data extends ArrayBufferView
      ? Numbers
      : [Data] extends [string[]]
        ? string
        : [Data] extends [Uint8Array[]]
          ? Bytes
          : unknown

// Frames

/** Frames that are classes of their own: an Arrow Table, a danfojs DataFrame. */
type FrameClass = AnyTable | AnyDataFrame

interface AnyTable {
  readonly schema: { readonly fields: readonly unknown[] }
  readonly batches: readonly unknown[]
}

interface AnyDataFrame {
  readonly $isSeries: boolean
  readonly dtypes: unknown
  iloc(...args: never[]): unknown
}

type AnyFrame = FrameClass | readonly object[] | { readonly [Name in string]: readonly unknown[] | TypedArrayOf<unknown> }

type ReturnedFrame<Value, Dtypes> = Value extends readonly (infer Row)[]
  ? [Row] extends [readonly unknown[]]
    ? ReturnedPairs<Value[number], Dtypes>
    : FrameOf<{ [Name in keyof Row]: CellIn<Row[Name], Name, Dtypes> }>
  : FrameOf<
      WithLacking<{ [Name in keyof Value]: CellIn<Value[Name] extends ArrayLike<infer Cell> ? Cell : unknown, Name, Dtypes> }, Dtypes>
    >

type ReturnedPairs<Pair, Dtypes> = FrameOf<
  WithLacking<
    {
      [Column in Extract<Pair, ColumnPair> as Column[0]]: CellIn<
        Column[1] extends ArrayLike<infer Cell> ? Cell : unknown,
        Column[0],
        Dtypes
      >
    },
    Dtypes
  >
>

type ColumnPair = readonly [name: string, values: unknown]

/** The columns that rows may lack may be absent altogether: of an object of columns, what is received does not say it. */
type WithLacking<Cells, Dtypes> = [LackingName<Dtypes>] extends [never]
  ? Cells
  : Omit<Cells, LackingName<Dtypes>> & Partial<Pick<Cells, LackingName<Dtypes> & keyof Cells>>

type LackingName<Dtypes> = { [Name in keyof Dtypes]: Dtypes[Name] extends { readonly optional: true } ? Name : never }[keyof Dtypes]

/** A cell by the dtype of its column, where its author gives one, else by what the sample shows. */
type CellIn<Cell, Name, Dtypes> = Name extends keyof Dtypes
  ? Dtypes[Name] extends { readonly dtype: infer Dtype }
    ? ElementOfCell<Dtype>
    : Dtypes[Name] extends DtypeSpec
      ? ElementOfCell<Dtypes[Name]>
      : ReturnedCell<Cell>
  : ReturnedCell<Cell>

type ElementOfCell<Dtype> = Dtype extends 'category' ? string : ElementOfDtype<Canonical<Dtype>>

/** A frame with these cells, laid out as it may be. Columns that the sample does not have come after those that it has. */
type FrameOf<Cells> = RecordsOf<Cells> | ColumnsOf<Cells> | PairsOf<Cells> | FrameClass

type RecordsOf<Cells> = readonly { readonly [Name in keyof Cells]: Cells[Name] | Missing }[]

type ColumnsOf<Cells> = { readonly [Name in keyof Cells]: ColumnOf<Cells[Name]> }

/** Pairs of a name and its values: the compiler takes them for lists of either, unless it is told more. */
type PairsOf<Cells> = readonly (readonly (string | ColumnOf<Cells[keyof Cells]>)[])[]

/** Text is no column, though it has a length and characters by index: it is no object. */
type ColumnOf<Cell> = (ArrayLike<Cell | Missing> & object) | StoredArray<Stored<Cell>>

type ReturnedCell<Cell> = [Cell] extends [bigint | null | undefined] ? Instants : ReturnedValue<Cell>

// Plain values. Lists of objects within each other are compared three deep: beyond that, the compiler takes types that repeat
// themselves for the same.

type ReturnedValue<Sample> = [Sample] extends [null | undefined] ? unknown : ShownResult<Sample>

type ShownResult<Sample> = unknown extends Sample
  ? unknown
  : Sample extends Declared<infer Value>
    ? ReturnedValue<Value>
    : Sample extends AbstractParameterType<unknown>
      ? Returnable<Sample>
      : Sample extends Numbers | IntSample
        ? Numbers
        : Sample extends Marker | string
          ? string
          : Sample extends boolean | null | undefined
            ? Sample
            : Sample extends Date
              ? Date | string
              : Sample extends Uint8Array
                ? Bytes
                : Sample extends { readonly data: infer Data; readonly stride: unknown }
                  ? ReturnedTensor<ElementOfStorage<Data>>
                  : Sample extends readonly (infer Item)[]
                    ? ReturnedList<Item>
                    : Sample extends object
                      ? ReturnedObject<Sample>
                      : unknown

/**
 * A list of objects may be a frame for all that the compiler knows: one that is nullable, or of a class that extends ours.
 */
type ReturnedList<Item> =
  | readonly ReturnedValue<Item>[]
  | ReadonlySet<ReturnedValue<Item>>
  | NdArrayOf<unknown>
  | StoredArray<Stored<ReturnedValue<Item>>>
  | (Item extends Date | Uint8Array | Marker | Declared<unknown> | AbstractParameterType<unknown> | readonly unknown[]
      ? never
      : Item extends object
        ? FrameOf<{ [Name in keyof Item]: ReturnedCell<Item[Name]> }>
        : never)

/** An object with the members that the sample shows and any others, a Map, or what says itself how it is written. */
type ReturnedObject<Sample> =
  | { readonly [Name in keyof Sample]: ReturnedValue<Sample[Name]> }
  | ReadonlyMap<string | number | bigint, unknown>
  | { toJSON(): object }
