import { type FSWatcher, watch } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package itself: it does not change while it runs. */
const ownFolder = fileURLToPath(new URL('../..', import.meta.url))

/** Editors write a file in several steps: what follows within this time is the same change. */
const settleTime = 150

/**
 * Watches a script's folder, and the folders of what it imports from elsewhere, for changes of its own files: those of
 * installed packages are left out.
 */
export class FileWatch {
  private readonly watchers = new Map<string, FSWatcher>()
  private timer: NodeJS.Timeout | undefined
  private readonly onChange: (file: string) => void
  private readonly isIgnored: (path: string) => boolean

  /** @param isIgnored the paths whose changes are not of interest: what is written because of a change */
  constructor(entry: string, onChange: (file: string) => void, isIgnored: (path: string) => boolean = () => false) {
    this.onChange = onChange
    this.isIgnored = isIgnored
    this.add(dirname(resolve(entry)), true)
  }

  /** Watches a file that was loaded: a path, or a file: URL. */
  addFile(file: string): void {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file
    if (!path.startsWith(sep) && !/^[A-Za-z]:/.test(path)) return
    if (!path.startsWith(ownFolder) && !path.includes(`${sep}node_modules${sep}`)) this.add(dirname(path), false)
  }

  close(): void {
    clearTimeout(this.timer)
    for (const watcher of this.watchers.values()) watcher.close()
  }

  private add(folder: string, recursive: boolean): void {
    const isKnown = [...this.watchers.keys()].some((known) => folder === known || folder.startsWith(`${known}${sep}`))
    if (isKnown) return
    try {
      const watcher = watch(folder, { recursive }, (_event, name) => this.changed(folder, name ?? folder))
      // A folder that is removed while it is watched is no reason to end.
      watcher.on('error', () => {})
      this.watchers.set(folder, watcher)
    } catch {
      // What cannot be watched (a folder that is gone already) does not change either.
    }
  }

  private changed(folder: string, name: string): void {
    if (this.isIgnored(resolve(folder, name))) return
    if (/(^|[\\/])(node_modules|\.git)([\\/]|$)/.test(name) || name.endsWith('~')) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.onChange(name), settleTime)
  }
}
