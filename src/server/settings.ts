import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { nearest } from '../errors/nearest.js'
import { oneOf, showValue } from '../errors/show.js'
import { defaultLimits, defaultScoringTimeout, type ServerLimits } from './options.js'

/** A setting has a value that it cannot have: the server is not started. */
export class SettingError extends Error {
  /** Whether it was given on the command line. */
  readonly isFlag: boolean

  constructor(message: string, isFlag = false) {
    super(message)
    this.isFlag = isFlag
  }
}

/** Settings as texts, by their names on the command line. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>
export type Environment = Readonly<Record<string, string | undefined>>

/** Everything that `serve` can be told. */
export interface ServeSettings {
  readonly entry: string
  readonly port: number
  readonly host: string
  readonly modelDirectory: string | undefined
  readonly workers: number
  /** The port of a second server that only tells that it is up; undefined where there is none. */
  readonly healthPort: number | undefined
  readonly cors: readonly string[]
  readonly logLevel: string
  readonly serviceName: string | undefined
  readonly serviceVersion: string | undefined
  readonly pathPrefix: string | undefined
  readonly scoringTimeout: number
  readonly appRoot: string
  readonly showsVersion: boolean
  readonly docs: boolean
  readonly metrics: boolean
  readonly watch: boolean
  /** How long requests that are being scored may go on when the server is told to stop, in milliseconds. */
  readonly grace: number
  readonly limits: Required<ServerLimits>
}

/** The Python server's names of settings, in the environment and in config.json. */
const variables: Readonly<Record<string, string>> = {
  entry: 'AZUREML_ENTRY_SCRIPT',
  'app-root': 'AML_APP_ROOT',
  'model-dir': 'AZUREML_MODEL_DIR',
  'service-name': 'SERVICE_NAME',
  'service-version': 'SERVICE_VERSION',
  'path-prefix': 'SERVICE_PATH_PREFIX',
  'scoring-timeout': 'SCORING_TIMEOUT_MS',
  cors: 'AML_CORS_ORIGINS',
  workers: 'WORKER_COUNT',
  'health-port': 'HEALTH_PORT',
  'separate-health': 'SEPERATE_HEALTH_ENDPOINT',
  'show-version': 'SERVER_VERSION_LOG_RESPONSE_ENABLED',
}

/** Further settings of the Python server, which say nothing to this one. */
const othersOfPython = [
  'AZUREML_CONFIG_FILE',
  'AZUREML_SOURCE_DIRECTORY',
  'AZUREML_LOG_LEVEL',
  'AZUREML_DEBUG_PORT',
  'WORKSPACE_NAME',
  'HOSTNAME',
  'AML_APP_INSIGHTS_ENABLED',
  'AML_APP_INSIGHTS_KEY',
  'APP_INSIGHTS_LOG_RESPONSE_ENABLED',
  'AML_MODEL_DC_STORAGE_ENABLED',
]

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/**
 * Reads the settings: the command line over the environment over config.json, which is the file of `--config-file` or
 * AZUREML_CONFIG_FILE, or stands in the app root, or beside the script.
 *
 * @throws SettingError
 */
