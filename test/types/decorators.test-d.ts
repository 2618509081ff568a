// Checked by the compiler under standard and legacy decorators: see settings.test.ts.
import type { Table } from 'apache-arrow'
import { describe, expectTypeOf, it } from 'vitest'
import {
  AbstractParameterType,
  inputSchema,
  int,
  type NdArray,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type RunFunction,
  SparkParameterType,
  StandardPythonParameterType,
  type SwaggerSchema,
} from '../../src/index.js'

const tensor = new NumpyParameterType([[1, 2]], { dtype: 'float32' })
const number = new StandardPythonParameterType(1.5)
const text = new StandardPythonParameterType('cat')
const frame = new PandasParameterType([{ name: 'Sarah', age: int(25) }])
const label = new StandardPythonParameterType({ label: 'cat', scores: [0.5] })

class Anything extends AbstractParameterType {
  override deserializeInput(input: unknown): unknown {
    return input
  }
  override inputToSwagger(): SwaggerSchema {
    return { type: 'string', example: 'x' }
  }
}

class Celsius extends AbstractParameterType<number> {
  override deserializeInput(input: unknown): number {
    return Number(input)
  }
  override inputToSwagger(): SwaggerSchema {
    return { type: 'string', example: '68F' }
  }
}

interface Person {
  name: string
  age: number
}

