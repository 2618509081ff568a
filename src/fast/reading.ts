/** A value that was read, and the place after it. */
export interface Read {
  readonly value: unknown
  readonly end: number
}

/**
 * A fast reading of a description's values: gives what the decoder would have made of the JSON that starts at a place, or gives
 * up without a trace. What it gives up on is read again by `JSON.parse` and the decoder, which alone say what is wrong.
 */
export interface Reading {
  /** How deep the values nest. */
  readonly depth: number
  /** From how many bytes of a body on it is faster than `JSON.parse` and the decoder. */
  readonly least: number
  /** @returns undefined when it gives up */
  read(bytes: Uint8Array, start: number): Read | undefined
}
