import { tableToIPC } from 'apache-arrow'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { score } from '../../src/adapters/fetch.js'
import { inputSchema, outputSchema, PandasParameterType, type RunFunction } from '../../src/index.js'
import { tableOfBatches } from '../support/arrow.js'
import { arrowFrame } from './arrow-arbitraries.js'

const arrow = 'application/vnd.apache.arrow.stream'

/** Streams of any schema, in two batches. */
const streams = fc.tuple(arrowFrame({ maxRows: 8 }), fc.nat(8)).map(([{ fields, columns }, cut]) => {
  const half = (from: number, to: number) => columns.map((cells) => cells.slice(from, to))
  const table = tableOfBatches(fields, [half(0, cut), half(cut, 8)])
  return { table, bytes: tableToIPC(table, 'stream') }
})

/** What is wrong with a stream: bytes, 32-bit words, its length, its messages. */
type Mutation =
  | { readonly kind: 'byte' | 'word'; readonly place: number; readonly value: number }
  | { readonly kind: 'cut'; readonly place: number }
  | { readonly kind: 'repeat' | 'drop'; readonly message: number }
  | { readonly kind: 'swap'; readonly message: number; readonly other: number }
  | { readonly kind: 'foreign'; readonly message: number; readonly other: number }

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const message = fc.nat(5)
const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.oneof<fc.Arbitrary<Mutation>[]>(
    fc.record({ kind: fc.constant('byte'), place, value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)) }),
    fc.record({ kind: fc.constant('word'), place, value: fc.oneof(fc.constantFrom(0, 1, -1, 8, 2 ** 31 - 1, -(2 ** 31)), fc.integer()) }),
    fc.record({ kind: fc.constant('cut'), place }),
    fc.record({ kind: fc.constantFrom('repeat', 'drop'), message }),
    fc.record({ kind: fc.constantFrom('swap', 'foreign'), message, other: message }),
  ),
  { minLength: 1, maxLength: 4 },
)

/** The messages of a stream, its end the last of them. */
function messagesOf(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const messages: Uint8Array[] = []
  for (let start = 0; start < bytes.length; ) {
    const size = view.getInt32(start + 4, true)
    const header = start + 8
    let end = header + size
    if (size > 0) {
      // The body's length is member 3 of the message's table.
      const table = header + view.getUint32(header, true)
      const vtable = table - view.getInt32(table, true)
      const distance = view.getUint16(vtable, true) > 10 ? view.getUint16(vtable + 10, true) : 0
      if (distance > 0) end += Number(view.getBigInt64(table + distance, true))
    }
    messages.push(bytes.subarray(start, end))
    start = end
  }
  return messages
}

function mutated(bytes: Uint8Array, other: Uint8Array, all: readonly Mutation[]): Uint8Array<ArrayBuffer> {
  const [messages, foreign] = [messagesOf(bytes), messagesOf(other)]
  const at = (index: number) => index % messages.length
  for (const mutation of all) {
    const [one, another] = 'message' in mutation ? [at(mutation.message), at('other' in mutation ? mutation.other : 0)] : [0, 0]
    if (mutation.kind === 'repeat') messages.splice(one, 0, messages[one] as Uint8Array)
    if (mutation.kind === 'drop' && messages.length > 1) messages.splice(one, 1)
    if (mutation.kind === 'swap') [messages[one], messages[another]] = [messages[another] as Uint8Array, messages[one] as Uint8Array]
    if (mutation.kind === 'foreign') messages[one] = foreign[('other' in mutation ? mutation.other : 0) % foreign.length] as Uint8Array
  }
  let result = Uint8Array.from(Buffer.concat(messages))
  for (const mutation of all) {
    const at = 'place' in mutation ? Math.floor(mutation.place * result.length) : 0
    if (mutation.kind === 'cut') result = result.slice(0, at)
    if (mutation.kind === 'byte' && at < result.length) result[at] = mutation.value
    if (mutation.kind === 'word' && at + 4 <= result.length) new DataView(result.buffer).setInt32(at - (at % 4), mutation.value, true)
  }
  return result
}

/** The status of an answer, and its text; the stack, where it failed. */
async function answered(run: RunFunction, accept: string, body: Uint8Array<ArrayBuffer>): Promise<readonly [number, string]> {
  let failure: unknown
  const handler = score(run, { onError: (error) => (failure = error) })
  const answer = await handler(new Request('http://localhost/score', { method: 'POST', headers: { 'content-type': arrow, accept }, body }))
  return [answer.status, failure instanceof Error ? String(failure.stack) : await answer.text()]
}

const anyFrame = new PandasParameterType([{ other: 1 }], { enforceShape: false, enforceColumnType: false })

/** A run that gives back what it gets. */
function echo(type: PandasParameterType<unknown>): RunFunction {
  return outputSchema(type)(inputSchema('data', type)((data: unknown) => data))
}

it('a stream is answered with 200, and what is wrong with it with 400, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(streams, streams, mutations, async ({ table, bytes }, other, all) => {
      const wrong = mutated(bytes, other.bytes, all)
      for (const [type, accept] of [
        [new PandasParameterType(table), arrow],
        [anyFrame, 'application/json'],
      ] as const) {
        const run = echo(type as never)
        expect(await answered(run, accept, Uint8Array.from(bytes))).toEqual([200, expect.any(String)])
        expect(await answered(run, accept, wrong)).toEqual([expect.toBeOneOf([200, 400]), expect.any(String)])
      }
    }),
    { numRuns: Number(process.env['ARROW_RUNS'] ?? 300) },
  )
}, 120_000)
