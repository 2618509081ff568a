import type { CellWriter } from '../cells/cell.js'
import { cellWriter } from '../cells/cell-writer.js'
import { writeDate } from '../cells/datetime.js'
import { writeFloat } from '../cells/float.js'
import { writeInteger } from '../cells/integer.js'
import { elementAt, isNdArray, type NdArray } from '../dtype/ndarray.js'
import { isTypedArray } from '../dtype/storage.js'
import type { Path } from '../errors/issue.js'
import { IssueLog } from '../errors/issue-log.js'
import { ResultError } from '../errors/result-error.js'
import { showValue } from '../errors/show.js'
import { countedLabels, type JsonColumn, layOut } from '../frames/orient.js'
import { frameRows, isFrame } from '../frames/read-frame.js'
import { listCells } from '../frames/rows.js'
import { encodeBase64 } from '../json/base64.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import { bytesOf } from '../json/typed-array.js'
import { hasJsonForm } from './json-form.js'

/** Deeper nesting than this could not be read by most JSON parsers, and means a mistake. */
const deepest = 1000

/** Where the writer is in a result, and the objects around it. */
export class Trail {
  readonly path: (string | number)[]
  private readonly holders = new Set<object>()
  private attempts = 0
  /** What is asked about NaN, infinities and NaT where they are refused; undefined where they are null. */
  missing: ((value: unknown) => null) | undefined

  constructor(path: Path = []) {
    this.path = [...path]
  }

  /** Goes into an object; throws when it is one that it is in already. */
  enter(holder: object): void {
    if (this.holders.has(holder)) throw this.error('is an object that holds itself, which JSON cannot say')
    if (this.holders.size >= deepest) throw new ResultError(this.path.slice(0, 4), `is nested more than ${deepest} deep`)
    this.holders.add(holder)
  }

  leave(holder: object): void {
    this.holders.delete(holder)
  }

  /** Writes a member of the object that was entered last. */
  at<T>(key: string | number, write: () => T): T {
    this.path.push(key)
    const written = write()
    this.path.pop()
    return written
  }

  error(problem: string): ResultError {
    return new ResultError([...this.path], problem)
  }

  /** Writes a value that NaN, infinities and NaT are refused in. */
  withoutMissing<T>(write: () => T): T {
    const around = this.missing
    this.missing = (value) => {
      throw this.error(`is ${typeof value === 'bigint' ? 'NaT' : showValue(value)}, which the output type refuses (nan: "error")`)
    }
    try {
      return write()
    } finally {
      this.missing = around
    }
  }

  /** Notes that a value is not what its description says: the end of an attempt, else it is written by what it is. */
  misfit(): void {
    if (this.attempts > 0) throw misfit
  }

  /** Writes a value by a description that may not be its own; undefined where it is not. */
  attempt(write: () => JsonValue): JsonValue | undefined {
    const [depth, around] = [this.path.length, this.holders.size]
    this.attempts++
    try {
      return write()
    } catch (error) {
      if (error !== misfit && !(error instanceof ResultError)) throw error
      this.path.length = depth
      for (const holder of [...this.holders].slice(around)) this.holders.delete(holder)
      return undefined
    } finally {
      this.attempts--
    }
  }
}

/** What ends an attempt. It is no answer to anyone, so it needs no trace. */
const misfit = new Error('not what the description says')

/**
 * Writes any value as JSON by what it is: NdArrays and typed arrays as nested lists, Dates as text, bytes as base64, Maps
 * as objects, Sets as lists, bigints as integers; NaN and infinities as null, and undefined members left out.
 *
 * @throws ResultError naming the place of what has no JSON form
 */
export function writeAny(value: unknown, trail: Trail): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return writeFloat(value) ?? trail.missing?.(value) ?? null
    case 'bigint':
      return writeInteger(value) ?? null
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : writeObject(value, trail)
    default:
      throw trail.error(`is ${showValue(value)}, which JSON cannot say`)
  }
}

