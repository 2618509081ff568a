/**
 * The usual ways to do the same: `JSON.parse`, then a check and a copy into typed arrays or columns, by hand or with a library. Each
 * gets the text and gives what it makes of it; none is told more than our package is, and none is asked for more than it offers.
 */
import { Ajv } from 'ajv'
import { tableFromJSON } from 'apache-arrow'
import dfd from 'danfojs-node'
import polars from 'nodejs-polars'
import { z } from 'zod'
import type { Contender } from './measure.js'
import type { BenchPayload, Content } from './payloads.js'
import { columnNames, type Person } from './people.js'

type Tensor = Extract<Content, { kind: 'tensor' }>
type Read = (text: string) => unknown
export const peerNames = [
  'checked copy',
  'zod, copy',
  'Ajv, copy',
  'tf.tensor',
  'danfojs',
  'Arrow tableFromJSON',
  'polars readRecords',
] as const
export type PeerName = (typeof peerNames)[number]

const ajv = new Ajv()
const dataOf = (text: string): unknown => (JSON.parse(text) as { readonly data: unknown }).data

/** All ways that can read a payload. */
export function peersOf({ content, text }: BenchPayload): (Contender & { readonly name: PeerName })[] {
  const readers = content.kind === 'tensor' ? tensorPeers(content) : content.kind === 'frame' ? framePeers(content.to) : objectPeers()
  return peerNames.flatMap((name) => {
    const read = readers[name]
    return read === undefined ? [] : [{ name, action: () => read(text) }]
  })
}

type Peers = { readonly [name in PeerName]?: Read }

function tensorPeers(tensor: Tensor): Peers {
  // Their digits are lost in JSON.parse.
  if (tensor.isLarge === true) return {}
  const { dtype, shape } = tensor
  const isInteger = dtype === 'int64'
  const number = { type: isInteger ? 'integer' : 'number' }
  const schema = shape.reduceRight<object>(
    // The first axis is the batch.
    (items, size, axis) => ({ type: 'array', items, ...(axis === 0 ? {} : { minItems: size, maxItems: size }) }),
    number,
  )
  const validate = ajv.compile({ type: 'object', properties: { data: schema }, required: ['data'] })
  const zod = z.object({
    data: shape.reduceRight<z.ZodType>(
      (items, size, axis) => (axis === 0 ? z.array(items) : z.array(items).length(size)),
      isInteger ? z.int() : z.number(),
    ),
  })
  return {
    'checked copy': (text) => copyTensor(tensor, dataOf(text), true),
    'zod, copy': (text) => copyTensor(tensor, (zod.parse(JSON.parse(text)) as { data: unknown }).data, false),
    'Ajv, copy': (text) => {
      const payload = JSON.parse(text) as { data: unknown }
      if (!validate(payload)) throw new Error(ajv.errorsText(validate.errors))
      return copyTensor(tensor, payload.data, false)
    },
    // Its integers have 32 bits, its floats too.
    'tf.tensor': (text) => {
      const made = dfd.tensorflow.tensor(dataOf(text) as number[][], undefined, isInteger ? 'int32' : 'float32')
      made.dispose()
      return made
    },
    ...(shape.length === 2 ? { danfojs: (text: string) => new dfd.DataFrame(dataOf(text) as number[][]) } : {}),
  }
}

const storages = { float64: Float64Array, float32: Float32Array, int64: BigInt64Array }

function copyTensor({ dtype, shape }: Tensor, data: unknown, isChecked: boolean): object {
  const [batch, ...rest] = [(data as unknown[]).length, ...shape.slice(1)]
  const size = rest.reduce((product, axis) => product * axis, batch)
  const storage = new storages[dtype](size)
  let position = 0
  const copyAxis = (items: unknown, axis: number): void => {
    if (isChecked && !Array.isArray(items)) throw new TypeError('no array')
    const array = items as unknown[]
    if (isChecked && axis > 0 && array.length !== shape[axis]) throw new TypeError('ragged')
    if (axis < shape.length - 1) {
      for (const item of array) copyAxis(item, axis + 1)
    } else if (storage instanceof BigInt64Array) {
      for (const item of array) {
        if (isChecked && !Number.isSafeInteger(item)) throw new TypeError('no integer')
        storage[position++] = BigInt(item as number)
      }
    } else {
      for (const item of array) {
        if (isChecked && typeof item !== 'number') throw new TypeError('no number')
        storage[position++] = item as number
      }
    }
  }
  copyAxis(data, 0)
  return storage
}

