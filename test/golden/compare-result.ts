import type { NdArray } from '../../src/index.js'
import { columnsOf } from './frame-columns.js'
import type { DtypeJson, ResultSpec } from './golden-file.js'
import { isSameDuration, isSameTime, NaT, readTime } from './times.js'

/** Why what was received is not what is expected; undefined when it is. */
export type Difference = string | undefined

/** Compares what a function received with a RESULT of the Python package. */
export function compareResult(received: unknown, expected: ResultSpec, place: string): Difference {
  switch (expected.kind) {
    case 'ndarray':
      return compareArray(received, expected, place)
    case 'dataframe':
      return compareFrame(received, expected, place)
    case 'standard':
      return compareValue(received, expected.value, place)
  }
}

function compareArray(received: unknown, expected: ResultSpec & { kind: 'ndarray' }, place: string): Difference {
  if (typeof received !== 'object' || received === null || !('shape' in received)) return `${place} is no NdArray`
  const array = received as NdArray
  if (array.shape.join() !== expected.shape.join()) return `${place} has shape [${array.shape}], expected [${expected.shape}]`
  const storage = storageName(expected.dtype)
  const found = Array.isArray(array.data) ? 'Array' : (array.data as unknown as Record<symbol, unknown>)[Symbol.toStringTag]
  if (found !== storage) return `${place} is stored in ${String(found)}, expected ${storage}`
  const elements = Array.from(array.data as unknown as ArrayLike<unknown>)
  if (elements.length !== expected.data.length) return `${place} has ${elements.length} elements, expected ${expected.data.length}`
  return firstDifference(expected.data, (item, index) => compareCell(elements[index], item, expected.dtype, `${place}[${index}]`))
}

function storageName(dtype: DtypeJson): string {
  if (typeof dtype !== 'string') return 'Array'
  const kind = dtype.replace(/^[<>=|]/, '')
  if (/^(datetime|timedelta|int64)/.test(kind)) return 'BigInt64Array'
  if (kind === 'uint64') return 'BigUint64Array'
  if (kind === 'bool') return 'Uint8Array'
  const match = /^(u?)(int|float)(\d+)$/.exec(kind)
  if (match === null) return 'Array'
  const name = `${match[2]}${match[3]}Array`
  return match[1] === 'u' ? `U${name}` : `${name[0]?.toUpperCase()}${name.slice(1)}`
}

/** Compares an element or a cell with its expectation, by dtype. */
function compareCell(received: unknown, expected: unknown, dtype: DtypeJson, place: string): Difference {
  if (typeof dtype !== 'string') {
    const record = received as Record<string, unknown>
    if (Object.keys(record).join() !== dtype.map(([name]) => name).join()) return `${place} has the fields ${Object.keys(record)}`
    return firstDifference(dtype, ([name, field, shape = []]) =>
      compareField(record[name], (expected as Record<string, unknown>)[name], field, shape.length, `${place}.${name}`),
    )
  }
  const kind = dtype.replace(/^[<>=|]/, '')
  const different = () => `${place} is ${show(received)}, expected ${show(expected)} (${dtype})`
  if (kind.startsWith('datetime')) return isSameTime(received, expected, kind) ? undefined : different()
  if (kind.startsWith('timedelta')) return isSameDuration(received, expected, kind) ? undefined : different()
  if (kind === 'float16' || kind === 'float32') return isSameNumber(received, round(numberOf(expected), kind)) ? undefined : different()
  if (kind === 'bool')
    return (received === true || received === 1) === expected && [true, false, 0, 1].includes(received as number) ? undefined : different()
  return compareValue(received, expected, place)
}

function compareField(received: unknown, expected: unknown, dtype: DtypeJson, depth: number, place: string): Difference {
  if (depth === 0) return compareCell(received, expected, dtype, place)
  const items = Array.from(received as ArrayLike<unknown>)
  const wanted = expected as readonly unknown[]
  if (items.length !== wanted.length) return `${place} has ${items.length} values, expected ${wanted.length}`
  return firstDifference(wanted, (item, index) => compareField(items[index], item, dtype, depth - 1, `${place}[${index}]`))
}

function compareFrame(received: unknown, expected: ResultSpec & { kind: 'dataframe' }, place: string): Difference {
  const columns = columnsOf(received)
  if (columns === undefined) return `${place} is no frame`
  const names = expected.columns.map(String)
  if (columns.names.length > 0 || expected.data.length > 0) {
    const missing = names.find((name) => !columns.names.includes(name))
    if (missing !== undefined || columns.names.length !== names.length)
      return `${place} has the columns ${columns.names}, expected ${names}`
  }
  if (columns.length !== expected.data.length) return `${place} has ${columns.length} rows, expected ${expected.data.length}`
  return firstDifference(expected.data, (cells, row) =>
    firstDifference(cells, (cell, index) => {
      const [name, dtype] = [names[index] as string, expected.dtypes[index] as string]
      const value = columns.cell(row, name)
      const own = columns.form === 'arrow' ? asPandas(value, cell, dtype) : value
      return compareFrameCell(own, cell, dtype, `${place}[${row}].${name}`)
    }),
  )
}

/**
 * A cell of an Arrow column, whose type is compared apart: pandas makes floats of integers next to a missing one, where
 * nobody enforces their type, and Arrow does not.
 */
