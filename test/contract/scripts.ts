import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { documentAt } from '../readers/support/live-server.js'
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
