import type { ColumnDeclaration } from '../description/column.js'
import type { BytesName, Canonical, NullableName, StorageLike, StorageOf, Storages, TextName, TimeName } from './received-tensor.js'
import type { ValueOf } from './received-value.js'

type NumberName = 'float64' | 'float32' | 'float16' | 'int8' | 'int16' | 'int32' | 'uint8' | 'uint16' | 'uint32'

/** The dtype of a column: given by its name, or in what is declared of it. */
type DtypeOf<D> = D extends { readonly dtype: infer Name } ? Name : D extends ColumnDeclaration ? undefined : D

/** null and undefined, where a declaration lets a column lack. */
type DeclaredMissing<D> =
  | (D extends { readonly nullable: true } ? null : never)
  | (D extends { readonly optional: true } ? (D extends { readonly default: unknown } ? never : undefined) : never)

/** Texts that are one of a few. */
type Listed<D> = D extends { readonly enum: readonly (infer Value)[] } ? ([Value] extends [string] ? Value : never) : never

/** What `run` finds in a cell of a column with a given dtype. */
export type CellOf<D> =
  | ([Listed<D>] extends [never] ? CellOfName<Canonical<DtypeOf<D>>> : Listed<D>)
  | (DtypeOf<D> extends NullableName ? null : never)
  | DeclaredMissing<D>

type CellOfName<D> = D extends NumberName
  ? number
  : D extends 'int64' | 'uint64' | TimeName
    ? bigint
    : D extends 'bool'
      ? boolean
      : D extends TextName | 'category'
        ? string
        : D extends BytesName
          ? Uint8Array
          : unknown

/** null, and the absence of a key, where the sample shows that cells may lack. */
type MissingOf<Cell> = Extract<Cell, null | undefined>

/**
 * What `run` receives for a record sample: its columns, of the kinds that they show or that their author gives them, and those
 * that the author adds.
 */
type RecordOf<Row, Dtypes> = [Exclude<keyof Dtypes, keyof Row>] extends [never]
  ? ShownRecord<Row, Dtypes>
  : Simplify<ShownRecord<Row, Dtypes> & DeclaredRecord<Omit<Dtypes, keyof Row>>>

type ShownRecord<Row, Dtypes> = {
  -readonly [Name in keyof Row]: Name extends keyof Dtypes ? ShownCell<Row[Name], Dtypes[Name]> | MissingOf<Row[Name]> : ValueOf<Row[Name]>
}

/** A cell of a column that is shown, and declared: its dtype is the declared one, where there is any. */
type ShownCell<Cell, D> = [Listed<D>] extends [never]
  ? DtypeOf<D> extends undefined
    ? ValueOf<Cell> | DeclaredMissing<D>
    : CellOf<D>
  : CellOf<D>

/** Rows of columns that only their author shows; those of any frame, where nobody does. A column that rows may lack is absent from some. */
type DeclaredRecord<Dtypes> = [keyof Dtypes] extends [never]
  ? Record<string, unknown>
  : Simplify<
      { -readonly [Name in keyof Dtypes as undefined extends CellOf<Dtypes[Name]> ? never : Name]: CellOf<Dtypes[Name]> } & {
        -readonly [Name in keyof Dtypes as undefined extends CellOf<Dtypes[Name]> ? Name : never]?: CellOf<Dtypes[Name]>
      }
    >

type Simplify<T> = { [Name in keyof T]: T[Name] }

/** Columns that only their author shows; those of any frame, where nobody does. */
type DeclaredColumns<Dtypes> = [keyof Dtypes] extends [never]
  ? Record<string, ArrayLike<unknown>>
  : { -readonly [Name in keyof Dtypes]: TypedColumn<Dtypes[Name]> }

type ColumnOf<Column> = Column extends readonly (infer Cell)[] ? ValueOf<Cell>[] : StorageLike<Column>

/** A column with a declared dtype is in its storage, unless that cannot hold what the sample shows. */
type DeclaredColumn<Column, D> =
  DtypeOf<D> extends undefined
    ? ShownColumn<Column, D>
    : Column extends readonly (infer Cell)[]
      ? [MissingOf<Cell>] extends [never]
        ? TypedColumn<D>
        : (CellOf<D> | null)[]
      : TypedColumn<D>

/** A column whose declaration leaves its dtype to the sample. */
type ShownColumn<Column, D> = [DeclaredMissing<D>] extends [never]
  ? ColumnOf<Column>
  : (Column extends readonly (infer Cell)[] ? ValueOf<Cell> | null : Column extends ArrayLike<infer Cell> ? Cell | null : unknown)[]

type TypedColumn<D> =
  DtypeOf<D> extends NullableName
    ? ColumnCell<D>[]
    : [DeclaredMissing<D>] extends [never]
      ? Canonical<DtypeOf<D>> extends 'bool'
        ? boolean[]
        : Canonical<DtypeOf<D>> extends keyof Storages | TimeName
          ? StorageOf<DtypeOf<D>>
          : ColumnCell<D>[]
      : ColumnCell<D>[]

/** Where a row lacks a cell, its column holds null. */
type ColumnCell<D> = Exclude<CellOf<D>, undefined> | (undefined extends CellOf<D> ? null : never)

/** What `run` receives for a column in a list of `[name, values]` pairs: the name tells one from the other, where the compiler knows it. */
type PairOf<Pair extends readonly unknown[], Dtypes> = [Pair[0]] extends [never]
  ? { [Name in keyof Dtypes]: [name: Name, values: TypedColumn<Dtypes[Name]>] }[keyof Dtypes]
  : Pair extends readonly [infer Name, infer Column]
    ? [name: Name, values: Name extends keyof Dtypes ? DeclaredColumn<Column, Dtypes[Name]> : ColumnOf<Column>]
    : [name: string, values: ColumnOf<Exclude<Pair[number], string>>]

/** Frames that are classes of their own: an Arrow Table, a danfojs DataFrame. What comes is the same class, of the same columns. */
type FrameClass =
  | { readonly schema: { readonly fields: readonly unknown[] }; readonly batches: readonly unknown[] }
  | { readonly $isSeries: boolean; readonly dtypes: unknown; iloc(...args: never[]): unknown }

/** What `run` receives for a frame sample. */
export type FrameOf<Sample, Dtypes> = unknown extends Sample
  ? unknown
  : Sample extends FrameClass
    ? Sample
    : Sample extends readonly (infer Row)[]
      ? ([Row] extends [never] ? DeclaredRecord<Dtypes> : Row extends readonly unknown[] ? PairOf<Row, Dtypes> : RecordOf<Row, Dtypes>)[]
      : [keyof Sample] extends [never]
        ? DeclaredColumns<Dtypes>
        : {
            -readonly [Name in keyof Sample]: Name extends keyof Dtypes
              ? DeclaredColumn<Sample[Name], Dtypes[Name]>
              : ColumnOf<Sample[Name]>
          }
