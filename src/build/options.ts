import { readVersion, type SwaggerVersion, swaggerVersions } from '../description/swagger-schema.js'
import type { ServiceInfo } from '../document/service-model.js'
import { checkNames } from '../errors/options.js'
import { oneOf, showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'
import { type DocumentFormat, documentFormats } from './document-text.js'

/** An option or an entry that cannot be: nothing was done. */
export class BuildOptionError extends Error {
  override readonly name = 'BuildOptionError'
}

/** How the documents of a script are to be written. */
export interface DocumentOptions extends ServiceInfo {
  /**
   * The file, or with a slash at its end the folder, to write to; `{dir}` is the script's folder, `{name}` its name without ending.
   * Default `{dir}/`.
   */
  readonly output?: string
  /** The versions to write; default 2.0. `'all'`: those that can say what the samples show. */
  readonly versions?: 'all' | SwaggerVersion | readonly SwaggerVersion[]
  /** Default by the ending of `output`, else json. */
  readonly format?: DocumentFormat
}

/** A script with options of its own, which win over those of all. */
export interface EntryOptions extends DocumentOptions {
  /** A path, or a glob. */
  readonly entry: string
}

export interface BuildOptions extends DocumentOptions {
  /** The scripts: paths and globs; one that starts with `!` leaves out. */
  readonly entries: string | EntryOptions | readonly (string | EntryOptions)[]
  /** The folder that paths are relative to. Default that of the process. */
  readonly cwd?: string
}

const infoNames = ['serviceName', 'serviceVersion', 'pathPrefix'] as const
export const documentOptionNames: readonly string[] = ['output', 'versions', 'format', ...infoNames]

/**
 * Reads options as a configuration file or somebody's own script gives them.
 *
 * @param place what they are called in errors
 * @throws BuildOptionError
 */
export function readDocumentOptions(options: Readonly<Record<string, unknown>>, place: string): DocumentOptions {
  const { output, versions, format } = options
  const texts = Object.fromEntries(
    ['output', ...infoNames].flatMap((name) => (options[name] === undefined ? [] : [[name, text(options[name], `${place}${name}`)]])),
  )
  if (output === '') throw new BuildOptionError(`${place}output is empty, expected a file or a folder`)
  if (format !== undefined && !documentFormats.includes(format as DocumentFormat))
    throw new BuildOptionError(`${place}format is ${showValue(format)}, expected ${oneOf(documentFormats)}`)
  return {
    ...texts,
    ...(format === undefined ? {} : { format: format as DocumentFormat }),
    ...(versions === undefined ? {} : { versions: readVersions(versions, `${place}versions`) }),
  }
}

export function readVersions(value: unknown, place: string): 'all' | readonly SwaggerVersion[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (given.includes('all')) return 'all'
  if (given.length === 0) throw new BuildOptionError(`${place} is empty, expected ${oneOf([...swaggerVersions, 'all'])}`)
  const versions = given.map((one) => {
    const version = readVersion(one)
    if (version === undefined) {
      const shown = typeof one === 'string' && !place.includes('versions') ? one : showValue(one)
      throw new BuildOptionError(`${place} is ${shown}, expected ${oneOf([...swaggerVersions, 'all'])}`)
    }
    return version
  })
  return swaggerVersions.filter((version) => versions.includes(version))
}

/** What a file may lack in a check, besides nothing. */
export const allowances: readonly string[] = ['text', 'compatible']

/** @throws BuildOptionError */
export function checkAllowance(value: unknown, place: string): asserts value is 'text' | 'compatible' | undefined {
  if (value !== undefined && !allowances.includes(value as string))
    throw new BuildOptionError(`${place} is ${showValue(value)}, expected ${oneOf(allowances)}`)
}

export function text(value: unknown, place: string): string {
  if (typeof value === 'string') return value
  throw new BuildOptionError(`${place} is ${showValue(value)}, expected a text`)
}

/** @throws BuildOptionError */
export function readEntries(value: unknown, place: string): (string | EntryOptions)[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (given.length === 0) throw new BuildOptionError(`${place} is empty, expected paths of scripts`)
  return given.map((one, index) => {
    const here = Array.isArray(value) ? `${place}[${index}]` : place
    if (!isRecord(one)) return text(one, here)
    checkNames(one, ['entry', ...documentOptionNames], BuildOptionError, here)
    return { ...readDocumentOptions(one, `${here}.`), entry: text(one['entry'], `${here}.entry`) }
  })
}
