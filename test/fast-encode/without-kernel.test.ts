import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const script = `
  import ndarray from 'ndarray'
  import { encodeResult, encodeResultBytes, NumpyParameterType, outputSchema, PandasParameterType } from 'inference-schema'
  const run = (type) => outputSchema(type)(() => undefined)
  const numbers = Float64Array.from({ length: 20_000 }, (_, index) => (index % 100 === 0 ? NaN : -index / 7))
  const results = [
    [run(new NumpyParameterType([0.5])), numbers],
    [run(new NumpyParameterType([[0.5]])), ndarray(numbers, [40, 500]).transpose(1, 0)],
    [run(new NumpyParameterType([[[0.5]]])), ndarray(numbers, [10, 2, 1000])],
    [run(new NumpyParameterType([0.5])), ndarray(numbers, [], [], 5)],
    [run(new NumpyParameterType([true])), Uint8Array.of(0, 1, 2)],
    [run(new NumpyParameterType([1], { dtype: 'int64' })), BigInt64Array.of(-(2n ** 63n), 5n)],
    [run(new PandasParameterType([{ a: 1 }])), Array.from({ length: 50 }, (_, a) => ({ a }))],
  ]
  const differ = results.filter(([run, result]) => new TextDecoder().decode(encodeResultBytes(run, result)) !== encodeResult(run, result))
  console.log(typeof WebAssembly, results.length, differ.length)
`

it('writes the same without WebAssembly', () => {
  const options = { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' } as const
  const written = execFileSync(process.execPath, ['--jitless', '--input-type=module', '--eval', script], options)
  expect(written.trim()).toBe('undefined 7 0')
})