function writeObject(value: object, trail: Trail): JsonValue {
  if (value instanceof Date) return writeDate(value) ?? trail.missing?.(value) ?? null
  // A Uint8Array on its own is bytes; in an NdArray it is numbers.
  const bytes = bytesOf(value)
  if (bytes !== undefined) return encodeBase64(bytes)
  if (value instanceof Error) throw trail.error(`is an error (${value.message}); throw it instead of returning it`)
  if (typeof (value as { then?: unknown }).then === 'function') throw trail.error('is a promise; await it')
  trail.enter(value)
  const written = writeMembers(value, trail)
  trail.leave(value)
  return written
}

function writeMembers(value: object, trail: Trail): JsonValue {
  if (Array.isArray(value) || isTypedArray(value)) return writeItems(value as ArrayLike<unknown>, trail, writeAny)
  if (isNdArray(value)) return writeNdArray(value, trail, (element) => writeAny(element, trail))
  if (isFrame(value)) return writeFrame(value, trail)
  if (value instanceof Set) return writeItems([...value], trail, writeAny)
  if (value instanceof Map) return writeEntries(mapEntries(value, trail), trail, writeAny)
  if (hasJsonForm(value)) return writeAny(value.toJSON(), trail)
  return writeEntries(Object.entries(value), trail, writeAny)
}

/** A frame as records: its cells by what their column says that they are, or by what they are themselves. */
function writeFrame(value: object, trail: Trail): JsonValue {
  const log = new IssueLog()
  const rows = frameRows(value, log)
  if (rows === undefined) throw brokenFrame(log, trail)
  const columns = rows.names.map((name): JsonColumn => {
    const dtype = rows.dtype?.(name) ?? { kind: 'object', name: 'object' }
    const write = cellWriter(dtype, true, trail.missing)
    const cells = listCells(rows, name).map((cell, row) => trail.at(row, () => trail.at(name, () => writeCell(cell, write, trail))))
    return { name, dtype, cells }
  })
  return layOut('records', columns, countedLabels(rows.length))
}

function writeCell(cell: unknown, write: CellWriter, trail: Trail): JsonValue {
  if (cell === null) return null
  const written = write(cell)
  return written === undefined ? writeAny(cell, trail) : written
}

/** What is wrong with a frame that `run` gave, as the error of a result. */
export function brokenFrame(log: IssueLog, trail: Trail): ResultError {
  const [issue] = log.issues
  return new ResultError([...trail.path, ...(issue?.path ?? [])], `is no part of a frame: ${issue?.received}, expected ${issue?.expected}`)
}

/** The entries of a Map as the members of an object; throws for keys that are no names. */
export function mapEntries(map: ReadonlyMap<unknown, unknown>, trail: Trail): [string, unknown][] {
  return [...map].map(([key, item]) => [mapKey(key, trail), item])
}

function mapKey(key: unknown, trail: Trail): string {
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') return String(key)
  throw trail.error(`is a Map with the key ${showValue(key)}, expected strings`)
}

/** Writes the items of a list. */
export function writeItems(items: ArrayLike<unknown>, trail: Trail, write: (item: unknown, trail: Trail) => JsonValue): JsonValue[] {
  return Array.from(items, (item, index) => trail.at(index, () => write(item, trail)))
}

/** Writes the members of an object; undefined ones are left out, as `JSON.stringify` does. */
export function writeEntries(
  entries: readonly (readonly [string, unknown])[],
  trail: Trail,
  write: (item: unknown, trail: Trail, key: string) => JsonValue,
): Record<string, JsonValue> {
  const written: Record<string, JsonValue> = {}
  for (const [key, item] of entries) {
    if (item !== undefined)
      setOwn(
        written,
        key,
        trail.at(key, () => write(item, trail, key)),
      )
  }
  return written
}

/** An NdArray as nested lists, whatever its strides. */
export function writeNdArray(array: NdArray, trail: Trail, writeElement: (element: unknown) => JsonValue): JsonValue {
  const { shape, stride } = array
  const nest = (axis: number, offset: number): JsonValue =>
    axis === shape.length
      ? writeElement(elementAt(array, offset))
      : Array.from({ length: shape[axis] as number }, (_, index) =>
          trail.at(index, () => nest(axis + 1, offset + index * (stride[axis] as number))),
        )
  return nest(0, array.offset)
}
