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
  const { length, buffer, offset } = viewPlace(data, index)
  const bytes = buffer === undefined ? (data.values as Uint8Array) : (data.variadicBuffers[buffer] as Uint8Array)
  return bytes.subarray(offset, offset + length)
}
