import { copyFileSync, cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'
import type { Service, Version } from './services.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * What a client does: it sends a payload, and one that its types refuse. It gives the answer to the one, what it reads in that, and the
 * status of the other's, with the place of the misfit.
 */
export type Call = (address: string) => Promise<Called>

export interface Called {
  readonly answer: unknown
  readonly shown: unknown
  readonly status: number | undefined
  readonly pointer: string | undefined
}

/** Makes a folder for what a generator writes, with a client for it, and the payloads of a service. */
export function makeFolder(generator: 'openapi-fetch' | 'hey-api', { name }: Service, version: Version): string {
  const folder = join(root, 'generated', generator, `${name}-${version}`)
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(root, 'clients', generator), folder, { recursive: true })
  copyFileSync(join(root, 'clients', 'payloads', `${name}.ts`), join(folder, 'payloads.ts'))
  return folder
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
}

/** Reads the compiler's own libraries once. */
const host = ts.createCompilerHost(options)
const { getSourceFile } = host
const libraries = new Map<string, ts.SourceFile | undefined>()
host.getSourceFile = (name, ...rest) => {
  if (!/[\\/]typescript[\\/]lib[\\/]/.test(name)) return getSourceFile(name, ...rest)
  if (!libraries.has(name)) libraries.set(name, getSourceFile(name, ...rest))
  return libraries.get(name)
}

/** Compiles the client in a folder, strictly and with all that was generated for it, and loads it. Throws what the compiler says. */
export async function compileClient(folder: string): Promise<Call> {
  const program = ts.createProgram([join(folder, 'client.ts')], options, host)
  const { diagnostics } = program.emit()
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, host))
  const { call } = (await import(pathToFileURL(join(folder, 'client.js')).href)) as { call: Call }
  return call
}
