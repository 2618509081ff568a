// Checked by the compiler under several settings: see settings.test.ts.
import { type Int32, Table } from 'apache-arrow'
import ndarray from 'ndarray'
import { describe, expectTypeOf, it } from 'vitest'
import {
  AbstractParameterType,
  columnsOf,
  date,
  int,
  type NdArray,
  NumpyParameterType,
  numpy,
  outputSchema,
  PandasParameterType,
  pandas,
  type Returnable,
  SparkParameterType,
  StandardPythonParameterType,
  type SwaggerSchema,
  standard,
} from '../../src/index.js'

class Celsius extends AbstractParameterType<number> {
  override deserializeInput(input: unknown): number {
    return Number(input)
  }
  override inputToSwagger(): SwaggerSchema {
    return { type: 'string', example: '68F' }
  }
}

declare class DataFrame {
  readonly $isSeries: boolean
  readonly dtypes: string[]
  iloc(args: { rows?: number[] }): DataFrame
}

/** What ONNX Runtime's types say of a tensor's data: the dtype is the model's. */
type ModelData = Float32Array | Float64Array | Int8Array | Uint8Array | BigInt64Array | BigUint64Array | string[]

describe('a result for a tensor', () => {
  const float = outputSchema(new NumpyParameterType([[0.5]]))

  it('may be an NdArray, typed arrays and nested arrays of numbers, with missing elements', () => {
    float(() => ndarray(new Float64Array(4), [2, 2]))
    float(() => ndarray(new Int8Array(4), [2, 2]))
    float((data: NdArray) => data)
    float(() => Float32Array.of(1))
    float(() => BigInt64Array.of(1n))
    float(() => [Float32Array.of(1), [1, null], [2n]])
    float(() => [[[1]]] as const)
    float(() => [] as (number | undefined)[])
    float(() => [])
  })

  it('is not text, a flag, a single number, an object or nothing', () => {
    // @ts-expect-error text
    float(() => [['a']])
    // @ts-expect-error an NdArray of text
    float(() => ndarray(['a'], [1]))
    // @ts-expect-error flags
    float(() => [true])
    // @ts-expect-error a number
    float(() => 1)
    // @ts-expect-error an object
    float(() => ({ data: [1] }))
    // @ts-expect-error text now and then
    float((data: unknown) => (data === 1 ? [1] : 'none'))
    // @ts-expect-error nothing
    float((data: unknown) => {
      String(data)
    })
  })

  it('may be an element alone where the sample is one', () => {
    outputSchema(new NumpyParameterType(0.5))(() => 1)
    outputSchema(new NumpyParameterType(ndarray(new Float64Array(1), [])))(() => 1)
  })

  it('has elements of the dtype’s kind', () => {
    const int64 = outputSchema(new NumpyParameterType([1], { dtype: 'int64' }))
    int64(() => [1n, 2])
    // @ts-expect-error text
    int64(() => ['1'])

    const flags = outputSchema(new NumpyParameterType([true]))
    flags((x: number) => [[x > 1], [1, 2].map((y) => (x > y ? 1 : 0))])
    flags(() => Uint8Array.of(1))
    flags(() => ndarray(new Uint8Array(1), [1]))
    // @ts-expect-error any number
    flags((x: number) => [x])
    outputSchema(new NumpyParameterType([1], { dtype: 'bool' }))(() => [true])
    // @ts-expect-error a uint8 is no flag
    outputSchema(new NumpyParameterType([1], { dtype: 'uint8' }))(() => [true])

    const texts = outputSchema(new NumpyParameterType(['a']))
    texts(() => ['b'])
    texts(() => ndarray(['b'], [1]))
    // @ts-expect-error numbers
    texts(() => [1])
    // @ts-expect-error numbers
    texts(() => Float32Array.of(1))
    // @ts-expect-error a text is no array of texts
    texts(() => 'b')

    const times = outputSchema(new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]' }))
    times(() => [new Date(0), '2024-01-01', 5n, 5])
    times(() => BigInt64Array.of(5n))
    // @ts-expect-error flags
    times(() => [true])
    outputSchema(new NumpyParameterType([new Date(0)]))(() => [new Date(0)])
    outputSchema(new NumpyParameterType([1], { dtype: 'timedelta64[s]' }))(() => [5n, '3 days'])

    const bytes = outputSchema(new NumpyParameterType([new Uint8Array(1)], { dtype: 'bytes' }))
    bytes(() => [new Uint8Array(1), 'AQ=='])
    // @ts-expect-error numbers
    bytes(() => [[1]])
    outputSchema(new NumpyParameterType([{ a: 1 }], { dtype: [['a', 'int8']] }))(() => [{ a: 1 }])
    outputSchema(new NumpyParameterType([1], { dtype: 'float64' as string }))(() => ['anything'])
    outputSchema(new NumpyParameterType([[1, 1]], { dtype: 'f8, i4' }))(() => [{ f0: 1, f1: 1 }])
    outputSchema(new NumpyParameterType([0n], { dtype: 'M8[25s]' }))(() => [new Date(0), 5n])
    // @ts-expect-error flags
    outputSchema(new NumpyParameterType([0n], { dtype: 'M8[25s]' }))(() => [true])
  })

  it('may be a single value where a declared tensor has no axes', () => {
    outputSchema(numpy({ dtype: 'float32', shape: [] }))(() => 0.5)
    outputSchema(numpy({ dtype: 'int64', shape: [] }))(() => 5n)
    outputSchema(numpy({ dtype: 'str', shape: [] }))(() => 'a')
    outputSchema(numpy({ dtype: 'bool', shape: [] }))(() => true)
    outputSchema(numpy({ dtype: 'datetime64[s]', shape: [] }))(() => new Date(0))
    outputSchema(numpy({ dtype: 'f8, i4', shape: [] }))(() => ({ f0: 1, f1: 1 }))
  })
})

