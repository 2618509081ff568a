/**
 * A process of its own for a script: what the script leaves open, prints, changes or ends is its own, it is loaded anew each time,
 * and another script may have other compiler settings.
 */
import type { SwaggerVersion } from '../description/swagger-schema.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { documentOf, getSupportedVersions } from '../run/schemas.js'
import { EntryScriptError, loadEntryScript, messageOf } from '../server/entry-script.js'
import type { ScriptAnswer, ScriptJob } from './script-documents.js'

function answer(content: ScriptAnswer['inferenceSchema']): void {
  // When it has gone out, nothing is left to wait for, whatever the script waits for.
  process.send?.({ inferenceSchema: content } satisfies ScriptAnswer, () => process.exit(0))
}

function fail(error: unknown): void {
  const cause = (error as { cause?: unknown }).cause ?? error
  const stack = cause instanceof Error ? cause.stack : undefined
  answer({ failure: messageOf(error), ...(stack === undefined ? {} : { stack }) })
}

async function documentsOf({ entry, versions, info }: ScriptJob): Promise<ScriptAnswer['inferenceSchema']> {
  const { run } = await loadEntryScript(entry)
  try {
    const supported = getSupportedVersions(run)
    const documents: [SwaggerVersion, object][] = []
    for (const version of versions === 'all' ? supported : versions) {
      documents.push([version, await documentOf(run, { ...info, version }, 'bigints')])
    }
    return { documents, supported }
  } catch (error) {
    const cause = error instanceof SchemaDefinitionError ? undefined : { cause: error }
    throw new EntryScriptError(`${entry} cannot be described: ${messageOf(error)}`, cause)
  }
}

process.on('uncaughtException', (error: unknown) => {
  const isHandled = process.listenerCount('uncaughtException') > 1
  if (!isHandled) fail(new EntryScriptError(`the entry script failed on its own: ${messageOf(error)}`, { cause: error }))
})
process.on('beforeExit', () => fail(new EntryScriptError('the entry script waits for something that never comes')))
// Whoever asked is gone: nobody needs the answer.
process.on('disconnect', () => process.exit(1))
// Waiting for that is no reason to go on.
process.channel?.unref()

const job = JSON.parse(process.argv[2] ?? '') as ScriptJob
process.argv.splice(2, 1, job.entry)
documentsOf(job).then(answer, fail)
