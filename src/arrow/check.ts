import { type Data, type FixedSizeList, Type, type Vector } from 'apache-arrow'
import { fitsDate } from '../cells/date.js'
import { decimalWriter, fitsDecimal } from '../cells/decimal.js'
import { fitsTime } from '../cells/time.js'
import { type DateDtype, type DecimalDtype, type Dtype, expectedOf, type TimeDtype } from '../dtype/dtype.js'
import { unitNames } from '../dtype/time-unit.js'
import type { Path } from '../errors/issue.js'
import type { IssueLog } from '../errors/issue-log.js'
import { count } from '../errors/show.js'
import { childrenNeeded, valuesNeeded } from './buffer-sizes.js'
import { dataCells } from './cells.js'
import { viewPlace, viewReader } from './views.js'

/**
 * The elements of a chunk that count: all of a column's; of what is nested in a sliced list, those that the slice reaches. What
 * stands under a null counts for nothing, whatever it is.
 */
interface Span {
  readonly begin: number
  readonly end: number
  isShown(index: number): boolean
  /** Where an element stands, from the frame on. */
  placeOf(index: number): Path
}

/**
 * What checks the columns of a table: that a column's buffers hold what the column says: lengths, offsets that stay inside and do not go back, UTF-8
 * text, indexes that their dictionary has, numbers that their type allows, null only where it is allowed. A column that passes
 * can be read without a look past its buffers. What does not fit is reported, with column and row where a row is to blame.
 */
export function columnCheck(log: IssueLog): (name: string, vector: Vector, dtype: Dtype) => void {
  const checked = new Set<Data>()
  return (name, vector, dtype) => {
    const checker = new Checker(log, [name], checked)
    let start = 0
    for (const data of vector.data) {
      const first = start
      checker.check(data, dtype, { begin: 0, end: data.length, isShown: () => true, placeOf: (index) => [name, first + index] })
      start += data.length
    }
  }
}

class Checker {
  private readonly log: IssueLog
  private readonly column: Path
  /** The parts of dictionaries that are checked already: all batches, and several columns, may have them. */
  private readonly checked: Set<Data>

  constructor(log: IssueLog, column: Path, checked: Set<Data>) {
    this.log = log
    this.column = column
    this.checked = checked
  }

  /** Checks a chunk and what is nested in it. */
  check(data: Data, dtype: Dtype, span: Span): void {
    // Without elements there is nothing to read, and nested columns lack their children.
    if (data.length === 0 || !this.checkBuffers(data)) return
    switch (dtype.kind) {
      case 'string':
      case 'bytes':
        this.checkBytes(data, dtype.kind === 'string', span)
        return
      case 'list':
      case 'map':
        if (data.valueOffsets === undefined || this.checkOffsets(data, data.children[0]?.length ?? 0, span))
          this.checkItems(data, dtype, span)
        return
      case 'struct':
        for (const [index, field] of dtype.fields.entries()) {
          const isShown = (row: number) => span.isShown(row) && data.getValid(row)
          const inner = { ...span, isShown, placeOf: (row: number) => [...span.placeOf(row), field.name] }
          this.checkNested(data.children[index] as Data, field.dtype, field.nullable !== false, inner)
        }
        return
      case 'category':
        this.checkDictionary(data, dtype.value, span)
        return
      case 'decimal':
        this.checkRange(data, dtype, (cell) => fitsDecimal(cell, dtype), span)
        return
      case 'time':
        this.checkRange(data, dtype, (cell) => fitsTime(cell, dtype), span)
        return
      case 'date':
        if (dtype.unit === 'ms') this.checkRange(data, dtype, (cell) => fitsDate(cell, dtype), span)
    }
  }

  private malformed(expected: string, received: string, path: Path = this.column): false {
    this.log.add('invalid_arrow', expected, received, path)
    return false
  }

