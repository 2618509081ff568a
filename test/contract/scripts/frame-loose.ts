// A frame whose columns may be missing, or more.
import { defineRun, PandasParameterType } from 'inference-schema'

const frame = new PandasParameterType([{ a: 1, b: 'x' }], { enforceShape: false })

export const run = defineRun({ inputs: { frame }, output: frame }, ({ frame }) => frame)
