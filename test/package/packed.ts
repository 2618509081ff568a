import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
// What this process was started with must not tell the new one how to load scripts.
const { NODE_OPTIONS: _, TSX_TSCONFIG_PATH: __, ...environment } = process.env

/** The environment of a process that is started as a user starts it. */
export const userEnvironment: NodeJS.ProcessEnv = environment

export function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env: environment })
}

/**
 * Packs what is built, makes an empty folder a project, and installs the tarball there.
 *
 * @returns the files of the tarball
 */
export function installPacked(folder: string): readonly string[] {
  const [packed] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)) as [
    { filename: string; files: readonly { path: string }[] },
  ]
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'new-project', private: true }))
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, packed.filename)], folder)
  return packed.files.map((file) => file.path)
}
