#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf } from '../errors/show.js'
import { EntryScriptError, messageOf } from '../server/entry-script.js'
import { exitAfterWriting, keepOutputForResults, writeResult } from './output.js'
import { UsageError, usage } from './usage.js'

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  // What one needs takes long to load, and the others do without it.
  swagger: async (args) => (await import('./swagger.js')).swagger(args),
  validate: async (args) => (await import('./validate.js')).validate(args),
  check: async (args) => (await import('./check.js')).check(args),
  serve: async (args) => (await import('./serve.js')).serve(args),
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h' || args.includes('--help') || args.includes('-h')) {
    writeResult(usage)
    return name === undefined ? 1 : 0
  }
  if (name === '--version' || name === '-v') {
    writeResult(`${packageVersion()}\n`)
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
  // Not by the console: that may be the script's, and go elsewhere.
  process.stderr.write(`inference-schema: ${messageOf(error)}${isUsage ? ' (--help says more)' : ''}\n`)
  if (process.argv.includes('--verbose')) console.error((error as { cause?: unknown }).cause ?? error)
  return error instanceof EntryScriptError || error instanceof SchemaDefinitionError ? 3 : 1
}

/** What happens outside of what we wait for: the script's own timers and promises, and its own end of the process. */
function watchScript(): void {
  process.on('uncaughtException', (error: unknown) => {
    const isHandled = process.listenerCount('uncaughtException') > 1
    if (isHandled) return
    isReported = true
    process.exit(report(new EntryScriptError(`the entry script failed on its own: ${messageOf(error)}`, { cause: error })))
  })
  // Nothing is left that could go on, and we are still waiting.
  let isStuck = false
  process.on('beforeExit', () => {
    isStuck = true
  })
  process.on('exit', (code) => {
    if (isReported) return
    const what = isStuck ? 'waits for something that never comes' : `ended the process with code ${code}`
    process.exitCode = report(new EntryScriptError(`the entry script ${what}`))
  })
}

let isReported = false
keepOutputForResults()
watchScript()
const code = await main(process.argv.slice(2)).catch(report)
isReported = true
exitAfterWriting(code)
