// Checked by the compiler under several settings: see settings.test.ts.
import { describe, expectTypeOf, it } from 'vitest'
import {
  type AbstractParameterType,
  defineRun,
  int,
  type NdArray,
  NumpyParameterType,
  PandasParameterType,
  type RunFunction,
  StandardPythonParameterType,
} from '../../src/index.js'

const data = new NumpyParameterType([[1, 2]])
const scale = new StandardPythonParameterType(1.5)
const people = new PandasParameterType([{ name: 'Sarah', age: int(25) }])
const label = new StandardPythonParameterType({ label: 'cat', scores: [0.5] })

describe('what the function takes', () => {
  it('may be said by its author, as exactly or widely as the samples', () => {
    defineRun({ inputs: { data, scale } }, ({ data, scale }: { data: NdArray<Float64Array>; scale: number }) => data.get(0) * scale)
    defineRun({ inputs: { data, scale } }, ({ data, scale = 1 }: { data: NdArray | string; scale?: number }) => [data, scale])
    defineRun({ inputs: { people } }, ({ people }: { people: { age: number }[] }) => people)
    defineRun({ inputs: { data, scale } }, (inputs: Record<string, unknown>) => inputs)
    defineRun({ inputs: { data, scale } }, (inputs: { data: unknown }) => inputs)
    defineRun({ inputs: { data } }, ({ data }, context: unknown) => [data, context])
  })

  it('is refused where it is another type, or no input', () => {
    // @ts-expect-error the tensor is no text
    defineRun({ inputs: { data } }, ({ data }: { data: string }) => data)
    // @ts-expect-error the column is of another kind
    defineRun({ inputs: { people } }, ({ people }: { people: { age: string }[] }) => people)
    // @ts-expect-error there is no such input
    defineRun({ inputs: { data } }, ({ data, scale }: { data: NdArray; scale: number }) => [data, scale])
    // @ts-expect-error there is no such input
    defineRun({ inputs: { data } }, ({ dta }) => dta)
  })

  it('is anything for types of which nothing is known', () => {
    const type: AbstractParameterType = data
    defineRun({ inputs: { data: type } }, ({ data }) => {
      expectTypeOf(data).toBeUnknown()
      return data
    })
  })
})

describe('what the function returns', () => {
  it('keeps its type where it fits, at once or later', () => {
    const now = defineRun({ inputs: { data }, output: label }, () => ({ label: 'x', scores: Float32Array.of(1), extra: 1n }))
    expectTypeOf(now).returns.toEqualTypeOf<{ label: string; scores: Float32Array<ArrayBuffer>; extra: bigint }>()
    const later = defineRun({ inputs: { data }, output: scale }, async ({ data }) => data.get(0))
    expectTypeOf(later).returns.toEqualTypeOf<Promise<number>>()
    const either = defineRun({ inputs: { data }, output: scale }, ({ data }) => (data.size > 1 ? Promise.resolve(1) : data.get(0)))
    expectTypeOf(either).returns.toEqualTypeOf<number | Promise<number>>()
    const text = defineRun({ inputs: {} }, () => 'x')
    expectTypeOf(text).returns.toEqualTypeOf<string>()
  })

  it('is refused where it does not fit the output type', () => {
    // @ts-expect-error a number is no object
    defineRun({ inputs: { data }, output: label }, ({ data }) => data.get(0))
    // @ts-expect-error a member is missing
    defineRun({ inputs: { data }, output: label }, () => ({ label: 'x' }))
    defineRun({ inputs: { data }, output: label }, () => ({
      // @ts-expect-error a member is of another kind, and the error stands at it
      label: 5,
      scores: [1],
    }))
    // @ts-expect-error a number is no text
    defineRun({ inputs: { data }, output: label }, async () => ({ label: 5, scores: [1] }))
    // @ts-expect-error a column is missing
    defineRun({ inputs: {}, output: people }, () => {
      return [{ name: 'x' }]
    })
    // @ts-expect-error nothing is returned
    defineRun({ inputs: { data }, output: scale }, ({ data }) => {
      data.get(0)
    })
  })

  it('is anything where nothing is known of it, or of the output type', () => {
    defineRun({ inputs: {}, output: label }, (): unknown => 1)
    defineRun({ inputs: {}, output: label }, () => JSON.parse('1'))
    defineRun({ inputs: {}, output: label }, (): never => {
      throw new Error('not yet')
    })
    const type: AbstractParameterType = data
    defineRun({ inputs: {}, output: type }, () => 'x')
  })
})

describe('a call of the run', () => {
  const run = defineRun({ inputs: { data, scale } }, ({ data, scale }) => data.get(0) * scale)

  it('takes the values, or the JSON that they are converted from', () => {
    run({ data: [[1, 2]], scale: 2 })
    run({ data: data.deserializeInput([[1, 2]]), scale: 2 as unknown }, 'context')
  })

  it('has all names, and no others', () => {
    // @ts-expect-error an input is missing
    run({ data: [[1, 2]] })
    // @ts-expect-error there is no such input
    run({ data: [[1, 2]], scale: 2, scal: 2 })
  })

  it('is that of any run', () => {
    expectTypeOf(run).toExtend<RunFunction>()
  })
})

describe('a function around defineRun', () => {
  it('may know only a variable for the type of an input', () => {
    function define<Value>(type: AbstractParameterType<Value>) {
      return defineRun({ inputs: { value: type } }, ({ value }) => value)
    }
    expectTypeOf(define).toBeCallableWith(data)
    function answer<Value>(output: AbstractParameterType<Value>, value: Value) {
      return defineRun({ inputs: {}, output }, () => value)
    }
    expectTypeOf(answer(scale, 1)).returns.toEqualTypeOf<number>()
  })
})
