import type { DescribedParameterType } from '../parameter-types/described-parameter-type.js'
import type { InputTypes, Received } from '../run/define-run.js'
import type { PayloadOf } from '../run/payload-schema.js'
import type { RunFunction } from '../run/run-schema.js'
import type { BigintArray, Bytes, FrameClass, NumberArray, TensorClass } from './classes.js'

/** An Arrow Table, of whatever copy of apache-arrow. */
export interface TableLike {
  readonly schema: { readonly fields: readonly unknown[] }
  readonly batches: readonly unknown[]
  readonly numRows: number
}

/** A danfojs DataFrame, of whatever build of danfojs. */
export interface DataFrameLike {
  readonly $isSeries: boolean
  readonly dtypes: unknown
  iloc(...args: never[]): unknown
}

/** A frame whose columns the compiler does not know: records, columns, `[name, values]` pairs, an Arrow Table or a danfojs DataFrame. */
export type FrameLike = readonly object[] | { readonly [column: string]: ArrayLike<unknown> } | TableLike | DataFrameLike

/** Values in lists, as deep as there are axes. */
export type NestedValues<Item> = readonly (Item | NestedValues<Item>)[]

/**
 * What a caller may send for something that `run` receives: the same, or what JSON says of it, or another form of the same
 * values (a tensor as nested lists, a frame as columns, …).
 */
export type Sendable<Received> = unknown extends Received ? unknown : SendableKind<Received>

type SendableKind<R> = R extends null | undefined | boolean | string
  ? R
  : R extends number | bigint
    ? number | bigint
    : R extends Date
      ? Date | string
      : R extends Bytes
        ? // In a frame of columns it is numbers or booleans.
          Uint8Array | string | readonly (number | boolean)[]
        : R extends NumberArray | BigintArray
          ? NumberArray | BigintArray | readonly SendableElement<R>[]
          : R extends TensorClass<infer Data>
            ? TensorClass<unknown> | TypedAxis<Data> | NestedValues<SendableElement<Data> | TypedAxis<Data>>
            : R extends FrameClass
              ? FrameLike
              : R extends readonly (infer Item)[]
                ? SendableList<Item>
                : R extends object
                  ? SendableObject<R>
                  : never

/** What may stand for an element of a tensor: its storage does not tell booleans from bytes, nor times from integers. */
type SendableElement<Data> = Data extends NumberArray
  ? number | bigint | null
  : Data extends BigintArray
    ? number | bigint | Date | string | null
    : Data extends Bytes
      ? number | boolean
      : Data extends readonly (infer Item)[]
        ? Sendable<Item>
        : unknown

/** Typed arrays stand for an axis of a tensor of numbers; bytes do not, for on their own they are base64 text. */
type TypedAxis<Data> = Data extends NumberArray | BigintArray | Bytes ? NumberArray | BigintArray : never

type SendableList<Item> =
  | readonly Sendable<Item>[]
  | ReadonlySet<Sendable<Item>>
  | ([Item] extends [number] ? NumberArray : [Item] extends [bigint] ? BigintArray : never)
  | (IsRecord<Item> extends true ? SendableColumns<Item> | TableLike | DataFrameLike : never)
  // A list of columns may be sent as any other frame is.
  | ([Item] extends [readonly [string, ArrayLike<unknown> & object]] ? FrameLike : never)

/** Records as columns. */
type SendableColumns<Row> = { readonly [Name in keyof Row]: SendableList<Row[Name]> }

type SendableObject<R> =
  | Simplified<SendableFields<R>>
  // An object of columns may be sent as any other frame is.
  | (R[keyof R] extends NumberArray | BigintArray | Bytes | readonly unknown[] ? readonly object[] | TableLike | DataFrameLike : never)

/** Fields of which undefined is a value may be absent. */
type SendableFields<R> = {
  readonly [Name in keyof R as MayLack<R[Name]> extends true ? never : Name]: Sendable<R[Name]>
} & {
  readonly [Name in keyof R as MayLack<R[Name]> extends true ? Name : never]?: Sendable<R[Name]> | undefined
}

type MayLack<Value> = unknown extends Value ? false : undefined extends Value ? true : false

type Simplified<T> = { readonly [Name in keyof T]: T[Name] }

type IsRecord<Item> = [Item] extends [object]
  ? [Item] extends [Date | Bytes | NumberArray | BigintArray | readonly unknown[] | TensorClass<unknown> | FrameClass]
    ? false
    : true
  : false

/** The payload of inputs by their names: what each may be sent as. A type of one's own takes what only it knows. */
export type SendableInputs<Types extends InputTypes, Values = { [Name in keyof Types]: Received<Types[Name]> }> = Simplified<
  {
    readonly [Name in keyof Values as MayLack<Values[Name]> extends true ? never : Name]: SendableInput<Types, Name, Values[Name]>
  } & {
    readonly [Name in keyof Values as MayLack<Values[Name]> extends true ? Name : never]?:
      | SendableInput<Types, Name, Values[Name]>
      | undefined
  }
>

type SendableInput<Types, Name, Value> = Name extends keyof Types
  ? Types[Name] extends DescribedParameterType<unknown>
    ? Sendable<Value>
    : unknown
  : unknown

/** The payload of a run: by the samples of `defineRun`, else values by name. */
export type SendablePayload<Run extends RunFunction> = Run extends { readonly '~inputs'?: infer Types }
  ? NonNullable<Types> extends InputTypes
    ? SendableInputs<NonNullable<Types>, PayloadOf<Run>>
    : Readonly<Record<string, unknown>>
  : Readonly<Record<string, unknown>>
