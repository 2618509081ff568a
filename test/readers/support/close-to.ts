import assert from 'node:assert/strict'

/** Asserts that a value is another, but for the last digits of its numbers. */
export function assertCloseTo(actual: unknown, expected: unknown): void {
  assert.deepEqual(rounded(actual), rounded(expected))
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 10_000) / 10_000
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]))
}
