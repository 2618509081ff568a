import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { SwaggerVersion } from '../description/swagger-schema.js'
import { messageOf } from '../server/entry-script.js'
import { type BuildFailure, failureOf } from './build-error.js'
import { compareDocuments } from './compare/compare-documents.js'
import type { ChangeKind, DocumentChange } from './compare/document-change.js'
import { operationsOf } from './compare/operations.js'
import { DocumentError, versionName, versionOfDocument } from './compare/versions.js'
import { type DocumentFormat, readDocumentText } from './document-text.js'
import { readText } from './files.js'
import type { BuildOptions } from './options.js'
import { documentsOfScript } from './script-documents.js'
import { staleFilesOf, type Target, targetsOf } from './targets.js'
import { type DocumentFile, documentFiles } from './write-documents.js'

export interface CheckOptions extends BuildOptions {
  /** What a file may lack: nothing (default), changes of words and examples alone, or all that breaks no caller. */
  readonly allow?: 'text' | 'compatible'
}

/** A file compared with what its script gives now. */
export interface CheckedDocument {
  readonly entry: string
  readonly file: string
  readonly version: SwaggerVersion
  /** Whether the file is the document, or differs in what is allowed alone. */
  readonly ok: boolean
  /** What is wrong with the file itself: it is not there, or no document of this script; undefined where it can be compared. */
  readonly problem?: string
  /** What changed from the file to what the script gives now, what breaks first. */
  readonly changes: readonly DocumentChange[]
}

export interface CheckResult {
  /** Whether all files are, and no script failed. */
  readonly ok: boolean
  readonly files: readonly CheckedDocument[]
  /** The scripts that failed. */
  readonly failures: readonly BuildFailure[]
}

/**
 * Compares the files that `writeDocuments` would write with what the scripts give now. Nothing is written.
 *
 * @throws BuildOptionError when options are wrong, before anything is run
 */
export async function checkDocuments(options: CheckOptions): Promise<CheckResult> {
  const { allow, cwd = process.cwd() } = options
  const files: CheckedDocument[] = []
  const failures: BuildFailure[] = []
  for (const target of await targetsOf(options)) {
    try {
      const made = await documentsOfScript(target, { cwd })
      const written = made.documents.map(([version]) => version)
      for (const file of documentFiles(target, made)) files.push(checkFile(target, file, cwd, allow))
      for (const stale of staleFilesOf(target, written)) if (existsSync(resolve(cwd, stale))) files.push(staleFile(target, stale, written))
    } catch (error) {
      failures.push(failureOf(target.entry, error))
    }
  }
  return { ok: failures.length === 0 && files.every(({ ok }) => ok), files, failures }
}

function checkFile(target: Target, { path, version, text }: DocumentFile, cwd: string, allow: CheckOptions['allow']): CheckedDocument {
  const checked = { entry: target.entry, file: path, version }
  const found = readText(resolve(cwd, path), path)
  if (found === text) return { ...checked, ok: true, changes: [] }
  if (found === undefined) return { ...checked, ok: false, problem: 'does not exist', changes: [] }
  try {
    const changes = changesOf(readDocument(found, target.format, version), readDocument(text, target.format, version), found, text)
    return { ...checked, ok: changes.every(({ kind }) => isAllowed(kind, allow)), changes }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    return { ...checked, ok: false, problem: error.message, changes: [] }
  }
}

function isAllowed(kind: ChangeKind, allow: CheckOptions['allow']): boolean {
  return allow !== undefined && (kind === 'text' || kind === allow)
}

/** @throws DocumentError when it is none, or cannot be compared */
function readDocument(text: string, format: DocumentFormat, expected: SwaggerVersion): object {
  let document: unknown
  try {
    document = readDocumentText(text, format)
  } catch (error) {
    throw new DocumentError(`is no ${format === 'json' ? 'JSON' : 'YAML'}: ${messageOf(error)}`)
  }
  const version = versionOfDocument(document)
  if (version !== expected) throw new DocumentError(`is of ${versionName(version)}, expected ${versionName(expected)}`)
  const isOurs = operationsOf(document).some(({ id }) => id === 'RunMLService')
  if (!isOurs) throw new DocumentError('is the document of something else: it has no operation RunMLService')
  return document as object
}

function changesOf(before: object, after: object, found: string, text: string): readonly DocumentChange[] {
  const changes = compareDocuments(before, after)
  if (changes.length > 0) return changes
  // The same document, in other words: an editor has laid it out anew.
  return [{ kind: 'text', place: 'the file', pointer: '', change: 'layout', ...firstDifference(found, text) }]
}

function firstDifference(found: string, text: string): { before: string; after: string } {
  const [was, is] = [found.split('\n'), text.split('\n')]
  const line = is.findIndex((content, index) => content !== was[index])
  const index = line < 0 ? is.length : line
  const show = (content: string | undefined) => (content === undefined ? 'the end' : JSON.stringify(content.slice(0, 80)))
  return { before: `line ${index + 1}: ${show(was[index])}`, after: show(is[index]) }
}

function staleFile({ entry }: Target, file: string, written: readonly SwaggerVersion[]): CheckedDocument {
  const problem = 'is of a version that cannot say what the samples show: remove it'
  return { entry, file, version: written[0] ?? '3.0', ok: false, problem, changes: [] }
}
