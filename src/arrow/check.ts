import { type Data, type FixedSizeBinary, type FixedSizeList, Type, type Vector } from 'apache-arrow'
import { decimalWriter, fitsDecimal } from '../cells/decimal.js'
import { fitsTime } from '../cells/time.js'
import { type DecimalDtype, type Dtype, expectedOf, type TimeDtype } from '../dtype/dtype.js'
import { unitNames } from '../dtype/time-unit.js'
import type { Path } from '../errors/issue.js'
import type { IssueLog } from '../errors/issue-log.js'
import { count } from '../errors/show.js'
import { dataCells } from './cells.js'
import { viewPlace, viewWidth } from './views.js'

/** Where an element stands, from the frame on. */
type PlaceOf = (index: number) => Path

/**
 * Checks that a column's buffers hold what the column says: lengths, offsets that stay inside and do not go back, UTF-8
 * text, indexes that their dictionary has, decimals of no more digits than their type allows. A column that passes can be read
 * without a look past its buffers. What does not fit is reported, with column and row where a row is to blame.
 */
export function checkColumn(name: string, vector: Vector, dtype: Dtype, log: IssueLog): void {
  let start = 0
  for (const data of vector.data) {
    const first = start
    new Checker(log, [name]).check(data, dtype, (index) => [name, first + index])
    start += data.length
  }
}

class Checker {
  private readonly log: IssueLog
  private readonly column: Path

  constructor(log: IssueLog, column: Path) {
    this.log = log
    this.column = column
  }

  /** Checks a chunk and what is nested in it. */
  check(data: Data, dtype: Dtype, placeOf: PlaceOf): void {
    if (!this.checkBuffers(data)) return
    switch (data.typeId) {
      case Type.Utf8:
      case Type.LargeUtf8:
      case Type.Binary:
      case Type.LargeBinary:
        if (this.checkOffsets(data, (data.values as Uint8Array).length, placeOf) && dtype.kind === 'string') this.checkUtf8(data, placeOf)
        return
      case Type.Utf8View:
      case Type.BinaryView:
        this.checkViews(data, dtype.kind === 'string', placeOf)
        return
      case Type.List:
      case Type.LargeList:
      case Type.Map:
        if (this.checkOffsets(data, data.children[0]?.length ?? 0, placeOf)) this.checkItems(data, dtype, placeOf)
        return
      case Type.FixedSizeList:
      case Type.Struct:
        this.checkItems(data, dtype, placeOf)
        return
      case Type.Dictionary:
        this.checkDictionary(data, dtype, placeOf)
        return
      case Type.Decimal:
        if (dtype.kind === 'decimal') this.checkRange(data, dtype, (cell) => fitsDecimal(cell, dtype), placeOf)
        return
      case Type.Time:
        if (dtype.kind === 'time') this.checkRange(data, dtype, (cell) => fitsTime(cell, dtype), placeOf)
    }
  }

  private malformed(expected: string, received: string, path: Path = this.column): false {
    this.log.add('invalid_arrow', expected, received, path)
    return false
  }

  /** The buffers' sizes: no element stands beyond them. */
  private checkBuffers(data: Data): boolean {
    const { length, offset, type, stride, children } = data
    if (type.typeId === Type.Null) return true
    const bitmap = data.nullBitmap as Uint8Array | undefined
    const hasBitmap = bitmap !== undefined && bitmap.length > 0
    if (hasBitmap ? bitmap.length * 8 < offset + length : data.nullCount > 0)
      return this.malformed(`a validity bitmap for ${count(length, 'row')}`, `one of ${count(bitmap?.length ?? 0, 'byte')}`)
    const needed = neededChildren(data)
    const short = needed === undefined ? undefined : children.find((child) => child.length < needed)
    if (needed !== undefined && (short !== undefined || children.length !== type.children.length))
      return this.malformed(`children of ${count(needed, 'element')}`, `one of ${short?.length ?? 0}`)
    const values = valuesNeeded(data, stride)
    const available = (data.values as ArrayLike<unknown> | undefined)?.length ?? 0
    if (values > available) return this.malformed(`values for ${count(length, 'row')}`, `a buffer that is too short for them`)
    return true
  }

  private checkOffsets(data: Data, end: number, placeOf: PlaceOf): boolean {
    const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint> | undefined
    if (data.length === 0) return true
    if (offsets === undefined || offsets.length <= data.length) return this.malformed(`offsets for ${count(data.length, 'row')}`, 'too few')
    let last = Number(offsets[0])
    if (last < 0) return this.malformed('offsets from 0 on', `the offset ${last}`, placeOf(0))
    for (let index = 0; index < data.length; index++) {
      const next = Number(offsets[index + 1])
      if (next < last || next > end)
        return this.malformed(`one that ends between ${last} and ${end}`, `one that ends at ${next}`, placeOf(index))
      last = next
    }
    return true
  }

  private checkUtf8(data: Data, placeOf: PlaceOf): void {
    const [values, offsets] = [data.values as Uint8Array, data.valueOffsets as unknown as ArrayLike<number | bigint>]
    const bounds = (index: number): [number, number] => [Number(offsets[index]), Number(offsets[index + 1])]
    if (data.length === 0) return
    const isSplit = (index: number) => {
      const [begin, end] = bounds(index)
      return begin < end && ((values[begin] as number) & 0xc0) === 0x80
    }
    const whole = values.subarray(bounds(0)[0], bounds(data.length - 1)[1])
    let splits = false
    for (let index = 0; index < data.length && !splits; index++) splits = isSplit(index)
    // All at once is fast; only where that fails does each text need a look.
    if (!splits && isUtf8(whole)) return
    for (let index = 0; index < data.length; index++) {
      if (data.getValid(index) && !isUtf8(values.subarray(...bounds(index)))) this.refuseText(placeOf(index))
    }
  }

