import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  decodePayload,
  inputSchema,
  invoke,
  NumpyParameterType,
  PandasParameterType,
  PayloadError,
  type RunFunction,
  StandardPythonParameterType,
  type SwaggerSchema,
} from '../src/index.js'
import { messages, validate } from './support/decode.js'

const powerBi = inputSchema(
  'Inputs',
  new StandardPythonParameterType({ input1: new NumpyParameterType([new Float64Array(10)]) }),
)((Inputs: unknown) => Inputs)

function errorOf(run: RunFunction, payload: object | string): PayloadError {
  try {
    decodePayload(run, payload)
  } catch (error) {
    if (error instanceof PayloadError) return error
    throw error
  }
  throw new Error('the payload was accepted')
}

describe('a PayloadError', () => {
  const error = errorOf(powerBi, { Inputs: { input1: [[1, 2, 3]] } })

  it('says in one sentence what is where, and what was expected', () => {
    expect(error.message).toBe('Inputs.input1[0] has 3 values on axis 1, expected 10')
  })

  it('is an Error with a name and the status 400', () => {
    expect([error instanceof Error, error.name, error.status]).toEqual([true, 'PayloadError', 400])
  })

  it('lists its issues with path, pointer, code, expected and received', () => {
    expect(error.issues).toEqual([
      {
        path: ['Inputs', 'input1', 0],
        pointer: '/Inputs/input1/0',
        code: 'wrong_shape',
        expected: '10',
        received: '3 values on axis 1',
        message: 'Inputs.input1[0] has 3 values on axis 1, expected 10',
      },
    ])
  })

  it('is the body of an answer as JSON', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({ status_code: 400, message: error.message, issues: error.issues })
  })

  it('counts the issues that it does not list', () => {
    const many = errorOf(
      inputSchema('data', new NumpyParameterType([1]))((data: unknown) => data),
      { data: new Array(123).fill('x') },
    )
    expect([many.issues.length, many.moreIssues, many.toJSON().moreIssues]).toEqual([20, 103, 103])
    expect(many.message).toBe('data[0] is "x", expected a number (float64) (and 122 more issues)')
  })

  it('lists exactly twenty without a rest', () => {
    const twenty = errorOf(
      inputSchema('data', new NumpyParameterType([1]))((data: unknown) => data),
      { data: new Array(20).fill('x') },
    )
    expect([twenty.issues.length, twenty.moreIssues, 'moreIssues' in twenty.toJSON()]).toEqual([20, 0, false])
  })

  it('lists issues of all parameters, in their order', () => {
    const run = inputSchema(
      'b',
      new StandardPythonParameterType('x'),
    )(inputSchema('a', new StandardPythonParameterType(1))((a: unknown, b: unknown) => [a, b]))
    expect(errorOf(run, { b: 1 }).issues.map((issue) => issue.message)).toEqual([
      'a is missing, expected a number',
      'b is 1, expected a string',
    ])
  })

  it('keeps run from being called', async () => {
    let calls = 0
    const run = inputSchema('data', new StandardPythonParameterType(1))((data: unknown) => [data, calls++])
    await expect(invoke(run, { data: 'x' })).rejects.toThrow(PayloadError)
    expect(calls).toBe(0)
  })
})

describe('places', () => {
  it('escapes ~ and / in JSON pointers', () => {
    const type = new StandardPythonParameterType({ 'a/b': { 'm~n': 1 } })
    expect(validate(type, { data: { 'a/b': { 'm~n': 'x' } } }).issues[0]?.pointer).toBe('/data/a~1b/m~0n')
  })

  it('quotes keys that are no identifiers', () => {
    expect(messages(new StandardPythonParameterType({ 'a b': [1], größe: 1 }), { 'a b': ['x'], größe: null })).toEqual([
      'data["a b"][0] is "x", expected a number',
      'data.größe is null, expected a number',
    ])
  })

  it('names cells where they stand in the layout that was sent', () => {
    const cell = (data: unknown, orient: 'records' | 'columns' | 'index' | 'split' | 'values' | 'table' = 'records') =>
      validate(new PandasParameterType([{ a: 1, b: 2 }], { orient }), { data }).issues.map((issue) => issue.pointer)
    expect(cell([{ a: 1, b: 'x' }])).toEqual(['/data/0/b'])
    expect(cell({ a: [1], b: ['x'] })).toEqual(['/data/b/0'])
    expect(cell([[1, 'x']])).toEqual(['/data/0/1'])
    expect(cell({ columns: ['b', 'a'], data: [['x', 1]] })).toEqual(['/data/data/0/0'])
    expect(cell({ a: { r1: 1 }, b: { r1: 'x' } }, 'columns')).toEqual(['/data/b/r1'])
    expect(cell({ r1: { a: 1, b: 'x' } }, 'index')).toEqual(['/data/r1/b'])
    expect(cell({ schema: {}, data: [{ index: 0, a: 1, b: 'x' }] }, 'table')).toEqual(['/data/data/0/b'])
  })

  it('names the field and the sub-array index inside a structured element', () => {
    const type = new NumpyParameterType([{ id: 1, at: [1, 2] }], {
      dtype: [
        ['id', 'int32'],
        ['at', 'float32', [2]],
      ],
    })
    expect(
      messages(type, [
        { id: 1, at: [1, 2] },
        { id: 1, at: [1, 'x'] },
      ]),
    ).toEqual(['data[1].at[1] is "x", expected a number (float32)'])
  })
})

