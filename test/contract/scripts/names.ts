// Names that are no identifiers anywhere.
import { defineRun, PandasParameterType, StandardPythonParameterType } from 'inference-schema'

const inputs = {
  plain: new StandardPythonParameterType({ '$ref/~ "x" 😀': { inner: true }, class: 'a' }),
  frame: new PandasParameterType([{ 'the "size"/m~2': 0.5, "it's": 'x' }]),
}

export const run = defineRun({ inputs, output: new StandardPythonParameterType(inputs) }, (all) => all)
