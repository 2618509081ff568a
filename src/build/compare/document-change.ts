import { formatPlace } from '../../errors/place.js'

/** Whether callers of the service that were right before still are: `text` changes nothing but words and examples. */
export type ChangeKind = 'breaking' | 'compatible' | 'text'

/** One difference between two documents. */
export interface DocumentChange {
  readonly kind: ChangeKind
  /** Where it is, in words: `Inputs.input1[].age`, `response Results[]`, `GET /`. */
  readonly place: string
  /** The same as a JSON Pointer into the later document; into the earlier one for what was removed. */
  readonly pointer: string
  /** What changed: "type", "newly required", "removed". */
  readonly change: string
  /** What was said before, shortened; absent where nothing was. */
  readonly before?: string
  /** What is said now, shortened. */
  readonly after?: string
}

/** Who must be able to go on: those who send (input), or those who read (output). */
export type Direction = 'input' | 'output'

/** What a schema accepts, compared with what it accepted before; `other` when it is neither or cannot be told. */
export type Relation = 'wider' | 'narrower' | 'other'

/** Senders can live with a service that takes more, readers with one that gives less. */
export function kindOf(relation: Relation, direction: Direction): ChangeKind {
  return relation === (direction === 'input' ? 'wider' : 'narrower') ? 'compatible' : 'breaking'
}

/** Where something is, for people: what it belongs to, and the way into it. */
export interface Place {
  readonly prefix: string
  readonly path: readonly PlaceStep[]
}

export type PlaceStep = { readonly name: string } | '[]' | '.*'

export function within(place: Place, step: PlaceStep): Place {
  return { ...place, path: [...place.path, step] }
}

export function placeText({ prefix, path }: Place): string {
  let text = ''
  for (const step of path) {
    const part = typeof step === 'string' ? step : formatPlace([step.name])
    text += text === '' || part.startsWith('[') || part.startsWith('.') ? part : `.${part}`
  }
  if (prefix === '') return text === '' ? 'the input' : text
  return text === '' ? prefix : `${prefix} ${text}`
}

const kinds: readonly ChangeKind[] = ['breaking', 'compatible', 'text']

/** Collects the changes of a comparison; what is found again at the same place counts once. */
export class ChangeLog {
  private readonly found = new Map<string, DocumentChange>()
  /** How many changes of what is accepted were met, those that were known before among them. */
  judged = 0

  add(change: DocumentChange): void {
    const { kind, place, pointer, change: what } = change
    if (kind !== 'text') this.judged++
    const key = JSON.stringify([kind, place, pointer, what, change.before, change.after])
    if (!this.found.has(key)) this.found.set(key, change)
  }

  addAll(other: ChangeLog): void {
    for (const change of other.found.values()) this.add(change)
  }

  get size(): number {
    return this.found.size
  }

  /** How many of the changes are of a kind. */
  count(...kinds: readonly ChangeKind[]): number {
    return [...this.found.values()].filter(({ kind }) => kinds.includes(kind)).length
  }

  /** Whether something at a place or below it was found. */
  hasWithin(pointer: string): boolean {
    return [...this.found.values()].some((change) => change.pointer === pointer || change.pointer.startsWith(`${pointer}/`))
  }

  /** What breaks first. */
  sorted(): DocumentChange[] {
    return [...this.found.values()].sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind))
  }
}

const longestShown = 60

/** A value of a document as short JSON. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 2 * longestShown)) : (JSON.stringify(value) ?? 'nothing')
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
