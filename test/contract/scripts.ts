import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { documentAt, serve } from '../readers/support/live-server.js'
import type { Version } from '../readers/support/services.js'

const folder = fileURLToPath(new URL('scripts', import.meta.url))

/** The names of the entry scripts. */
export const scripts: readonly string[] = readdirSync(folder).map((name) => name.replace(/\.ts$/, ''))

export function entryOf(name: string): string {
  return join(folder, `${name}.ts`)
}

/** The versions of OpenAPI that a server can describe its script in. */
export async function versionsOf(address: string): Promise<readonly Version[]> {
  const all = ['2.0', '3.0', '3.1'] as const
  const answers = await Promise.all(all.map((version) => fetch(documentAt(address, version))))
  return all.filter((_, index) => answers[index]?.ok === true)
}

/** Writes the documents of the scripts, as they are served, into files like times-3.1.json. */
export async function writeDocuments(folder: string, names: readonly string[]): Promise<void> {
  for (const name of scripts.filter((script) => names.length === 0 || names.includes(script))) {
    const server = await serve(entryOf(name))
    try {
      for (const version of await versionsOf(server.address)) {
        const document = await (await fetch(documentAt(server.address, version))).text()
        writeFileSync(join(folder, `${name}-${version}.json`), document)
      }
    } finally {
      await server.stop()
    }
  }
}
