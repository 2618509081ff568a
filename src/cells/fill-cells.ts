import { constraintsOf, type Dtype, type IntegerDtype } from '../dtype/dtype.js'
import type { Storage, TypedArray } from '../dtype/storage.js'

/**
 * Stores cells that need no thought, from one index on and up to another: cells that the dtype holds as they are. The first of
 * all belongs at `position`. Gives the index of the first cell that is none of these, or `end`.
 */
export type CellFiller = (cells: ArrayLike<unknown>, start: number, end: number, position: number) => number

/** Leaves every cell to its reader. */
export const fillNothing: CellFiller = (_cells, start) => start

/**
 * BigInt64Array has no other way around making a bigint for each number; its bytes have. Big-endian machines go without.
 */
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/**
 * The fast way into storage, for the dtypes that have one. Most of a request is plain numbers and texts: reading them one by
 * one through a {@link CellReader} takes several times as long. What goes into a plain array goes there as it came,
 * but for integers of 64 bits, which are bigints there.
 */
export function cellFiller(dtype: Dtype, storage: Storage): CellFiller {
  if (constraintsOf(dtype) !== undefined) return fillNothing
  return Array.isArray(storage) ? plainFiller(dtype, storage) : typedFiller(dtype, storage)
}

/** Integers as numbers, as far as these are exact. */
export function safeIntegerFiller(values: unknown[]): CellFiller {
  return (cells, start, end, position) => fillSafeIntegers(values, cells, start, end, position)
}

/** Texts of at most so many code units: no text has more code points than these. */
export function textFiller(values: unknown[], longest: number): CellFiller {
  return (cells, start, end, position) => fillTexts(values, longest, cells, start, end, position)
}

function typedFiller(dtype: Dtype, storage: TypedArray): CellFiller {
  switch (dtype.kind) {
    case 'bool':
      return (cells, start, end, position) => fillBytes(storage as Uint8Array, cells, start, end, position)
    case 'float':
      return (cells, start, end, position) => fillFloats(storage as Float64Array, dtype.max, cells, start, end, position)
    case 'integer': {
      if (dtype.bits === 64) return isLittleEndian ? largeIntegerFiller(storage, leastSafe(dtype)) : fillNothing
      const [min, max] = [Number(dtype.min), Number(dtype.max)]
      return (cells, start, end, position) => fillIntegers(storage as Int32Array, min, max, cells, start, end, position)
    }
    default:
      return fillNothing
  }
}

/** The least integer of the dtype that a number holds with all its digits. */
function leastSafe({ min }: IntegerDtype): number {
  return Math.max(Number(min), Number.MIN_SAFE_INTEGER)
}

function largeIntegerFiller(storage: TypedArray, min: number): CellFiller {
  const halves = new Int32Array(storage.buffer, storage.byteOffset, storage.length * 2)
  return (cells, start, end, position) => fillLargeIntegers(halves, min, cells, start, end, position)
}

function plainFiller(dtype: Dtype, values: unknown[]): CellFiller {
  switch (dtype.kind) {
    case 'string':
      return textFiller(values, dtype.length ?? Number.POSITIVE_INFINITY)
    case 'bool':
      return (cells, start, end, position) => fillBooleans(values, cells, start, end, position)
    case 'float':
      // The others are rounded.
      if (dtype.name !== 'float64') return fillNothing
      return (cells, start, end, position) => fillFloats(values, dtype.max, cells, start, end, position)
    case 'integer': {
      if (dtype.bits === 64) {
        const min = leastSafe(dtype)
        return (cells, start, end, position) => fillBigints(values, min, cells, start, end, position)
      }
      const [min, max] = [Number(dtype.min), Number(dtype.max)]
      return (cells, start, end, position) => fillSmallIntegers(values, min, max, cells, start, end, position)
    }
    default:
      return fillNothing
  }
}

// The loops get everything as arguments: what a function closes over is looked up for each cell, which takes half as long again.

