import { AbstractParameterType, defineRun, NumpyParameterType } from '../../../src/index.js'

export const double = defineRun(
  { inputs: { data: new NumpyParameterType([1.5, 2], { dtype: 'float32' }) }, output: new NumpyParameterType([1.5], { dtype: 'float32' }) },
  ({ data }) => Array.from(data.data, (value) => value * 2),
)
export const largest = '9223372036854775807'
export const int64 = new NumpyParameterType([1], { dtype: 'int64' })
export const echo = defineRun({ inputs: { data: int64 }, output: int64 }, ({ data }) => data)

export class Doubled extends AbstractParameterType<number> {
  override async deserializeInput(input: unknown): Promise<number> {
    if (typeof input !== 'number') throw new Error(`no number: ${String(input)}`)
    return input * 2
  }
  override async inputToSwagger() {
    return { type: 'number', example: 1 } as const
  }
}