describe('a result for a frame', () => {
  const frame = outputSchema(new PandasParameterType([{ name: 'Sarah', age: 25 }], { dtypes: { age: 'int64' } }))

  it('may be records, columns, an Arrow Table or a DataFrame, with further columns and missing cells', () => {
    frame(() => [{ name: 'x', age: 1 }])
    frame(() => [{ name: 'x', age: 1n, extra: true }])
    frame(() => [{ name: null, age: null }])
    frame(() => ({ name: ['x'], age: [1] }))
    frame(() => ({ name: ['x', null], age: BigInt64Array.of(1n), extra: [1] }))
    frame(() => new Table())
    frame((data: DataFrame) => data)
    frame(() => [])
  })

  it('has all columns, of their kinds', () => {
    // @ts-expect-error a column is missing
    frame(() => [{ name: 'x' }])
    // @ts-expect-error a cell is of another kind
    frame(() => [{ name: 'x', age: 'old' }])
    // @ts-expect-error a column is of another kind
    frame(() => ({ name: ['x'], age: ['old'] }))
    // @ts-expect-error a column is no array
    frame(() => ({ name: 'x', age: [1] }))
    // @ts-expect-error texts have no typed array
    frame(() => ({ name: Float32Array.of(1), age: [1] }))
    // @ts-expect-error a list of numbers
    frame(() => [1])
    // @ts-expect-error one record
    frame(() => ({ name: 'x', age: 1 }))
    // @ts-expect-error nothing
    frame((data: unknown) => {
      String(data)
    })
  })

  it('is the same for a sample of columns', () => {
    const columns = outputSchema(
      new PandasParameterType({ name: ['Sarah'], size: new Float32Array(1), at: ['2024-01-01'] }, { dtypes: { at: 'datetime64[ns]' } }),
    )
    columns(() => [{ name: 'x', size: 1, at: new Date(0) }])
    columns(() => ({ name: ['x'], size: Float64Array.of(1), at: BigInt64Array.of(1n) }))
    // @ts-expect-error a cell is of another kind
    columns(() => [{ name: 'x', size: 'big', at: 1n }])
    outputSchema(new PandasParameterType([], { dtypes: { ok: 'bool' } }))(() => [{ ok: true }])
  })

  it('may have columns and cells of which nothing is known', () => {
    const scores = outputSchema(new PandasParameterType([{ id: 'a', score: 0.5 }]))
    scores((data: Table, model: { data: ModelData }) => ({ id: columnsOf(data)['id'], score: model.data }))
    scores((rows: { id: unknown; score: unknown }[]) => rows)
    scores((rows: Record<string, unknown>[]) => rows)
    scores((columns: Record<string, number[]>) => columns)
    scores((names: string[]) => names.map((name) => Object.fromEntries([[name, 1]])))
    scores((rows: object[]) => rows)
    scores((rows: object) => rows)
    // @ts-expect-error what is known does not fit
    scores((rows: { id: unknown }[]) => rows)
  })

  it('is any frame for a sample that is a class of its own', () => {
    interface Columns {
      a: number[]
    }
    for (const type of [
      outputSchema(new PandasParameterType(new Table<{ a: Int32 }>())),
      outputSchema(new SparkParameterType({ schema: '{}' })),
    ]) {
      type(() => new Table())
      type(() => [{ a: 1 }])
      type(() => ({ a: [1] }))
      type((columns: Columns) => columns)
      // @ts-expect-error a number is no frame
      type(() => 1)
    }
    outputSchema(new PandasParameterType({} as DataFrame))((data: DataFrame) => data)
  })
})

