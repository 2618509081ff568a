import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cases, expectSame } from './both-ways.js'

const { WebAssembly } = globalThis

/** The reader is compiled for the first body that is large enough; in this file there is nothing to compile it with. */
beforeAll(() => {
  Reflect.deleteProperty(globalThis, 'WebAssembly')
})
afterAll(() => {
  Object.assign(globalThis, { WebAssembly })
})

describe('a runtime without WebAssembly', () => {
  it.each(Object.entries(cases))('reads bodies of any size: %s', (_name, { run, body }) => {
    expect(expectSame(run, body)).toHaveProperty('value')
    const bytes = new TextEncoder().encode(body)
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at] = 0x2c
      expectSame(run, changed)
    }
  })
})
