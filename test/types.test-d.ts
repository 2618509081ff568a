import type { StandardSchemaV1 } from '@standard-schema/spec'
import { type Int32, Table } from 'apache-arrow'
import ndarray from 'ndarray'
import { describe, expectTypeOf, it } from 'vitest'
import {
  AbstractParameterType,
  date,
  defineRun,
  inputSchema,
  int,
  type NdArray,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type PayloadOf,
  type payloadSchema,
  type Received,
  SparkParameterType,
  StandardPythonParameterType,
  type SwaggerSchema,
  time,
  toNumpy,
} from '../src/index.js'

class Celsius extends AbstractParameterType<number> {
  override deserializeInput(input: unknown): number {
    return Number(input)
  }
  override inputToSwagger(): SwaggerSchema {
    return { type: 'string', example: '68F' }
  }
}

class Remote extends AbstractParameterType<{ id: number }> {
  override async deserializeInput(input: unknown): Promise<{ id: number }> {
    return { id: Number(input) }
  }
  override async inputToSwagger(): Promise<SwaggerSchema> {
    return { type: 'integer', example: 1 }
  }
}

/** A DataFrame as far as the compiler tells it from records: danfojs-node's own types need those of packages that it does not bring. */
declare class DataFrame {
  readonly $isSeries: boolean
  readonly dtypes: string[]
  iloc(args: { rows?: number[] }): DataFrame
  head(rows?: number): DataFrame
}

/** The storage of what a tensor type gives. */
type StorageOf<Type> = Received<Type> extends { data: infer Data } ? Data : never

