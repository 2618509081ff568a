import { describe, expect, it } from 'vitest'
import {
  date,
  decodePayload,
  generateSwagger,
  getInputSchema,
  getOutputSchema,
  inputSchema,
  int,
  invoke,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type RunFunction,
  StandardPythonParameterType,
} from '../src/index.js'
import { decodeText, messages, validate } from './support/decode.js'
import { exampleProblem } from './support/schemas.js'

const number = new StandardPythonParameterType(1)
const text = new StandardPythonParameterType('x')

describe('functions and their schemas', () => {
  it('keeps the schemas of functions with the same name apart', () => {
    const make = (type: typeof number | typeof text): RunFunction =>
      inputSchema(
        'data',
        type as typeof number,
      )(function run(data: unknown) {
        return data
      })
    const [first, second] = [make(number), make(text)]
    expect([getInputSchema(first).properties?.['data']?.type, getInputSchema(second).properties?.['data']?.type]).toEqual([
      'number',
      'string',
    ])
  })

  it('lets a function be defined again under its name', () => {
    const define = () =>
      outputSchema(number)(
        inputSchema(
          'data',
          number,
        )(function run(data: unknown) {
          return data
        }),
      )
    expect([define(), define()].map((run) => getOutputSchema(run).example)).toEqual([1, 1])
  })

  it('decorates closures, each with what it closes over', async () => {
    const make = (factor: number) => inputSchema('data', number)((data: unknown) => (data as number) * factor)
    expect([await invoke(make(2), { data: 3 }), await invoke(make(5), { data: 3 })]).toEqual([6, 15])
  })

  it('calls methods on their object', async () => {
    class Model {
      readonly bias = 10
      readonly run = inputSchema(
        'data',
        number,
      )(function (this: Model, data: unknown) {
        return (data as number) + this.bias
      })
    }
    const model = new Model()
    expect([model.run(1), await invoke(model.run, { data: 2 }, { thisArg: model })]).toEqual([11, 12])
  })

  it('uses the defaults of run', async () => {
    const run = inputSchema(
      'top',
      new StandardPythonParameterType(int(3)),
    )(inputSchema('data', number)((data: unknown, top: unknown = 7) => [data, top]))
    expect([await invoke(run, { data: 1 }), await invoke(run, { data: 1, top: 2 })]).toEqual([
      [1, 7],
      [1, 2],
    ])
  })

  it('converts optional values that are falsy', async () => {
    const type = new NumpyParameterType([1], { dtype: 'float32' })
    const run = inputSchema('data', type, { optional: true })((data: unknown = 'default') => data)
    expect(await invoke(run, { data: [] })).toMatchObject({ shape: [0], dtype: 'float32' })
    expect(() => decodePayload(run, { data: 0 })).toThrow('data is 0, expected an array of values')
    expect(() => decodePayload(run, { data: '' })).toThrow('data is "", expected an array of values')
    expect(() => decodePayload(run, { data: false })).toThrow('data is false, expected an array of values')
  })

  it('leaves the request as it is', async () => {
    const run = inputSchema(
      'data',
      new StandardPythonParameterType({ when: new Date(0), rows: new PandasParameterType([{ b: 1, a: 2 }]) }),
    )((data: unknown) => data)
    const payload = { data: { when: '2024-01-01', rows: [{ a: 1, b: 2 }] } }
    const before = structuredClone(payload)
    await invoke(run, payload)
    expect(payload).toEqual(before)
  })
})

describe('documents', () => {
  it.each([
    ['a date', new StandardPythonParameterType(date('2024-02-29'))],
    ['bytes', new StandardPythonParameterType(Uint8Array.of(1, 2))],
    ['a Date', new StandardPythonParameterType(new Date(0))],
    ['datetime64', new NumpyParameterType([0n], { dtype: 'datetime64[s]' })],
    ['a datetime column', new PandasParameterType([{ t: 0n }], { dtypes: { t: 'datetime64[ns]' } })],
  ])('gives an example that the type reads: %s', (_, type) => {
    const schema = type.inputToSwagger()
    expect(exampleProblem(schema)).toBeUndefined()
    expect(messages(type, schema.example)).toEqual([])
  })

  it('gives booleans as booleans in examples', () => {
    expect([
      new NumpyParameterType([true]).inputToSwagger().example,
      new PandasParameterType([{ a: false }]).inputToSwagger().example,
    ]).toEqual([[true], [{ a: false }]])
  })

  it('stays JSON when a sample holds NaN', () => {
    const run = inputSchema('data', new NumpyParameterType([Number.NaN]))((data: unknown) => data)
    const document = generateSwagger(run)
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })
})