describe('a result for plain values', () => {
  const plain = outputSchema(
    new StandardPythonParameterType({
      at: new Date(0),
      day: date('2024-02-29'),
      id: 5n,
      count: int(1),
      image: new Uint8Array(1),
      on: true,
      nothing: null,
      nested: { list: [{ deep: 1, label: 'x' }] },
    }),
  )
  const fitting = {
    at: new Date(0),
    day: '2024-02-29',
    id: 5n,
    count: 1,
    image: new Uint8Array(1),
    on: true,
    nothing: 5,
    nested: { list: [{ deep: 1, label: 'x' }] },
  }

  it('has the kinds of the sample, or their forms in JSON, to any depth', () => {
    plain(() => fitting)
    plain(() => ({ ...fitting, at: '1970-01-01T00:00:00Z', id: 5, image: 'AQ==', extra: 1 }))
    plain(() => ({ ...fitting, image: new ArrayBuffer(1), nothing: undefined }))
    plain(() => new Map<string, unknown>([['at', 1]]))
    plain(() => ({ toJSON: () => ({ at: 1 }) }))
    plain(() => Object.freeze(fitting))
    // @ts-expect-error a number is no flag
    plain(() => ({ ...fitting, on: 1 }))
    // @ts-expect-error a Date is no text
    plain(() => ({ ...fitting, day: new Date(0) }))
    // @ts-expect-error text is no integer
    plain(() => ({ ...fitting, count: '1' }))
    // @ts-expect-error a member is missing, deep inside
    plain(() => ({ ...fitting, nested: { list: [{ deep: 1 }] } }))
    // @ts-expect-error a member is of another kind, deep inside
    plain(() => ({ ...fitting, nested: { list: [{ deep: 'x', label: 'x' }] } }))
    // @ts-expect-error a Date is no object
    plain(() => new Date(0))
  })

  it('may be a class with the members, and lists in other clothes', () => {
    class Answer {
      label = 'x'
      scores = [1]
      get best() {
        return 1
      }
    }
    const answer = outputSchema(new StandardPythonParameterType({ label: 'x', scores: [0.5] }))
    answer(() => new Answer())
    answer(() => ({ label: 'x', scores: Float32Array.of(1) }))
    answer(() => ({ label: 'x', scores: new Set([1]) }))
    answer(() => ({ label: 'x', scores: ndarray(Float32Array.of(1), [1]) }))
    answer((model: { data: ModelData }) => ({ label: 'x', scores: model.data }))
    answer(() => JSON.parse('{}'))
    // @ts-expect-error text is no list
    answer(() => ({ label: 'x', scores: 'high' }))
    // @ts-expect-error only texts are listed
    outputSchema(new StandardPythonParameterType(['cat']))(() => Float32Array.of(1))
  })

  it('is of one of the kinds that a mixed list shows', () => {
    const mixed = outputSchema(new StandardPythonParameterType([1, 'a']))
    mixed(() => [1, 'b'])
    mixed(() => ['b'])
    // @ts-expect-error there is no flag among them
    mixed(() => [true])
    outputSchema(new StandardPythonParameterType([]))(() => [1, 'a', {}])
  })

  it('has parts of other types as those take them', () => {
    const nested = outputSchema(
      new StandardPythonParameterType({
        Results: [new PandasParameterType([{ t: 0n }], { dtypes: { t: 'datetime64[s]' } })],
        days: new NumpyParameterType([0n], { dtype: 'datetime64[D]' }),
        degrees: new Celsius(20),
      }),
    )
    nested(() => ({ Results: [[{ t: new Date(0) }], { t: [1n] }], days: ['2024-01-01'], degrees: '68F' }))
    // @ts-expect-error flags are no times
    nested(() => ({ Results: [], days: [true], degrees: 1 }))
    // @ts-expect-error the frame has no such column
    nested(() => ({ Results: [[{ u: 1n }]], days: [], degrees: 1 }))
  })
})

