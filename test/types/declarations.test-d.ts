import type { Table } from 'apache-arrow'
import { describe, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import {
  defineRun,
  int,
  type NdArray,
  NumpyParameterType,
  numpy,
  outputSchema,
  PandasParameterType,
  pandas,
  type Received,
  StandardPythonParameterType,
  standard,
} from '../../src/index.js'

describe('numpy', () => {
  it('gives the storage of its dtype', () => {
    expectTypeOf<Received<ReturnType<typeof float32>>>().toEqualTypeOf<NdArray<Float32Array>>()
    function float32() {
      return numpy({ dtype: 'float32', shape: ['batch', 10] })
    }
    const type = numpy({ dtype: 'int64', shape: [null] })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<NdArray<BigInt64Array<ArrayBuffer>>>()
  })

  it('may be null or undefined where that is said', () => {
    const nullable = numpy({ dtype: 'int8', shape: [null], nullable: true })
    expectTypeOf<Received<typeof nullable>>().toEqualTypeOf<NdArray<Int8Array> | null>()
    const optional = numpy({ dtype: 'int8', shape: [null], optional: true })
    expectTypeOf<Received<typeof optional>>().toEqualTypeOf<NdArray<Int8Array> | undefined>()
    const filled = numpy({ dtype: 'int8', shape: [null], default: [1] })
    expectTypeOf<Received<typeof filled>>().toEqualTypeOf<NdArray<Int8Array>>()
    const sampled = new NumpyParameterType([[1]], { dtype: 'int8', optional: true })
    expectTypeOf<Received<typeof sampled>>().toEqualTypeOf<NdArray<Int8Array> | undefined>()
  })

  it('refuses what is no declaration', () => {
    // @ts-expect-error the dtype is missing
    numpy({ shape: [1] })
    // @ts-expect-error there is no such option
    numpy({ dtype: 'int8', shape: [1], minumum: 0 })
    // @ts-expect-error an axis is a size, a name or null
    numpy({ dtype: 'int8', shape: [true] })
  })
})

describe('pandas', () => {
  const columns = {
    name: 'str',
    age: { dtype: 'int32', minimum: 0 },
    plan: { dtype: 'str', enum: ['basic', 'pro'], default: 'basic' },
    note: { dtype: 'str', nullable: true },
    ref: { dtype: 'int64', optional: true },
    size: 'Int64',
  } as const

  it('gives records of the columns', () => {
    const type = pandas({ columns })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<
      { name: string; age: number; plan: 'basic' | 'pro'; note: string | null; ref?: bigint | undefined; size: bigint | null }[]
    >()
  })

  it('infers columns that are written in place', () => {
    const type = pandas({ columns: { age: { dtype: 'int32', minimum: 0 }, plan: { dtype: 'str', enum: ['a', 'b'] } } })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{ age: number; plan: 'a' | 'b' }[]>()
  })

  it('gives columns, typed arrays where nothing lacks', () => {
    const type = pandas({ columns, as: 'columns' })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{
      name: string[]
      age: Int32Array
      plan: ('basic' | 'pro')[]
      note: (string | null)[]
      ref: (bigint | null)[]
      size: (bigint | null)[]
    }>()
  })

  it('gives an Arrow Table', () => {
    const type = pandas({ columns, as: 'arrow', optional: true })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<Table | undefined>()
  })

  it('adds to a sample what is declared beside it', () => {
    const type = new PandasParameterType([{ a: 1, b: 'x', c: 2 }], {
      columns: { a: { minimum: 0 }, b: { enum: ['x', 'y'] }, c: { dtype: 'int64', nullable: true }, d: { dtype: 'int8', default: 1 } },
    })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{ a: number; b: 'x' | 'y'; c: bigint | null; d: number }[]>()
  })

  it('gives columns that are declared in pairs', () => {
    const pairs = [
      ['lag', 'int8'],
      ['2010', { dtype: 'str', nullable: true }],
    ] as const
    const records = pandas({ columns: pairs })
    expectTypeOf<Received<typeof records>>().toEqualTypeOf<{ lag: number; '2010': string | null }[]>()
    const inPairs = pandas({
      columns: [
        ['lag', 'int8'],
        ['2010', 'datetime64[s]'],
      ],
      as: 'pairs',
    })
    expectTypeOf<Received<typeof inPairs>>().toEqualTypeOf<
      ([name: 'lag', values: Int8Array] | [name: '2010', values: BigInt64Array<ArrayBuffer>])[]
    >()
  })

  it('gives a sample in pairs, with the dtypes that are declared beside it', () => {
    const type = new PandasParameterType(
      [
        ['lag', [1]],
        ['2010', ['x']],
      ] as const,
      { dtypes: [['lag', { dtype: 'int8' }]] },
    )
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<([name: 'lag', values: Int8Array] | [name: '2010', values: string[]])[]>()
  })

  it('says more of a dtype', () => {
    const type = new PandasParameterType([{ at: 0n, id: 'x' }], {
      dtypes: { at: { dtype: 'datetime64[ns]', nullable: true, epoch: 'ms' }, id: { nullable: true } },
    })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{ at: bigint | null; id: string | null }[]>()
    const texts = numpy({ dtype: { dtype: 'str', nullable: true }, shape: [null] })
    expectTypeOf<Received<typeof texts>['data']>().toEqualTypeOf<(string | null)[]>()
    const times = numpy({ dtype: { dtype: 'datetime64[s]', nullable: true }, shape: [null] })
    expectTypeOf<Received<typeof times>['data']>().toEqualTypeOf<BigInt64Array<ArrayBuffer>>()
  })

  it('lets run return the pairs that it received', () => {
    const declared = pandas({
      columns: [
        ['lag', 'float64'],
        ['2010', { dtype: 'str', nullable: true }],
      ],
      as: 'pairs',
    })
    defineRun({ inputs: { x: declared }, output: declared }, ({ x }) => x)
    outputSchema(declared)(() => [
      ['lag', Float64Array.of(1)],
      ['2010', ['x', null]],
    ])
    const shown = new PandasParameterType(
      [
        ['lag', [1]],
        ['2010', ['x']],
      ] as const,
      { dtypes: [['lag', 'int8']] },
    )
    defineRun({ inputs: { x: shown }, output: shown }, ({ x }) => x)
    // @ts-expect-error booleans are neither numbers nor texts
    outputSchema(declared)(() => [['lag', [true]]])
  })

  it('lets run ask any frame for any column', () => {
    const rows = new PandasParameterType([], { enforceShape: false })
    expectTypeOf<Received<typeof rows>>().toEqualTypeOf<Record<string, unknown>[]>()
    defineRun({ inputs: { x: rows }, output: rows }, ({ x }) => x)
    const columns = new PandasParameterType({}, { enforceShape: false })
    expectTypeOf<Received<typeof columns>>().toEqualTypeOf<Record<string, ArrayLike<unknown>>>()
    defineRun({ inputs: { x: columns }, output: columns }, ({ x }) => x)
  })

  it('lets run return a frame in pairs, and an array of a dtype with more', () => {
    const output = pandas({
      columns: [
        ['lag', 'int8'],
        ['2010', 'str'],
      ],
    })
    outputSchema(output)(() => [
      ['lag', [1]],
      ['2010', ['x']],
    ])
    outputSchema(output)(() => [{ lag: 1, 2010: 'x' }])
    // @ts-expect-error booleans are neither numbers nor texts
    outputSchema(output)(() => [['lag', [true]] as const, ['2010', ['x']] as const])
    outputSchema(numpy({ dtype: { dtype: 'float64', nullable: true }, shape: [null] }))(() => [1, null])
  })

  it('refuses what is no declaration', () => {
    // @ts-expect-error numbers stand for times in no other unit
    pandas({ columns: { a: { dtype: 'datetime64[s]', epoch: 'h' } } })
    // @ts-expect-error there is no such word in pairs, either
    pandas({ columns: [['a', { dtype: 'int8', minumum: 0 }]] })
    // @ts-expect-error a column needs a dtype
    pandas({ columns: { a: { minimum: 0 } } })
    // @ts-expect-error there is no such kind of frame
    pandas({ columns: { a: 'int8' }, as: 'polars' })
    // @ts-expect-error there is no such constraint
    pandas({ columns: { a: { dtype: 'int8', minumum: 0 } } })
  })
})

describe('standard', () => {
  it('gives what a declared value is', () => {
    const types = {
      number: standard({ type: 'number', minimum: 0 }),
      integer: standard({ type: 'integer' }),
      big: standard({ type: 'integer', format: 'int64' }),
      text: standard({ type: 'string', pattern: '^a', example: 'a' }),
      mode: standard({ type: 'string', enum: ['a', 'b'] }),
      date: standard({ type: 'string', format: 'date-time' }),
      day: standard({ type: 'string', format: 'date' }),
      bytes: standard({ type: 'string', format: 'byte' }),
      flag: standard({ type: 'boolean', nullable: true, optional: true }),
    }
    defineRun({ inputs: types }, (inputs) => {
      expectTypeOf(inputs).toEqualTypeOf<{
        number: number
        integer: number
        big: bigint
        text: string
        mode: 'a' | 'b'
        date: Date
        day: string
        bytes: Uint8Array<ArrayBuffer>
        flag: boolean | null | undefined
      }>()
    })
  })

  it('gives what a schema of another library gives', () => {
    const type = standard(z.object({ top: z.int().default(1), at: z.string().transform((text) => text.length) }), { example: { at: '' } })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{ top: number; at: number }>()
    const optional = standard(z.string().optional())
    expectTypeOf<Received<typeof optional>>().toEqualTypeOf<string | undefined>()
  })

  it('stands inside of samples', () => {
    const type = new StandardPythonParameterType({
      n: int(1),
      mode: standard({ type: 'string', enum: ['a'] }),
      more: standard(z.array(z.date())),
    })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{ n: number; mode: 'a'; more: Date[] }>()
  })

  it('refuses what is no declaration', () => {
    // @ts-expect-error there is no such type
    standard({ type: 'float' })
    // @ts-expect-error there is no such option
    standard(z.string(), { exmple: 'x' })
  })
})
