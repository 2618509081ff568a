import { once } from 'node:events'
import { EntryScriptError } from '../server/entry-script.js'
import type { RunningScript } from '../server/serve-script.js'
import { ListenError, serveScript } from '../server/serve-script.js'
import { readSettings, type ServeSettings, SettingError } from '../server/settings.js'
import { readArguments, serviceOptions } from './arguments.js'
import { startScreen } from './start-screen.js'
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
  'max-concurrency',
  'request-timeout',
]
const switches = ['docs', 'no-docs', 'metrics', 'watch']

/** `serve ENTRY`: answers requests until it is told to stop, then finishes those that run. */
export async function serve(args: readonly string[]): Promise<number> {
  const settings = settingsOf(args)
  const running = await start(settings)
  console.error(startScreen(running, settings))
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  await running.close()
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
