import { decodeBase64 } from '../json/base64.js'
import { kernelBinary } from './kernel-binary.js'
import type { Cells } from './numbers.js'

/** The functions of kernel.as.ts. */
interface Functions {
  writeElements(kind: number, count: number, rank: number, at: number): number
  splitTexts(from: number, end: number, count: number, offsets: number): number
  writeRows(
    columns: number,
    row: number,
    end: number,
    at: number,
    room: number,
    open: number,
    openLength: number,
    label: number,
    afterLabel: number,
    afterLabelLength: number,
    close: number,
  ): number
  readonly reached: WebAssembly.Global
}

/** Where things stand in the kernel's memory. */
interface Places {
  readonly powersAt: number
  readonly pairsAt: number
  readonly sizesAt: number
  readonly countsAt: number
  readonly columnsAt: number
  readonly inputAt: number
  readonly outputAt: number
  readonly outputEnd: number
}

/** The kernel, ready to run. Its memory does not grow, so that views on it stay what they are. */
export interface Kernel extends Functions, Places, Cells {
  readonly memory: ArrayBuffer
  readonly bytes: Uint8Array
  readonly words: Uint32Array
}

/** What the kernel knows cells as. */
export const cellKinds = { float64: 0, int32: 1, int64: 2, uint64: 3, bool: 4, text: 5, json: 6 } as const

/** What the kernel has room for. */
export const mostColumns = 512

let kernel: Kernel | undefined
let isMissing = false
let isTaken = false

/**
 * Lets a function write with the kernel. Undefined where there is none (no WebAssembly, or a policy against it), and while it is in
 * use: a result's own code (`toJSON`, a getter) may ask for another result to be written.
 */
export function withKernel<T>(write: (kernel: Kernel) => T): T | undefined {
  if (isTaken || isMissing) return undefined
  kernel ??= load()
  isMissing = kernel === undefined
  if (kernel === undefined) return undefined
  isTaken = true
  try {
    return write(kernel)
  } finally {
    isTaken = false
  }
}

function load(): Kernel | undefined {
  try {
    const module = new WebAssembly.Module(decodeBase64(kernelBinary) as Uint8Array<ArrayBuffer>)
    const { exports } = new WebAssembly.Instance(module)
    const { memory, ...functions } = exports as unknown as Functions & { memory: WebAssembly.Memory } & Record<string, WebAssembly.Global>
    const places = Object.fromEntries(Object.entries(exports).map(([name, place]) => [name, (place as WebAssembly.Global).value]))
    const buffer = memory.buffer
    const loaded = {
      ...(places as unknown as Places),
      writeElements: functions.writeElements,
      splitTexts: functions.splitTexts,
      writeRows: functions.writeRows,
      reached: functions.reached,
      memory: buffer,
      bytes: new Uint8Array(buffer),
      words: new Uint32Array(buffer),
      ints: new Int32Array(buffer),
      doubles: new Float64Array(buffer),
      longs: new BigInt64Array(buffer),
      unsignedLongs: new BigUint64Array(buffer),
    }
    fillTables(loaded)
    return loaded
  } catch {
    return undefined
  }
}

function fillTables({ bytes, memory, powersAt, pairsAt }: Kernel): void {
  for (let two = 0; two < 100; two++) {
    bytes[pairsAt + 2 * two] = 0x30 + Math.floor(two / 10)
    bytes[pairsAt + 2 * two + 1] = 0x30 + (two % 10)
  }
  const powers = new BigUint64Array(memory, powersAt, 2 * 617)
  for (let exponent = -292; exponent <= 324; exponent++) {
    const power = leadingBits(exponent)
    powers[2 * (exponent + 292)] = BigInt.asUintN(64, power)
    powers[2 * (exponent + 292) + 1] = power >> 64n
  }
}

/** The leading 128 bits of a power of ten, rounded up. */
function leadingBits(exponent: number): bigint {
  const power = 10n ** BigInt(Math.abs(exponent))
  const length = ((Math.abs(exponent) * 1741647) >> 19) + 1
  if (exponent < 0) return (1n << BigInt(127 + length)) / power + 1n
  return length <= 128 ? power << BigInt(128 - length) : ((power - 1n) >> BigInt(length - 128)) + 1n
}
