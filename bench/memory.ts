/**
 * Measures the memory that one request takes: what is allocated while it is decoded, garbage and all, against what its result
 * keeps. Nothing is collected in between, which `--max-semi-space-size` makes room for.
 */
import { decodePayload } from 'inference-schema'
import { apart } from './apart.js'
import { table } from './measure.js'
import { type BenchPayload, payloads } from './payloads.js'

interface Memory {
  /** In bytes. */
  readonly allocated: number
  readonly kept: number
  readonly parsed: number
}

const collect = globalThis.gc
if (collect === undefined) throw new Error('run it with --expose-gc')

/** Bytes in use, in the heap and in array buffers. */
function inUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Collects all garbage; the memory of array buffers is given back a moment later. */
function settle(): void {
  for (let turn = 0; turn < 4; turn++) {
    collect?.()
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
  }
}

/** What one of several runs allocates, and what its result keeps. */
function allocatedBy(action: () => unknown, times: number): { readonly allocated: number; readonly kept: number } {
  const results = Array.from({ length: times }, action)
  results.fill(undefined)
  settle()
  const before = inUse()
  for (let index = 0; index < times; index++) results[index] = action()
  const allocated = inUse() - before
  settle()
  const kept = inUse() - before
  if (results.includes(undefined)) throw new Error('there is no result')
  return { allocated: allocated / times, kept: kept / times }
}

function measureOne({ run, text }: BenchPayload): Memory {
  const bytes = new TextEncoder().encode(text)
  const times = Math.ceil(1e7 / text.length)
  const decode = () => decodePayload(run, bytes)
  // What is made once, for the first requests, is not theirs.
  for (let index = 0; index < 10 * times; index++) decode()
  return { ...allocatedBy(decode, times), parsed: allocatedBy(() => JSON.parse(text), times).allocated }
}

const rows: string[][] = []
const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)
for (const [{ name }, { allocated, kept, parsed }] of apart(import.meta.filename, payloads, measureOne)) {
  rows.push([name, kilobytes(allocated), kilobytes(kept), (allocated / kept).toFixed(2), kilobytes(parsed)])
}

console.log(`## Memory

What \`decodePayload\` allocates for one request from bytes, and what of it is the result, in kB (1000 bytes); aim: at most 1.5 times.

${table(['payload', 'allocated', 'result', 'ratio', 'JSON.parse alone'], rows)}`)