  private refuseText(path: Path): void {
    this.log.add('invalid_utf8', 'text in UTF-8', 'bytes that are not', path)
  }

  private checkViews(data: Data, isText: boolean, placeOf: PlaceOf): void {
    for (let index = 0; index < data.length; index++) {
      if (!data.getValid(index)) continue
      const { length, buffer, offset } = viewPlace(data, index)
      const bytes = buffer === undefined ? (data.values as Uint8Array) : (data.variadicBuffers[buffer] as Uint8Array | undefined)
      if (length < 0 || offset < 0 || bytes === undefined || offset + length > bytes.length) {
        this.malformed('a view into one of the buffers', `${count(length, 'byte')} at ${offset} of buffer ${buffer}`, placeOf(index))
        return
      }
      if (isText && !isUtf8(bytes.subarray(offset, offset + length))) this.refuseText(placeOf(index))
    }
  }

  /** What is nested: the items of lists, the members of structs, the entries of maps; and nulls where their type has none. */
  private checkItems(data: Data, dtype: Dtype, placeOf: PlaceOf): void {
    const [child] = data.children as [Data]
    if (dtype.kind === 'struct') {
      for (const [index, field] of dtype.fields.entries()) {
        const member = data.children[index] as Data
        const place: PlaceOf = (row) => [...placeOf(row), field.name]
        this.check(member, field.dtype, place)
        if (field.nullable === false) this.refuseNulls(member, data, field.dtype, place)
      }
    } else if (dtype.kind === 'list') {
      const place = itemPlace(data, placeOf)
      this.check(child, dtype.item, place)
      if (!dtype.nullable) this.refuseNulls(child, undefined, dtype.item, place)
    } else if (dtype.kind === 'map') {
      const place = itemPlace(data, placeOf)
      if (!this.checkBuffers(child)) return
      const [keys, values] = child.children as [Data, Data]
      this.check(keys, dtype.key, place)
      this.check(values, dtype.value, place)
      this.refuseNulls(keys, undefined, dtype.key, place)
      if (!dtype.nullable) this.refuseNulls(values, undefined, dtype.value, place)
    }
  }

  /** @param outer the struct around, where a null needs no members */
  private refuseNulls(data: Data, outer: Data | undefined, dtype: Dtype, placeOf: PlaceOf): void {
    if (data.nullCount === 0) return
    for (let index = 0; index < data.length; index++) {
      if (!data.getValid(index) && outer?.getValid(index) !== false) this.log.add('wrong_type', expectedOf(dtype), 'null', placeOf(index))
    }
  }

  private checkDictionary(data: Data, dtype: Dtype, placeOf: PlaceOf): void {
    const dictionary = data.dictionary
    if (dictionary === undefined) {
      this.malformed('a dictionary', 'none')
      return
    }
    if (dtype.kind === 'category') for (const chunk of dictionary.data) this.check(chunk, dtype.value, () => this.column)
    for (let index = 0; index < data.length; index++) {
      const code = Number(data.values[index])
      if ((code >= 0 && code < dictionary.length) || !data.getValid(index)) continue
      this.log.add('out_of_range', `an index below ${dictionary.length}, the length of the dictionary`, `the index ${code}`, placeOf(index))
    }
  }

  private checkRange(data: Data, dtype: DecimalDtype | TimeDtype, fits: (cell: bigint) => boolean, placeOf: PlaceOf): void {
    const cellAt = dataCells(data) as (index: number) => bigint | null
    for (let index = 0; index < data.length; index++) {
      const cell = cellAt(index)
      if (cell === null || fits(cell)) continue
      const received = dtype.kind === 'time' ? `${cell} ${unitNames[dtype.unit]}` : String(decimalWriter(dtype)(cell))
      this.log.add('out_of_range', expectedOf(dtype), received, placeOf(index))
    }
  }
}

/** How many elements each child has at least; undefined where the offsets say it. */
function neededChildren({ type, length }: Data): number | undefined {
  if (type.typeId === Type.Struct) return length
  return type.typeId === Type.FixedSizeList ? length * (type as FixedSizeList).listSize : undefined
}

/** How long the values buffer is at least. */
function valuesNeeded(data: Data, stride: number): number {
  const { type, length, offset } = data
  switch (type.typeId) {
    case Type.Bool:
      return Math.ceil((offset + length) / 8)
    case Type.FixedSizeBinary:
      return length * (type as FixedSizeBinary).byteWidth
    case Type.Utf8View:
    case Type.BinaryView:
      return length * viewWidth
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
    case Type.List:
    case Type.LargeList:
    case Type.Map:
    case Type.FixedSizeList:
    case Type.Struct:
      return 0
    default:
      return length * stride
  }
}

/** Where an item stands whose list is known by the offsets alone. */
function itemPlace(data: Data, placeOf: PlaceOf): PlaceOf {
  const { listSize } = data.type as FixedSizeList
  const beginOf = (index: number) =>
    data.typeId === Type.FixedSizeList ? index * listSize : Number((data.valueOffsets as unknown as ArrayLike<number | bigint>)[index])
  return (item) => {
    let [low, high] = [0, data.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (beginOf(middle) <= item) low = middle
      else high = middle - 1
    }
    return [...placeOf(low), item - beginOf(low)]
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