function framePeers(to: 'records' | 'columns' | 'arrow' | 'danfojs'): Peers {
  const types = { s: { type: 'string' }, i: { type: 'integer' }, f: { type: 'number' }, b: { type: 'boolean' } }
  const zodTypes = { s: z.string(), i: z.int(), f: z.number(), b: z.boolean() }
  const kindOf = (name: string) => name[0] as keyof typeof types
  const validate = ajv.compile({
    type: 'object',
    required: ['data'],
    properties: {
      data: {
        type: 'array',
        items: {
          type: 'object',
          required: columnNames,
          additionalProperties: false,
          properties: Object.fromEntries(columnNames.map((name) => [name, types[kindOf(name)]])),
        },
      },
    },
  })
  const record = z.strictObject(Object.fromEntries(columnNames.map((name) => [name, zodTypes[kindOf(name)]])))
  const zod = z.object({ data: z.array(record) })
  const copy = (rows: readonly Person[]): unknown => (to === 'records' ? rows : copyColumns(rows, false))
  return {
    'checked copy': (text) => {
      const rows = dataOf(text) as readonly Person[]
      return to === 'records' ? rows.map(copyRecord) : copyColumns(rows, true)
    },
    'zod, copy': (text) => copy(zod.parse(JSON.parse(text)).data as unknown as readonly Person[]),
    'Ajv, copy': (text) => {
      const payload = JSON.parse(text) as { data: readonly Person[] }
      if (!validate(payload)) throw new Error(ajv.errorsText(validate.errors))
      return copy(payload.data)
    },
    ...(to === 'danfojs' ? { danfojs: (text: string) => new dfd.DataFrame(dataOf(text) as object[]) } : {}),
    ...(to === 'arrow' ? { 'Arrow tableFromJSON': (text: string) => tableFromJSON(dataOf(text) as Record<string, unknown>[]) } : {}),
    ...(to === 'arrow' || to === 'columns'
      ? { 'polars readRecords': (text: string) => polars.readRecords(dataOf(text) as Record<string, unknown>[]) }
      : {}),
  }
}

const isOf = {
  s: (cell: unknown) => typeof cell === 'string',
  i: (cell: unknown) => Number.isSafeInteger(cell),
  f: (cell: unknown) => typeof cell === 'number',
  b: (cell: unknown) => typeof cell === 'boolean',
}

function copyRecord(row: Person): object {
  const copy: Record<string, unknown> = {}
  for (const name of columnNames) {
    const cell = row[name]
    if (!isOf[name[0] as keyof typeof isOf](cell)) throw new TypeError(name)
    copy[name] = cell
  }
  return copy
}

function copyColumns(rows: readonly Person[], isChecked: boolean): Record<string, unknown> {
  return Object.fromEntries(
    columnNames.map((name) => {
      const kind = name[0] as keyof typeof isOf
      const column: { [index: number]: unknown } =
        kind === 'f' ? new Float64Array(rows.length) : kind === 'i' ? new BigInt64Array(rows.length) : new Array(rows.length)
      let index = 0
      for (const row of rows) {
        const cell = row[name]
        if (isChecked && !isOf[kind](cell)) throw new TypeError(name)
        column[index++] = kind === 'i' ? BigInt(cell as number) : cell
      }
      return [name, column]
    }),
  )
}

function objectPeers(): Peers {
  const zod = z.object({ data: z.object({ a: z.object({ b: z.array(z.number()), c: z.string() }), d: z.boolean() }) })
  const validate = ajv.compile({
    type: 'object',
    required: ['data'],
    properties: {
      data: {
        type: 'object',
        required: ['a', 'd'],
        properties: {
          a: {
            type: 'object',
            required: ['b', 'c'],
            properties: { b: { type: 'array', items: { type: 'number' } }, c: { type: 'string' } },
          },
          d: { type: 'boolean' },
        },
      },
    },
  })
  return {
    'zod, copy': (text) => zod.parse(JSON.parse(text)),
    'Ajv, copy': (text) => {
      const payload = JSON.parse(text) as object
      if (!validate(payload)) throw new Error(ajv.errorsText(validate.errors))
      return structuredClone(payload)
    },
  }
}
