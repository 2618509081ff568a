import { isArrowTable } from '../arrow/table.js'
import { type Description, fieldsByName, refusesNaN } from '../description/description.js'
import { isNdArray } from '../dtype/ndarray.js'
import { isTypedArray } from '../dtype/storage.js'
import { encodeResult, frameResult } from '../encode/encode-result.js'
import { Trail } from '../encode/encoder.js'
import { hasJsonForm } from '../encode/json-form.js'
import { isPlainObject, isRecord } from '../json/own.js'
import { stringifyJson } from '../json/stringify.js'
import { isBytes } from '../json/typed-array.js'
import { writeFrame } from './frame.js'
import { type Kernel, withKernel } from './kernel.js'
import { nestedTensor, shapeOf } from './nested.js'
import { Sink } from './sink.js'
import { arrayTensor, type NumberTensor, numberTensor, writeTensor } from './tensor.js'
import { tensorText } from './tensor-text.js'

/** So many cells of a frame are worth a kernel; of an array any are. */
const enough = 16
/** Deeper in a result nobody looks for large arrays. */
const deepest = 8

/**
 * Writes what `run` returned as JSON: the text that {@link encodeResult} gives, which alone decides what cannot be written. Arrays and
 * frames are written by a kernel, as UTF-8 straight from their storage; where there is none, arrays row by row.
 *
 * @throws ResultError naming the place of what has no JSON form
 */
export function writeJson(value: unknown, description: Description | undefined): string | Uint8Array<ArrayBuffer> {
  const written = isLarge(value, description, 0) ? writeLarge(value, description) : undefined
  // The kernel writes null for NaN: where that is refused, the encoder tells the nulls apart.
  const isDone = written !== undefined && !(description !== undefined && refusesNaN(description) && hasNull(written))
  return isDone ? written : stringifyJson(encodeResult(value, description))
}

function writeLarge(value: unknown, description: Description | undefined): string | Uint8Array<ArrayBuffer> | undefined {
  const written = withKernel((kernel) => writeAll(kernel, value, description))
  if (written !== undefined) return written
  const tensor = tensorOf(value, description)
  return tensor && tensorText(tensor)
}

/** Whether there is a null in JSON, or the word in a text. */
function hasNull(written: string | Uint8Array): boolean {
  if (typeof written === 'string') return written.includes('null')
  const [n, u, l] = [0x6e, 0x75, 0x6c]
  for (let at = written.indexOf(n); at >= 0; at = written.indexOf(n, at + 1))
    if (written[at + 1] === u && written[at + 2] === l && written[at + 3] === l) return true
  return false
}

function writeAll(kernel: Kernel, value: unknown, description: Description | undefined): Uint8Array<ArrayBuffer> | undefined {
  const sink = new Sink(kernel)
  const tensor = tensorOf(value, description)
  if (tensor !== undefined) writeTensor(kernel, sink, tensor)
  else if (writeParts(kernel, sink, value, description, new Trail()) !== true) return undefined
  return sink.finish()
}

/** Whether there is something large in a value. */
function isLarge(value: unknown, description: Description | undefined, depth: number): boolean {
  // Which of several descriptions it is written by, is found by writing it.
  if (typeof value !== 'object' || value === null || depth > deepest || description?.kind === 'union') return false
  if (isTypedArray(value) || isNdArray(value)) return true
  if (description?.kind === 'frame') return isLargeFrame(value)
  if (Array.isArray(value)) return isNested(description) && shapeOf(value) !== undefined
  if (!isPlainObject(value) || description?.kind === 'tensor') return false
  return Object.entries(value).some(([key, member]) => isLarge(member, memberOf(description, key), depth + 1))
}

function isLargeFrame(value: object): boolean {
  if (isArrowTable(value)) return value.numRows * value.numCols >= enough
  if (Array.isArray(value)) return isRecord(value[0]) && value.length * Object.keys(value[0]).length >= enough
  const columns = Object.values(value)
  const [first] = columns
  return Array.isArray(first) || isTypedArray(first) ? first.length * columns.length >= enough : true
}

function memberOf(description: Description | undefined, key: string): Description | undefined {
  return description?.kind === 'object' ? fieldsByName(description).get(key) : undefined
}

/** Writes a frame, or an object with something large in it; false where that turns out to be impossible, undefined for what is neither. */
function writeParts(kernel: Kernel, sink: Sink, value: unknown, description: Description | undefined, trail: Trail): boolean | undefined {
  if (description?.kind === 'frame') {
    const result = frameResult(value, description, trail)
    return result === undefined ? undefined : writeFrame(kernel, sink, result, description.orient)
  }
  if (!isPlainObject(value) || !isLarge(value, description, 0)) return undefined
  return description?.kind === 'object' || isBare(value) ? writeObject(kernel, sink, value, description, trail) : undefined
}

/** A value as a tensor of numbers, where it is one and is written as such. */
function tensorOf(value: unknown, description: Description | undefined): NumberTensor | undefined {
  // Objects and lists that are described, and are something else, are written by what they are.
  if (description?.kind === 'frame' || description?.kind === 'union') return undefined
  const dtype = description?.kind === 'tensor' ? description.dtype.kind : 'object'
  if (isNdArray(value)) return numberTensor(value, dtype)
  if (Array.isArray(value)) return isNested(description) ? nestedTensor(value, dtype, axesOf(description)) : undefined
  if (!isTypedArray(value)) return undefined
  // By itself a Uint8Array is bytes, and what is in a list may be described.
  const isList = description?.kind === 'tensor' ? description.dims.length > 0 : !isBytes(value) && description?.kind !== 'list'
  return isList ? arrayTensor(value, dtype) : undefined
}

/** Whether numbers in nested arrays are written as a tensor has it, or as the numbers that they are. */
function isNested(description: Description | undefined): boolean {
  return description?.kind === 'tensor' || leavesNumbers(description)
}

/** Whether a description, of lists of any depth, leaves numbers as they are. */
function leavesNumbers(description: Description | undefined): boolean {
  if (description?.kind === 'list') return leavesNumbers(description.item)
  return description?.kind !== 'tensor' && description?.kind !== 'frame' && description?.kind !== 'union'
}

function axesOf(description: Description | undefined): number | undefined {
  return description?.kind === 'tensor' ? description.dims.length : undefined
}

/** Whether nothing but its members says how an object is written. */
function isBare(value: Record<string, unknown>): boolean {
  return !hasJsonForm(value) && typeof value['then'] !== 'function'
}

function writeObject(
  kernel: Kernel,
  sink: Sink,
  value: Record<string, unknown>,
  description: Description | undefined,
  trail: Trail,
): boolean {
  trail.enter(value)
  let isFirst = true
  sink.char('{')
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue
    sink.text(`${isFirst ? '' : ','}${JSON.stringify(key)}:`)
    isFirst = false
    if (!trail.at(key, () => writeMember(kernel, sink, member, memberOf(description, key), trail))) return false
  }
  sink.char('}')
  trail.leave(value)
  return true
}

function writeMember(kernel: Kernel, sink: Sink, value: unknown, description: Description | undefined, trail: Trail): boolean {
  const tensor = tensorOf(value, description)
  if (tensor !== undefined) {
    writeTensor(kernel, sink, tensor)
    return true
  }
  const isWritten = writeParts(kernel, sink, value, description, trail)
  if (isWritten === undefined) sink.text(stringifyJson(encodeResult(value, description, trail)))
  return isWritten ?? true
}
