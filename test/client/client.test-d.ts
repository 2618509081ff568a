import type { Table } from 'apache-arrow'
import type { NdArray as AnyNdArray } from 'ndarray'
import { describe, expectTypeOf, it } from 'vitest'
import { type Answered, createClient, type Sendable, type SendablePayload } from '../../src/client/index.js'
import {
  AbstractParameterType,
  defineRun,
  inputSchema,
  int,
  type NdArray,
  NumpyParameterType,
  PandasParameterType,
  type SparkParameterType,
  StandardPythonParameterType,
  type SwaggerSchema,
} from '../../src/index.js'

class Celsius extends AbstractParameterType<number> {
  override deserializeInput(input: unknown): number {
    return Number(input)
  }
  override inputToSwagger(): SwaggerSchema {
    return { type: 'string', example: '68F' }
  }
}

const url = 'https://host/score'
const schemas = {
  inputs: {
    data: new NumpyParameterType([[1, 2]], { dtype: 'float32' }),
    people: new PandasParameterType([{ name: 'Sarah', age: 25, id: 5n }]),
    options: new StandardPythonParameterType({ at: new Date(0), labels: ['a'], limits: { most: int(5) } }),
  },
  output: new NumpyParameterType([1], { dtype: 'int64' }),
}
const run = defineRun({ inputs: schemas.inputs }, async ({ data }) => ({
  total: data.size,
  at: new Date(0),
  id: 5n,
  note: undefined as string | undefined,
}))

declare const float64: NdArray<Float64Array>
declare const table: Table
declare const stream: Uint8Array

const people = [{ name: 'John', age: 31, id: 5n }]
const options = { at: new Date(0), labels: ['x'], limits: { most: 5 } }

describe('a client of a run', () => {
  const client = createClient<typeof run>(url, { key: 'k' })

  it('takes what run receives, and what JSON says of it', () => {
    client.score({ data: float64, people, options })
    client.score({ data: [[1, 2]], people: [{ name: 'x', age: 1n, id: 5 }], options: { ...options, at: '2024-02-29T00:00:00Z' } })
    client.score({ data: [Float64Array.of(1)], people: { name: ['x'], age: Float32Array.of(1), id: BigInt64Array.of(1n) }, options })
    client.score({ data: [[1, null]], people: table, options })
    client.score({ data: Float32Array.of(1), people: new Set(people), options }, { signal: AbortSignal.timeout(5), timeout: 5 })
    client.score(stream, { parameters: { data: [[1]] } })
    const frozen = { data: [[1]], people, options } as const
    client.score(frozen)
  })

  it('refuses what is neither', () => {
    // @ts-expect-error a parameter is missing
    client.score({ data: [[1, 2]], people })
    // @ts-expect-error text is no number
    client.score({ data: [['x']], people, options })
    // @ts-expect-error a column is missing
    client.score({ data: [[1]], people: [{ name: 'x', age: 1 }], options })
    // @ts-expect-error a column is of another type
    client.score({ data: [[1]], people: { name: [1], age: [1], id: [1] }, options })
    // @ts-expect-error nested far inside
    client.score({ data: [[1]], people, options: { ...options, limits: { most: 'many' } } })
    // @ts-expect-error there is no such parameter
    client.score({ data: [[1]], people, options, other: 1 })
    // @ts-expect-error there is no such option
    client.score({ data: [[1]], people, options }, { retries: 1 })
  })

  it('gives the JSON of what run returns', () => {
    expectTypeOf(client.score({ data: [[1]], people, options })).resolves.toEqualTypeOf<{
      total: number
      at: string
      id: number | bigint
      note?: string
    }>()
  })

  it('gives documents of the version that was asked for', () => {
    expectTypeOf(client.document()).resolves.toHaveProperty('swagger')
    expectTypeOf(client.document('3.1')).resolves.toHaveProperty('openapi')
  })
})

describe('a client with schemas', () => {
  it('takes what they receive, and gives what the output describes', () => {
    const client = createClient(url, { schemas })
    expectTypeOf(client.score).parameter(0).exclude<Uint8Array>().toEqualTypeOf<SendablePayload<typeof run>>()
    expectTypeOf(client.score({ data: [[1]], people, options })).resolves.toEqualTypeOf<NdArray<BigInt64Array>>()
    // @ts-expect-error text is no number
    client.score({ data: [['x']], people, options })
  })

  it('says nothing of an answer that is not described', () => {
    expectTypeOf(createClient(url, { schemas: { inputs: schemas.inputs } }).score({ data: [[1]], people, options })).resolves.toBeUnknown()
  })

  it('leaves a type of one’s own its own JSON', () => {
    const client = createClient(url, { schemas: { inputs: { t: new Celsius(20) }, output: new Celsius(20) } })
    expectTypeOf(client.score({ t: '68F' })).resolves.toBeNumber()
    // @ts-expect-error the parameter is missing
    client.score({})
  })

  it('is not told the run as well', () => {
    // @ts-expect-error one of the two says all
    createClient<typeof run>(url, { schemas })
  })
})

