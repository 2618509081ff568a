import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { SwaggerVersion } from '../description/swagger-schema.js'
import { BuildError, type BuildFailure, failureOf } from './build-error.js'
import { versionName } from './compare/versions.js'
import { documentText } from './document-text.js'
import { writeWhole } from './files.js'
import type { BuildOptions } from './options.js'
import { documentsOfScript, type ScriptDocuments, type ScriptOptions } from './script-documents.js'
import { filesOf, staleFilesOf, type Target, targetsOf } from './targets.js'

/** A document that stands in a file. */
export interface WrittenDocument {
  /** The script. */
  readonly entry: string
  /** The file, relative to where scripts were looked for. */
  readonly file: string
  readonly version: SwaggerVersion
  /** Whether the file was written: false when it held the document already. */
  readonly isChanged: boolean
}

export interface WriteResult {
  readonly files: readonly WrittenDocument[]
  /** What their author should know: a version that cannot say what the samples show. */
  readonly notes: readonly string[]
}

/**
 * Writes the documents of scripts to files, for a build. Each script is run in a process of its own, one after the other, and all of
 * them before a failure is told. A file is replaced at once, and left alone where it holds the document already.
 *
 * @throws BuildOptionError when options are wrong, before anything is run; BuildError when scripts fail or files cannot be written
 */
export async function writeDocuments(options: BuildOptions): Promise<WriteResult> {
  const { cwd = process.cwd() } = options
  const files: WrittenDocument[] = []
  const notes: string[] = []
  const failures: BuildFailure[] = []
  for (const target of await targetsOf(options)) {
    try {
      const written = await writeTarget(target, { cwd })
      files.push(...written.files)
      notes.push(...written.notes)
    } catch (error) {
      failures.push(failureOf(target.entry, error))
    }
  }
  if (failures.length > 0) throw new BuildError(failures, files)
  return { files, notes }
}

export async function writeTarget(target: Target, options: ScriptOptions): Promise<WriteResult> {
  const made = await documentsOfScript(target, options)
  const files = documentFiles(target, made).map(({ path, version, text }): WrittenDocument => {
    const isChanged = writeWhole(resolve(options.cwd, path), text, path)
    return { entry: target.entry, file: path, version, isChanged }
  })
  return { files, notes: notesOf(target, made, options.cwd) }
}

export interface DocumentFile {
  readonly path: string
  readonly version: SwaggerVersion
  readonly text: string
}

/** The files of a script and what is to stand in them. */
export function documentFiles(target: Target, { documents }: ScriptDocuments): DocumentFile[] {
  const byVersion = new Map(documents)
  return filesOf(target, [...byVersion.keys()]).map(({ path, version }) => {
    return { path, version, text: documentText(byVersion.get(version) ?? {}, { format: target.format }) }
  })
}

export function notesOf(target: Target, { documents, supported }: ScriptDocuments, cwd: string): string[] {
  const versions = documents.map(([version]) => version)
  const stale = staleFilesOf(target, versions).filter((file) => existsSync(resolve(cwd, file)))
  const [lowest] = versions
  if (target.versions !== 'all' || supported.includes('2.0') || lowest === undefined) return []
  const cannot = `${target.entry}: ${versionName('2.0')} cannot say what the samples show`
  return [
    `${cannot}, so that ${versionName(lowest)} is the default document`,
    ...stale.map((file) => `${file} is left from before, when it could be said: remove it`),
  ]
}
