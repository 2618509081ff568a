/**
 * Measures `encodeResultBytes` against `JSON.stringify` of the same result as nested arrays and records, which are made
 * beforehand: in turns, in one process for each result.
 */

import {
  type AbstractParameterType,
  encodeResult,
  encodeResultBytes,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type RunFunction,
} from 'inference-schema'
import ndarray from 'ndarray'
import { apart } from './apart.js'
import { machine, measure, milliseconds, rounds, type Timing, table } from './measure.js'
import { arrowOf, columnsOfPeople, people } from './people.js'
import { random } from './random.js'

interface BenchResult {
  readonly name: string
  readonly run: RunFunction
  readonly result: unknown
  /** The largest share of the time of JSON.stringify that is aimed for. */
  readonly reach?: number
}

const next = random(1)
const decorated = (type: AbstractParameterType): RunFunction => outputSchema(type)(() => undefined)
const decimals = (): number => Math.round(next() * 1e6) / 1e3
const tensorType = (dtype: string, shape: readonly number[]): RunFunction =>
  decorated(new NumpyParameterType(ndarray(new Float64Array(shape.reduce((size, axis) => size * axis, 1)), [...shape]), { dtype }))

const arrowPeople = arrowOf(people)
const columnPeople = Object.fromEntries(
  Object.entries(columnsOfPeople(people)).map(([name, cells]) => [
    name,
    name.startsWith('f') ? Float64Array.from(cells as number[]) : name.startsWith('i') ? Int32Array.from(cells as number[]) : cells,
  ]),
)

const results: readonly BenchResult[] = [
  {
    name: 'float64 1000×100, 3 decimals',
    run: tensorType('float64', [1, 100]),
    result: ndarray(Float64Array.from({ length: 100_000 }, decimals), [1000, 100]),
    reach: 0.6,
  },
  {
    name: 'float64 1000×100, 17 digits',
    run: tensorType('float64', [1, 100]),
    result: ndarray(Float64Array.from({ length: 100_000 }, next), [1000, 100]),
    reach: 0.6,
  },
  {
    name: 'int64 1000×100',
    run: tensorType('int64', [1, 100]),
    result: ndarray(
      BigInt64Array.from({ length: 100_000 }, () => BigInt(Math.floor(next() * 1e9))),
      [1000, 100],
    ),
    reach: 0.6,
  },
  {
    name: 'float32 1×3×224×224',
    run: tensorType('float32', [1, 3, 2, 2]),
    result: ndarray(Float32Array.from({ length: 3 * 224 * 224 }, next), [1, 3, 224, 224]),
    reach: 0.6,
  },
  {
    name: 'nested arrays 1000×100, 17 digits',
    run: tensorType('float64', [1, 100]),
    result: Array.from({ length: 1000 }, () => Array.from({ length: 100 }, next)),
  },
  { name: 'Arrow frame 10,000×10', run: decorated(new PandasParameterType(arrowPeople.slice(0, 2))), result: arrowPeople, reach: 0.6 },
  { name: 'columns 10,000×10', run: decorated(new PandasParameterType(people.slice(0, 2))), result: columnPeople, reach: 0.6 },
  { name: 'records 10,000×10', run: decorated(new PandasParameterType(people.slice(0, 2))), result: people },
  { name: 'ten records of ten', run: decorated(new PandasParameterType(people.slice(0, 2))), result: people.slice(0, 10) },
  { name: 'two rows of ten', run: tensorType('float64', [1, 10]), result: ndarray(Float64Array.from({ length: 20 }, next), [2, 10]) },
  {
    name: 'two rows of ten, 3 decimals',
    run: tensorType('float64', [1, 10]),
    result: ndarray(Float64Array.from({ length: 20 }, decimals), [2, 10]),
  },
]

function measureOne({ name, run, result }: BenchResult): Timing[] {
  const text = encodeResult(run, result)
  const nested = JSON.parse(text) as unknown
  if (Buffer.from(encodeResultBytes(run, result)).toString() !== text) throw new Error(`${name} is written differently`)
  return measure([
    { name: 'JSON.stringify', action: () => JSON.stringify(nested) },
    { name: 'noise', action: () => JSON.stringify(nested) },
    { name: 'bytes', action: () => encodeResultBytes(run, result) },
    { name: 'text', action: () => encodeResult(run, result) },
  ])
}

const rows: string[][] = []
for (const [{ name, reach }, [stringify, noise, bytes, text]] of apart(import.meta.filename, results, measureOne)) {
  if (stringify === undefined) throw new Error('nothing was measured')
  const share = (timing: Timing | undefined): string =>
    timing === undefined ? '' : `${(timing.least / stringify.least).toFixed(2)} / ${(timing.median / stringify.median).toFixed(2)}`
  rows.push([name, milliseconds(stringify.least), share(bytes), reach?.toFixed(2) ?? '', share(text), share(noise)])
}

console.log(`## Encoding

Time as a multiple of \`JSON.stringify\` of nested arrays or records that were made beforehand, fastest / median of ${rounds} rounds. ${machine}.

${table(['result', 'JSON.stringify', '`encodeResultBytes`', 'aim', '`encodeResult`', 'noise'], rows)}`)
