import cluster from 'node:cluster'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { EntryScriptError, messageOf } from '../server/entry-script.js'
import type { RunningScript } from '../server/serve-script.js'
import { ListenError, listenForFailure, serveScript } from '../server/serve-script.js'
import { readSettings, type ServeSettings, SettingError } from '../server/settings.js'
import { Supervisor } from '../server/supervisor.js'
import { FileWatch } from '../server/watch-files.js'
import { failureVariable, portVariable, tellSupervisor } from '../server/worker-messages.js'
import { readArguments, serviceOptions } from './arguments.js'
import { startScreen } from './start-screen.js'
import { told } from './told.js'
import { CommandError, UsageError } from './usage.js'

const texts = [
  'port',
  'host',
  'model-dir',
  'workers',
  'health-port',
  'cors',
  'config-file',
  'log-level',
  'scoring-timeout',
  'grace',
  'max-body',
  'max-headers',
  'max-depth',
  'max-elements',
  'max-cells',
  'max-decoded-bytes',
  'max-concurrency',
  'request-timeout',
]
const switches = ['docs', 'no-docs', 'metrics', 'watch']

/** `serve ENTRY`: answers requests until it is told to stop, then finishes those that run. */
export async function serve(args: readonly string[]): Promise<number> {
  const given = settingsOf(args)
  const settings = cluster.isWorker ? { ...given, port: Number(process.env[portVariable] ?? given.port) } : given
  const failure = process.env[failureVariable]
  if (cluster.isWorker && failure !== undefined) return serveFailure(settings, failure)
  return cluster.isPrimary && (settings.workers > 1 || settings.watch) ? supervise(settings) : serveHere(settings)
}

/** In this process. */
async function serveHere(settings: ServeSettings): Promise<number> {
  const running = await start(settings).catch((error: unknown) => {
    tellSupervisor({ failure: messageOf(error) })
    throw error
  })
  const screen = startScreen(running, settings)
  if (cluster.isWorker) tellSupervisor({ screen })
  else console.error(screen)
  await told()
  await running.close()
  return 0
}

/** In processes of their own, which share the port. */
async function supervise(settings: ServeSettings): Promise<number> {
  const { workers, grace, watch, entry } = settings
  const files = watch ? new FileWatch(entry, (file) => void reload(file)) : undefined
  const supervisor = new Supervisor({
    workers,
    port: settings.port === 0 ? await freePort(settings.host) : settings.port,
    grace,
    reportsFiles: watch,
    survivesFailure: watch,
    log: (line) => console.error(line),
    onFile: (file) => files?.addFile(file),
  })
  async function reload(file: string): Promise<void> {
    console.error(`${file} has changed`)
    await supervisor.replace()
  }
  await supervisor.start()
  const code = await Promise.race([supervisor.ended, told().then(() => supervisor.stop())])
  files?.close()
  return code
}

/** A port that nobody listens on: all workers, also later ones, must have the same. */
async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** Answers everything with why the script cannot be started, until it is changed. */
async function serveFailure({ host, port }: ServeSettings, failure: string): Promise<number> {
  const server = await listenForFailure(host, port, failure)
  await told()
  await server.close()
  return 0
}

async function start(settings: ServeSettings): Promise<RunningScript> {
  try {
    return await serveScript(settings)
  } catch (error) {
    throw error instanceof ListenError ? new CommandError(error.message) : error
  }
}

function settingsOf(args: readonly string[]): ServeSettings {
  const { positionals, values } = readArguments(
    args,
    ['ENTRY'],
    {
      ...serviceOptions,
      ...Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }])),
      ...Object.fromEntries(switches.map((name) => [name, { type: 'boolean' as const }])),
    },
    0,
  )
  try {
    return readSettings({ ...values, entry: positionals[0] }, process.env)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    throw error.isFlag ? new UsageError(error.message) : new EntryScriptError(error.message)
  }
}
