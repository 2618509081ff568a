// apache-arrow's classes, as far as a client reads them: it does not need the package that a caller's tables are made with.

/** Arrow's types by their numbers, which the format itself gives them (`Type` in its Schema.fbs); apache-arrow adds -1. */
export const arrowTypes = {
  dictionary: -1,
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  binaryView: 23,
  utf8View: 24,
} as const

export interface ArrowField {
  /** apache-arrow reads an empty name as null. */
  readonly name: string | null
  readonly type: ArrowType
}

export interface ArrowType {
  readonly typeId: number
  readonly children?: readonly ArrowField[] | null
  /** Of dates, times, timestamps and durations. */
  readonly unit?: number
  /** Of floats: 0 is half. */
  readonly precision?: number
  readonly scale?: number
  readonly byteWidth?: number
  readonly listSize?: number
  toString(): string
}

/** A chunk of a column. */
export interface ArrowData {
  readonly type: ArrowType
  readonly length: number
  readonly offset: number
  readonly nullCount: number
  /** How many of the values one element takes. */
  readonly stride: number
  readonly values: ArrayLike<number | bigint>
  readonly valueOffsets: ArrayLike<number | bigint>
  readonly children: readonly ArrowData[]
  readonly dictionary?: ArrowVector
  readonly variadicBuffers?: readonly Uint8Array[]
  getValid(index: number): boolean
}

export interface ArrowVector {
  readonly data: readonly ArrowData[]
}

export interface ArrowTable {
  readonly schema: { readonly fields: readonly ArrowField[] }
  readonly numRows: number
  getChildAt(index: number): ArrowVector | null
}

const tableBrand = Symbol.for('apache-arrow/Table')
const vectorBrand = Symbol.for('apache-arrow/Vector')

/** Whether a value is an Arrow Table: by apache-arrow's own brand, which all copies of it share. */
export function isArrowTable(value: object): value is ArrowTable {
  return (value as Record<symbol, unknown>)[tableBrand] === true
}

/** Whether a value is a column of one. */
export function isArrowVector(value: object): value is ArrowVector {
  return (value as Record<symbol, unknown>)[vectorBrand] === true
}
