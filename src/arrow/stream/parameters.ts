import { Type } from 'apache-arrow'
import type { FlatTable } from './flat-buffer.js'

/** What a type is written with, besides its number. */
interface Parameter {
  readonly name: string
  readonly member: number
  readonly read: 'short' | 'int'
  readonly fallback: number
  readonly allowed: readonly number[] | 'from 0 on'
}

const unit = (fallback: number, count: number): Parameter => ({
  name: 'unit',
  member: 0,
  read: 'short',
  fallback,
  allowed: Array.from({ length: count }, (_, index) => index),
})
const size = (name: string): Parameter => ({ name, member: 0, read: 'int', fallback: 0, allowed: 'from 0 on' })
const width = (member: number, fallback: number, allowed: readonly number[]): Parameter => ({
  name: 'width',
  member,
  read: 'int',
  fallback,
  allowed,
})

/** Places, defaults and values as Arrow's Schema.fbs has them. */
const parameters: Readonly<Record<number, readonly Parameter[]>> = {
  [Type.Int]: [width(0, 0, [8, 16, 32, 64])],
  [Type.Float]: [{ ...unit(0, 3), name: 'precision' }],
  [Type.Decimal]: [width(2, 128, [32, 64, 128, 256])],
  [Type.Date]: [unit(1, 2)],
  [Type.Time]: [unit(1, 4), width(1, 32, [32, 64])],
  [Type.Timestamp]: [unit(0, 4)],
  [Type.Interval]: [unit(0, 3)],
  [Type.Duration]: [unit(1, 4)],
  [Type.Union]: [{ ...unit(0, 2), name: 'mode' }],
  [Type.FixedSizeBinary]: [size('width')],
  [Type.FixedSizeList]: [size('length')],
  [Type.Map]: [],
}

/** Vectors and texts of types: the zone of a timestamp, the numbers of a union's types. */
const vectors: Readonly<Record<number, number>> = { [Type.Timestamp]: 1, [Type.Union]: 4 }

/** Whether a type cannot do without what it is written with. */
export function hasParameters(typeId: Type): boolean {
  return parameters[typeId] !== undefined
}

/**
 * Checks what a type is written with: apache-arrow takes a unit that there is not, and fails when the unit is used.
 *
 * @param refuse makes the error of a parameter that is not as it must be
 * @returns the first parameter; 0 for types that have none
 */
export function checkParameters(
  typeId: Type,
  type: FlatTable,
  refuse: (parameter: string, value: number, allowed: Parameter['allowed']) => Error,
): number {
  const vectorWidth = vectors[typeId]
  if (vectorWidth !== undefined) type.vector(1, vectorWidth)
  const values = (parameters[typeId] ?? []).map((parameter) => {
    const value = type[parameter.read](parameter.member, parameter.fallback)
    const { allowed } = parameter
    if (allowed === 'from 0 on' ? value < 0 : !allowed.includes(value)) throw refuse(parameter.name, value, allowed)
    return value
  })
  const [first = 0, second = 0] = values
  // Seconds and milliseconds of a day take 32 bits.
  const timeWidth = first < 2 ? 32 : 64
  if (typeId === Type.Time && second !== timeWidth) throw refuse('width', second, [timeWidth])
  return first
}
