// What only shows under strictNullChecks: null, undefined, and samples that are empty.
import { describe, expectTypeOf, it } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  inputSchema,
  type NdArray,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type PayloadOf,
  StandardPythonParameterType,
  type SwaggerSchema,
} from '../../src/index.js'

const number = new StandardPythonParameterType(1.5)

class Maybe extends AbstractParameterType<number | null | undefined> {
  override deserializeInput(): number | null | undefined {
    return undefined
  }
  override inputToSwagger(): SwaggerSchema {
    return { type: 'number', example: 1 }
  }
}

describe('inputSchema', () => {
  it('refuses a parameter that is never undefined for an optional input', () => {
    // @ts-expect-error the parameter is never undefined
    inputSchema('scale', number, { optional: true })((scale: number) => scale)
    // @ts-expect-error the parameter at that place is never undefined
    inputSchema('scale', number, { optional: true, index: 0 })((scale: number, other?: number) => [scale, other])
  })

  it('refuses a parameter that is never null for a type that gives null', () => {
    // @ts-expect-error the parameter is never null
    inputSchema('value', new Maybe(1))((value?: number) => value)
    const run = inputSchema('value', new Maybe(1))((value?: number | null) => value)
    expectTypeOf(run).returns.toEqualTypeOf<number | null | undefined>()
  })
})

describe('outputSchema', () => {
  it('refuses null where the sample has none', () => {
    const label = outputSchema(new StandardPythonParameterType('cat'))
    // @ts-expect-error null is no text
    label(() => null)
    // @ts-expect-error nothing was found
    label((names: string[]) => names.find((name) => name > 'a'))
    outputSchema(new StandardPythonParameterType({ label: 'cat' as string | null }))(() => ({ label: null }))
    // @ts-expect-error a list's items are no null
    outputSchema(new StandardPythonParameterType([0.5]))(() => [1, null])
    outputSchema(new StandardPythonParameterType([0.5, null]))(() => [1, null])
  })

  it('takes null and undefined where the type says that they may come', () => {
    const scores = outputSchema(new NumpyParameterType([0.5], { nullable: true }))
    scores((x: number) => (x > 1 ? [1] : null))
    // @ts-expect-error text is no tensor
    scores((x: number) => (x > 1 ? 'none' : null))
    const frame = outputSchema(new PandasParameterType([{ at: 1n }], { dtypes: { at: 'datetime64[s]' }, nullable: true }))
    frame((x: number) => (x > 1 ? { at: [new Date(0)] } : null))
    // @ts-expect-error flags are no times
    frame((x: number) => (x > 1 ? { at: [true] } : null))
    const label = outputSchema(new StandardPythonParameterType('cat', { optional: true }))
    label((names: string[]) => names.find((name) => name > 'a'))
    // @ts-expect-error null is not undefined
    label((x: number) => (x > 1 ? 'a' : null))
  })

  it('knows the columns of a sample without rows', () => {
    const frame = outputSchema(new PandasParameterType([], { dtypes: { ok: 'bool' } }))
    frame(() => [{ ok: true }])
    // @ts-expect-error a cell is of another kind
    frame(() => [{ ok: 'yes' }])
  })
})

describe('an input that is nullable or optional by its type', () => {
  const tensor = new NumpyParameterType([[1, 2]], { nullable: true, optional: true })

  it('is null or undefined for a method or function', () => {
    inputSchema('data', tensor)((data?: NdArray<Float64Array> | null) => data)
    // @ts-expect-error the parameter is never null
    inputSchema('data', tensor)((data?: NdArray<Float64Array>) => data)
    // @ts-expect-error the parameter is never undefined
    inputSchema('data', tensor)((data: NdArray<Float64Array> | null) => data)
  })

  it('may be left out by the caller of a defined run', () => {
    const run = defineRun({ inputs: { data: tensor, scale: number } }, ({ data, scale }) => (data?.size ?? 0) * scale)
    run({ scale: 1 })
    run({ scale: 1, data: null })
    // @ts-expect-error the other one may not
    run({ data: null })
  })
})

describe('an input whose type gives undefined', () => {
  const run = defineRun({ inputs: { needed: number, value: new Maybe(1) } }, ({ needed, value = 2 }) => {
    expectTypeOf(value).toEqualTypeOf<number | null>()
    return needed
  })

  it('may be left out by the caller', () => {
    expectTypeOf(run).toBeCallableWith({ needed: 1 })
    expectTypeOf(run).toBeCallableWith({ needed: 1, value: undefined })
    // @ts-expect-error the other one may not
    run({ value: 1 })
  })

  it('may be absent from the payload', () => {
    expectTypeOf<PayloadOf<typeof run>>().toEqualTypeOf<{ readonly needed: number; readonly value?: number | null | undefined }>()
  })

  it('is undefined for the function', () => {
    // @ts-expect-error it may be undefined
    defineRun({ inputs: { value: new Maybe(1) } }, ({ value }: { value: number | null }) => value)
    defineRun({ inputs: { value: new Maybe(1) } }, ({ value }: { value?: number | null | undefined }) => value)
  })
})
