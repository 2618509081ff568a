import { existsSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import type { SwaggerVersion } from '../description/swagger-schema.js'
import type { ServiceInfo } from '../document/service-model.js'
import { checkNames } from '../errors/options.js'
import { allOf } from '../errors/show.js'
import { type DocumentFormat, formatOfFile } from './document-text.js'
import {
  BuildOptionError,
  type BuildOptions,
  checkAllowance,
  type DocumentOptions,
  documentOptionNames,
  readDocumentOptions,
  readEntries,
  readVersions,
} from './options.js'

/** A script, and what is to be made of it. */
export interface Target {
  /** As it was given or found, relative to the folder that it was looked for in. */
  readonly entry: string
  readonly versions: 'all' | readonly SwaggerVersion[]
  /** A file, or a folder with a slash at its end. */
  readonly output: string
  readonly format: DocumentFormat
  readonly info: ServiceInfo
}

/**
 * The scripts that are meant, each once, with their options.
 *
 * @param more further options that there are
 * @throws BuildOptionError when there is none for an entry, or two would be written to the same place
 */
export async function targetsOf(options: BuildOptions, more: readonly string[] = []): Promise<Target[]> {
  checkNames(options, ['entries', 'allow', ...documentOptionNames, 'cwd', ...more], BuildOptionError, 'the object of options')
  const { entries, cwd = process.cwd(), ...common } = options
  const targets = new Map<string, Target>()
  checkAllowance((common as { readonly allow?: unknown }).allow, 'allow')
  const given = readEntries(entries, 'entries')
  const all = readDocumentOptions({ ...common }, '')
  const isLeftOut = (one: unknown): one is string => typeof one === 'string' && one.startsWith('!')
  const leftOut = given.filter(isLeftOut).map((pattern) => pattern.slice(1))
  for (const one of given.filter((each) => !isLeftOut(each))) {
    const { entry: pattern, ...own } = typeof one === 'string' ? { entry: one } : one
    for (const entry of await scriptsOf(pattern, cwd, leftOut)) targets.set(resolve(cwd, entry), targetOf(entry, { ...all, ...own }))
  }
  const found = [...targets.values()]
  checkCollisions(found, cwd)
  return found
}

/** Whether an entry may stand for several scripts. A file that has the name of a pattern is that file. */
export function isPattern(entry: string, cwd: string): boolean {
  return !existsSync(resolve(cwd, entry)) && isDynamicPattern(entry)
}

async function scriptsOf(entry: string, cwd: string, leftOut: readonly string[]): Promise<string[]> {
  if (!isPattern(entry, cwd)) return [entry]
  const found = await glob(entry, { cwd, expandDirectories: false, ignore: ['**/node_modules/**', ...leftOut] })
  if (found.length === 0) throw new BuildOptionError(`no file matches ${entry}`)
  // The file system's own order differs from machine to machine.
  return found.sort()
}

function targetOf(entry: string, options: DocumentOptions): Target {
  const { output = '{dir}/', versions = ['2.0'], format, ...info } = options
  const filled = output.replaceAll('{dir}', dirname(entry)).replaceAll('{name}', basename(entry, extname(entry)))
  const asked = readVersions(versions, 'versions')
  if (!isFolder(filled) && (asked === 'all' || asked.length > 1))
    throw new BuildOptionError(`several versions need a folder with a slash at its end, not the file ${filled}`)
  return { entry, versions: asked, output: filled, format: format ?? formatOfFile(filled) ?? 'json', info }
}

function isFolder(output: string): boolean {
  return output.endsWith('/') || output.endsWith('\\')
}

function checkCollisions(targets: readonly Target[], cwd: string): void {
  const byOutput = new Map<string, Target[]>()
  for (const target of targets) {
    const place = resolve(cwd, target.output)
    byOutput.set(place, [...(byOutput.get(place) ?? []), target])
  }
  for (const same of byOutput.values()) {
    if (same.length < 2) continue
    const [first] = same
    throw new BuildOptionError(
      `${allOf(same.map(({ entry }) => entry))} would be written to the same place, ${first?.output}; put {dir} or {name} into the output`,
    )
  }
}

/** The names of the server's own documents, in the app root. */
const names: Readonly<Record<SwaggerVersion, string>> = { '2.0': 'swagger2', '3.0': 'swagger3', '3.1': 'swagger3.1' }

export interface PlannedFile {
  readonly path: string
  readonly version: SwaggerVersion
}

/**
 * The files that documents go to. In a folder they have the names that the server looks for: `swagger.json` is the default, 2.0, or
 * the lowest version that there is, where 2.0 cannot say the samples; with several versions each has a file of its own besides.
 */
export function filesOf({ output, versions, format }: Target, written: readonly SwaggerVersion[]): PlannedFile[] {
  if (!isFolder(output)) return written.map((version) => ({ path: output, version }))
  const at = (name: string) => join(output, `${name}.${format}`)
  const [lowest] = written
  const isAlone = written.length === 1 && versions !== 'all'
  const own = isAlone && lowest === '2.0' ? [] : written.map((version) => ({ path: at(names[version]), version }))
  const isDefault = versions === 'all' || lowest === '2.0'
  return lowest !== undefined && isDefault ? [{ path: at('swagger'), version: lowest }, ...own] : own
}

/** The files of versions that cannot be said (any more): they would be served in their place. */
export function staleFilesOf({ output, versions, format }: Target, written: readonly SwaggerVersion[]): string[] {
  if (versions !== 'all' || !isFolder(output)) return []
  const gone = (Object.keys(names) as SwaggerVersion[]).filter((version) => !written.includes(version))
  return gone.map((version) => join(output, `${names[version]}.${format}`))
}
