import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { allOf, showValue } from '../errors/show.js'

/** A model that was deployed with the script. */
export interface Model {
  readonly name: string
  /** Undefined where the folder's path does not say it. */
  readonly version: string | undefined
  /** The model's file when its folder holds one file only, else that folder. */
  readonly path: string
}

/** There is no such model: the message says what was looked for, and what is there. */
export class ModelPathError extends Error {
  override readonly name = 'ModelPathError'
}

/**
 * The path of a model below `AZUREML_MODEL_DIR`, which Azure ML sets, and `serve --model-dir`. With several models that is the
 * folder of `<name>/<version>/<file or folder>`; with one, it is the folder that holds the model's file or folder.
 *
 * @param name the registered name; where there is one model, the name of a file or folder of it will do, with or without its
 *   extension. Default: the only model
 * @param version default: the greatest, by number
 * @returns the absolute path of the model's file when its folder holds one file only, else of that folder
 * @throws ModelPathError in one sentence
 * @example
 * ```ts
 * process.env.AZUREML_MODEL_DIR = 'samples/diabetes'
 * modelPath('diabetes-ridge').endsWith('diabetes-ridge.onnx') // true
 * ```
 */
export function modelPath(name?: string, version?: string | number): string {
  const wanted = version === undefined ? undefined : String(version)
  for (const [what, part] of [['name', name] as const, ['version', wanted] as const]) if (part !== undefined) checkPart(what, part)
  const { directory, isOne, models } = readModels()
  const names = [...new Set(models.map((model) => model.name))]
  if (name === undefined && names.length > 1)
    throw new ModelPathError(`modelPath() needs the name of a model, because ${directory} holds ${allOf(names)}`)
  const listed = name === undefined ? models : models.filter((model) => model.name === name)
  const named = listed.length > 0 ? listed : within(directory, name as string)
  if (named.length === 0) {
    const other = isOne ? pathCalled(directory, name as string, wanted) : undefined
    if (other !== undefined) return other
    const there = allOf(isOne ? entriesOf(directory) : names)
    throw new ModelPathError(`there is no model ${showValue(name)} in ${directory}, which holds ${there}`)
  }
  const found = wanted === undefined ? named.at(-1) : named.find((model) => model.version === wanted)
  if (found !== undefined) return found.path
  const versions = named.flatMap((model) => model.version ?? [])
  const others =
    versions.length === 0 ? 'without saying its version' : `in ${versions.length === 1 ? 'version' : 'the versions'} ${allOf(versions)}`
  throw new ModelPathError(
    `there is no version ${showValue(wanted)} of the model ${showValue(named[0]?.name)} in ${directory}, which holds it ${others}`,
  )
}

/**
 * The models below `AZUREML_MODEL_DIR`, by name and then by version; none where that is not set or no folder.
 *
 * @example
 * ```ts
 * process.env.AZUREML_MODEL_DIR = 'samples/diabetes'
 * listModels()[0].name // 'diabetes'
 * ```
 */
export function listModels(): Model[] {
  try {
    return [...readModels().models]
  } catch (error) {
    if (error instanceof ModelPathError) return []
    throw error
  }
}

interface Models {
  readonly directory: string
  /** Whether the folder is that of one model. */
  readonly isOne: boolean
  /** By name and version. */
  readonly models: readonly Model[]
}

function readModels(): Models {
  const given = process.env['AZUREML_MODEL_DIR']
  if (given === undefined || given === '') {
    throw new ModelPathError(
      'AZUREML_MODEL_DIR is not set, so there are no models; Azure ML sets it, and on your machine serve --model-dir DIR does',
    )
  }
  const directory = resolve(given)
  if (!isFolder(directory)) throw new ModelPathError(`AZUREML_MODEL_DIR is ${showPath(given)}, which is no folder`)
  const entries = entriesOf(directory)
  if (entries.length === 0) throw new ModelPathError(`AZUREML_MODEL_DIR is ${showPath(given)}, which is empty`)
  const isOne = isRegistered(directory) || !entries.every((name) => holdsVersions(join(directory, name)))
  const models = isOne ? [{ ...nameOf(directory), path: pathIn(directory) }] : entries.flatMap((name) => versionsOf(directory, name))
  return { directory, isOne, models }
}

/** Azure ML's own place for one model: `azureml-models/<name>/<version>`. */
function isRegistered(directory: string): boolean {
  return basename(dirname(dirname(directory))) === 'azureml-models'
}

/** Whether a folder is a model of several: it holds nothing but folders called by version, which Azure ML counts from 1. */
function holdsVersions(folder: string): boolean {
  if (!isFolder(folder)) return false
  const versions = entriesOf(folder)
  return versions.length > 0 && versions.every((version) => isVersion(version) && isFolder(join(folder, version)))
}

function isVersion(name: string): boolean {
  return /^\d+$/.test(name)
}

function versionsOf(directory: string, name: string): Model[] {
  const versions = entriesOf(join(directory, name)).sort((a, b) => Number(a) - Number(b))
  return versions.map((version) => ({ name, version, path: pathIn(join(directory, name, version)) }))
}

function nameOf(directory: string): Pick<Model, 'name' | 'version'> {
  const last = basename(directory)
  const isVersioned = isRegistered(directory) || isVersion(last)
  return isVersioned ? { name: basename(dirname(directory)), version: last } : { name: last, version: undefined }
}

function pathIn(folder: string): string {
  const [only, ...others] = entriesOf(folder)
  if (only === undefined || others.length > 0 || isFolder(join(folder, only))) return folder
  return join(folder, only)
}

/** The versions of a model that lies next to something else, which makes the folder look like that of one model. */
function within(directory: string, name: string): Model[] {
  return holdsVersions(join(directory, name)) ? versionsOf(directory, name) : []
}

/** A file or folder of the one model that there is; or a version that is called otherwise than Azure ML does. */
function pathCalled(directory: string, name: string, version: string | undefined): string | undefined {
  if (version !== undefined) return isFolder(join(directory, name, version)) ? pathIn(join(directory, name, version)) : undefined
  const entries = entriesOf(directory)
  const stems = entries.filter((entry) => parse(entry).name === name)
  const found = entries.includes(name) ? name : stems.length === 1 ? stems[0] : undefined
  return found === undefined ? undefined : join(directory, found)
}

/** What is in a folder by name, without what tools leave hidden there (.amlignore, .DS_Store). */
function entriesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Names and versions are those of folders, not ways to other ones. */
function checkPart(what: 'name' | 'version', part: unknown): void {
  if (typeof part === 'string' && part !== '' && part !== '.' && part !== '..' && !/[/\\\0]/.test(part)) return
  throw new ModelPathError(`the model's ${what} is ${showValue(part)}, expected ${what === 'name' ? 'a name' : 'a version'} without a path`)
}

/** A path as the environment has it: whole, so that it can be looked up. */
function showPath(path: string): string {
  return JSON.stringify(path)
}
