import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { SwaggerSchema } from '../../src/index.js'

// JSON has own properties only: without the option, Ajv takes an inherited `constructor` for one.
const ajv = new Ajv({ strict: false, logger: false, ownProperties: true })
addFormats.default(ajv)

/** Why the schema does not accept its own example; undefined when it does. */
export function exampleProblem(schema: SwaggerSchema): string | undefined {
  const { example, ...rest } = schema
  return ajv.validate(rest, example) ? undefined : `${ajv.errorsText()}: ${JSON.stringify(schema)}`
}
