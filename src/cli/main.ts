#!/usr/bin/env node
import { Console } from 'node:console'
import { readFileSync } from 'node:fs'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf } from '../errors/show.js'
import { EntryScriptError, messageOf } from '../server/entry-script.js'
import { serve } from './serve.js'
import { swagger } from './swagger.js'
import { UsageError, usage } from './usage.js'
import { validate } from './validate.js'

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = { swagger, validate, serve }

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h' || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage)
    return name === undefined ? 1 : 0
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${packageVersion()}\n`)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw new UsageError(`there is no command ${name}, expected ${oneOf(Object.keys(commands))}`)
  return command(args)
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}

/** One sentence, and the exit code that goes with it: 1 wrong use, 3 the script failed to start. */
function report(error: unknown): number {
  const isUsage = error instanceof UsageError
  console.error(`inference-schema: ${messageOf(error)}${isUsage ? ' (--help says more)' : ''}`)
  if (process.argv.includes('--verbose')) console.error((error as { cause?: unknown }).cause ?? error)
  return error instanceof EntryScriptError || error instanceof SchemaDefinitionError ? 3 : 1
}

// Results go to standard output, and nothing else: what the script prints is not a result.
globalThis.console = new Console(process.stderr, process.stderr)
const code = await main(process.argv.slice(2)).catch(report)
// A script may have left timers or connections open; the answer is given all the same, and written out before the end.
process.stdout.write('', () => process.exit(code))
