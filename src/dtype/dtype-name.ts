import { nearest } from '../errors/nearest.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { Dtype, FloatName, IntegerDtype, IntegerName } from './dtype.js'
import { aliases } from './dtype-aliases.js'
import { mostBytes } from './itemsize.js'
import { readTimeName } from './time-name.js'
import { unitNames } from './time-unit.js'
import { adviceFor } from './unsupported-name.js'

const floatMax: Readonly<Record<FloatName, number>> = {
  float16: 65504,
  float32: 3.4028234663852886e38,
  float64: Number.MAX_VALUE,
}

/** The names that somebody may have meant; shorter ones are too much alike. */
const longNames: readonly string[] = [
  ...new Set([...Object.values(aliases), 'category', ...Object.keys(aliases)].filter((name) => name.length > 2)),
  ...['datetime64', 'timedelta64'].flatMap((word) => Object.keys(unitNames).map((unit) => `${word}[${unit}]`)),
]

/**
 * Reads a dtype's name as numpy and pandas write it, in their case.
 *
 * @throws SchemaDefinitionError when there is no such dtype, with a name that is near, or with what to write instead
 */
export function readName(written: string): Dtype {
  // numpy writes the byte order first; JSON has none, so that it says nothing here.
  const name = written.replace(/^[<>=|]/, '')
  const known = Object.hasOwn(aliases, name) ? aliases[name as keyof typeof aliases] : name
  const dtype = fixedDtype(known) ?? sizedDtype(known) ?? readTimeName(known)
  if (dtype === undefined) throw new SchemaDefinitionError(`there is no dtype ${showValue(written)}${hint(name)}`)
  return dtype
}

function hint(name: string): string {
  const advice = adviceFor(name)
  if (advice !== undefined) return ` here: ${advice}`
  const bare = name.replace(/^(?:np|numpy)\./, '')
  const sameLetters = [...longNames, ...Object.keys(aliases)].find((other) => other.toLowerCase() === bare.toLowerCase())
  const meant = sameLetters ?? nearest(bare, longNames, 0.25)
  return meant === undefined ? `; expected ${expectedNames}` : `; did you mean ${showValue(meant)}?`
}

/** What a dtype is written as, in an error message. */
export const expectedNames =
  'a name like "float64", "int32", "bool", "str", "<U16", "S4", "datetime64[ns]", "timedelta64[D]", "object" or "category"'

/** `U16`, `S4`; or numpy's own names of these (np.dtype.name), which count bits: `str128` is `<U4`, `bytes32` is `S4`. */
function sizedDtype(name: string): Dtype | undefined {
  const [, word = '', digits = ''] = /^(U|S|a|str|bytes)([0-9]+)$/.exec(name) ?? []
  if (digits === '') return undefined
  const length = Number(digits) / (word === 'str' ? 32 : word === 'bytes' ? 8 : 1)
  if (!Number.isInteger(length)) return undefined
  const isText = word === 'U' || word === 'str'
  // A length of nought is numpy's way to say "not given".
  if (length === 0) return fixedDtype(isText ? 'str' : 'bytes')
  if (length * (isText ? 4 : 1) > mostBytes)
    throw new SchemaDefinitionError(
      `the dtype ${showValue(name)} takes more than the ${mostBytes} bytes that numpy has for an element; write "${isText ? 'str' : 'bytes'}" for any length`,
    )
  return isText ? { kind: 'string', name: `<U${length}`, length } : { kind: 'bytes', name: `S${length}`, length }
}

function fixedDtype(name: string): Dtype | undefined {
  switch (name) {
    case 'bool':
      return { kind: 'bool', name }
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint8':
    case 'uint16':
    case 'uint32':
    case 'uint64':
      return integerDtype(name)
    case 'float16':
    case 'float32':
    case 'float64':
      return { kind: 'float', name, max: floatMax[name] }
    case 'str':
      return { kind: 'string', name }
    case 'bytes':
      return { kind: 'bytes', name }
    case 'object':
      return { kind: 'object', name }
    case 'category':
      return { kind: 'category', name, value: { kind: 'string', name: 'str' }, categories: [] }
    default:
      return undefined
  }
}

/** The dtype of one of numpy's fixed-width integers. */
export function integerDtype(name: IntegerName): IntegerDtype {
  const bits = Number(/[0-9]+$/.exec(name)?.[0]) as 8 | 16 | 32 | 64
  const unsigned = name.startsWith('u')
  const min = unsigned ? 0n : -(2n ** BigInt(bits - 1))
  const max = 2n ** BigInt(unsigned ? bits : bits - 1) - 1n
  return { kind: 'integer', name, bits, min, max }
}
