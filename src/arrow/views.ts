import type { Data } from 'apache-arrow'

/** A view is 16 bytes: the length, then up to 12 bytes of the value itself, or its first four and where the rest stands. */
export const viewWidth = 16
/** How long a value may be to stand in its view. */
export const longestInline = 12

/** Where a value stands: in its view, or in one of the buffers beside. */
export interface ViewPlace {
  readonly length: number
  /** Undefined: in the view itself. */
  readonly buffer: number | undefined
  readonly offset: number
}

export function viewPlace(data: Data, index: number): ViewPlace {
  const values = data.values as Uint8Array
  const view = new DataView(values.buffer, values.byteOffset + index * viewWidth, viewWidth)
  const length = view.getInt32(0, true)
  if (length <= longestInline) return { length, buffer: undefined, offset: index * viewWidth + 4 }
  return { length, buffer: view.getInt32(8, true), offset: view.getInt32(12, true) }
}

/** The bytes of a value. */
export function viewBytes(data: Data, index: number): Uint8Array {
  return bytesAt(data, viewPlace(data, index))
}

/** Reads what views show. What several of them show is read once: a text of a megabyte can be that of each row. */
export function viewReader<T>(data: Data, read: (bytes: Uint8Array) => T): (index: number) => T {
  if (!hasShared(data)) return (index) => read(viewBytes(data, index))
  const known = new Map<string, T>()
  return (index) => {
    const place = viewPlace(data, index)
    if (place.buffer === undefined) return read(bytesAt(data, place))
    const key = `${place.buffer},${place.offset},${place.length}`
    const value = known.get(key) ?? read(bytesAt(data, place))
    known.set(key, value)
    return value
  }
}

/** How many bytes a view shows that stand beside it, whatever it says; 0 for one that is not there. */
export function lengthBeside({ values, variadicBuffers }: Data): (index: number) => number {
  const { buffer, byteOffset, byteLength } = values as Uint8Array
  const view = new DataView(buffer, byteOffset, byteLength)
  const most = variadicBuffers.reduce((length, bytes) => Math.max(length, bytes.length), 0)
  return (index) => {
    const length = (index + 1) * viewWidth > byteLength ? 0 : view.getInt32(index * viewWidth, true)
    return length <= longestInline ? 0 : Math.min(length, most)
  }
}

/** Whether views show more bytes than there are. */
function hasShared(data: Data): boolean {
  const lengthAt = lengthBeside(data)
  let rest = data.variadicBuffers.reduce((sum, bytes) => sum + bytes.length, 0)
  for (let index = 0; index < data.length && rest >= 0; index++) rest -= lengthAt(index)
  return rest < 0
}

function bytesAt(data: Data, { length, buffer, offset }: ViewPlace): Uint8Array {
  const bytes = buffer === undefined ? (data.values as Uint8Array) : (data.variadicBuffers[buffer] as Uint8Array)
  return bytes.subarray(offset, offset + length)
}
