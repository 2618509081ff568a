/** Text as Python's `int()` and `float()` read it and `str()` writes it: what unsafe casting means by "what numpy does". */

const integer = /^[+-]?\d+(_\d+)*$/
// The digits after the point are tried only after a point: else a long text of digits could be split in two in every place.
const real = /^[+-]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i
const infinite = /^([+-]?)inf(inity)?$/i
const notANumber = /^[+-]?nan$/i

/** `int(text)`; undefined where Python raises. */
export function pythonInt(text: string): bigint | undefined {
  const trimmed = text.trim()
  // Python itself refuses texts of more than 4300 digits, because reading them takes quadratic time.
  if (trimmed.length > 4300 || !integer.test(trimmed)) return undefined
  return BigInt(trimmed.replaceAll('_', '').replace(/^\+/, ''))
}

/** `float(text)`; undefined where Python raises. */
export function pythonFloat(text: string): number | undefined {
  const trimmed = text.trim()
  const infinity = infinite.exec(trimmed)
  if (infinity !== null) return infinity[1] === '-' ? -Infinity : Infinity
  if (notANumber.test(trimmed)) return Number.NaN
  return real.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : undefined
}

/** `str(value)` for the values that JSON has; undefined for arrays and objects. */
export function pythonStr(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return pythonRepr(value)
  if (typeof value === 'bigint') return String(value)
  return undefined
}

/** `repr(number)`: the shortest digits, like JavaScript's, but exponents from 1e16 on and below 0.0001. */
function pythonRepr(value: number): string {
  const size = Math.abs(value)
  if (size < 1e16 && (size >= 1e-4 || size === 0)) return String(value)
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}
