import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Compiles the package before the tests that start its command line or load it by its name; nothing to do when that is newer than its source. */
export default function build(): void {
  if (newest(join(root, 'dist')) > newest(join(root, 'src'))) return
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', root], { encoding: 'utf8' })
  } catch (error) {
    throw new Error(`The package does not compile:\n${(error as { stdout?: string }).stdout}`)
  }
}

/** When the newest file in a folder was written, in ms since 1970; 0 when there is none. */
function newest(folder: string): number {
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return 0
  }
  return Math.max(0, ...names.map((name) => statSync(join(folder, name))).map((entry) => (entry.isFile() ? entry.mtimeMs : 0)))
}
