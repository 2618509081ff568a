import { existsSync, statSync } from 'node:fs'
import Module from 'node:module'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
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
  if (!statSync(file).isFile()) throw new EntryScriptError(`${path} is not a file`)
  let module: Record<string, unknown>
  try {
    if (extension === '.ts' || extension === '.mts') await registerTypeScript(file)
    module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    throw new EntryScriptError(`${path} cannot be loaded: ${loadFailure(error)}`, { cause: error })
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
  const native = extensionsOf(Module)['.js']
  cjs.register()
  keepOneCopy(native)
  esm.register()
}

type Loader = (module: unknown, file: string) => void

function extensionsOf(module: unknown): Record<string, Loader | undefined> {
  return (module as { _extensions: Record<string, Loader | undefined> })._extensions
}

/**
 * Leaves this package to Node's own `require`: tsx would compile it a second time for scripts that are CommonJS, and what the
 * decorators of that copy know would be unknown here.
 */
function keepOneCopy(native: Loader | undefined): void {
  const extensions = extensionsOf(Module)
  const own = fileURLToPath(new URL('..', import.meta.url))
  const transpile = extensions['.js']
  extensions['.js'] = (module, file) => (file.startsWith(own) ? native : transpile)?.(module, file)
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
  // Of a CommonJS module's object Node may show the members as exports of the module: they are methods all the same.
  const isShown = isHolder(outer) && outer['run'] === module['run']
  for (const holder of isShown ? [outer, inner] : [module, outer, inner]) {
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

/** Why a module was not loaded: for a syntax error, where that is. */
function loadFailure(error: unknown): string {
  const message = messageOf(error)
  // The compiler's answer to top-level await where package.json does not say that modules are ES modules.
  if (message.includes('"cjs" output format')) return `${message}; name it .mts, or set "type": "module" in package.json`
  const place = error instanceof SyntaxError ? /^(?:file:\/\/)?(\S.*:\d+)\n/.exec(error.stack ?? '')?.[1] : undefined
  return place === undefined ? message : `${message} (${basename(place)})`
}

/** The first line of what was thrown, whatever it is; with the second where the first only announces it. */
export function messageOf(error: unknown): string {
  const [first, second] = textOf(error)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (first === undefined) return error instanceof Error ? error.name : 'no reason given'
  return first.endsWith(':') && second !== undefined ? `${first} ${second}` : first
}

function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error)
  } catch {
    return 'something that cannot be shown was thrown'
  }
}
