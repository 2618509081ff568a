import type { BigintArray, Bytes, FrameClass, NumberArray, TensorClass } from './classes.js'

/** Values in lists, as deep as there are axes. */
export type NestedList<Item> = (Item | NestedList<Item>)[]

/**
 * What the service answers when `run` returns something: its JSON. Numbers that are NaN or infinite in it are null; integers
 * beyond 2^53 are bigints.
 */
export type Answered<Returned> = unknown extends Returned
  ? unknown
  : Returned extends null
    ? Record<string, never>
    : Returned extends void
      ? Record<string, never>
      : JsonOf<Returned>

/** The JSON of a value. */
export type JsonOf<T> = unknown extends T ? unknown : JsonOfKind<T>

type JsonOfKind<T> = T extends null | undefined
  ? null
  : T extends string | boolean | number
    ? T
    : T extends bigint
      ? number | bigint
      : T extends Date | Bytes | ArrayBuffer
        ? string
        : T extends NumberArray | BigintArray
          ? JsonOfElement<T>[]
          : T extends TensorClass<infer Data>
            ? NestedList<JsonOfElement<Data>>
            : T extends FrameClass
              ? Record<string, unknown>[]
              : T extends ReadonlyMap<unknown, infer Value>
                ? Record<string, JsonOf<Value>>
                : T extends ReadonlySet<infer Item>
                  ? JsonOf<Item>[]
                  : T extends readonly (infer Item)[]
                    ? JsonOf<Item>[]
                    : T extends Response
                      ? unknown
                      : T extends (...args: never[]) => unknown
                        ? never
                        : T extends { toJSON(): infer Json }
                          ? JsonOf<Json>
                          : T extends object
                            ? JsonOfObject<T>
                            : never

/** An element of a tensor: its storage does not tell booleans from bytes, nor times (text) from integers. */
type JsonOfElement<Data> = Data extends NumberArray
  ? number
  : Data extends BigintArray
    ? number | bigint | string
    : Data extends Bytes
      ? number | boolean
      : Data extends readonly (infer Item)[]
        ? JsonOf<Item>
        : unknown

/** Members that are undefined are left out. */
type JsonOfObject<T> = Simplified<
  {
    [Name in keyof T as MayLack<T[Name]> extends true ? never : Name]: JsonOf<T[Name]>
  } & {
    [Name in keyof T as MayLack<T[Name]> extends true ? Name : never]?: JsonOf<Exclude<T[Name], undefined>>
  }
>

type MayLack<Value> = unknown extends Value ? false : undefined extends Value ? true : false

type Simplified<T> = { -readonly [Name in keyof T]: T[Name] }
