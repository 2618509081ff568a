import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import { rawWithInputs } from './add-input.js'
import type { RunSchema } from './run-schema.js'
import { type SchemaDecorator, schemaDecorator } from './schema-decorator.js'

/**
 * Says that `run` takes the HTTP request itself, a Web-standard
 * [Request](https://developer.mozilla.org/docs/Web/API/Request), and not parameters. It answers with a `Response`, an
 * {@link AMLResponse}, an async iterable, which is streamed, or a plain value, which is written as JSON by its output
 * schema, if it has one; without one, bytes are sent as they are.
 *
 * One decorator for all three forms, like `inputSchema`, but without a call of its own: `@rawHttp` on a method, under
 * `experimentalDecorators` or as a standard decorator, and `rawHttp(fn)` on a plain function.
 *
 * @throws SchemaDefinitionError when a function has input schemas too, or rawHttp twice
 * @example
 * ```ts
 * const run = rawHttp(async (request) => new Response(await request.text(), { status: 201 }))
 * const answer = await run(new Request('http://localhost/score', { method: 'POST', body: 'ab' }))
 * answer.status // 201
 * await answer.text() // 'ab'
 * ```
 */
export const rawHttp: SchemaDecorator = ((...args: Parameters<SchemaDecorator>) =>
  // Made anew for each function: of what was decorated before, nothing is inside of this one.
  schemaDecorator(markRaw)(...args)) as SchemaDecorator

function markRaw(schema: RunSchema): RunSchema {
  if (schema.isRaw)
    throw new SchemaDefinitionError(`${schema.target.name === '' ? 'the function' : showValue(schema.target.name)} has rawHttp twice`)
  if (schema.inputs.length > 0 || schema.style === 'named') throw rawWithInputs(schema)
  return { ...schema, isRaw: true }
}