describe('inputSchema on a method', () => {
  it('takes parameters of the sample’s type, and wider ones', () => {
    class Service {
      @inputSchema('data', tensor)
      exact(data: NdArray<Float32Array>) {
        return data
      }
      @inputSchema('data', tensor)
      anyStorage(data: NdArray) {
        return data
      }
      @inputSchema('data', tensor)
      union(data: string | NdArray<Float32Array>) {
        return data
      }
      @inputSchema('data', tensor)
      unknown(data: unknown) {
        return data
      }
      @inputSchema('data', tensor)
      object(data: object) {
        return data
      }
      @inputSchema('data', frame)
      named(data: readonly Person[]) {
        return data
      }
      @inputSchema('data', frame)
      partOfColumns(data: { age: number }[]) {
        return data
      }
      @inputSchema('data', frame)
      byName(data: Record<string, unknown>[]) {
        return data
      }
      @inputSchema('data', new SparkParameterType({ schema: '{}' }))
      table(data: Table) {
        return data
      }
    }
    expectTypeOf<Service['exact']>().toEqualTypeOf<(data: NdArray<Float32Array>) => NdArray<Float32Array>>()
  })

  it('refuses a method of which no parameter takes what comes', () => {
    class Service {
      // @ts-expect-error the tensor is no text
      @inputSchema('data', tensor)
      text(data: string) {
        return data
      }
      // @ts-expect-error the tensor has another storage
      @inputSchema('data', tensor)
      storage(data: NdArray<Float64Array>) {
        return data
      }
      // @ts-expect-error the frame has no such column
      @inputSchema('people', frame)
      column(people: { name: string; height: number }[]) {
        return people
      }
      // @ts-expect-error the column is of another kind
      @inputSchema('people', frame)
      cell(people: { name: string; age: bigint }[]) {
        return people
      }
      // @ts-expect-error there are no parameters
      @inputSchema('data', tensor)
      none() {
        return 1
      }
      // @ts-expect-error neither of both takes it
      @inputSchema('data', tensor)
      static two(data: number[][], scale?: number) {
        return [data, scale]
      }
    }
    expectTypeOf<Service>().toBeObject()
  })

  it('looks at the parameter at the index, where one is given', () => {
    class Service {
      @inputSchema('data', tensor, { index: 1 })
      second(context: string, data: NdArray<Float32Array>) {
        return [context, data]
      }
      // @ts-expect-error it is the second parameter that takes it
      @inputSchema('data', tensor, { index: 0 })
      first(context: string, data: NdArray<Float32Array>) {
        return [context, data]
      }
      // @ts-expect-error there is no third parameter
      @inputSchema('data', tensor, { index: 2 })
      third(context: string, data: NdArray<Float32Array>) {
        return [context, data]
      }
      @inputSchema('data', tensor, { index: 3 })
      rest(context: string, ...data: NdArray[]) {
        return [context, data]
      }
      @inputSchema('data', tensor, { index: Number('1') })
      unknown(context: string, data: NdArray<Float32Array>) {
        return [context, data]
      }
    }
    expectTypeOf<Service>().toBeObject()
  })

  it('takes parameters with defaults, optional ones and the rest', () => {
    class Service {
      @inputSchema('scale', number)
      withDefault(data: string, scale = 1) {
        return [data, scale]
      }
      @inputSchema('scale', number)
      optional(data: string, scale?: number) {
        return [data, scale]
      }
      @inputSchema('scale', number, { index: 1 })
      placed(data: string, scale?: number) {
        return [data, scale]
      }
      @inputSchema('scale', number)
      rest(...args: unknown[]) {
        return args
      }
      @inputSchema('scale', number, { index: 1 })
      placedRest(...args: unknown[]) {
        return args
      }
      @inputSchema('scale', number)
      numbers(...args: number[]) {
        return args
      }
    }
    expectTypeOf<Service>().toBeObject()
  })

  it('wants a parameter that may be undefined for an optional input', () => {
    class Service {
      @inputSchema('scale', number, { optional: true })
      marked(scale?: number) {
        return scale
      }
      @inputSchema('scale', number, { optional: true })
      withDefault(scale = 1) {
        return scale
      }
      @inputSchema('scale', number, { optional: true })
      union(scale: number | undefined) {
        return scale
      }
      @inputSchema('scale', number, { optional: false })
      needed(scale: number) {
        return scale
      }
      @inputSchema('scale', number, { optional: Math.random() > 2 })
      unknown(scale: number) {
        return scale
      }
    }
    expectTypeOf<Service>().toBeObject()
  })

  it('says nothing of a value that is not converted', () => {
    class Service {
      @inputSchema('data', tensor, { convertToProvidedType: false })
      run(data: number[][]) {
        return data
      }
      @inputSchema('data', tensor, { convertToProvidedType: Math.random() > 2 })
      either(data: number[][]) {
        return data
      }
    }
    expectTypeOf<Service>().toBeObject()
  })

  it('refuses nothing that is not known: types of unknown values, methods with several forms, of any type, with a this', () => {
    class Service {
      @inputSchema('data', new Anything('x'))
      anything(data: string) {
        return data
      }
      @inputSchema('data', tensor as AbstractParameterType)
      ofAnyType(data: string) {
        return data
      }
      @inputSchema('data', new StandardPythonParameterType({ sample: 1 } as unknown))
      unknownSample(data: string) {
        return data
      }
      generic<T>(data: T) {
        return data
      }
      @inputSchema('data', tensor)
      ofSelf(this: Service, data: NdArray<Float32Array>) {
        return this.generic(data)
      }
      @inputSchema('data', tensor)
      ofItsOwn<T>(data: T) {
        return data
      }
      @inputSchema('data', tensor)
      bounded<T extends NdArray>(data: T) {
        return data
      }
      overloaded(data: NdArray<Float32Array>, scale: number): number
      overloaded(data: string): string
      @inputSchema('data', tensor)
      overloaded(data: NdArray<Float32Array> | string, scale = 1): number | string {
        return typeof data === 'string' ? data : scale
      }
    }
    expectTypeOf<Service>().toBeObject()
  })

  it('refuses a method of whose forms none fits', () => {
    class Service {
      overloaded(data: number): number
      overloaded(data: string): string
      // @ts-expect-error neither form takes the tensor
      @inputSchema('data', tensor)
      overloaded(data: number | string): number | string {
        return data
      }
    }
    expectTypeOf<Service>().toBeObject()
  })
})