  /** The buffers' sizes: no element stands beyond them. */
  private checkBuffers(data: Data): boolean {
    const { length, offset, type, children } = data
    if (type.typeId === Type.Null) return true
    const bitmap = data.nullBitmap as Uint8Array | undefined
    const hasBitmap = bitmap !== undefined && bitmap.length > 0
    if (hasBitmap ? bitmap.length * 8 < offset + length : data.nullCount > 0)
      return this.malformed(`a validity bitmap for ${count(length, 'row')}`, `one of ${count(bitmap?.length ?? 0, 'byte')}`)
    const [members, needed] = [type.children?.length ?? 0, childrenNeeded(data)]
    // The types say that children are there; a stream can leave them out.
    const isShort = (child: Data | undefined) => child === undefined || child.length < needed
    if (Array.from({ length: members }, (_, index) => children[index]).some(isShort))
      return this.malformed(`${count(members, 'child column')} of ${count(needed, 'element')}`, `fewer`)
    const available = (data.values as ArrayLike<unknown> | undefined)?.length ?? 0
    if (valuesNeeded(data) > available) return this.malformed(`values for ${count(length, 'row')}`, 'a buffer that is too short for them')
    return true
  }

  private checkOffsets(data: Data, limit: number, { begin, end, placeOf }: Span): boolean {
    const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint> | undefined
    if (offsets === undefined || offsets.length <= data.length) return this.malformed(`offsets for ${count(data.length, 'row')}`, 'too few')
    let last = Number(offsets[begin])
    if (last < 0) return this.malformed('offsets from 0 on', `the offset ${last}`, placeOf(begin))
    for (let index = begin; index < end; index++) {
      const next = Number(offsets[index + 1])
      if (next < last || next > limit)
        return this.malformed(`one that ends between ${last} and ${limit}`, `one that ends at ${next}`, placeOf(index))
      last = next
    }
    return true
  }

  private checkBytes(data: Data, isText: boolean, span: Span): void {
    if (data.typeId === Type.Utf8View || data.typeId === Type.BinaryView) this.checkViews(data, isText, span)
    else if (data.typeId !== Type.FixedSizeBinary && this.checkOffsets(data, (data.values as Uint8Array).length, span) && isText)
      this.checkUtf8(data, span)
  }

  private checkUtf8(data: Data, { begin, end, isShown, placeOf }: Span): void {
    const [values, offsets] = [data.values as Uint8Array, data.valueOffsets as unknown as ArrayLike<number | bigint>]
    const from = (index: number) => Number(offsets[index])
    let isSplit = false
    for (let index = begin; index < end && !isSplit; index++) {
      isSplit = from(index) < from(index + 1) && ((values[from(index)] as number) & 0xc0) === 0x80
    }
    // All at once is fast; only where that fails does each text need a look.
    if (!isSplit && isUtf8(values.subarray(from(begin), from(end)))) return
    for (let index = begin; index < end; index++) {
      const isSound = isUtf8(values.subarray(from(index), from(index + 1))) || !isShown(index) || !data.getValid(index)
      if (!isSound) this.refuseText(placeOf(index))
    }
  }

  private refuseText(path: Path): void {
    this.log.add('invalid_utf8', 'text in UTF-8', 'bytes that are not', path)
  }

  private checkViews(data: Data, isText: boolean, { begin, end, isShown, placeOf }: Span): void {
    const isUtf8At = viewReader(data, isUtf8)
    for (let index = begin; index < end; index++) {
      if (!data.getValid(index) || !isShown(index)) continue
      const { length, buffer, offset } = viewPlace(data, index)
      const bytes = buffer === undefined ? (data.values as Uint8Array) : (data.variadicBuffers[buffer] as Uint8Array | undefined)
      if (length < 0 || offset < 0 || bytes === undefined || offset + length > bytes.length) {
        this.malformed('a view into one of the buffers', `${count(length, 'byte')} at ${offset} of buffer ${buffer}`, placeOf(index))
        return
      }
      if (isText && !isUtf8At(index)) this.refuseText(placeOf(index))
    }
  }