describe('a client of any other run', () => {
  it('takes values by name', () => {
    const decorated = inputSchema('x', new StandardPythonParameterType(1.5))((x: number) => [x, 'a'] as const)
    const client = createClient<typeof decorated>(url)
    expectTypeOf(client.score).parameter(0).exclude<Uint8Array>().toEqualTypeOf<Readonly<Record<string, unknown>>>()
    expectTypeOf(client.score({ x: 1 })).resolves.toEqualTypeOf<(number | 'a')[]>()
    expectTypeOf(createClient(url).score({ anything: 1 })).resolves.toBeUnknown()
    // @ts-expect-error a payload is no text
    client.score('{"x": 1}')
  })
})

describe('Sendable', () => {
  it('lets keys be absent whose value may be undefined, and no others', () => {
    interface Options {
      a: number
      b: number | undefined
      c?: string
      d: number | null
    }
    expectTypeOf<Sendable<Options>>().toEqualTypeOf<{
      readonly a: number | bigint
      readonly d: number | bigint | null
      readonly b?: number | bigint | undefined
      readonly c?: string | undefined
    }>()
  })

  it('is any value for what is not known', () => {
    expectTypeOf<Sendable<unknown>>().toBeUnknown()
    expectTypeOf<Sendable<Record<string, unknown>>['x']>().toBeUnknown()
  })

  it('is text, too, for dates and bytes, and any integer for bigints', () => {
    expectTypeOf<Sendable<Date>>().toEqualTypeOf<Date | string>()
    expectTypeOf<string>().toExtend<Sendable<Uint8Array>>()
    expectTypeOf<Sendable<bigint>>().toEqualTypeOf<number | bigint>()
    expectTypeOf<Sendable<string | null>>().toEqualTypeOf<string | null>()
    expectTypeOf<Sendable<boolean>>().toEqualTypeOf<boolean>()
  })

  it('is a frame of any kind for a Table', () => {
    type Frame = Sendable<SparkParameterType extends { deserializeInput(input: unknown): infer T } ? T : never>
    expectTypeOf<Table>().toExtend<Frame>()
    expectTypeOf<{ a: number }[]>().toExtend<Frame>()
    expectTypeOf<{ a: Float64Array; b: string[] }>().toExtend<Frame>()
    expectTypeOf<string>().not.toExtend<Frame>()
  })

  it('is dates or text for the counts of a tensor of times, booleans for its bytes', () => {
    expectTypeOf<(Date | string)[]>().toExtend<Sendable<NdArray<BigInt64Array>>>()
    expectTypeOf<boolean[][]>().toExtend<Sendable<NdArray<Uint8Array>>>()
    expectTypeOf<string[][]>().toExtend<Sendable<NdArray<string[]>>>()
    expectTypeOf<number[]>().not.toExtend<Sendable<NdArray<string[]>>>()
    expectTypeOf<Float32Array>().not.toExtend<Sendable<NdArray<string[]>>>()
    expectTypeOf<Uint8Array>().not.toExtend<Sendable<NdArray<Float32Array>>>()
    expectTypeOf<AnyNdArray>().toExtend<Sendable<NdArray<Float32Array>>>()
  })
})

describe('Answered', () => {
  it('is what JSON has of each kind', () => {
    expectTypeOf<Answered<undefined>>().toEqualTypeOf<Record<string, never>>()
    expectTypeOf<Answered<null | number>>().toEqualTypeOf<Record<string, never> | number>()
    expectTypeOf<Answered<void>>().toEqualTypeOf<Record<string, never>>()
    expectTypeOf<Answered<{ a: null; b: undefined[] }>>().toEqualTypeOf<{ a: null; b: null[] }>()
    expectTypeOf<Answered<Date | Uint8Array>>().toEqualTypeOf<string>()
    expectTypeOf<Answered<Float32Array>>().toEqualTypeOf<number[]>()
    expectTypeOf<Answered<Table>>().toEqualTypeOf<Record<string, unknown>[]>()
    expectTypeOf<Answered<Map<string, Date>>>().toEqualTypeOf<Record<string, string>>()
    expectTypeOf<Answered<Set<bigint>>>().toEqualTypeOf<(number | bigint)[]>()
    expectTypeOf<Answered<unknown>>().toBeUnknown()
    expectTypeOf<Answered<readonly { readonly at: Date }[]>>().toEqualTypeOf<{ at: string }[]>()
    expectTypeOf<Answered<{ toJSON(): { a: Date } }>>().toEqualTypeOf<{ a: string }>()
  })

  it('is lists for an NdArray', () => {
    type Lists = Answered<NdArray<Float64Array>>
    expectTypeOf<number[][]>().toExtend<Lists>()
    expectTypeOf<string[][]>().not.toExtend<Lists>()
  })
})
