import { expect } from 'vitest'
import { type AbstractParameterType, encodeResult, encodeResultBytes, outputSchema, type RunFunction } from '../../src/index.js'

export function runOf(type?: AbstractParameterType): RunFunction {
  const run = () => undefined
  return type === undefined ? run : outputSchema(type)(run)
}

function outcome(write: () => string): string {
  try {
    return write()
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Expects that the bytes of a result are those of its text, or that both are refused alike. */
export function expectSame(result: unknown, type?: AbstractParameterType): void {
  const run = runOf(type)
  const bytes = outcome(() => utf8.decode(encodeResultBytes(run, result)))
  const text = outcome(() => encodeResult(run, result))
  // Comparing long texts takes long in expect.
  if (bytes !== text) expect(bytes).toBe(text)
}
