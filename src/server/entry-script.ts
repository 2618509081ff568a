import { existsSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { allOf, oneOf, showValue } from '../errors/show.js'
import type { RunFunction } from '../run/run-schema.js'

/** A script that was loaded: what it scores with, and what it does before. */
export interface EntryScript {
  readonly run: RunFunction
  /** Called once, before the first request. */
  readonly init: (() => unknown) | undefined
  /** The object whose methods these are; undefined for plain functions. */
  readonly thisArg: unknown
}

/** The entry script cannot be used: it is not there, fails when it is loaded, or has no `run`. */
export class EntryScriptError extends Error {
  override readonly name = 'EntryScriptError'
}

const extensions = ['.ts', '.mts', '.js', '.mjs', '.cjs']

/**
 * Loads an entry script: a module that exports `run` (and perhaps `init`), or whose default export is a class or an object
 * with them. TypeScript runs as it is, with the decorators of its nearest tsconfig.json.
 *
 * @param path the script: .ts, .mts, .js, .mjs or .cjs
 * @throws EntryScriptError in one sentence; its cause is what the script threw
 */
export async function loadEntryScript(path: string): Promise<EntryScript> {
  const file = resolve(path)
  const extension = extname(file)
  if (!extensions.includes(extension))
    throw new EntryScriptError(`${path} is no entry script, expected a file that ends with ${oneOf(extensions)}`)
  if (!existsSync(file)) throw new EntryScriptError(`${path} does not exist`)
  if (extension === '.ts' || extension === '.mts') await registerTypeScript(file)
  let module: Record<string, unknown>
  try {
    module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    throw new EntryScriptError(`${path} cannot be loaded: ${messageOf(error)}`, { cause: error })
  }
  try {
    return findRun(module) ?? noRun(path, module)
  } catch (error) {
    if (error instanceof EntryScriptError) throw error
    throw new EntryScriptError(`the class that ${path} exports cannot be made: ${messageOf(error)}`, { cause: error })
  }
}

/** Makes Node load TypeScript, for the rest of the process. */
async function registerTypeScript(file: string): Promise<void> {
  const config = nearestConfig(dirname(file))
  // The loader reads this, and has no other way to be told for both kinds of modules.
  if (config !== undefined) process.env['TSX_TSCONFIG_PATH'] ??= config
  const [esm, cjs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')])
  cjs.register()
  esm.register()
}

function nearestConfig(directory: string): string | undefined {
  const config = join(directory, 'tsconfig.json')
  if (existsSync(config)) return config
  return dirname(directory) === directory ? undefined : nearestConfig(dirname(directory))
}

/** A CommonJS module stands under `default`, and a transpiled one under the default of that. */
function findRun(module: Record<string, unknown>): EntryScript | undefined {
  const outer = module['default']
  const inner = isHolder(outer) ? (outer as Record<string, unknown>)['default'] : undefined
  for (const holder of [module, outer, inner]) {
    if (!isHolder(holder)) continue
    const found = scriptOf(holder, holder === module) ?? instantiate(holder)
    if (found !== undefined) return found
  }
  return undefined
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function scriptOf(holder: Record<string, unknown>, isModule: boolean): EntryScript | undefined {
  const { run, init } = holder
  if (typeof run !== 'function') return undefined
  const thisArg = isModule ? undefined : holder
  return { run: run as RunFunction, init: typeof init === 'function' ? () => init.call(thisArg) : undefined, thisArg }
}

/** A class with an instance method `run` is made once, without arguments. */
function instantiate(holder: unknown): EntryScript | undefined {
  if (typeof holder !== 'function' || typeof holder.prototype?.run !== 'function') return undefined
  return scriptOf(new (holder as new () => Record<string, unknown>)(), false)
}

function noRun(path: string, module: Record<string, unknown>): never {
  const names = Object.keys(module)
  const run = module['run']
  const found = run === undefined ? `it exports ${names.length === 0 ? 'nothing' : allOf(names)}` : `its run is ${showValue(run)}`
  throw new EntryScriptError(`${basename(path)} has no function run; ${found}`)
}

/** The first line of what was thrown, whatever it is. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n', 1)[0] ?? ''
}
