import { expect, it } from 'vitest'
import { committed, compile, modules } from '../../tools/build-wasm.js'

it.each(Object.entries(modules))('what is compiled of AssemblyScript is what its source compiles to: the %s', async (_, module) => {
  expect(await compile(module)).toBe(committed(module))
})
