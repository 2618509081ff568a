/**
 * Measures how the time of `decodePayload` grows with the payload, from ten values to ten million: for each value, as long as the
 * time is linear, it stays the same. Beside it stands that of `JSON.parse`, which knows nothing of what comes.
 */
import { decodePayload, inputSchema, NumpyParameterType, PandasParameterType, type RunFunction } from 'inference-schema'
import { apart } from './apart.js'
import { machine, measure, rounds, type Timing, table } from './measure.js'
import { random } from './random.js'

interface Size {
  readonly name: string
  readonly kind: string
  readonly count: number
  readonly run: RunFunction
  /** The body of as many values. */
  readonly body: (count: number) => Uint8Array
}

const next = random(3)
const kinds: readonly Omit<Size, 'name' | 'count'>[] = [
  {
    kind: 'float64, rows of ten',
    run: inputSchema('data', new NumpyParameterType([Array(10).fill(0.5)]))((data: unknown) => data),
    body: (count) => bodyOf(count / 10, () => `[${Array.from({ length: 10 }, () => Math.round(next() * 1e6) / 1e3)}]`),
  },
  {
    kind: 'records of ten → columns',
    run: inputSchema(
      'data',
      new PandasParameterType(
        Object.fromEntries(Array.from({ length: 10 }, (_, column) => [`c${column}`, [column % 2 === 0 ? 'x' : 0.5]])),
      ),
    )((data: unknown) => data),
    body: (count) =>
      bodyOf(count / 10, () =>
        JSON.stringify(
          Object.fromEntries(
            Array.from({ length: 10 }, (_, column) => [`c${column}`, column % 2 === 0 ? `name ${column}` : Math.round(next() * 1e6) / 1e3]),
          ),
        ),
      ),
  },
]
const counts = [10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]
const sizes: readonly Size[] = kinds.flatMap((kind) =>
  counts.map((count) => ({ ...kind, count, name: `${kind.kind} ${count.toLocaleString('en')}` })),
)

/** The text of a large one would be longer than a string may be in parts of the way; bytes are put together. */
function bodyOf(rows: number, row: () => string): Uint8Array {
  const parts: Uint8Array[] = []
  const encoder = new TextEncoder()
  for (let done = 0; done < rows; done += 10_000) {
    const texts = Array.from({ length: Math.min(10_000, rows - done) }, row)
    parts.push(encoder.encode(`${done === 0 ? '{"data":[' : ','}${texts.join(',')}`))
  }
  return Buffer.concat([...parts, encoder.encode(']}')])
}

function measureOne({ run, count, body }: Size): Timing[] {
  const made = body(count)
  const bytes = new Uint8Array(made.buffer, made.byteOffset, made.length)
  const text = new TextDecoder().decode(bytes)
  const timings = measure([
    { name: 'JSON.parse', action: () => JSON.parse(text) },
    { name: 'bytes', action: () => decodePayload(run, bytes) },
  ])
  return timings.map(({ name, least, median }) => ({ name, least: least / count, median: median / count }))
}

const rows: string[][] = []
for (const [{ kind, count }, [parse, ours]] of apart(import.meta.filename, sizes, measureOne)) {
  if (parse === undefined || ours === undefined) throw new Error('nothing was measured')
  rows.push([kind, count.toLocaleString('en'), ours.least.toFixed(1), parse.least.toFixed(1), (ours.least / parse.least).toFixed(2)])
}

console.log(`## Growth

Nanoseconds for each value, the fastest of ${rounds} rounds. ${machine}.

${table(['payload', 'values', '`decodePayload`', 'JSON.parse', 'ratio'], rows)}`)
