import dfd from 'danfojs-node'
import {
  type AbstractParameterType,
  inputSchema,
  NumpyParameterType,
  PandasParameterType,
  type RunFunction,
  StandardPythonParameterType,
} from 'inference-schema'
import { arrowOf, columnsOfPeople, people } from './people.js'
import { random } from './random.js'

/** A body `{"data": …}`, what it holds, and the run that takes it. */
export interface BenchPayload {
  readonly name: string
  readonly run: RunFunction
  readonly text: string
  readonly content: Content
  /** The largest share of the time of JSON.parse that is aimed for: from bytes, and for an object in addition to it. */
  readonly reach?: number
  readonly objectReach?: number
}

export type Content =
  | {
      readonly kind: 'tensor'
      readonly dtype: 'float64' | 'float32' | 'int64'
      readonly shape: readonly number[]
      readonly isLarge?: boolean
    }
  | { readonly kind: 'frame'; readonly to: 'records' | 'columns' | 'arrow' | 'danfojs' }
  | { readonly kind: 'object' }

const next = random(1)
const grid = <T>(rows: number, columns: number, cell: () => T): T[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, cell))
const decorated = (type: AbstractParameterType): RunFunction => inputSchema('data', type)((data: unknown) => data)
const payloadOf = (data: unknown): string => JSON.stringify({ data })
const decimals = (places: number) => () => Math.round(next() * 1e3 * 10 ** places) / 10 ** places
const hundred: Content = { kind: 'tensor', dtype: 'float64', shape: [1000, 100] }
const integers: Content = { kind: 'tensor', dtype: 'int64', shape: [1000, 100] }
const eighteenDigits = () => `${1 + Math.floor(next() * 8)}${String(Math.floor(next() * 1e17)).padStart(17, '0')}`
const int64s = { i0: 'int64', i1: 'int64', i2: 'int64' }
const frame = payloadOf(people)

/** Node 20's JSON.parse takes about 2 ms for each of the large ones. */
export const payloads: readonly BenchPayload[] = [
  {
    name: 'float64 1000×100, 3 decimals',
    run: decorated(new NumpyParameterType([Array(100).fill(0.5)])),
    text: payloadOf(grid(1000, 100, decimals(3))),
    content: hundred,
    reach: 0.4,
    objectReach: 0.05,
  },
  {
    name: 'float64 1000×100, 17 digits',
    run: decorated(new NumpyParameterType([Array(100).fill(0.5)])),
    text: payloadOf(grid(1000, 100, next)),
    content: hundred,
    reach: 0.4,
    objectReach: 0.05,
  },
  {
    name: 'int64 1000×100, up to 9 digits',
    run: decorated(new NumpyParameterType([Array(100).fill(1)], { dtype: 'int64' })),
    text: payloadOf(grid(1000, 100, () => Math.floor(next() * 1e9))),
    content: integers,
    reach: 0.5,
    objectReach: 0.2,
  },
  {
    name: 'int64 1000×100, 18 digits',
    run: decorated(new NumpyParameterType([Array(100).fill(1)], { dtype: 'int64' })),
    text: `{"data":[${grid(1000, 100, eighteenDigits).map((row) => `[${row}]`)}]}`,
    content: { ...integers, isLarge: true },
    reach: 0.5,
  },
  {
    name: 'float32 image 1×3×224×224',
    run: decorated(new NumpyParameterType([[...Array(3)].map(() => grid(224, 224, () => 0.5))], { dtype: 'float32' })),
    text: payloadOf([[...Array(3)].map(() => grid(224, 224, () => Math.round(next() * 1e6) / 1e6))]),
    content: { kind: 'tensor', dtype: 'float32', shape: [1, 3, 224, 224] },
    reach: 0.35,
    objectReach: 0.05,
  },
  {
    name: 'frame 10,000×10 → Arrow table',
    run: decorated(new PandasParameterType(arrowOf(people.slice(0, 1)))),
    text: frame,
    content: { kind: 'frame', to: 'arrow' },
    reach: 0.35,
    objectReach: 0.2,
  },
  {
    name: 'frame 10,000×10 → columns',
    run: decorated(new PandasParameterType(columnsOfPeople(people.slice(0, 1)), { dtypes: int64s })),
    text: frame,
    content: { kind: 'frame', to: 'columns' },
    reach: 0.4,
    objectReach: 0.2,
  },
  {
    name: 'frame 10,000×10 → records',
    run: decorated(new PandasParameterType(people.slice(0, 2), { dtypes: int64s })),
    text: frame,
    content: { kind: 'frame', to: 'records' },
    objectReach: 0.2,
  },
  {
    name: 'frame 10,000×10 → danfojs',
    run: decorated(new PandasParameterType(new dfd.DataFrame(people.slice(1, 3)), { dtypes: { i1: 'int64' } })),
    text: frame,
    content: { kind: 'frame', to: 'danfojs' },
  },
  {
    name: 'float64, two rows of ten',
    run: decorated(new NumpyParameterType([Array(10).fill(0.5)])),
    text: payloadOf(grid(2, 10, next)),
    content: { kind: 'tensor', dtype: 'float64', shape: [2, 10] },
    reach: 1.2,
  },
  {
    name: 'a nested object',
    run: decorated(new StandardPythonParameterType({ a: { b: [1.5], c: 'x' }, d: true })),
    text: payloadOf({ a: { b: [1, 2, 3], c: 'y' }, d: false }),
    content: { kind: 'object' },
  },
]
