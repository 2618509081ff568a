import { BuildError, type BuildFailure, lineOf } from '../build/build-error.js'
import { type CheckOptions, checkDocuments } from '../build/check-documents.js'
import { checkReport } from '../build/check-report.js'
import { configFile, readBuildConfig } from '../build/config.js'
import { type DocumentFormat, documentFormats, documentText } from '../build/document-text.js'
import { allowances, BuildOptionError, type DocumentOptions, readVersions } from '../build/options.js'
import { documentsOfScript } from '../build/script-documents.js'
import { isPattern } from '../build/targets.js'
import { watchDocuments } from '../build/watch-documents.js'
import { writeDocuments } from '../build/write-documents.js'
import { oneOf } from '../errors/show.js'
import { type Arguments, readArguments, serviceInfo, serviceOptions } from './arguments.js'
import { writeResult } from './output.js'
import { told } from './told.js'
import { UsageError } from './usage.js'

/** `swagger [ENTRY…]`: writes the documents of scripts, or checks that files still are them. */
export async function swagger(args: readonly string[]): Promise<number> {
  const given = readArguments(
    args,
    ['ENTRY…'],
    {
      ...serviceOptions,
      output: { type: 'string', short: 'o' },
      version: { type: 'string', multiple: true },
      format: { type: 'string' },
      check: { type: 'boolean' },
      allow: { type: 'string' },
      json: { type: 'boolean' },
      watch: { type: 'boolean' },
      'config-file': { type: 'string' },
    },
    0,
  )
  try {
    checkFlags(given)
    return await run(given)
  } catch (error) {
    if (error instanceof BuildOptionError) throw new UsageError(error.message)
    if (!(error instanceof BuildError)) throw error
    return reportFailures(error.failures)
  }
}

function checkFlags({ positionals, values }: Arguments): void {
  const { allow, check, json, watch, format } = values
  if (format !== undefined && !documentFormats.includes(format as DocumentFormat))
    throw new UsageError(`--format is ${format}, expected ${oneOf(documentFormats)}`)
  if (allow !== undefined && !allowances.includes(allow as string))
    throw new UsageError(`--allow is ${allow}, expected ${oneOf(allowances)}`)
  if (check !== true && allow !== undefined) throw new UsageError('--allow goes with --check')
  if (check !== true && json === true) throw new UsageError('--json goes with --check')
  if (check === true && watch === true) throw new UsageError('--watch writes, and --check writes nothing: take one of them')
  if (values['config-file'] !== undefined && positionals.length > 0)
    throw new UsageError('--config-file says which scripts there are: leave out ENTRY')
}

async function run(given: Arguments): Promise<number> {
  const { positionals, values } = given
  const { output, check, watch } = values
  const [first] = positionals
  const isOne = positionals.length === 1 && first !== undefined && !isPattern(first, process.cwd())
  if (isOne && output === undefined) {
    if (check === true) throw new UsageError('--check needs -o FILE, the file to compare with')
    if (watch === true) throw new UsageError('--watch needs -o FILE, the file to write')
    return show(first, given)
  }
  const options = optionsOf(given)
  if (watch === true) return watchUntilTold(options)
  if (check === true) return checkFiles(options, values['json'] === true, isOne)
  const { notes } = await writeDocuments(options)
  for (const note of notes) console.error(note)
  return 0
}

/** The options of the command line, over those of the project where no scripts are named. */
function optionsOf(given: Arguments): CheckOptions {
  const { positionals, values } = given
  const flags = { ...flagsOf(given), ...(values['allow'] === undefined ? {} : { allow: values['allow'] as 'text' | 'compatible' }) }
  if (positionals.length > 0) return { ...flags, entries: positionals }
  const config = readBuildConfig(process.cwd(), values['config-file'] as string | undefined)
  if (config === undefined) throw new UsageError(`ENTRY is missing, and there is no ${configFile} here`)
  const entries = [config.entries].flat().map((entry) => (typeof entry === 'string' ? entry : { ...entry, ...flagsOf(given) }))
  return { ...config, ...flags, entries }
}

function flagsOf(given: Arguments): DocumentOptions {
  const { output, format } = given.values
  const versions = given.lists['version']
  return {
    ...serviceInfo(given),
    ...(output === undefined ? {} : { output: output as string }),
    ...(format === undefined ? {} : { format: format as DocumentFormat }),
    ...(versions === undefined ? {} : { versions: readVersions(versions, '--version') }),
  }
}

/** To standard output. */
async function show(entry: string, given: Arguments): Promise<number> {
  const { versions: asked = '2.0', format = 'json' } = flagsOf(given)
  const versions = readVersions(asked, '--version')
  if (versions === 'all' || versions.length > 1) throw new UsageError('several versions need -o DIR/, the folder to write to')
  const { documents } = await documentsOfScript({ entry, versions, info: serviceInfo(given) }, { cwd: process.cwd() })
  for (const [, document] of documents) writeResult(documentText(document, { format }))
  return 0
}

async function checkFiles(options: CheckOptions, asJson: boolean, isOne: boolean): Promise<number> {
  const result = await checkDocuments(options)
  if (asJson) {
    const failures = result.failures.map(({ entry, message }) => ({ entry, message }))
    writeResult(`${JSON.stringify({ ...result, failures }, null, 2)}\n`)
  } else {
    for (const report of result.files.map(checkReport)) if (report !== undefined) console.error(report)
  }
  if (result.failures.length > 0) return reportFailures(result.failures, isOne)
  return result.ok ? 0 : 1
}

async function watchUntilTold(options: CheckOptions): Promise<number> {
  const { allow: _, ...build } = options
  const stopped = told()
  const watch = await watchDocuments({ ...build, log: (line) => console.error(line) })
  void watch.ready.then(() => console.error('waiting for changes'))
  await stopped
  await watch.close()
  return 0
}

/** Each in one sentence; the exit code is that of the worst. */
function reportFailures(failures: readonly BuildFailure[], isOne = failures.length === 1): number {
  for (const failure of failures) {
    console.error(`inference-schema: ${isOne ? failure.message : lineOf(failure)}`)
    if (process.argv.includes('--verbose') && failure.cause !== undefined) console.error(failure.cause)
  }
  return failures.some(({ isScript }) => isScript) ? 3 : 1
}