describe('a result for what is declared', () => {
  it('fits the dtype of a tensor', () => {
    const scores = outputSchema(numpy({ dtype: 'float32', shape: ['batch', 2], minimum: 0 }))
    scores(() => [[1, 2]])
    scores(() => Float32Array.of(1))
    // @ts-expect-error text is no number
    scores(() => [['a']])
  })

  it('has the columns of a frame, of their dtypes, and those that may lack as they like', () => {
    const frame = outputSchema(
      pandas({
        columns: { name: { dtype: 'str', enum: ['a', 'b'] }, at: 'datetime64[s]', note: { dtype: 'str', optional: true } },
        as: 'columns',
      }),
    )
    frame((name: string) => [{ name, at: new Date(0) }])
    frame(() => ({ name: ['a'], at: BigInt64Array.of(1n), note: ['x'] }))
    // @ts-expect-error a cell is of another kind
    frame(() => [{ name: 1, at: 1n, note: 'x' }])
    // @ts-expect-error flags are no times
    frame(() => ({ name: ['a'], at: [true], note: ['x'] }))
    // @ts-expect-error a column is missing
    frame(() => [{ name: 'a' }])
    const times = outputSchema(pandas({ columns: { at: 'M8[ns]' } }))
    times(() => [{ at: new Date(0) }])
    // @ts-expect-error flags are no times, by whatever name
    times(() => [{ at: true }])
    outputSchema(pandas({ columns: { a: 'int32' }, as: 'arrow' }))(() => new Table())
  })

  it('is of the kind of a value', () => {
    const answer = outputSchema(
      new StandardPythonParameterType({
        plan: standard({ type: 'string', enum: ['basic', 'full'] }),
        at: standard({ type: 'string', format: 'date-time' }),
        id: standard({ type: 'integer', format: 'int64' }),
        scores: [standard({ type: 'number', minimum: 0 })],
      }),
    )
    answer((plan: string) => ({ plan, at: new Date(0), id: 5, scores: Float32Array.of(1) }))
    answer(() => ({ plan: 'basic', at: '1970-01-01T00:00:00Z', id: 5n, scores: [1] }))
    // @ts-expect-error a number is no text
    answer(() => ({ plan: 1, at: new Date(0), id: 5, scores: [1] }))
    // @ts-expect-error text is no number
    answer(() => ({ plan: 'basic', at: new Date(0), id: 5, scores: ['x'] }))
  })
})

describe('a result for a type of one’s own, or of which nothing is known', () => {
  it('is anything', () => {
    expectTypeOf<Returnable<Celsius>>().toBeUnknown()
    expectTypeOf<Returnable<AbstractParameterType>>().toBeUnknown()
    expectTypeOf<Returnable<AbstractParameterType<number>>>().toBeUnknown()
    outputSchema(new StandardPythonParameterType({} as unknown))(() => 5)
  })

  it('is what our type takes for a class that extends it', () => {
    class Matrix extends NumpyParameterType<number[][], 'float32'> {}
    outputSchema(new Matrix([[1]]))(() => [[1]])
    // @ts-expect-error text is no tensor
    outputSchema(new Matrix([[1]]))(() => 'x')
    class People extends PandasParameterType<{ name: string; born: bigint }[]> {}
    outputSchema(new People([{ name: 'x', born: 1n }]))(() => ({ name: ['x'], born: [1] }))
  })
})

describe('a run that answers with nothing', () => {
  const label = outputSchema(new StandardPythonParameterType('cat'))

  it('is refused where it forgets to return, or returns nothing now and then', () => {
    // @ts-expect-error it has no return
    label((data: string) => {
      data.at(0)
    })
    // @ts-expect-error it has no return
    label(async (data: string) => {
      data.at(0)
    })
  })

  it('is taken where it returns undefined and nothing else', () => {
    label(() => undefined)
  })
})
