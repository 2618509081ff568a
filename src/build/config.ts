import { dirname, join, resolve } from 'node:path'
import { checkNames } from '../errors/options.js'
import { showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'
import { messageOf } from '../server/entry-script.js'
import type { CheckOptions } from './check-documents.js'
import { readText } from './files.js'
import { BuildOptionError, checkAllowance, documentOptionNames, readDocumentOptions, readEntries } from './options.js'

/** The file that a project says in what its documents are. */
export const configFile = 'inference-schema.config.json'

const packageKey = 'inference-schema'

/**
 * Reads what a project says of its documents: the section `swagger` of `inference-schema.config.json`, or of the key
 * `inference-schema` in `package.json`. What it gives is what `writeDocuments` and `checkDocuments` take; paths are relative to the
 * folder of the file.
 *
 * @param folder where the file stands. Default the folder of the process
 * @param file the file itself, when it has another name
 * @returns undefined where nothing is said
 * @throws BuildOptionError when something is said that does not exist, with what may be meant
 */
export function readBuildConfig(folder: string = process.cwd(), file?: string): CheckOptions | undefined {
  if (file !== undefined) {
    const named = readJson(resolve(folder, file), file)
    if (named === undefined) throw new BuildOptionError(`${file} does not exist`)
    return readSections(named, file, dirname(resolve(folder, file)))
  }
  const own = readJson(join(folder, configFile), configFile)
  const manifest = readJson(join(folder, 'package.json'), 'package.json')
  const inManifest = isRecord(manifest) ? manifest[packageKey] : undefined
  if (own !== undefined && inManifest !== undefined)
    throw new BuildOptionError(`${configFile} and "${packageKey}" in package.json both say what to do; keep one`)
  if (own !== undefined) return readSections(own, configFile, folder)
  return inManifest === undefined ? undefined : readSections(inManifest, `"${packageKey}" in package.json`, folder)
}

function readJson(path: string, shown: string): unknown {
  const text = readText(path, shown)
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch (error) {
    throw new BuildOptionError(`${shown} cannot be read: ${messageOf(error)}`)
  }
}

function readSections(config: unknown, place: string, cwd: string): CheckOptions | undefined {
  if (!isRecord(config)) throw new BuildOptionError(`${place} is ${showValue(config)}, expected an object`)
  checkNames(config, ['$schema', 'swagger'], BuildOptionError, place)
  const { swagger } = config
  if (swagger === undefined) return undefined
  const section = `swagger in ${place}`
  if (!isRecord(swagger)) throw new BuildOptionError(`${section} is ${showValue(swagger)}, expected an object`)
  checkNames(swagger, ['entries', 'allow', ...documentOptionNames], BuildOptionError, section)
  const { entries, allow } = swagger
  if (entries === undefined) throw new BuildOptionError(`${section} has no entries, expected paths of scripts`)
  checkAllowance(allow, `${section}: allow`)
  return {
    ...readDocumentOptions(swagger, `${section}: `),
    entries: readEntries(entries, `${section}: entries`),
    cwd,
    ...(allow === undefined ? {} : { allow }),
  }
}
