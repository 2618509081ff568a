import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'
import { checkDeclared, isDeclaredDtype, withEpoch } from './declared-dtype.js'
import type { ArrayDtypeSpec, DeclaredDtype, Dtype, DtypeSpec, StructDtype, StructField } from './dtype.js'
import { expectedNames, readName } from './dtype-name.js'
import { itemsize, mostBytes } from './itemsize.js'
import { mostAxes } from './ndarray.js'

export { integerDtype } from './dtype-name.js'

/** A dtype, and the axes of a sub-array of it: none for one value. */
export interface ArrayDtype {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** Whether null is one of the values, where that is said. */
  readonly nullable?: boolean
}

/** pandas's extension dtypes whose columns hold missing values: the capital letter is what tells them from numpy's. */
const nullableNames = /^(U?Int(8|16|32|64)|Float(32|64)|boolean)$/

/** Whether a dtype's name is one of pandas's that allow missing values (`Int64`, `boolean`, …). */
export function isNullableName(spec: unknown): boolean {
  return typeof spec === 'string' && nullableNames.test(spec)
}

/**
 * Reads the dtype of single values, as authors write it.
 *
 * @param place what the values are in, for error messages: `the column "at"`
 * @throws SchemaDefinitionError when there is no such dtype, or it is one of sub-arrays
 */
export function parseDtype(spec: DtypeSpec, place?: string): Dtype {
  if (place !== undefined) return within(place, () => parseDtype(spec))
  const { dtype, shape } = parseArrayDtype(spec)
  if (shape.length > 0)
    throw new SchemaDefinitionError(
      `the dtype ${showSpec(spec)} is of sub-arrays of shape [${shape.join(', ')}], expected one of single values`,
    )
  return dtype
}

/** Reads a part; what is wrong with it is said of its place. */
function within<T>(place: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof SchemaDefinitionError ? new SchemaDefinitionError(`in ${place}, ${error.message}`) : error
  }
}

/**
 * Reads the dtype of an array or of a field, as authors write it.
 *
 * @throws SchemaDefinitionError when there is no such dtype
 */
export function parseArrayDtype(spec: ArrayDtypeSpec | DeclaredDtype): ArrayDtype {
  const given: unknown = spec
  if (typeof given === 'string') return parseText(given)
  if (isSubArray(given)) return parseSubArray(given)
  if (Array.isArray(given)) return single(structOf(given.map(readField)))
  if (isRecord(given) && isDeclaredDtype(given)) return parseDeclared(given)
  if (isRecord(given)) return single(structOf(Object.hasOwn(given, 'formats') ? fieldsOfLists(given) : fieldsByName(given)))
  throw new SchemaDefinitionError(`the dtype is ${showValue(given)}, expected ${expectedNames}, or a list of [name, dtype, shape?]`)
}

/** `{ dtype: 'datetime64[s]', nullable: true }`. */
function parseDeclared(spec: Readonly<Record<string, unknown>>): ArrayDtype {
  checkDeclared(spec)
  const { dtype, nullable, epoch } = spec
  const parsed = parseArrayDtype(dtype)
  return { ...parsed, dtype: withEpoch(parsed.dtype, epoch), ...(nullable === undefined ? {} : { nullable }) }
}

function single(dtype: Dtype): ArrayDtype {
  return { dtype, shape: [] }
}

/** A dtype with axes in front of those that it has. */
function shaped({ dtype, shape: inner, ...said }: ArrayDtype, outer: readonly number[]): ArrayDtype {
  const shape = [...outer, ...inner]
  if (shape.length > mostAxes) throw new SchemaDefinitionError(`a sub-array has ${shape.length} axes, expected at most ${mostAxes}`)
  checkSize(
    shape.reduce((product, size) => product * size, itemsize(dtype)),
    `a sub-array of shape [${shape.join(', ')}] of ${dtype.name}`,
  )
  return { dtype, shape, ...said }
}

