/**
 * Measures `encodeResultBytes` against `JSON.stringify` of the same result as nested arrays and records, which are made
 * beforehand: the runs are interleaved, and the ratio of the fastest ones is shown, because anything slower than that is the
 * machine's noise. The noise is how much the ratio differs between three measurements.
 */
import { Bool, Float64, Int32, Table, Utf8, vectorFromArray } from 'apache-arrow'
import ndarray from 'ndarray'
import {
  type AbstractParameterType,
  encodeResult,
  encodeResultBytes,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type RunFunction,
} from '../src/index.js'

interface Payload {
  readonly name: string
  readonly run: RunFunction
  readonly result: unknown
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state * 2 ** 21 + (Math.imul(state, 69069) >>> 11)) / 2 ** 53
  }
}

const next = random(1)
const decorated = (type: AbstractParameterType): RunFunction => outputSchema(type)(() => undefined)
const decimals = (): number => Math.round(next() * 1e6) / 1e3
const tensorType = (dtype: string, shape: readonly number[]): RunFunction =>
  decorated(new NumpyParameterType(ndarray(new Float64Array(shape.reduce((size, axis) => size * axis, 1)), [...shape]), { dtype }))

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
const kinds: Readonly<Record<string, () => Bool | Float64 | Int32 | Utf8>> = {
  s: () => new Utf8(),
  i: () => new Int32(),
  f: () => new Float64(),
  b: () => new Bool(),
}
const [first] = people as [(typeof people)[0]]
const columnNames = Object.keys(first) as (keyof typeof first)[]
const arrowPeople = new Table(
  Object.fromEntries(
    columnNames.map((name) => [
      name,
      vectorFromArray(
        people.map((row) => row[name]),
        (kinds[name[0] as string] as () => Utf8)(),
      ),
    ]),
  ),
)
const columnPeople = Object.fromEntries(
  columnNames.map((name) => {
    const cells = people.map((row) => row[name])
    return [
      name,
      name.startsWith('f') ? Float64Array.from(cells as number[]) : name.startsWith('i') ? Int32Array.from(cells as number[]) : cells,
    ]
  }),
)

const payloads: readonly Payload[] = [
  {
    name: 'float64 1000×100, 3 decimals',
    run: tensorType('float64', [1, 100]),
    result: ndarray(Float64Array.from({ length: 100_000 }, decimals), [1000, 100]),
  },
  {
    name: 'float64 1000×100, 17 digits',
    run: tensorType('float64', [1, 100]),
    result: ndarray(Float64Array.from({ length: 100_000 }, next), [1000, 100]),
  },
  {
    name: 'int64 1000×100',
    run: tensorType('int64', [1, 100]),
    result: ndarray(
      BigInt64Array.from({ length: 100_000 }, () => BigInt(Math.floor(next() * 1e9))),
      [1000, 100],
    ),
  },
  {
    name: 'float32 1×3×224×224',
    run: tensorType('float32', [1, 3, 2, 2]),
    result: ndarray(Float32Array.from({ length: 3 * 224 * 224 }, next), [1, 3, 224, 224]),
  },
  {
    name: 'nested arrays 1000×100, 17 digits',
    run: tensorType('float64', [1, 100]),
    result: Array.from({ length: 1000 }, () => Array.from({ length: 100 }, next)),
  },
  { name: 'Arrow frame 10,000×10', run: decorated(new PandasParameterType(arrowPeople.slice(0, 2))), result: arrowPeople },
  { name: 'columns 10,000×10', run: decorated(new PandasParameterType(people.slice(0, 2))), result: columnPeople },
  { name: 'records 10,000×10', run: decorated(new PandasParameterType(people.slice(0, 2))), result: people },
  { name: 'ten records of ten', run: decorated(new PandasParameterType(people.slice(0, 2))), result: people.slice(0, 10) },
  { name: 'two rows of ten', run: tensorType('float64', [1, 10]), result: ndarray(Float64Array.from({ length: 20 }, next), [2, 10]) },
  {
    name: 'two rows of ten, 3 decimals',
    run: tensorType('float64', [1, 10]),
    result: ndarray(Float64Array.from({ length: 20 }, decimals), [2, 10]),
  },
]

function time(action: () => unknown, times: number): number {
  const start = process.hrtime.bigint()
  for (let i = 0; i < times; i++) action()
  return Number(process.hrtime.bigint() - start) / times
}

console.log(
  `Node ${process.version}\n\n| result | JSON.stringify | encodeResultBytes | noise | encodeResult | bytes |\n|---|---|---|---|---|---|`,
)
for (const { name, run, result } of payloads) {
  const text = encodeResult(run, result)
  const nested = JSON.parse(text) as unknown
  if (Buffer.from(encodeResultBytes(run, result)).toString() !== text) throw new Error(`${name} is written differently`)
  const times = Math.max(1, Math.floor(200_000 / text.length))
  const actions = [() => JSON.stringify(nested), () => encodeResultBytes(run, result), () => encodeResult(run, result)]
  const measured = [0, 1, 2].map(() => {
    const fastest = actions.map(() => Infinity)
    for (let round = 0; round < 15; round++)
      for (const [index, action] of actions.entries()) fastest[index] = Math.min(fastest[index] as number, time(action, times))
    return fastest as [number, number, number]
  })
  const ratios = measured.map(([stringify, bytes]) => bytes / stringify).sort((one, other) => one - other) as [number, number, number]
  const least = (index: 0 | 1 | 2): number => Math.min(...measured.map((fastest) => fastest[index]))
  console.log(
    `| ${name} | ${(least(0) / 1e6).toFixed(4)} ms | ${(least(1) / least(0)).toFixed(2)} | ${(ratios[2] - ratios[0]).toFixed(2)} | ` +
      `${(least(2) / least(0)).toFixed(2)} | ${text.length} |`,
  )
}