  /** The items of lists, the entries of maps. */
  private checkItems(data: Data, dtype: Dtype & { kind: 'list' | 'map' }, span: Span): void {
    const [child] = data.children as [Data]
    const items = itemSpan(data, span)
    if (dtype.kind === 'list') {
      this.checkNested(child, dtype.item, dtype.nullable, items)
      return
    }
    if (items.end === items.begin) return
    if (!this.checkBuffers(child) || child.children.length < 2) {
      this.malformed('entries of a key and a value', 'others')
      return
    }
    const [keys, values] = child.children as [Data, Data]
    const before = this.log.count
    this.checkNested(keys, dtype.key, false, items)
    this.checkNested(values, dtype.value, dtype.nullable, items)
    if (this.log.count === before) this.refuseTwice(data, keys, span)
  }

  private checkNested(data: Data, dtype: Dtype, isNullable: boolean, span: Span): void {
    this.check(data, dtype, span)
    if (isNullable || data.nullCount === 0 || dtype.kind === 'null') return
    for (let index = span.begin; index < span.end; index++) {
      if (!data.getValid(index) && span.isShown(index)) this.log.add('wrong_type', expectedOf(dtype), 'null', span.placeOf(index))
    }
  }

  /** A key that is there twice has two values, of which JSON and a Map can hold one. */
  private refuseTwice(data: Data, keys: Data, { begin, end, isShown, placeOf }: Span): void {
    const keyAt = dataCells(keys)
    const offsets = data.valueOffsets as Int32Array
    for (let row = begin; row < end; row++) {
      if (!data.getValid(row) || !isShown(row)) continue
      const seen = new Set<unknown>()
      for (let index = offsets[row] as number; index < (offsets[row + 1] as number); index++) {
        const key = keyAt(index)
        if (seen.size === seen.add(key).size) this.log.add('unexpected', 'each key once', `the key ${String(key)} twice`, placeOf(row))
      }
    }
  }

  private checkDictionary(data: Data, value: Dtype, { begin, end, isShown, placeOf }: Span): void {
    const dictionary = data.dictionary
    if (dictionary === undefined) {
      this.malformed('a dictionary', 'none')
      return
    }
    for (const chunk of dictionary.data) {
      if (this.checked.size === this.checked.add(chunk).size) continue
      this.check(chunk, value, { begin: 0, end: chunk.length, isShown: () => true, placeOf: () => this.column })
    }
    for (let index = begin; index < end; index++) {
      const code = Number(data.values[index])
      if ((code >= 0 && code < dictionary.length) || !data.getValid(index) || !isShown(index)) continue
      this.log.add('out_of_range', `an index below ${dictionary.length}, the length of the dictionary`, `the index ${code}`, placeOf(index))
    }
  }

  private checkRange(data: Data, dtype: DecimalDtype | TimeDtype | DateDtype, fits: (cell: bigint) => boolean, span: Span): void {
    const cellAt = dataCells(data) as (index: number) => bigint | null
    for (let index = span.begin; index < span.end; index++) {
      const cell = cellAt(index)
      if (cell === null || fits(cell) || !span.isShown(index)) continue
      const received = dtype.kind === 'decimal' ? String(decimalWriter(dtype)(cell)) : `${cell} ${unitNames[dtype.unit]}`
      this.log.add('out_of_range', expectedOf(dtype), received, span.placeOf(index))
    }
  }
}

/** The items of the rows of a span; which row one belongs to is looked for only when it has to be named. */
function itemSpan(data: Data, span: Span): Span {
  const { listSize } = data.type as FixedSizeList
  const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint> | undefined
  const beginOf = (row: number) => (data.typeId === Type.FixedSizeList ? row * listSize : Number(offsets?.[row]))
  const rowOf = (item: number) => {
    let [low, high] = [span.begin, span.end - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (beginOf(middle) <= item) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    begin: beginOf(span.begin),
    end: beginOf(span.end),
    isShown: (item) => data.getValid(rowOf(item)) && span.isShown(rowOf(item)),
    placeOf: (item) => [...span.placeOf(rowOf(item)), item - beginOf(rowOf(item))],
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}
