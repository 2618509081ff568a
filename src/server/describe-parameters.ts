import { expectedOfDescription } from '../decode/expected.js'
import type { Description } from '../description/description.js'
import { runSchemaOf } from '../run/payload.js'
import type { RunFunction } from '../run/run-schema.js'

/** A line for each parameter of a run, and one for its result, with their types in words. */
export function describeParameters(run: RunFunction): string[] {
  const { inputs, output } = runSchemaOf(run)
  const lines = inputs.map(({ name, type, optional }) => `${name}${optional ? ' (optional)' : ''}: ${inWords(type['~description'])}`)
  return output === undefined ? lines : [...lines, `→ ${inWords(output['~description'])}`]
}

function inWords(description: Description): string {
  if (description.kind !== 'frame') return expectedOfDescription(description)
  const columns = description.columns.map(({ name, dtype }) => `${name} ${dtype.name}`)
  const shown = columns.length > 8 ? [...columns.slice(0, 8), `… (${columns.length} columns)`] : columns
  return `a frame (${description.form.name}) of ${shown.join(', ')}`
}