function fillFloats(
  storage: Float64Array | unknown[],
  max: number,
  cells: ArrayLike<unknown>,
  start: number,
  end: number,
  position: number,
): number {
  for (let i = start; i < end; i++) {
    const value = cells[i]
    if (typeof value !== 'number' || !(value <= max && value >= -max)) return i
    storage[position + i] = value
  }
  return end
}

function fillIntegers(
  storage: Int32Array,
  min: number,
  max: number,
  cells: ArrayLike<unknown>,
  start: number,
  end: number,
  position: number,
): number {
  for (let i = start; i < end; i++) {
    const value = cells[i]
    if (typeof value !== 'number' || !(value <= max && value >= min) || Math.floor(value) !== value) return i
    storage[position + i] = value
  }
  return end
}

/** Writes the low and the high half of each integer: the low one is cut to 32 bits by its storage. */
function fillLargeIntegers(
  halves: Int32Array,
  min: number,
  cells: ArrayLike<unknown>,
  start: number,
  end: number,
  position: number,
): number {
  for (let i = start; i < end; i++) {
    const value = cells[i]
    if (typeof value !== 'number' || !(value <= Number.MAX_SAFE_INTEGER && value >= min) || Math.floor(value) !== value) return i
    const at = 2 * (position + i)
    halves[at] = value
    halves[at + 1] = Math.floor(value / 0x100000000)
  }
  return end
}

/** How many booleans are looked at together. */
const stride = 32

/**
 * Counts the booleans among some cells instead of asking each what it is, and what it says: processors guess such answers, and true
 * and false in no order are guessed wrong half of the time, which takes three times as long.
 */
function fillBytes(storage: Uint8Array, cells: ArrayLike<unknown>, start: number, end: number, position: number): number {
  for (let from = start; from < end; from += stride) {
    const until = Math.min(from + stride, end)
    let booleans = 0
    for (let i = from; i < until; i++) {
      const value = cells[i]
      const isTrue = Number(value === true)
      storage[position + i] = isTrue
      booleans += isTrue + Number(value === false)
    }
    if (booleans < until - from) return from + firstOther(cells, from, until)
  }
  return end
}

/** How many booleans there are before something else. */
function firstOther(cells: ArrayLike<unknown>, from: number, until: number): number {
  let i = from
  while (i < until && typeof cells[i] === 'boolean') i++
  return i - from
}

function fillBooleans(values: unknown[], cells: ArrayLike<unknown>, start: number, end: number, position: number): number {
  for (let i = start; i < end; i++) {
    const value = cells[i]
    if (typeof value !== 'boolean') return i
    values[position + i] = value
  }
  return end
}

/** Zero with a sign is not among them: integers have none. */
function fillSmallIntegers(
  values: unknown[],
  min: number,
  max: number,
  cells: ArrayLike<unknown>,
  start: number,
  end: number,
  position: number,
): number {
  for (let i = start; i < end; i++) {
    const value = cells[i]
    if (typeof value !== 'number' || !(value <= max && value >= min) || Math.floor(value) !== value || Object.is(value, -0)) return i
    values[position + i] = value
  }
  return end
}

function fillBigints(values: unknown[], min: number, cells: ArrayLike<unknown>, start: number, end: number, position: number): number {
  for (let i = start; i < end; i++) {
    const value = cells[i]
    if (typeof value !== 'number' || !(value <= Number.MAX_SAFE_INTEGER && value >= min) || Math.floor(value) !== value) return i
    values[position + i] = BigInt(value)
  }
  return end
}

function fillSafeIntegers(values: unknown[], cells: ArrayLike<unknown>, start: number, end: number, position: number): number {
  for (let i = start; i < end; i++) {
    const value = cells[i]
    if (!Number.isSafeInteger(value)) return i
    values[position + i] = value
  }
  return end
}

function fillTexts(values: unknown[], longest: number, cells: ArrayLike<unknown>, start: number, end: number, position: number): number {
  for (let i = start; i < end; i++) {
    const value = cells[i]
    if (typeof value !== 'string' || value.length > longest) return i
    values[position + i] = value
  }
  return end
}