describe('NumpyParameterType', () => {
  it('gives the storage of its dtype', () => {
    const float32 = new NumpyParameterType([[1, 2]], { dtype: 'float32' })
    expectTypeOf<Received<typeof float32>>().toEqualTypeOf<NdArray<Float32Array>>()
    expectTypeOf(float32.deserializeInput([])).toEqualTypeOf<NdArray<Float32Array>>()
    expectTypeOf(float32.deserializeInput([]).get(0, 0)).toEqualTypeOf<number>()

    const int64 = new NumpyParameterType([1], { dtype: 'int64' })
    expectTypeOf<StorageOf<typeof int64>>().toExtend<BigInt64Array>()
    expectTypeOf(int64.deserializeInput([]).get(0)).toEqualTypeOf<bigint>()
    const uint64 = new NumpyParameterType([1], { dtype: 'uint64' })
    expectTypeOf<StorageOf<typeof uint64>>().toExtend<BigUint64Array>()
    const when = new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]' })
    expectTypeOf<StorageOf<typeof when>>().toExtend<BigInt64Array>()

    const uint8 = new NumpyParameterType([1], { dtype: 'uint8', casting: 'unsafe' })
    expectTypeOf<Received<typeof uint8>>().toEqualTypeOf<NdArray<Uint8Array>>()
    const bool = new NumpyParameterType([true], { dtype: 'bool' })
    expectTypeOf<Received<typeof bool>>().toEqualTypeOf<NdArray<Uint8Array>>()
    const text = new NumpyParameterType(['a'], { dtype: '<U16' })
    expectTypeOf<Received<typeof text>>().toEqualTypeOf<NdArray<string[]>>()
    const bytes = new NumpyParameterType([new Uint8Array(1)], { dtype: 'bytes' })
    expectTypeOf<Received<typeof bytes>>().toEqualTypeOf<NdArray<Uint8Array[]>>()
    const struct = new NumpyParameterType([{ name: 'a' }], { dtype: [['name', '<U16']] })
    expectTypeOf<Received<typeof struct>>().toEqualTypeOf<NdArray<Record<string, unknown>[]>>()
  })

  it('knows the other names of dtypes, and says nothing of names that it does not know', () => {
    const int32 = new NumpyParameterType([1], { dtype: 'i4' })
    expectTypeOf<Received<typeof int32>>().toEqualTypeOf<NdArray<Int32Array>>()
    const double = new NumpyParameterType([1], { dtype: 'double' })
    expectTypeOf<Received<typeof double>>().toEqualTypeOf<NdArray<Float64Array>>()
    const when = new NumpyParameterType(['2024-01-01'], { dtype: '<M8[25s]' })
    expectTypeOf<StorageOf<typeof when>>().toExtend<BigInt64Array>()
    const text = new NumpyParameterType(['a'], { dtype: 'unicode_' })
    expectTypeOf<Received<typeof text>>().toEqualTypeOf<NdArray<string[]>>()
    const bytes = new NumpyParameterType([new Uint8Array(1)], { dtype: '|a4' })
    expectTypeOf<Received<typeof bytes>>().toEqualTypeOf<NdArray<Uint8Array[]>>()
    const anything = new NumpyParameterType([1], { dtype: 'float64' as string })
    expectTypeOf<Received<typeof anything>>().toEqualTypeOf<NdArray>()
  })

  it('knows structured dtypes and sub-arrays in whatever form', () => {
    const texts = [
      new NumpyParameterType([], { dtype: 'f8, i4' }),
      new NumpyParameterType([], { dtype: '(2,3)f8, i4' }),
      new NumpyParameterType([], { dtype: 'M8[ns], f8' }),
      new NumpyParameterType([], { dtype: 'f8, datetime64[ns, UTC]' }),
    ]
    expectTypeOf<Received<(typeof texts)[number]>>().toEqualTypeOf<NdArray<Record<string, unknown>[]>>()
    const lists = new NumpyParameterType([], { dtype: { names: ['a'], formats: ['f8'] } })
    expectTypeOf<Received<typeof lists>>().toEqualTypeOf<NdArray<Record<string, unknown>[]>>()
    const byName = new NumpyParameterType([], { dtype: { a: ['f8', 0], b: ['(2,)i4', 8, 'a title'] } })
    expectTypeOf<Received<typeof byName>>().toEqualTypeOf<NdArray<Record<string, unknown>[]>>()
    const titled = new NumpyParameterType([], { dtype: [[['a title', 'a'], 'f8', 2]] })
    expectTypeOf<Received<typeof titled>>().toEqualTypeOf<NdArray<Record<string, unknown>[]>>()
    const zoned = new NumpyParameterType([], { dtype: 'datetime64[ns, UTC]' })
    expectTypeOf<StorageOf<typeof zoned>>().toExtend<BigInt64Array>()

    const before = new NumpyParameterType([], { dtype: '(2,3)f4' })
    expectTypeOf<Received<typeof before>>().toEqualTypeOf<NdArray<Float32Array>>()
    const counted = new NumpyParameterType([], { dtype: '3i2' })
    expectTypeOf<Received<typeof counted>>().toEqualTypeOf<NdArray<Int16Array>>()
    const beside = new NumpyParameterType([], { dtype: ['float32', [2, 3]] })
    expectTypeOf<Received<typeof beside>>().toEqualTypeOf<NdArray<Float32Array>>()
  })

  it('gives the storage that its sample shows', () => {
    const numbers = new NumpyParameterType([[1, 2]])
    expectTypeOf<Received<typeof numbers>>().toEqualTypeOf<NdArray<Float64Array>>()
    const deep = new NumpyParameterType([[[1]]], { enforceShape: false })
    expectTypeOf<Received<typeof deep>>().toEqualTypeOf<NdArray<Float64Array>>()
    const declared = new NumpyParameterType([] as number[][], { dtype: 'float32' })
    expectTypeOf<Received<typeof declared>>().toEqualTypeOf<NdArray<Float32Array>>()
    const texts = new NumpyParameterType(['a', 'b'])
    expectTypeOf<Received<typeof texts>>().toEqualTypeOf<NdArray<string[]>>()
    const flags = new NumpyParameterType([true])
    expectTypeOf<Received<typeof flags>>().toEqualTypeOf<NdArray<Uint8Array>>()
    const bigints = new NumpyParameterType([1n])
    expectTypeOf<StorageOf<typeof bigints>>().toExtend<BigInt64Array>()
    const ints = new NumpyParameterType([int(1)])
    expectTypeOf<StorageOf<typeof ints>>().toExtend<BigInt64Array>()
    const dates = new NumpyParameterType([new Date(0)])
    expectTypeOf<StorageOf<typeof dates>>().toExtend<BigInt64Array>()
  })

  it('gives the storage of typed arrays, whatever buffer they are over', () => {
    const view = new NumpyParameterType(ndarray(new Float32Array(4), [2, 2]))
    expectTypeOf<Received<typeof view>>().toEqualTypeOf<NdArray<Float32Array>>()
    const typed = new NumpyParameterType(new Int16Array(4))
    expectTypeOf<Received<typeof typed>>().toEqualTypeOf<NdArray<Int16Array>>()
    const clamped = new NumpyParameterType(new Uint8ClampedArray(4))
    expectTypeOf<Received<typeof clamped>>().toEqualTypeOf<NdArray<Uint8Array>>()
    const wide = new NumpyParameterType(new BigInt64Array(4))
    expectTypeOf<StorageOf<typeof wide>>().toExtend<BigInt64Array>()
    const other = new NumpyParameterType(ndarray(new Float32Array(4), [2, 2]), { dtype: 'float64' })
    expectTypeOf<Received<typeof other>>().toEqualTypeOf<NdArray<Float64Array>>()
  })

  it('refuses options that it does not have', () => {
    // @ts-expect-error there is no such option
    new NumpyParameterType([1], { dtyp: 'float32' })
    // @ts-expect-error there is no such casting
    new NumpyParameterType([1], { casting: 'same_kind' })
  })
})

