import type { Path } from '../errors/issue.js'
import { formatPlace } from '../errors/place.js'

/** Deeper nesting than this could not be read by most JSON parsers, and means a mistake. */
const deepest = 1000

/** Where the writer is in a payload, and the objects around it. */
export class Trail {
  private readonly path: (string | number)[]
  private readonly holders = new Set<object>()

  constructor(path: Path) {
    this.path = [...path]
  }

  /** Writes the members of an object; throws when it is one that the writer is in already. */
  inside<T>(holder: object, write: () => T): T {
    if (this.holders.has(holder)) throw this.error('is an object that holds itself, which JSON cannot say')
    if (this.holders.size >= deepest)
      throw new TypeError(`${formatPlace(this.path.slice(0, 4), 'the payload')} is nested more than ${deepest} deep`)
    this.holders.add(holder)
    const written = write()
    this.holders.delete(holder)
    return written
  }

  /** Writes a member of the object that the writer is in. */
  at<T>(key: string | number, write: () => T): T {
    this.path.push(key)
    const written = write()
    this.path.pop()
    return written
  }

  error(problem: string): TypeError {
    return new TypeError(`${formatPlace(this.path, 'the payload')} ${problem}`)
  }
}