function asPandas(value: unknown, expected: unknown, dtype: string): unknown {
  if (typeof value === 'bigint' && /^float/.test(dtype)) return Number(value)
  return withoutFilledMembers(value, expected)
}

/** Each struct of an Arrow column has all members: those that an object lacks are null. */
function withoutFilledMembers(value: unknown, expected: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(expected)) return value.map((item, index) => withoutFilledMembers(item, expected[index]))
  if (!isPlainObject(value) || !isPlainObject(expected)) return value
  const members = Object.entries(value).filter(([key, member]) => member !== null || key in expected)
  return Object.fromEntries(members.map(([key, member]) => [key, withoutFilledMembers(member, expected[key])]))
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** pandas holds missing values as NaN, None or NaT, we as null (NaN in float columns, NaT in typed ones): they are the same. */
function compareFrameCell(received: unknown, expected: unknown, dtype: string, place: string): Difference {
  const isTime = /^(datetime|timedelta)/.test(dtype)
  const isMissing = (value: unknown) =>
    value === null ||
    Number.isNaN(value) ||
    (isTime && value === NaT) ||
    (typeof value === 'object' && '$float' in value && value.$float === 'NaN')
  if (isMissing(expected)) return isMissing(received) ? undefined : `${place} is ${show(received)}, expected it to be missing`
  if (dtype === 'object' || dtype === 'category') return compareValue(received, expected, place)
  const isKind = /^u?int/.test(dtype)
    ? Number.isInteger(received) || typeof received === 'bigint'
    : /^float/.test(dtype)
      ? typeof received === 'number'
      : true
  return isKind ? compareCell(received, expected, dtype, place) : `${place} is a ${typeof received}, expected ${dtype}`
}

/** Compares a plain value with a VALUE. */
function compareValue(received: unknown, expected: unknown, place: string): Difference {
  const different = () => `${place} is ${show(received)}, expected ${show(expected)}`
  if (Array.isArray(expected)) {
    if (!Array.isArray(received) && !ArrayBuffer.isView(received)) return different()
    const items = Array.from(received as ArrayLike<unknown>)
    if (items.length !== expected.length) return different()
    return firstDifference(expected, (item, index) => compareValue(items[index], item, `${place}[${index}]`))
  }
  if (expected === null) return received === null || received === undefined ? undefined : different()
  // Python's True is the number 1; a number is what was asked for where it let a boolean through.
  if (typeof expected === 'boolean')
    return received === expected || received === Number(expected) || received === BigInt(expected) ? undefined : different()
  if (typeof expected === 'number') return isSameNumber(received, expected) ? undefined : different()
  if (typeof expected !== 'object') return received === expected ? undefined : different()
  return compareTagged(received, expected as Record<string, unknown>, place, different)
}

function compareTagged(received: unknown, expected: Record<string, unknown>, place: string, different: () => string): Difference {
  const keys = Object.keys(expected)
  const [tag] = keys
  if (keys.length === 1 && tag?.startsWith('$')) {
    const inner = expected[tag]
    const isSame = (condition: boolean) => (condition ? undefined : different())
    switch (tag) {
      case '$int':
        return isSame(
          (typeof received === 'bigint' || Number.isInteger(received)) && BigInt(received as number) === BigInt(inner as string),
        )
      case '$float':
        return isSame(isSameNumber(received, numberOf(expected)))
      case '$bytes':
      case '$bytearray':
        return isSame(received instanceof Uint8Array && base64(received) === inner)
      case '$date':
        return isSame(received === inner)
      case '$time':
        return isSame(typeof received === 'string' && clock(received) === clock(inner as string))
      case '$datetime':
        return isSame(received instanceof Date && BigInt(received.getTime()) * 10n ** 15n === readTime(inner as string).attoseconds)
      case '$result':
        return compareResult(received, inner as ResultSpec, place)
    }
  }
  if (typeof received !== 'object' || received === null) return different()
  const own = Object.keys(received)
  if (own.length !== keys.length || !keys.every((key) => own.includes(key))) return `${place} has the keys ${own}, expected ${keys}`
  return firstDifference(keys, (key) => compareValue((received as Record<string, unknown>)[key], expected[key], `${place}.${key}`))
}

export function firstDifference<T>(items: readonly T[], compare: (item: T, index: number) => Difference): Difference {
  for (const [index, item] of items.entries()) {
    const difference = compare(item, index)
    if (difference !== undefined) return difference
  }
  return undefined
}

function numberOf(value: unknown): number {
  return typeof value === 'object' && value !== null && '$float' in value ? Number(value.$float) : Number(value)
}

function round(value: number, dtype: string): number {
  if (dtype === 'float32') return Math.fround(value)
  // A half float has eleven significant bits, down to 2^-24.
  const unit = 2 ** Math.max(Math.floor(Math.log2(Math.abs(value))) - 10, -24)
  return value === 0 || !Number.isFinite(value) ? value : Math.round(value / unit) * unit
}

function isSameNumber(received: unknown, expected: number): boolean {
  if (typeof received === 'bigint') return Number.isInteger(expected) && received === BigInt(expected)
  return typeof received === 'number' && (received === expected || (Number.isNaN(received) && Number.isNaN(expected)))
}

function clock(text: string): string {
  return text.replace(/Z$/i, '+00:00').replace(/\.0+(?=[+-]|$)/, '')
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

function show(value: unknown): string {
  const text =
    typeof value === 'bigint'
      ? `${value}n`
      : (JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ?? String(value))
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
