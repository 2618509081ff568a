import type { NumericDtype } from '../storage.js'

/** What reader.as.ts calls the kinds of values. */
const kinds: Readonly<Record<NumericDtype['name'], number>> = {
  float64: 0,
  float32: 1,
  int8: 2,
  int16: 3,
  int32: 4,
  int64: 5,
  uint8: 6,
  uint16: 7,
  uint32: 8,
  uint64: 9,
  bool: 10,
  float16: -1,
}
export const textKind = 11
export const safeIntegerKind = 12

export function kindOf({ name }: NumericDtype): number {
  return kinds[name]
}
