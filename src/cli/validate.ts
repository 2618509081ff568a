import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { showValue } from '../errors/show.js'
import { validatePayloadAsync } from '../run/decode-payload.js'
import { loadEntryScript } from '../server/entry-script.js'
import { readArguments } from './arguments.js'
import { writeResult } from './output.js'
import { CommandError } from './usage.js'

/** `validate ENTRY PAYLOAD.json`: says whether a request would be accepted, and if not, why. */
export async function validate(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, ['ENTRY', 'PAYLOAD.json'], {})
  const [entry = '', file = ''] = positionals
  const title = file === '-' ? 'standard input' : file
  const payload = await readPayload(file)
  const { run } = await loadEntryScript(entry)
  const { issues, ...result } = await validatePayloadAsync(run, payload)
  if (issues === undefined) {
    const { value = {} } = result as { value?: Record<string, unknown> }
    const names = Object.entries(value).map(([name, received]) => `  ${name}: ${showValue(received)}\n`)
    writeResult(`${title} fits\n${names.join('')}`)
    return 0
  }
  const { moreIssues = 0 } = result as { moreIssues?: number }
  const lines = issues.map((issue) => `  ${issue.message}\n`)
  writeResult(`${title} does not fit\n${lines.join('')}${moreIssues > 0 ? `  and ${moreIssues} more\n` : ''}`)
  return 1
}

async function readPayload(file: string): Promise<Uint8Array> {
  try {
    return await (file === '-' ? buffer(process.stdin) : readFile(file))
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`)
  }
}