describe('PandasParameterType', () => {
  it('gives records with the columns of a sample of records', () => {
    const type = new PandasParameterType([{ name: 'Sarah', age: 25, member: true, born: new Date(0), id: 5n, visits: int(3) }])
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<
      { name: string; age: number; member: boolean; born: Date; id: bigint; visits: number }[]
    >()
  })

  it('gives the cells of the dtypes, where there are any', () => {
    const type = new PandasParameterType([{ name: 'Sarah', age: 25, id: 1, at: '2024-01-01', kind: 'a' }], {
      dtypes: { age: 'int32', id: 'int64', at: 'datetime64[ns]', kind: 'category' },
    })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{ name: string; age: number; id: bigint; at: bigint; kind: string }[]>()
  })

  it('says where cells may lack', () => {
    const nulls = new PandasParameterType([{ a: 1 as number | null, b: null as string | null }], { dtypes: { a: 'int32' } })
    expectTypeOf<Received<typeof nulls>>().toEqualTypeOf<{ a: number | null; b: string | null }[]>()
    const extension = new PandasParameterType([{ a: 1 }], { dtypes: { a: 'Int64' } })
    expectTypeOf<Received<typeof extension>>().toEqualTypeOf<{ a: bigint | null }[]>()
  })

  it('gives columns for a sample of columns: typed arrays where they are shown or declared', () => {
    const type = new PandasParameterType({ name: ['Sarah'], age: [25], size: new Float32Array([1]) })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{ name: string[]; age: number[]; size: Float32Array }>()
    const declared = new PandasParameterType({ name: ['Sarah'], age: [25], ok: [true] }, { dtypes: { age: 'int32', ok: 'bool' } })
    expectTypeOf<Received<typeof declared>>().toEqualTypeOf<{ name: string[]; age: Int32Array; ok: boolean[] }>()
    const nullable = new PandasParameterType({ age: [25, null] }, { dtypes: { age: 'int32' } })
    expectTypeOf<Received<typeof nullable>>().toEqualTypeOf<{ age: (number | null)[] }>()
  })

  it('gives the columns of the dtypes where the sample has no rows', () => {
    const records = new PandasParameterType([], { dtypes: { name: 'str', age: 'int32' } })
    expectTypeOf<Received<typeof records>>().toEqualTypeOf<{ name: string; age: number }[]>()
    const columns = new PandasParameterType({}, { dtypes: { name: 'str', age: 'int32' } })
    expectTypeOf<Received<typeof columns>>().toEqualTypeOf<{ name: string[]; age: Int32Array }>()
    const empty = new PandasParameterType({ age: [] }, { dtypes: { age: 'float32' } })
    expectTypeOf<Received<typeof empty>>().toEqualTypeOf<{ age: Float32Array }>()
  })

  it('refuses orients that pandas does not have', () => {
    // @ts-expect-error there is no such orient
    new PandasParameterType([{ a: 1 }], { orient: 'rows' })
  })
})

describe('StandardPythonParameterType', () => {
  it('gives the kinds of its sample, to any depth', () => {
    const type = new StandardPythonParameterType({
      threshold: 0.5,
      count: int(3),
      id: 5n,
      label: 'cat',
      on: true,
      at: new Date(0),
      day: date('2024-02-29'),
      opens: time('07:30:00Z'),
      image: new Uint8Array(1),
      nested: { list: [{ deep: 1 }], matrix: [[1, 2]] },
    })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{
      threshold: number
      count: number
      id: bigint
      label: string
      on: boolean
      at: Date
      day: string
      opens: string
      image: Uint8Array<ArrayBuffer>
      nested: { list: { deep: number }[]; matrix: number[][] }
    }>()
  })

  it('gives single values', () => {
    const [number, integer, text, big, when] = [
      new StandardPythonParameterType(0.5),
      new StandardPythonParameterType(int(5)),
      new StandardPythonParameterType('cat'),
      new StandardPythonParameterType(5n),
      new StandardPythonParameterType(new Date(0)),
    ]
    expectTypeOf(number.deserializeInput(1)).toEqualTypeOf<number>()
    expectTypeOf(integer.deserializeInput(1)).toEqualTypeOf<number>()
    expectTypeOf(text.deserializeInput('x')).toEqualTypeOf<string>()
    expectTypeOf(big.deserializeInput(1)).toEqualTypeOf<bigint>()
    expectTypeOf(when.deserializeInput('')).toEqualTypeOf<Date>()
  })

  it('gives what nested parameter types give', () => {
    const type = new StandardPythonParameterType({
      image: new NumpyParameterType([[1, 2]], { dtype: 'float32' }),
      frames: [new PandasParameterType([{ a: 1 }])],
      degrees: new Celsius(20),
      row: new Remote({ id: 1 }),
    })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{
      image: NdArray<Float32Array>
      frames: { a: number }[][]
      degrees: number
      row: { id: number }
    }>()
  })

  it('says nothing where the sample shows nothing', () => {
    const type = new StandardPythonParameterType({ nothing: null, list: [], mixed: [1, 'a'], maybe: [1, null] })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<{
      nothing: unknown
      list: unknown[]
      mixed: (number | string)[]
      maybe: (number | null)[]
    }>()
  })
})