describe('what was received', () => {
  const received = (data: unknown) => validate(new StandardPythonParameterType(1), { data }).issues[0]?.received

  it('is shown shortened, never whole', () => {
    expect(received('a'.repeat(1000))).toBe(`"${'a'.repeat(40)}"… (1000 characters)`)
    expect(received(new Array(1000).fill(7))).toBe('an array of 1000 values')
    expect(received(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, 1])))).toBe(
      'an object with the keys "k0", "k1", "k2", "k3", …',
    )
  })

  it('is named by its kind', () => {
    expect([[], {}, null, true, [1]].map(received)).toEqual(['an empty array', 'an empty object', 'null', 'true', 'an array of 1 value'])
  })
})

describe('codes', () => {
  const code = (type: AbstractParameterType, data: unknown) => validate(type, { data }).issues[0]?.code

  it.each([
    ['wrong_type', new NumpyParameterType([1]), ['x']],
    ['wrong_shape', new NumpyParameterType([[1, 2]]), [[1]]],
    ['out_of_range', new NumpyParameterType([1], { dtype: 'int8' }), [128]],
    ['not_exact', new NumpyParameterType([1], { dtype: 'int8' }), [1.5]],
    ['too_long', new NumpyParameterType(['ab'], { dtype: '<U2' }), ['abc']],
    ['bad_format', new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]' }), ['2024-02-30']],
    ['not_a_category', new PandasParameterType([{ a: 'x' }], { dtypes: { a: 'category' } }), [{ a: 'y' }]],
    ['too_deep', new NumpyParameterType([1], { enforceShape: false }), JSON.parse('['.repeat(33) + ']'.repeat(33))],
    ['missing', new StandardPythonParameterType({ a: 1 }), {}],
    ['unexpected', new PandasParameterType([{ a: 1 }]), [{ a: 1, b: 2 }]],
  ] as const)('calls it %s', (expected, type, data) => {
    expect(code(type, data)).toBe(expected)
  })

  it('calls what a custom type throws refused, with its message', () => {
    class Even extends AbstractParameterType<number> {
      override deserializeInput(input: unknown): number {
        if (Number(input) % 2 !== 0) throw new Error('an even number')
        return Number(input)
      }
      override inputToSwagger(): SwaggerSchema {
        return { type: 'integer', example: 2 }
      }
    }
    const { issues } = validate(new StandardPythonParameterType({ even: [new Even(2)] }), { data: { even: [2, 3] } })
    expect(issues).toMatchObject([
      { code: 'refused', pointer: '/data/even/1', message: 'data.even[1] is 3, expected what Even accepts: an even number' },
    ])
  })
})

describe('missing values', () => {
  it('names every key that an object lacks', () => {
    expect(messages(new StandardPythonParameterType({ a: 1, b: { c: 'x', d: true } }), { b: {} })).toEqual([
      'data.a is missing, expected a number',
      'data.b.c is missing, expected a string',
      'data.b.d is missing, expected a boolean',
    ])
  })

  it('names the cells that single rows lack', () => {
    expect(messages(new PandasParameterType([{ a: 1, b: 2 }]), [{ a: 1, b: 2 }, { a: 1 }])).toEqual([
      'data[1].b is missing, expected a number (float64)',
    ])
  })

  it('names the column that all rows lack once', () => {
    expect(
      validate(new PandasParameterType([{ a: 1, b: 2 }]), { data: [{ a: 1 }, { a: 2 }] }).issues.map(({ code, path }) => [code, path]),
    ).toEqual([['missing', ['data', 0, 'b']]])
  })
})