describe('outputSchema on a method', () => {
  it('takes results that fit, at once or later', () => {
    class Service {
      @outputSchema(label)
      now() {
        return { label: 'x', scores: Float32Array.of(1), extra: true }
      }
      @outputSchema(label)
      async later() {
        return { label: 'x', scores: [1, 2] }
      }
      @outputSchema(tensor)
      static rows(rows: number[][]) {
        return rows
      }
      @outputSchema(tensor)
      unknown(): unknown {
        return 1
      }
      @outputSchema(tensor)
      never(): never {
        throw new Error('not yet')
      }
      @outputSchema(new Celsius(20))
      ofOnesOwn() {
        return '68F'
      }
      @outputSchema(tensor)
      raw(request: Request) {
        return request.url === '' ? [[1]] : new Response('no')
      }
    }
    expectTypeOf<Service['now']>().returns.toEqualTypeOf<{ label: string; scores: Float32Array<ArrayBuffer>; extra: boolean }>()
  })

  it('refuses others', () => {
    class Service {
      // @ts-expect-error the scores are missing
      @outputSchema(label)
      member() {
        return { label: 'x' }
      }
      // @ts-expect-error the label is of another kind
      @outputSchema(label)
      async kind() {
        return { label: 5, scores: [1] }
      }
      // @ts-expect-error text is no tensor
      @outputSchema(tensor)
      static text() {
        return 'x'
      }
      // @ts-expect-error nothing is returned
      @outputSchema(tensor)
      nothing(data: unknown) {
        String(data)
      }
    }
    expectTypeOf<Service>().toBeObject()
  })
})

describe('several decorators', () => {
  it('leave a method its type in any order', () => {
    class Service {
      @inputSchema('data', tensor)
      @inputSchema('scale', number)
      @outputSchema(label)
      first(data: NdArray<Float32Array>, scale = 1) {
        return { label: 'x', scores: [data.get(0, 0) * scale] }
      }
      @outputSchema(label)
      @inputSchema('scale', number)
      @inputSchema('data', tensor)
      async last(data: NdArray<Float32Array>, scale = 1) {
        return { label: 'x', scores: [data.get(0, 0) * scale] }
      }
    }
    expectTypeOf<Service['first']>().toEqualTypeOf<(data: NdArray<Float32Array>, scale?: number) => { label: string; scores: number[] }>()
    expectTypeOf<Service['last']>().toEqualTypeOf<
      (data: NdArray<Float32Array>, scale?: number) => Promise<{ label: string; scores: number[] }>
    >()
  })

  it('are each refused on their own', () => {
    class Service {
      @inputSchema('data', tensor)
      // @ts-expect-error no parameter is a text
      @inputSchema('name', text)
      @outputSchema(number)
      run(data: NdArray<Float32Array>, scale = 1) {
        return data.get(0, 0) * scale
      }
    }
    expectTypeOf<Service>().toBeObject()
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
    expectTypeOf<Service>().toBeObject()
  })
})

describe('decorators called with a function', () => {
  const score = (data: NdArray<Float32Array>, scale = 1): number => data.get(0, 0) * scale

  it('leave it its type', () => {
    expectTypeOf(inputSchema('data', tensor)(outputSchema(number)(score))).toEqualTypeOf<typeof score>()
    const generic: <T>(data: T) => T = inputSchema('data', tensor)(<T>(data: T) => data)
    expectTypeOf(generic).toBeCallableWith(5)
  })

  it('take one whose parameters have no types', () => {
    const run = inputSchema('data', tensor)((data) => data)
    expectTypeOf(run).toBeCallableWith(5)
  })

  it('refuse one that does not fit', () => {
    // @ts-expect-error no parameter takes the tensor
    inputSchema('data', tensor)((data: string) => data)
    // @ts-expect-error the result is no text
    outputSchema(text)(score)
    // @ts-expect-error the member is of another kind
    outputSchema(label)(() => ({ label: 'x', scores: ['x'] }))
    // @ts-expect-error it is the second parameter
    inputSchema('scale', number, { index: 0 })(score)
  })

  it('take functions and types of which only a variable is known', () => {
    function both<F extends RunFunction>(run: F): F {
      return inputSchema('data', tensor)(inputSchema('scale', number, { index: 1 })(outputSchema(number)(run)))
    }
    expectTypeOf(both(score)).toEqualTypeOf<typeof score>()
    function typed<Value>(type: AbstractParameterType<Value>) {
      return [
        inputSchema('value', type)((value: Value) => value),
        outputSchema(type)((value: Value) => value),
        inputSchema('value', type)((value: string) => value),
      ]
    }
    expectTypeOf(typed).returns.toBeArray()
  })

  it('refuse options that do not exist, beside others that do', () => {
    // @ts-expect-error an option is misspelt
    inputSchema('data', tensor, { index: 0, optinal: true })
    // @ts-expect-error the index is a number
    inputSchema('data', tensor, { index: '0' })
  })
})
