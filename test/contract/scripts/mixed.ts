// Lists of several types, values of any type, and a result that nothing describes.
import { defineRun, StandardPythonParameterType } from 'inference-schema'

const mixed = new StandardPythonParameterType(['a', 0.5, null])
const objects = new StandardPythonParameterType([{ a: 1 }, { b: 'x' }])

export const run = defineRun({ inputs: { mixed, objects } }, ({ mixed, objects }) => ({ mixed, objects }))
