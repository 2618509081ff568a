/** An object that says itself how it is written: it has `toJSON`. */
export function hasJsonForm(value: object): value is { toJSON(key?: string): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function'
}