describe('frames', () => {
  it('asks every row for the type of its column', () => {
    expect(messages(new PandasParameterType([{ a: 1 }]), [{ a: 'x' }, { a: 2 }])).toEqual(['data[0].a is "x", expected a number (float64)'])
    expect(new PandasParameterType([{ a: 1.5 }, { a: 2 }]).inputToSwagger()).toMatchObject({
      items: { properties: { a: { type: 'number' } } },
    })
  })

  it('refuses wrong column names when their count is right', () => {
    expect(
      validate(new PandasParameterType([{ a: 1, b: 2 }]), { data: [{ a: 1, c: 2 }] }).issues.map(({ code, path }) => [code, path]),
    ).toEqual([
      ['unexpected', ['data', 0, 'c']],
      ['missing', ['data', 0, 'b']],
    ])
  })

  it('gives the columns in the order of the sample', () => {
    expect(Object.keys(new PandasParameterType([{ a: 1, b: 2, c: 3 }]).deserializeInput([{ c: 1, a: 2, b: 3 }])[0] as object)).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('leaves columns called date or *_at what they are', () => {
    const sample = [{ date: '20240101', created_at: 5, modified: '2024-01-01' }]
    expect(new PandasParameterType(sample).deserializeInput(sample)).toEqual(sample)
  })

  it('leaves labels like "0" text', () => {
    const type = new PandasParameterType({ '01': [1], '1.0': [2] })
    expect(type.deserializeInput({ '01': [3], '1.0': [4] })).toEqual({ '01': [3], '1.0': [4] })
    expect(messages(type, { '1': [3], '1.0': [4] })).toHaveLength(2)
  })

  it('keeps all digits of a 64-bit integer next to a null', () => {
    const type = new PandasParameterType([{ id: 1n }, { id: null }])
    expect(decodeText(type, '[{"id": 9007199254740993}, {"id": null}]')).toEqual([{ id: 9007199254740993n }, { id: null }])
  })

  it('takes a batch without rows', () => {
    expect(new PandasParameterType([{ a: 1 }]).deserializeInput([])).toEqual([])
    expect(new NumpyParameterType([[1, 2]]).deserializeInput([]).shape).toEqual([0, 2])
  })
})

describe('values', () => {
  it('requires the keys of nested objects', () => {
    expect(messages(new StandardPythonParameterType({ a: { b: { c: 1 } } }), { a: { b: {} } })).toEqual([
      'data.a.b.c is missing, expected a number',
    ])
  })

  it('refuses what an int8 cannot hold', () => {
    expect(messages(new NumpyParameterType([1], { dtype: 'int8' }), [200])).toEqual([
      'data[0] is 200, expected an integer (int8) from -128 to 127',
    ])
  })

  it('refuses null where a boolean is expected', () => {
    expect(messages(new NumpyParameterType([true]), [null])).toEqual(['data[0] is null, expected a boolean'])
  })

  it('refuses a text that is too long', () => {
    expect(messages(new NumpyParameterType(['abcd'], { dtype: '<U4' }), ['abcde'])).toEqual([
      'data[0] is "abcde" with 5 characters, expected a string of at most 4 characters',
    ])
  })

  it('names parameter, place, expected and received', () => {
    const run = inputSchema(
      'Inputs',
      new StandardPythonParameterType({ x: [new NumpyParameterType([[1, 2]])] }),
    )((Inputs: unknown) => Inputs)
    expect(() => decodePayload(run, { Inputs: { x: [[[1, 2]], [[1, 'a']]] } })).toThrow(
      'Inputs.x[1][0][1] is "a", expected a number (float64)',
    )
  })
})
