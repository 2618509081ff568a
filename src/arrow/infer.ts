import { Binary, Bool, type DataType, Field, Float64, Int64, List, Map_, Null, Struct, Timestamp, TimeUnit, Utf8 } from 'apache-arrow'
import { isTypedArray } from '../dtype/storage.js'
import { showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'
import { isBytes } from '../json/typed-array.js'

/** Why values have no common Arrow type. */
export class MixedCells {
  /** Which of the values is to blame. */
  readonly index: number
  readonly expected: string
  readonly received: string

  constructor(index: number, expected: string, received: string) {
    this.index = index
    this.expected = expected
    this.received = received
  }
}

/** What JavaScript values show of an Arrow type. */
type Shown =
  | { readonly kind: 'null' | 'bool' | 'int' | 'float' | 'text' | 'bytes' | 'time' }
  | { readonly kind: 'list'; readonly item: Shown }
  | { readonly kind: 'record'; readonly members: ReadonlyMap<string, Shown> }

/** Whether objects are records with members of their own types (Arrow's own way), or maps (Spark's). */
export type ObjectsAre = 'structs' | 'maps'

const kindNames: Readonly<Record<Shown['kind'], string>> = {
  null: 'null',
  bool: 'a boolean',
  int: 'an integer',
  float: 'a number',
  text: 'text',
  bytes: 'bytes',
  time: 'a Date',
  list: 'a list',
  record: 'an object',
}

const none: Shown = { kind: 'null' }

/** The Arrow type that holds some values: integers are Int64, numbers Float64, text Utf8. */
export function inferType(values: ArrayLike<unknown>, objectsAre: ObjectsAre = 'structs'): DataType | MixedCells {
  let shown: Shown = none
  for (let index = 0; index < values.length; index++) {
    const value = showType(values[index])
    if (value === undefined) return new MixedCells(index, 'a value that an Arrow column can hold', showValue(values[index]))
    const merged = merge(shown, value)
    if (merged === undefined) return new MixedCells(index, `${kindNames[shown.kind]} like the values before`, showValue(values[index]))
    shown = merged
  }
  const type = typeOf(shown, objectsAre)
  if (type !== undefined) return type
  const blamed = firstWithout(values, objectsAre)
  return new MixedCells(blamed, 'an object whose values are of one type', showValue(values[blamed]))
}

/** The first of some values with which those before it have no type any more. */
function firstWithout(values: ArrayLike<unknown>, objectsAre: ObjectsAre): number {
  let shown: Shown = none
  for (let index = 0; index < values.length; index++) {
    shown = merge(shown, showType(values[index]) ?? none) ?? none
    if (typeOf(shown, objectsAre) === undefined) return index
  }
  return values.length - 1
}

function showType(value: unknown): Shown | undefined {
  if (value === null || value === undefined) return none
  if (typeof value === 'boolean') return { kind: 'bool' }
  if (typeof value === 'string') return { kind: 'text' }
  if (typeof value === 'number') return { kind: Number.isSafeInteger(value) ? 'int' : 'float' }
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? { kind: 'int' } : undefined
  if (value instanceof Date) return { kind: 'time' }
  if (isBytes(value)) return { kind: 'bytes' }
  if (Array.isArray(value) || isTypedArray(value)) {
    const item = mergeAll(Array.from(value as ArrayLike<unknown>, showType))
    return item && { kind: 'list', item }
  }
  if (!isRecord(value)) return undefined
  const members = new Map<string, Shown>()
  for (const [name, member] of Object.entries(value)) {
    const shown = showType(member)
    if (shown === undefined) return undefined
    members.set(name, shown)
  }
  return { kind: 'record', members }
}

function mergeAll(shown: readonly (Shown | undefined)[]): Shown | undefined {
  return shown.reduce((merged: Shown | undefined, next) => merged && next && merge(merged, next), none)
}

function merge(one: Shown, other: Shown): Shown | undefined {
  if (one.kind === 'null') return other
  if (other.kind === 'null') return one
  if (one.kind === 'list' && other.kind === 'list') {
    const item = merge(one.item, other.item)
    return item && { kind: 'list', item }
  }
  if (one.kind === 'record' && other.kind === 'record') {
    const members = new Map(one.members)
    for (const [name, shown] of other.members) {
      const merged = merge(members.get(name) ?? none, shown)
      if (merged === undefined) return undefined
      members.set(name, merged)
    }
    return { kind: 'record', members }
  }
  if (one.kind === other.kind) return one
  const isNumber = (shown: Shown) => shown.kind === 'int' || shown.kind === 'float'
  return isNumber(one) && isNumber(other) ? { kind: 'float' } : undefined
}

function typeOf(shown: Shown, objectsAre: ObjectsAre): DataType | undefined {
  switch (shown.kind) {
    case 'null':
      return new Null()
    case 'bool':
      return new Bool()
    case 'int':
      return new Int64()
    case 'float':
      return new Float64()
    case 'text':
      return new Utf8()
    case 'bytes':
      return new Binary()
    case 'time':
      return new Timestamp(TimeUnit.MILLISECOND, 'UTC')
    case 'list': {
      const item = typeOf(shown.item, objectsAre)
      return item && new List(new Field('element', item, true))
    }
    case 'record': {
      if (objectsAre === 'maps') return mapType(shown.members, objectsAre)
      const fields = [...shown.members].map(([name, member]) => [name, typeOf(member, objectsAre)] as const)
      return fields.every(([, type]) => type !== undefined)
        ? new Struct(fields.map(([name, type]) => new Field(name, type as DataType, true)))
        : undefined
    }
  }
}

function mapType(members: ReadonlyMap<string, Shown>, objectsAre: ObjectsAre): DataType | undefined {
  const merged = mergeAll([...members.values()])
  const value = merged && typeOf(merged, objectsAre)
  return value && mapOf(new Utf8(), value, true)
}

/** A map with the members' names that Arrow recommends. */
export function mapOf(key: DataType, value: DataType, nullable: boolean): DataType {
  const entries = new Struct([new Field('key', key, false), new Field('value', value, nullable)])
  return new Map_(new Field('entries', entries, false) as never)
}
