/**
 * Measures `decodePayload` against `JSON.parse` of the same payload in the same process: the runs are interleaved, and the
 * ratio of the fastest ones is shown, because anything slower than that is the machine's noise. The reach is what the ratio for bytes
 * is to stay below. ROUNDS=40 measures longer.
 */
import { Bool, Float64, Int64, Table, Utf8, vectorFromArray } from 'apache-arrow'
import dfd from 'danfojs-node'
import {
  type AbstractParameterType,
  decodePayload,
  inputSchema,
  NumpyParameterType,
  PandasParameterType,
  type RunFunction,
  StandardPythonParameterType,
} from '../src/index.js'

interface Payload {
  readonly name: string
  readonly run: RunFunction
  readonly text: string
  /** The largest ratio for bytes that is aimed for. */
  readonly reach?: number
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const next = random(1)
const grid = <T>(rows: number, columns: number, cell: () => T): T[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, cell))
const decorated = (type: AbstractParameterType): RunFunction => inputSchema('data', type)((data: unknown) => data)
const payloadOf = (data: unknown): string => JSON.stringify({ data })

const people = Array.from({ length: 10_000 }, (_, row) => ({
  s0: `name ${row}`,
  s1: 'état',
  s2: `${next()}`,
  i0: row,
  i1: Math.floor(next() * 1e9),
  i2: 7,
  f0: next(),
  f1: next() * 100,
  f2: 0.5,
  b0: next() > 0.5,
}))

const kinds: Readonly<Record<string, () => Bool | Float64 | Int64 | Utf8>> = {
  s: () => new Utf8(),
  i: () => new Int64(),
  f: () => new Float64(),
  b: () => new Bool(),
}
/** The first row of the people, in each kind of frame; int64 where the kind has it. */
const arrowPeople = new Table(
  Object.fromEntries(
    Object.entries(people[0] as object).map(([name, cell]) => [
      name,
      vectorFromArray([name.startsWith('i') ? BigInt(cell as number) : cell], (kinds[name[0] as string] as () => Utf8)()),
    ]),
  ),
)
const int64s = { i0: 'int64', i1: 'int64', i2: 'int64' }
const columnsOfPeople = Object.fromEntries(
  Object.keys(people[0] as object).map((name) => [name, [(people[0] as Record<string, unknown>)[name]]]),
)

const payloads: readonly Payload[] = [
  {
    name: 'float64 1000×100, 3 decimals',
    run: decorated(new NumpyParameterType([Array(100).fill(0.5)])),
    text: payloadOf(grid(1000, 100, () => Math.round(next() * 1e6) / 1e3)),
    reach: 0.4,
  },
  {
    name: 'float64 1000×100, 17 digits',
    run: decorated(new NumpyParameterType([Array(100).fill(0.5)])),
    text: payloadOf(grid(1000, 100, next)),
    reach: 0.4,
  },
  {
    name: 'int64 1000×100',
    run: decorated(new NumpyParameterType([Array(100).fill(1)], { dtype: 'int64' })),
    text: payloadOf(grid(1000, 100, () => Math.floor(next() * 1e9))),
    reach: 0.5,
  },
  {
    name: 'int64 1000×100, 18 digits',
    run: decorated(new NumpyParameterType([Array(100).fill(1)], { dtype: 'int64' })),
    text: `{"data":[${grid(1000, 100, () => `${1 + Math.floor(next() * 8)}${String(Math.floor(next() * 1e9)).padStart(17, '0')}`).map((row) => `[${row}]`)}]}`,
    reach: 0.5,
  },
  {
    name: 'frame 10,000×10 → records',
    run: decorated(new PandasParameterType(people.slice(0, 2), { dtypes: int64s })),
    text: payloadOf(people),
  },
  {
    name: 'frame 10,000×10 → columns',
    run: decorated(new PandasParameterType(columnsOfPeople, { dtypes: int64s })),
    text: payloadOf(people),
    reach: 0.4,
  },
  { name: 'frame 10,000×10 → Arrow', run: decorated(new PandasParameterType(arrowPeople)), text: payloadOf(people), reach: 0.35 },
  {
    name: 'frame 10,000×10 → danfojs',
    run: decorated(new PandasParameterType(new dfd.DataFrame(people.slice(1, 3)), { dtypes: { i1: 'int64' } })),
    text: payloadOf(people),
  },
  {
    name: 'two rows of ten',
    run: decorated(new NumpyParameterType([Array(10).fill(0.5)])),
    text: payloadOf(grid(2, 10, next)),
    reach: 1.2,
  },
  {
    name: 'float32 1×3×224×224',
    run: decorated(new NumpyParameterType([[...Array(3)].map(() => grid(224, 224, () => 0.5))], { dtype: 'float32' })),
    text: payloadOf([[...Array(3)].map(() => grid(224, 224, () => Math.round(next() * 1e6) / 1e6))]),
    reach: 0.35,
  },
  {
    name: 'nested object',
    run: decorated(new StandardPythonParameterType({ a: { b: [1.5], c: 'x' }, d: true })),
    text: payloadOf({ a: { b: [1, 2, 3], c: 'y' }, d: false }),
  },
]

function time(action: () => unknown, times: number): number {
  const start = process.hrtime.bigint()
  for (let i = 0; i < times; i++) action()
  return Number(process.hrtime.bigint() - start) / times
}

console.log(
  `Node ${process.version}\n\n| payload | JSON.parse | decodePayload(bytes) | reach | (text) | (object) |\n|---|---|---|---|---|---|`,
)
const rounds = Number(process.env['ROUNDS'] ?? 15)
for (const { name, run, text, reach } of payloads) {
  const bytes = new TextEncoder().encode(text)
  const object = JSON.parse(text) as object
  const hasLargeIntegers = name.includes('18 digits')
  const times = Math.max(1, Math.floor(200_000 / text.length))
  const fastest = [Infinity, Infinity, Infinity, Infinity] as [number, number, number, number]
  for (let round = 0; round < rounds; round++) {
    const actions = [
      () => JSON.parse(text),
      () => decodePayload(run, bytes),
      () => decodePayload(run, text),
      () => (hasLargeIntegers ? 0 : decodePayload(run, object)),
    ]
    for (const [index, action] of actions.entries()) fastest[index] = Math.min(fastest[index] as number, time(action, times))
  }
  const [parse, ...ours] = fastest
  const [bytesRatio, ...others] = ours.map((duration, index) => (index === 2 && hasLargeIntegers ? '–' : (duration / parse).toFixed(2)))
  console.log(`| ${name} | ${(parse / 1e6).toFixed(3)} ms | ${bytesRatio} | ${reach?.toFixed(2) ?? ''} | ${others.join(' | ')} |`)
}