describe('a type of one’s own', () => {
  it('gives what it deserializes to, awaited', () => {
    expectTypeOf<Received<Celsius>>().toEqualTypeOf<number>()
    expectTypeOf<Received<Remote>>().toEqualTypeOf<{ id: number }>()
  })

  it('is a Standard Schema of that', () => {
    expectTypeOf<NonNullable<Celsius['~standard']['types']>['output']>().toEqualTypeOf<number>()
  })
})

describe('defineRun', () => {
  const run = defineRun(
    {
      inputs: {
        Inputs: new StandardPythonParameterType({ rows: new PandasParameterType([{ a: 1, b: 'x' }]) }),
        image: new NumpyParameterType([[1, 2]], { dtype: 'int8' }),
        row: new Remote({ id: 1 }),
        GlobalParameters: new StandardPythonParameterType(1.5),
      },
      output: new StandardPythonParameterType(0.5),
    },
    ({ Inputs, image, row, GlobalParameters, ...rest }) => {
      expectTypeOf(Inputs).toEqualTypeOf<{ rows: { a: number; b: string }[] }>()
      expectTypeOf(image).toEqualTypeOf<NdArray<Int8Array>>()
      expectTypeOf(row).toEqualTypeOf<{ id: number }>()
      expectTypeOf(GlobalParameters).toEqualTypeOf<number>()
      // biome-ignore lint/complexity/noBannedTypes: there is nothing else, which is written so.
      expectTypeOf(rest).toEqualTypeOf<{}>()
      return GlobalParameters
    },
  )

  it('gives a function with the result of its own', () => {
    expectTypeOf(run).returns.toEqualTypeOf<number>()
    const slow = defineRun({ inputs: {} }, async () => 'x')
    expectTypeOf(slow).returns.toEqualTypeOf<Promise<string>>()
  })

  it('asks for all inputs', () => {
    // @ts-expect-error most inputs are missing
    run({ GlobalParameters: 1 })
  })

  it('refuses what is no parameter type, and an argument that is no input', () => {
    // @ts-expect-error a sample is no parameter type
    defineRun({ inputs: { data: [[1, 2]] } }, () => 1)
    // @ts-expect-error there is no input of that name
    defineRun({ inputs: { data: new StandardPythonParameterType(1) } }, ({ dta }) => dta)
  })
})

describe('inputSchema and outputSchema', () => {
  const tensor = new NumpyParameterType([[1, 2]])
  const number = new StandardPythonParameterType(1.5)

  it('leave a function its type', () => {
    const score = (data: NdArray<Float64Array>, scale = 1): number => data.get(0, 0) * scale
    expectTypeOf(inputSchema('data', tensor)(score)).toEqualTypeOf<typeof score>()
    expectTypeOf(inputSchema('scale', number)(inputSchema('data', tensor)(outputSchema(number)(score)))).toEqualTypeOf<typeof score>()
    async function slow(data: NdArray<Float64Array>): Promise<number> {
      return data.get(0, 0)
    }
    expectTypeOf(inputSchema('data', tensor)(slow)).toEqualTypeOf<(data: NdArray<Float64Array>) => Promise<number>>()
  })

  it('leave a method its type', () => {
    class Service {
      @inputSchema('data', tensor)
      @outputSchema(number)
      run(data: NdArray<Float64Array>): number {
        return data.get(0, 0)
      }
      @inputSchema('data', tensor)
      static async run(data: NdArray<Float64Array>): Promise<number> {
        return data.get(0, 0)
      }
    }
    expectTypeOf(new Service().run).toEqualTypeOf<(data: NdArray<Float64Array>) => number>()
    expectTypeOf(Service.run).toEqualTypeOf<(data: NdArray<Float64Array>) => Promise<number>>()
  })

  it('are refused on what is no method', () => {
    class Service {
      // @ts-expect-error a field is no method
      @inputSchema('data', tensor)
      field = 1
      // @ts-expect-error a getter is no method
      @outputSchema(number)
      get value() {
        return 1
      }
    }
    expectTypeOf<Service['field']>().toEqualTypeOf<number>()
  })

  it('refuse what is no parameter type, and options that do not exist', () => {
    // @ts-expect-error a sample is no parameter type
    inputSchema('data', [[1, 2]])
    // @ts-expect-error an option is misspelt
    inputSchema('data', tensor, { optinal: true })
    // @ts-expect-error a sample is no parameter type
    outputSchema({ a: 1 })
  })
})

