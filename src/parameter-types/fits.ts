import type { Returnable } from './returned.js'

/**
 * Whether what a run returns may fit its output type. What the compiler does not know is not refused: `unknown`, objects
 * that are filled in by name, and the data of a tensor whose dtype only the model knows, such as ONNX Runtime's.
 */
export type Fits<Result, Type> = [Result] extends [Returnable<Type>]
  ? true
  : unknown extends Result
    ? true
    : [Type] extends [never]
      ? true
      : [Result] extends [undefined]
        ? true
        : [Known<Result>] extends [Returnable<Type>]
          ? true
          : false

/** What is not known about a result, deep inside as well, made anything. */
type Known<Result> = unknown extends Result
  ? Anything
  : [Extract<Result, Float32Array>, Extract<Result, readonly string[]>] extends [never, unknown] | [unknown, never]
    ? KnownPart<Result>
    : Anything

/** What fits everywhere, which unknown does not. */
type Anything = ReturnType<typeof JSON.parse>

type KnownPart<Result> = Result extends string | number | bigint | boolean | null | undefined | Date | ((...args: never[]) => unknown)
  ? Result
  : Result extends ArrayLike<infer Item>
    ? unknown extends Item
      ? Anything
      : Result extends readonly unknown[]
        ? readonly Known<Item>[]
        : Result
    : string extends keyof Result
      ? Anything
      : [object] extends [Result]
        ? Anything
        : { readonly [Name in keyof Result]: Known<Result[Name]> }
