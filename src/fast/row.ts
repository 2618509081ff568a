import type { TypedArray } from '../dtype/storage.js'
import { numberEnd, readLargeInteger, readNumber } from './number.js'
import { closeArray, comma, gaveUp, isFalse, isNull, isTrue, skipSpace } from './scan.js'
import type { NumericDtype } from './storage.js'

/** Where {@link fillRow} has stopped: after the bracket that ends the row, or at the first value that there is no room for. */
export let rowEnd = 0

/** Whether it was the bracket. */
export let isRowClosed = false

/**
 * Reads the values of a row into storage, from the first one to the end of the row or up to a position.
 *
 * @returns the position after the last one, or {@link gaveUp}
 */
export function fillRow(
  bytes: Uint8Array,
  start: number,
  dtype: NumericDtype,
  storage: TypedArray,
  position: number,
  until: number,
): number {
  switch (dtype.kind) {
    case 'bool':
      return fillBooleans(bytes, start, storage as Uint8Array, position, until)
    case 'float':
      return fillFloats(bytes, start, storage as Float64Array, position, until, floatLimit(dtype.name))
    case 'integer':
      return dtype.bits === 64
        ? fillLargeIntegers(bytes, start, halvesOf(storage), position, until, dtype.min < 0n)
        : fillIntegers(bytes, start, storage as Int32Array, position, until, Number(dtype.min), Number(dtype.max))
  }
}

export function halvesOf(storage: TypedArray): Int32Array {
  return new Int32Array(storage.buffer, storage.byteOffset, storage.length * 2)
}

/** What a number of a float dtype must be less than: from there on it rounds to infinity. */
export function floatLimit(name: string): number {
  return name === 'float32' ? 3.4028235677973366e38 : Infinity
}

/** What {@link nextValue} gives where the row has ended. */
const rowClosed = -2

/** Where the value after one starts; {@link rowClosed} after noting where the row has ended, or {@link gaveUp}. */
function nextValue(bytes: Uint8Array, end: number): number {
  let at = end
  let byte = bytes[at]
  if (byte !== comma && byte !== closeArray) {
    at = skipSpace(bytes, at)
    byte = bytes[at]
  }
  if (byte === closeArray) {
    rowEnd = at + 1
    isRowClosed = true
    return rowClosed
  }
  if (byte !== comma) return gaveUp
  at++
  return (bytes[at] as number) <= 0x20 ? skipSpace(bytes, at) : at
}

function fillFloats(bytes: Uint8Array, start: number, storage: Float64Array, from: number, until: number, limit: number): number {
  let at = start
  for (let position = from; position < until; ) {
    let value = readNumber(bytes, at)
    if (value < limit && value > -limit) at = numberEnd
    else if (isNull(bytes, at)) {
      value = Number.NaN
      at += 4
    } else return gaveUp
    storage[position++] = value
    at = nextValue(bytes, at)
    if (at < 0) return at === rowClosed ? position : gaveUp
  }
  rowEnd = at
  isRowClosed = false
  return until
}

function fillIntegers(
  bytes: Uint8Array,
  start: number,
  storage: Int32Array,
  from: number,
  until: number,
  min: number,
  max: number,
): number {
  let at = start
  for (let position = from; position < until; ) {
    const value = readNumber(bytes, at)
    if (!(value >= min && value <= max) || Math.floor(value) !== value) return gaveUp
    storage[position++] = value
    at = nextValue(bytes, numberEnd)
    if (at < 0) return at === rowClosed ? position : gaveUp
  }
  rowEnd = at
  isRowClosed = false
  return until
}

function fillLargeIntegers(bytes: Uint8Array, start: number, halves: Int32Array, from: number, until: number, isSigned: boolean): number {
  let at = start
  for (let position = from; position < until; ) {
    if (!readLargeInteger(bytes, at, halves, position++, isSigned)) return gaveUp
    at = nextValue(bytes, numberEnd)
    if (at < 0) return at === rowClosed ? position : gaveUp
  }
  rowEnd = at
  isRowClosed = false
  return until
}

function fillBooleans(bytes: Uint8Array, start: number, storage: Uint8Array, from: number, until: number): number {
  let at = start
  for (let position = from; position < until; ) {
    if (isTrue(bytes, at)) {
      storage[position++] = 1
      at += 4
    } else if (isFalse(bytes, at)) {
      storage[position++] = 0
      at += 5
    } else return gaveUp
    at = nextValue(bytes, at)
    if (at < 0) return at === rowClosed ? position : gaveUp
  }
  rowEnd = at
  isRowClosed = false
  return until
}