function checkSize(bytes: number, what: string): void {
  if (bytes > mostBytes) throw new SchemaDefinitionError(`${what} takes more than the ${mostBytes} bytes that numpy has for an element`)
}

/** The axes of a sub-array. A 1 is none, and [1] is one of size 1. */
function readShape(given: unknown, what: string): readonly number[] {
  const sizes: readonly unknown[] = Array.isArray(given) ? given : given === 1 ? [] : [given]
  if (!sizes.every((size): size is number => Number.isSafeInteger(size) && (size as number) >= 0))
    throw new SchemaDefinitionError(`the shape of ${what} is ${showSpec(given)}, expected a list of sizes`)
  return sizes
}

function showSpec(spec: unknown, depth = 0): string {
  if (!Array.isArray(spec) || depth > 2) return showValue(spec)
  const text = `[${spec.map((part) => showSpec(part, depth + 1)).join(', ')}]`
  return text.length > 80 ? showValue(spec) : text
}

/** `float64`; `3f8` and `(2,3)f8`, of sub-arrays; `U10, (2,2)f4`, with the fields f0 and f1. */
function parseText(text: string): ArrayDtype {
  const parts = splitAtCommas(text)
  if (parts.length === 1 && !/^[<>=|]?[0-9(]/.test(text)) return single(readName(text))
  const items = parts.map((part) => part.trim())
  // A comma at the end says nothing.
  if (items.length > 1 && items.at(-1) === '') items.pop()
  const read = items.map((item) => parseItem(item, text))
  const [first] = read
  return first !== undefined && read.length === 1 ? first : single(structOf(read.map((item, index) => field('', item, index))))
}

/** One of several dtypes: a name, after the size or the shape of a sub-array. */
function parseItem(item: string, text: string): ArrayDtype {
  const [, order = '', sizes = '', name = ''] = /^([<>=|]?)\s*([0-9]+|\([0-9,\s]*\))?\s*(.*)$/.exec(item) ?? []
  if (name === '')
    throw new SchemaDefinitionError(
      `the dtype ${showValue(text)} has ${item === '' ? 'nothing' : showValue(item)} where a name is expected`,
    )
  const digits = sizes.match(/[0-9]+/g)?.map(Number) ?? []
  if (!sizes.startsWith('(')) return shaped(single(readName(order + name)), readShape(digits[0] ?? 1, showValue(text)))
  // Python reads (2) as 2.
  if (digits.length === 1 && !sizes.includes(','))
    throw new SchemaDefinitionError(`the dtype ${showValue(text)} has the shape ${sizes}; did you mean "(${digits[0]},)"?`)
  return shaped(single(readName(order + name)), readShape(digits, showValue(text)))
}

/** The parts of a text between commas that are in no brackets. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = []
  let [start, depth] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string
    if ('[('.includes(letter)) depth++
    else if ('])'.includes(letter)) depth--
    else if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

/** A dtype with a shape; a list of fields has lists only, of which none is of numbers. */
function isSubArray(spec: unknown): spec is readonly [ArrayDtypeSpec, unknown] {
  if (!Array.isArray(spec) || spec.length !== 2) return false
  const [, shape] = spec as unknown[]
  return typeof shape === 'number' || (Array.isArray(shape) && shape.every((size) => typeof size === 'number'))
}

/** `['float64', [2, 3]]`, and `['S', 4]`: the number is the length, where the dtype has none. */
function parseSubArray([spec, shape]: readonly [ArrayDtypeSpec, unknown]): ArrayDtype {
  const inner = parseArrayDtype(spec)
  const { kind } = inner.dtype
  if (typeof shape === 'number' && (kind === 'string' || kind === 'bytes') && inner.dtype.length === undefined)
    return single(readName(`${kind === 'string' ? 'U' : 'S'}${shape}`))
  return shaped(inner, readShape(shape, `the dtype ${showSpec(spec)}`))
}

function structOf(fields: readonly StructField[]): StructDtype {
  if (fields.length === 0) throw new SchemaDefinitionError('a structured dtype needs at least one field')
  const names = new Set<string>()
  for (const { name, dtype } of fields) {
    if (names.has(name)) throw new SchemaDefinitionError(`the structured dtype has two fields called ${showValue(name)}`)
    if (dtype.kind === 'category')
      throw new SchemaDefinitionError(`the field ${showValue(name)} is a category, which only the columns of frames are; write "str"`)
    names.add(name)
  }
  const name = `[${fields.map((item) => `('${item.name}', ${item.dtype.name})`).join(', ')}]`
  const dtype: StructDtype = { kind: 'struct', name, fields }
  checkSize(itemsize(dtype), 'the structured dtype')
  return dtype
}

/** A field; one without a name is called by its place. */
function field(name: string, { dtype, shape, nullable }: ArrayDtype, index: number): StructField {
  return { name: name === '' ? `f${index}` : name, dtype, shape, ...(nullable === undefined ? {} : { nullable }) }
}

function fieldDtype(name: string, dtype: unknown, shape: unknown = []): ArrayDtype {
  return within(`the field ${showValue(name)}`, () => shaped(parseArrayDtype(dtype as ArrayDtypeSpec), readShape(shape, 'the sub-array')))
}

/** `['grades', 'float64', [2]]`, or with a title, `[['the grades', 'grades'], 'float64']`. */
function readField(entry: unknown, index: number): StructField {
  const [called, dtype, shape, ...others]: readonly unknown[] = Array.isArray(entry) ? entry : []
  const name = Array.isArray(called) && called.length === 2 && typeof called[0] === 'string' ? (called[1] as unknown) : called
  if (typeof name !== 'string' || dtype === undefined || others.length > 0)
    throw new SchemaDefinitionError(`field ${index} of the structured dtype is ${showSpec(entry)}, expected [name, dtype, shape?]`)
  return field(name, fieldDtype(name, dtype, shape), index)
}

const listNames = ['names', 'formats', 'offsets', 'titles', 'itemsize', 'aligned']

/** `{ names: ['a', 'b'], formats: ['i4', 'f8'] }`. */
function fieldsOfLists(spec: Readonly<Record<string, unknown>>): StructField[] {
  const { names, formats } = spec
  const unknown = Object.keys(spec).find((key) => !listNames.includes(key))
  if (unknown !== undefined) throw new SchemaDefinitionError(`the structured dtype has ${showValue(unknown)}, expected ${oneOf(listNames)}`)
  if (!Array.isArray(names) || !Array.isArray(formats) || names.length !== formats.length)
    throw new SchemaDefinitionError(
      `the structured dtype has the names ${showSpec(names)} and the formats ${showSpec(formats)}, expected two lists of the same length`,
    )
  return names.map((name: unknown, index) => readField([name, formats[index]], index))
}

/** `{ a: ['i4', 0], b: ['f8', 4] }`: the fields stand in the order of their offsets. */
function fieldsByName(spec: Readonly<Record<string, unknown>>): StructField[] {
  const entries = Object.entries(spec).map(([name, entry]) => {
    const [dtype, offset, title, ...others]: readonly unknown[] = Array.isArray(entry) ? entry : []
    const isTitle = title === undefined || title === null || typeof title === 'string'
    if (!(Number.isSafeInteger(offset) && (offset as number) >= 0) || !isTitle || others.length > 0)
      throw new SchemaDefinitionError(
        `the field ${showValue(name)} of the structured dtype is ${showSpec(entry)}, expected [dtype, offset]; or give { names, formats }`,
      )
    return { name, dtype, offset: offset as number }
  })
  return entries
    .sort((one, other) => one.offset - other.offset)
    .map(({ name, dtype }, index) => field(name, fieldDtype(name, dtype), index))
}
