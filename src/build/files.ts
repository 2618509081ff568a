import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** A file cannot be read or written. */
export class FileError extends Error {
  override readonly name = 'FileError'
}

/**
 * The text of a file; undefined where there is none.
 *
 * @param shown how the file is called in errors
 * @throws FileError
 */
export function readText(file: string, shown: string = file): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new FileError(`${shown} cannot be read: ${(error as Error).message}`)
  }
}

/**
 * Writes a file at once: whoever reads it meanwhile finds the old one or the new one, never a part. One that holds the text already
 * is left alone, so that nothing is built again for it.
 *
 * @returns whether it was written
 * @throws FileError
 */
export function writeWhole(file: string, text: string, shown: string = file): boolean {
  let draft: string | undefined
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true })
    const found = statSync(file, { throwIfNoEntry: false })
    // What is no file (/dev/stdout, a pipe) is written to, not replaced; and a link stays one.
    if (found !== undefined && !found.isFile()) {
      writeFileSync(file, text)
      return true
    }
    if (found !== undefined && found.size === Buffer.byteLength(text) && readFileSync(file, 'utf8') === text) return false
    const target = found === undefined ? file : realpathSync(file)
    draft = `${target}.${process.pid}.tmp`
    writeFileSync(draft, text)
    renameSync(draft, target)
    return true
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { force: true })
    throw new FileError(`${shown} cannot be written: ${(error as Error).message}`)
  }
}
