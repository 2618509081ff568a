import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { readVersion, swaggerVersions } from '../description/swagger-schema.js'
import { oneOf } from '../errors/show.js'
import { generateSwagger } from '../run/schemas.js'
import { loadEntryScript } from '../server/entry-script.js'
import { readArguments, serviceInfo, serviceOptions } from './arguments.js'
import { writeResult } from './output.js'
import { scriptStep } from './script-step.js'
import { CommandError, UsageError } from './usage.js'

/** `swagger ENTRY`: writes the document in a version of OpenAPI, or checks that a file still is it. */
export async function swagger(args: readonly string[]): Promise<number> {
  const given = readArguments(args, ['ENTRY'], {
    ...serviceOptions,
    output: { type: 'string', short: 'o' },
    version: { type: 'string', default: '2.0' },
    check: { type: 'boolean' },
  })
  const { output, version, check } = given.values
  const asked = readVersion(version)
  if (asked === undefined) throw new UsageError(`--version is ${version}, expected ${oneOf(swaggerVersions)}`)
  if (check === true && output === undefined) throw new UsageError('--check needs -o FILE, the file to compare with')
  const entry = given.positionals[0] as string
  const { run } = await loadEntryScript(entry)
  const document = await scriptStep(`${entry} cannot be described`, () => generateSwagger(run, { ...serviceInfo(given), version: asked }))
  const text = `${JSON.stringify(document, null, 2)}\n`
  if (check === true) return checkFile(output as string, text)
  if (output === undefined) writeResult(text)
  else writeWhole(output as string, text)
  return 0
}

function checkFile(file: string, text: string): number {
  const found = readFile(file)
  if (found === text) return 0
  if (found === undefined) console.error(`${file} does not exist; write it with -o`)
  else console.error(`${file} is out of date: ${firstDifference(found, text)}; write it again with -o`)
  return 1
}

function readFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

function firstDifference(found: string, text: string): string {
  const [was, is] = [found.split('\n'), text.split('\n')]
  const line = is.findIndex((content, index) => content !== was[index])
  const index = line < 0 ? is.length : line
  const show = (content: string | undefined) => (content === undefined ? 'the end' : `"${content.trim().slice(0, 80)}"`)
  return `line ${index + 1} is ${show(was[index])}, expected ${show(is[index])}`
}

/** Writes a file at once: whoever reads it meanwhile finds the old one or the new one, never a part. */
function writeWhole(file: string, text: string): void {
  let draft: string | undefined
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true })
    const found = statSync(file, { throwIfNoEntry: false })
    // What is no file (/dev/stdout, a pipe) is written to, not replaced; and a link stays one.
    if (found !== undefined && !found.isFile()) {
      writeFileSync(file, text)
      return
    }
    const target = found === undefined ? file : realpathSync(file)
    draft = `${target}.${process.pid}.tmp`
    writeFileSync(draft, text)
    renameSync(draft, target)
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { force: true })
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}`)
  }
}
