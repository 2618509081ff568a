import type { DateSample, IntSample, TimeSample } from '../description/markers.js'

/** A parameter type, as far as its value is concerned. */
interface Typed<Value> {
  deserializeInput(input: unknown): Value | Promise<Value>
}

/** Stands in the place of a sample for what a declaration says of values. */
export interface Declared<Value> {
  readonly '~value'?: Value
  readonly '~declared': true
}

/**
 * What `run` receives for a sample of plain values: anything where the sample shows nothing, with null or an empty list.
 */
export type ValueOf<Sample> = [Sample] extends [null] ? unknown : ShownValue<Sample>

type ShownValue<Sample> =
  Sample extends Declared<infer Value>
    ? Value
    : Sample extends Typed<infer Value>
      ? Value
      : Sample extends IntSample | number
        ? number
        : Sample extends DateSample | TimeSample | string
          ? string
          : Sample extends bigint
            ? bigint
            : Sample extends boolean
              ? boolean
              : Sample extends Date | Uint8Array | null
                ? Sample
                : Sample extends undefined
                  ? undefined
                  : Sample extends readonly (infer Item)[]
                    ? ValueOf<Item>[]
                    : Sample extends object
                      ? { -readonly [Name in keyof Sample]: ValueOf<Sample[Name]> }
                      : unknown