describe('frames that are classes of their own', () => {
  it('are received as the Arrow Table that was shown', () => {
    defineRun({ inputs: { people: new PandasParameterType(new Table<{ a: Int32 }>()) } }, ({ people }) => {
      expectTypeOf(people).toEqualTypeOf<Table<{ a: Int32 }>>()
      expectTypeOf(people.getChild('a')?.get(0)).toEqualTypeOf<number | null | undefined>()
    })
  })

  it('are received as the DataFrame that was shown', () => {
    defineRun({ inputs: { people: new PandasParameterType({} as DataFrame) } }, ({ people }) => {
      expectTypeOf(people).toEqualTypeOf<DataFrame>()
    })
  })

  it('are received as an Arrow Table from Spark’s schema', () => {
    const type = new SparkParameterType({ schema: '{}', rows: [] })
    expectTypeOf<Received<typeof type>>().toEqualTypeOf<Table>()
    defineRun({ inputs: { people: type } }, ({ people }) => {
      expectTypeOf(people).toEqualTypeOf<Table>()
    })
  })

  it('refuse options that SparkParameterType does not have', () => {
    // @ts-expect-error there is no such option
    new SparkParameterType({ schema: '{}' }, { applySchema: false })
    // @ts-expect-error a schema is needed
    new SparkParameterType({ rows: [] })
  })
})

describe('toNumpy', () => {
  it('gives the storage of its dtype', () => {
    expectTypeOf(toNumpy([])).toEqualTypeOf<NdArray<Float64Array>>()
    expectTypeOf(toNumpy([], { columns: ['a'] })).toEqualTypeOf<NdArray<Float64Array>>()
    expectTypeOf(toNumpy([], { dtype: 'float64' })).toEqualTypeOf<NdArray<Float64Array>>()
    expectTypeOf(toNumpy([], { dtype: 'float32' })).toEqualTypeOf<NdArray<Float32Array>>()
  })

  it('refuses other dtypes', () => {
    // @ts-expect-error there is no such dtype
    toNumpy([], { dtype: 'int8' })
  })
})

describe('the payload of a run', () => {
  it('has the types of the samples, for a run of defineRun', () => {
    const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5), n: new StandardPythonParameterType(['a']) } }, () => 1)
    expectTypeOf<PayloadOf<typeof run>>().toEqualTypeOf<{ readonly x: number; readonly n: string[] }>()
    type Result = Awaited<ReturnType<ReturnType<typeof payloadSchema<typeof run>>['~standard']['validate']>>
    expectTypeOf<Extract<Result, { value: unknown }>['value']>().toEqualTypeOf<{ readonly x: number; readonly n: string[] }>()
  })

  it('takes any input, so that libraries with typed values take the schema; or the one that it is told', () => {
    const run = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, () => 1)
    type Schema = ReturnType<typeof payloadSchema<typeof run>>
    expectTypeOf<StandardSchemaV1.InferInput<Schema>>().toBeAny()
    expectTypeOf<Schema>().toExtend<StandardSchemaV1<{ x: string }, { x: number }>>()
    expectTypeOf<StandardPythonParameterType<number>>().toExtend<StandardSchemaV1<string, number>>()
    expectTypeOf<StandardPythonParameterType<number>>().not.toExtend<StandardSchemaV1<string, string>>()
    type Told = ReturnType<typeof payloadSchema<typeof run, { x: number }>>
    expectTypeOf<StandardSchemaV1.InferInput<Told>>().toEqualTypeOf<{ x: number }>()
  })

  it('is values by name, for any other', () => {
    const run = (x: number) => x
    expectTypeOf<PayloadOf<typeof run>>().toEqualTypeOf<Record<string, unknown>>()
  })
})
