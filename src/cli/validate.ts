import { readFileSync } from 'node:fs'
import { showValue } from '../errors/show.js'
import { validatePayload } from '../run/payload.js'
import { loadEntryScript } from '../server/entry-script.js'
import { readArguments } from './arguments.js'
import { UsageError } from './usage.js'

/** `validate ENTRY PAYLOAD.json`: says whether a request would be accepted, and if not, why. */
export async function validate(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, ['ENTRY', 'PAYLOAD.json'], {})
  const [entry = '', file = ''] = positionals
  const payload = readPayload(file)
  const { run } = await loadEntryScript(entry)
  const { issues, ...result } = await validatePayload(run, payload)
  if (issues === undefined) {
    const { value = {} } = result as { value?: Record<string, unknown> }
    const names = Object.entries(value).map(([name, received]) => `  ${name}: ${showValue(received)}\n`)
    process.stdout.write(`${file} fits\n${names.join('')}`)
    return 0
  }
  const { moreIssues = 0 } = result as { moreIssues?: number }
  const lines = issues.map((issue) => `  ${issue.message}\n`)
  process.stdout.write(`${file} does not fit\n${lines.join('')}${moreIssues > 0 ? `  and ${moreIssues} more\n` : ''}`)
  return 1
}

function readPayload(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`)
  }
}
