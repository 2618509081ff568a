import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  decodePayload,
  generateSwaggerAsync,
  getInputSchema,
  inputSchema,
  invoke,
  NumpyParameterType,
  PandasParameterType,
  StandardPythonParameterType,
  type SwaggerSchema,
  validatePayload,
  validatePayloadAsync,
} from '../src/index.js'
import { exampleProblem } from './support/schemas.js'

class Celsius extends AbstractParameterType<number> {
  override deserializeInput(input: unknown): number {
    const match = /^(-?\d+)F$/.exec(String(input))
    if (match === null) throw new Error('a temperature like "68F"')
    return (Number(match[1]) - 32) / 1.8
  }
  override inputToSwagger(): SwaggerSchema {
    return { type: 'string', example: '68F' }
  }
}

class Later extends AbstractParameterType<number> {
  override async deserializeInput(input: unknown): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, typeof input === 'number' ? 10 / (1 + input) : 1))
    if (typeof input !== 'number') throw new Error('a number')
    return input * 2
  }
  override async inputToSwagger(): Promise<SwaggerSchema> {
    return { type: 'number', example: 1 }
  }
}

const runOf = (type: AbstractParameterType) => inputSchema('data', type)((data: unknown) => data)

describe('a custom type', () => {
  it('converts and documents itself, at any depth', () => {
    const run = runOf(new StandardPythonParameterType({ rooms: [new Celsius(20)] }))
    expect(decodePayload(run, { data: { rooms: ['68F', '50F'] } })).toEqual({ data: { rooms: [20, 10] } })
    expect(exampleProblem(getInputSchema(run))).toBeUndefined()
    expect(getInputSchema(run).example).toEqual({ data: { rooms: ['68F'] } })
  })

  it('converts the cells of a frame', () => {
    const run = runOf(new PandasParameterType([{ t: new Celsius(20) }]))
    expect(decodePayload(run, { data: [{ t: '68F' }] })).toEqual({ data: [{ t: 20 }] })
  })

  it('gets integers beyond 2^53 as bigints, as the rest of the payload has them', () => {
    class Shown extends AbstractParameterType {
      override deserializeInput(input: unknown): unknown {
        return String(input)
      }
      override inputToSwagger(): SwaggerSchema {
        return { example: 1 }
      }
    }
    const run = runOf(new StandardPythonParameterType({ id: 5n, shown: new Shown(1) }))
    expect(decodePayload(run, '{"data": {"id": 9007199254740993, "shown": [9007199254740993]}}')).toEqual({
      data: { id: 9007199254740993n, shown: '9007199254740993' },
    })
  })

  it('hands on the issues of a type that it asks itself', () => {
    class Image extends AbstractParameterType {
      readonly pixels = new NumpyParameterType([[1, 2]])
      override deserializeInput(input: unknown): unknown {
        return this.pixels.deserializeInput(input)
      }
      override inputToSwagger(): SwaggerSchema {
        return this.pixels.inputToSwagger()
      }
    }
    const { issues } = validatePayload(runOf(new StandardPythonParameterType({ image: new Image(null) })), { data: { image: [[1, 'x']] } })
    expect(issues?.map((issue) => issue.message)).toEqual(['data.image[0][1] is "x", expected a number (float64)'])
  })

  it('may extend a type of the package and change one reading', () => {
    class Doubled extends StandardPythonParameterType<number> {
      override deserializeInput(input: unknown): number {
        return 2 * super.deserializeInput(input)
      }
    }
    expect(decodePayload(runOf(new Doubled(1)), { data: 4 })).toEqual({ data: 8 })
  })
})

describe('an asynchronous custom type', () => {
  it('is awaited wherever it stands', async () => {
    const run = runOf(
      new StandardPythonParameterType({
        a: new Later(1),
        list: [new Later(1)],
        rows: new PandasParameterType([{ x: new Later(1), y: 1 }]),
      }),
    )
    const payload = {
      data: {
        a: 1,
        list: [5, 0],
        rows: [
          { x: 7, y: 1 },
          { x: 8, y: 2 },
        ],
      },
    }
    expect(await invoke(run, payload)).toEqual({
      a: 2,
      list: [10, 0],
      rows: [
        { x: 14, y: 1 },
        { x: 16, y: 2 },
      ],
    })
  })

  it('has its refusals named by place, whenever they come', async () => {
    const run = runOf(new StandardPythonParameterType({ list: [new Later(1)], rows: new PandasParameterType([{ x: new Later(1) }]) }))
    const { issues } = await validatePayloadAsync(run, { data: { list: [1, 'a'], rows: [{ x: 1 }, { x: 'b' }] } })
    expect(issues?.map((issue) => issue.pointer)).toEqual(['/data/list/1', '/data/rows/1/x'])
  })

  it('is documented by a promise', async () => {
    const document = await generateSwaggerAsync(runOf(new StandardPythonParameterType([new Later(1)])))
    expect(document.definitions?.['ServiceInput']).toMatchObject({
      properties: { data: { items: { type: 'number' } } },
      example: { data: [1] },
    })
  })

  it('is validated by a promise as a Standard Schema', async () => {
    expect(await new Later(1)['~standard'].validate(4)).toEqual({ value: 8 })
    expect((await new Later(1)['~standard'].validate('x')).issues?.[0]?.message).toContain('a number')
  })
})
