import type { Description } from '../description/description.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { isHeadersName, runSchemaOf } from '../run/payload.js'
import type { RunFunction } from '../run/run-schema.js'

/** A parameter of a run, as other formats are told of it. */
export interface RunInput {
  readonly name: string
  readonly type: AbstractParameterType
  readonly description: Description
  readonly optional: boolean
}

/**
 * What a run takes and gives, for a format that is to say it.
 *
 * @throws SchemaDefinitionError for a run that takes the request itself, and for a parameter that nobody described
 */
export function describeRun(run: RunFunction): {
  readonly inputs: readonly RunInput[]
  readonly output: AbstractParameterType | undefined
} {
  if (typeof run !== 'function') throw new SchemaDefinitionError(`the run is ${showValue(run)}, expected a function`)
  const schema = runSchemaOf(run)
  if (schema.isRaw) throw new SchemaDefinitionError('run is raw HTTP: it takes a whole request, and has no schema')
  const types = new Map(schema.inputs.map((input) => [input.name, input]))
  const inputs = schema.parameters.flatMap(({ name, hasDefault }): RunInput[] => {
    const input = types.get(name)
    if (input !== undefined) {
      const { type } = input
      return [{ name, type, description: type['~description'], optional: hasDefault || input.optional }]
    }
    if (hasDefault || isHeadersName(name)) return []
    throw new SchemaDefinitionError(`the parameter ${showValue(name)} of run has no schema: nobody described it`)
  })
  return { inputs, output: schema.output }
}