export function readSettings(flags: Flags, environment: Environment): ServeSettings {
  const named = typeof flags['entry'] === 'string' ? flags['entry'] : undefined
  const config = readConfig(flags, environment, named)
  const entry = named ?? entryOf(environment, config)
  const text = (name: string): string | undefined => {
    const flag = flags[name]
    if (typeof flag === 'string') return flag
    const variable = variables[name]
    return variable === undefined ? undefined : (nonEmpty(environment[variable]) ?? config[variable])
  }
  const number = (name: string, fallback: number, least = 0, most = Number.MAX_SAFE_INTEGER) =>
    readNumber(typeof flags[name] === 'string' ? `--${name}` : (variables[name] ?? name), text(name), fallback, least, most)
  const host = text('host') ?? '127.0.0.1'
  const isSeparate = flags['health-port'] !== undefined || text('separate-health')?.toLowerCase() === 'true'
  const logLevel = text('log-level') ?? 'info'
  if (!logLevels.includes(logLevel)) throw new SettingError(`--log-level is ${logLevel}, expected ${oneOf(logLevels)}`, true)
  return {
    entry,
    port: number('port', 5001, 0, 65535),
    host,
    modelDirectory: text('model-dir'),
    workers: number('workers', 1, 1, 1024),
    healthPort: isSeparate ? number('health-port', 5000, 0, 65535) : undefined,
    cors: (text('cors') ?? '').split(',').flatMap((origin) => nonEmpty(origin.trim()) ?? []),
    logLevel,
    serviceName: text('service-name'),
    serviceVersion: text('service-version'),
    pathPrefix: text('path-prefix'),
    scoringTimeout: number('scoring-timeout', defaultScoringTimeout, 1),
    appRoot: text('app-root') ?? dirname(resolve(entry)),
    showsVersion: (text('show-version') ?? 'true').toLowerCase() === 'true',
    docs: flags['docs'] === true || (flags['no-docs'] !== true && isLoopback(host)),
    metrics: flags['metrics'] === true,
    watch: flags['watch'] === true,
    grace: number('grace', 30, 0, 86_400) * 1000,
    limits: {
      body: number('max-body', defaultLimits.body, 1),
      headers: number('max-headers', defaultLimits.headers, 1024, 1024 * 1024),
      depth: number('max-depth', defaultLimits.depth, 1),
      elements: number('max-elements', defaultLimits.elements, 1),
      cells: number('max-cells', defaultLimits.cells, 1),
      decodedBytes: number('max-decoded-bytes', defaultLimits.decodedBytes, 1),
      concurrency: number('max-concurrency', defaultLimits.concurrency, 1),
      requestTime: number('request-timeout', defaultLimits.requestTime, 1),
    },
  }
}

/** Python joins the two paths, of which the second may be absolute. */
function entryOf(environment: Environment, config: Readonly<Record<string, string>>): string {
  const entry = nonEmpty(environment['AZUREML_ENTRY_SCRIPT']) ?? config['AZUREML_ENTRY_SCRIPT']
  if (entry === undefined) throw new SettingError('ENTRY is missing, and AZUREML_ENTRY_SCRIPT is not set', true)
  return isAbsolute(entry) ? entry : join(environment['AML_APP_ROOT'] ?? '.', entry)
}

function readConfig(flags: Flags, environment: Environment, script: string | undefined): Readonly<Record<string, string>> {
  const isFlag = typeof flags['config-file'] === 'string'
  const named = isFlag ? (flags['config-file'] as string) : nonEmpty(environment['AZUREML_CONFIG_FILE'])
  const entry = script ?? nonEmpty(environment['AZUREML_ENTRY_SCRIPT'])
  const folders = [environment['AML_APP_ROOT'], entry === undefined ? undefined : dirname(resolve(entry))].filter(
    (folder): folder is string => folder !== undefined,
  )
  const file = named ?? folders.map((folder) => join(folder, 'config.json')).find((path) => existsSync(path))
  if (file === undefined) return {}
  let config: unknown
  try {
    config = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SettingError(`${file} cannot be read: ${(error as Error).message}`, isFlag)
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new SettingError(`${file} is no JSON object of settings`)
  checkSettingNames(Object.keys(config), file, isFlag)
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]))
}

/** A config.json may have what is for others, as the Python server allows; what is written like a setting of ours is one that is misspelt. */
function checkSettingNames(names: readonly string[], file: string, isFlag: boolean): void {
  const known = Object.values(variables)
  for (const name of names) {
    if (known.includes(name) || othersOfPython.includes(name) || !/^[A-Z\d_]+$/.test(name)) continue
    const meant = nearest(name, known)
    if (meant !== undefined) throw new SettingError(`${file} has no setting ${showValue(name)}; did you mean ${meant}?`, isFlag)
  }
}

function readNumber(name: string, text: string | undefined, fallback: number, least: number, most: number): number {
  if (text === undefined) return fallback
  const number = Number(text)
  const range = most > 1e9 ? `of at least ${least}` : `from ${least} to ${most}`
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw new SettingError(`${name} is ${text}, expected a number ${range}`, name.startsWith('--'))
  return number
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
