import { once } from 'node:events'
import { resolve } from 'node:path'
import { createServer } from '../server/create-server.js'
import { loadEntryScript, messageOf } from '../server/entry-script.js'
import { readArguments, serviceInfo, serviceOptions } from './arguments.js'
import { scriptStep } from './script-step.js'
import { CommandError, UsageError } from './usage.js'

/** `serve ENTRY`: answers requests until it is told to stop, then finishes those that run. */
export async function serve(args: readonly string[]): Promise<number> {
  const given = readArguments(args, ['ENTRY'], {
    ...serviceOptions,
    port: { type: 'string', default: '5001' },
    host: { type: 'string', default: '127.0.0.1' },
    'model-dir': { type: 'string' },
  })
  const { host, 'model-dir': modelDirectory } = given.values
  const port = readPort(given.values['port'])
  const entry = given.positionals[0] as string
  if (modelDirectory !== undefined) process.env['AZUREML_MODEL_DIR'] = resolve(modelDirectory as string)

  const script = await loadEntryScript(entry)
  await scriptStep(`init of ${entry} failed`, () => script.init?.())
  const options = { ...serviceInfo(given), logger: { level: 'error', stream: process.stderr } }
  const server = await scriptStep(`${entry} cannot be described`, () => createServer(script, options))
  try {
    const address = await server.listen({ host: host as string, port })
    console.error(`${entry} answers at ${address}/score, described at ${address}/swagger.json`)
  } catch (error) {
    throw new CommandError(`cannot listen on ${host}:${port}: ${messageOf(error)}`)
  }
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  await server.close()
  return 0
}

function readPort(text: unknown): number {
  const port = Number(text)
  if (!/^\d+$/.test(String(text)) || port > 65535) throw new UsageError(`--port is ${text}, expected a number from 0 to 65535`)
  return port
}
