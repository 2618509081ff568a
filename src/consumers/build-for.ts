import { isPromise } from '../decode/promise.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { inputSchema, outputSchema } from '../run/input-schema.js'
import type { RunFunction } from '../run/run-schema.js'
import { consumerReport } from './check-consumer.js'
import type { Consumer } from './consumer.js'

/** What `defineRun` takes. */
interface Schemas {
  readonly inputs: Readonly<Record<string, AbstractParameterType>>
  readonly output: AbstractParameterType
}

/**
 * Holds schemas to what a consumer needs. Those with a custom type whose schema comes asynchronously are known too late: for them
 * there is `checkConsumerAsync`.
 *
 * @throws SchemaDefinitionError with the first error
 */
export function holdTo<S extends Schemas>(consumer: Consumer, schemas: S): S {
  const report = consumerReport(runOf(schemas), consumer)
  if (isPromise(report)) {
    // Whoever asks for the document is told.
    report.catch(() => {})
    return schemas
  }
  const error = report.problems.find(({ severity }) => severity === 'error')
  if (error !== undefined) throw new SchemaDefinitionError(error.message)
  return schemas
}

/** A run that is only looked at. */
function runOf({ inputs, output }: Schemas): RunFunction {
  return Object.entries(inputs).reduce<RunFunction>(
    (run, [name, type], index) => inputSchema(name, type, { index })(run),
    outputSchema(output)((...args: unknown[]) => args),
  )
}
