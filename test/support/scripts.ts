/** Entry scripts and payloads that many tests of the command line use. */

/** Takes x, a number, and doubles it. */
export const doubleScript = `
import { inputSchema, outputSchema, StandardPythonParameterType } from 'inference-schema'
const number = new StandardPythonParameterType(1.5)
export const run = inputSchema('x', number)(outputSchema(number)((x) => x * 2))
`

/** The same as a TypeScript class, by whatever kind of decorators the project has. */
export const doubleClass = `
import { inputSchema, outputSchema, StandardPythonParameterType } from 'inference-schema'
const number = new StandardPythonParameterType(1.5)
export default class Double {
  @inputSchema('x', number)
  @outputSchema(number)
  run(x: number): number { return x * 2 }
}
`

/** The same for require(). */
export const doubleCommonJs = `
const { inputSchema, outputSchema, StandardPythonParameterType } = require('inference-schema')
const number = new StandardPythonParameterType(1.5)
exports.run = inputSchema('x', number)(outputSchema(number)((x) => x * 2))
`
