import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodePayload, type NdArray, NumpyParameterType, PandasParameterType } from '../../src/index.js'
import { cases, expectSame, runOf } from './both-ways.js'
import { families } from './number-families.js'

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

  it.each(Object.entries(families))('reads numbers %s', (_name, number) => {
    const texts = Array.from({ length: 3000 }, number)
    const { data } = decodePayload(runOf(new NumpyParameterType([1])), `{"data":[${texts}]}`)['data'] as NdArray<Float64Array>
    expect(Array.from(data)).toEqual(texts.map((text) => JSON.parse(text)))
  })

  it('reads thousands of rows', () => {
    const rows = Array.from({ length: 3000 }, (_, row) => ({ a: row / 7, b: 'é'.repeat(row % 50), c: row % 3 === 0 }))
    expectSame(runOf(new PandasParameterType([{ a: 1, b: 'x', c: true }])), JSON.stringify({ data: rows }))
  })
})
