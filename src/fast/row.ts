import type { TypedArray } from '../dtype/storage.js'
import { numberEnd, readLargeInteger, readNumber } from './number.js'
import { closeArray, comma, gaveUp, isFalse, isNull, isTrue, skipSpace } from './scan.js'
import type { NumericDtype } from './storage.js'

/** Where {@link fillRow} has stopped: at the bracket that ends the row, or at the first value that there is no room for. */
export let rowEnd = 0

/**
 * Reads the values of a row, from the first one to the end of the row or of the storage.
 *
 * @returns the position after the last one, or {@link gaveUp}
 */
export function fillRow(bytes: Uint8Array, start: number, dtype: NumericDtype, storage: TypedArray, position: number): number {
  switch (dtype.kind) {
    case 'bool':
      return fillBooleans(bytes, start, storage as Uint8Array, position)
    case 'float':
      return fillFloats(bytes, start, storage as Float64Array, position, floatLimit(dtype.name))
    case 'integer':
      return dtype.bits === 64
        ? fillLargeIntegers(bytes, start, halvesOf(storage), position, dtype.min < 0n)
        : fillIntegers(bytes, start, storage as Int32Array, position, Number(dtype.min), Number(dtype.max))
  }
}

export function halvesOf(storage: TypedArray): Int32Array {
  return new Int32Array(storage.buffer, storage.byteOffset, storage.length * 2)
}

/** What a number of a float dtype must be less than: from there on it rounds to infinity. */
export function floatLimit(name: string): number {
  return name === 'float32' ? 3.4028235677973366e38 : Infinity
}

function fillFloats(bytes: Uint8Array, start: number, storage: Float64Array, from: number, limit: number): number {
  let at = start
  for (let position = from; position < storage.length; ) {
    let value = readNumber(bytes, at)
    if (value < limit && value > -limit) at = numberEnd
    else if (isNull(bytes, at)) {
      value = Number.NaN
      at += 4
    } else return gaveUp
    storage[position++] = value
    let byte = bytes[at]
    if (byte !== comma && byte !== closeArray) {
      at = skipSpace(bytes, at)
      byte = bytes[at]
    }
    if (byte === closeArray) {
      rowEnd = at
      return position
    }
    if (byte !== comma) return gaveUp
    at++
    if ((bytes[at] as number) <= 0x20) at = skipSpace(bytes, at)
  }
  rowEnd = at
  return storage.length
}

function fillIntegers(bytes: Uint8Array, start: number, storage: Int32Array, from: number, min: number, max: number): number {
  let at = start
  for (let position = from; position < storage.length; ) {
    const value = readNumber(bytes, at)
    if (!(value >= min && value <= max) || Math.floor(value) !== value) return gaveUp
    storage[position++] = value
    at = numberEnd
    let byte = bytes[at]
    if (byte !== comma && byte !== closeArray) {
      at = skipSpace(bytes, at)
      byte = bytes[at]
    }
    if (byte === closeArray) {
      rowEnd = at
      return position
    }
    if (byte !== comma) return gaveUp
    at++
    if ((bytes[at] as number) <= 0x20) at = skipSpace(bytes, at)
  }
  rowEnd = at
  return storage.length
}

function fillLargeIntegers(bytes: Uint8Array, start: number, halves: Int32Array, from: number, isSigned: boolean): number {
  let at = start
  const length = halves.length / 2
  for (let position = from; position < length; ) {
    if (!readLargeInteger(bytes, at, halves, position++, isSigned)) return gaveUp
    at = numberEnd
    let byte = bytes[at]
    if (byte !== comma && byte !== closeArray) {
      at = skipSpace(bytes, at)
      byte = bytes[at]
    }
    if (byte === closeArray) {
      rowEnd = at
      return position
    }
    if (byte !== comma) return gaveUp
    at++
    if ((bytes[at] as number) <= 0x20) at = skipSpace(bytes, at)
  }
  rowEnd = at
  return length
}

function fillBooleans(bytes: Uint8Array, start: number, storage: Uint8Array, from: number): number {
  let at = start
  for (let position = from; position < storage.length; ) {
    if (isTrue(bytes, at)) {
      storage[position++] = 1
      at += 4
    } else if (isFalse(bytes, at)) {
      storage[position++] = 0
      at += 5
    } else return gaveUp
    at = skipSpace(bytes, at)
    if (bytes[at] === closeArray) {
      rowEnd = at
      return position
    }
    if (bytes[at] !== comma) return gaveUp
    at = skipSpace(bytes, at + 1)
  }
  rowEnd = at
  return storage.length
}
