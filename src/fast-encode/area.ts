import type { Kernel } from './kernel.js'

/** Where a column of the plan has its cells. */
export interface Place {
  readonly kind: number
  readonly data: number
  /** How many bytes stand between two texts. */
  readonly gap: number
  /** Whether each row has a cell that is not null, where only these rows say so. */
  readonly isFull?: boolean
}

/** What a cell's validity says. */
export const validity = { isNull: 0, isPresent: 1, isAbsent: 2 } as const

const utf8 = new TextEncoder()

/** Up to such a length it takes longer to call an encoder than to put the characters one by one. */
const short = 48

function putAscii(text: string, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) return false
    bytes[at + i] = code
  }
  return true
}

/** The kernel's input, given away piece by piece. */
export class Area {
  readonly kernel: Kernel
  private at: number
  private floor: number

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.at = kernel.inputAt
    this.floor = this.at
  }

  /** Keeps what is given away so far; the rest is free again with {@link reset}. */
  keep(): void {
    this.floor = this.at
  }

  reset(): void {
    this.at = this.floor
  }

  /** A place for some bytes, at a multiple of eight; undefined when there is no room for them. */
  take(bytes: number): number | undefined {
    const at = (this.at + 7) & ~7
    if (at + bytes > this.kernel.outputAt - 16) return undefined
    this.at = at + bytes
    return at
  }

  /** A place for text; undefined when there is no room for it. */
  takeText(text: string): { readonly at: number; readonly length: number } | undefined {
    const { bytes, outputAt } = this.kernel
    const at = this.take(text.length <= short ? text.length : 0)
    if (at === undefined) return undefined
    if (text.length <= short && putAscii(text, bytes, at)) return { at, length: text.length }
    this.at = at
    const { read, written } = utf8.encodeInto(text, bytes.subarray(at, outputAt - 16))
    if (read < text.length) return undefined
    this.at = at + written
    return { at, length: written }
  }
}
