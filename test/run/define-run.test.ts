import ndarray from 'ndarray'
import { describe, expect, it, vi } from 'vitest'
import {
  AbstractParameterType,
  decodePayload,
  defineRun,
  generateSwagger,
  getInputSchema,
  getOutputSchema,
  inputSchema,
  int,
  invoke,
  isSchemaDecorated,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  PayloadError,
  SchemaDefinitionError,
  StandardPythonParameterType,
  validatePayload,
} from '../../src/index.js'

const run = defineRun(
  {
    inputs: {
      Inputs: new StandardPythonParameterType({
        rows: new PandasParameterType([{ a: 1, b: 'x' }]),
        image: new NumpyParameterType([[1, 2]]),
      }),
      GlobalParameters: new StandardPythonParameterType(int(3)),
    },
    output: new StandardPythonParameterType({ Results: [0.5] }),
  },
  ({ Inputs, GlobalParameters }) => ({
    Results: Inputs.rows.map((row, index) => row.a * GlobalParameters + Inputs.image.get(0, index % 2)),
  }),
)

class Remote extends AbstractParameterType<string> {
  override async deserializeInput(input: unknown): Promise<string> {
    return `row ${input}`
  }
  override async inputToSwagger() {
    return { type: 'integer', example: 1 } as const
  }
}

const inputs = { rows: [{ b: 'y', a: 2 }], image: [[10, 20]] }

describe('defineRun', () => {
  it('gives a function that is invoked by name, in one object', async () => {
    expect(await invoke(run, { GlobalParameters: 5, Inputs: inputs })).toEqual({ Results: [20] })
    expect(await invoke(run, JSON.stringify({ Inputs: inputs, GlobalParameters: 5, more: 1 }))).toEqual({ Results: [20] })
  })

  it('gives a function that is called with values, or with JSON', () => {
    expect(run({ Inputs: inputs, GlobalParameters: 5 })).toEqual({ Results: [20] })
    const image = ndarray(new Float64Array([10, 20]), [1, 2])
    expect(run({ Inputs: { rows: [{ a: 2, b: 'y' }], image }, GlobalParameters: 5 })).toEqual({ Results: [20] })
  })

  it('documents its inputs in their order, and its output', () => {
    expect(isSchemaDecorated(run)).toBe(true)
    expect(getInputSchema(run).example).toEqual({ Inputs: { rows: [{ a: 1, b: 'x' }], image: [[1, 2]] }, GlobalParameters: 3 })
    expect(Object.keys(getInputSchema(run).properties ?? {})).toEqual(['Inputs', 'GlobalParameters'])
    expect(getOutputSchema(run).example).toEqual({ Results: [0.5] })
  })

  it('documents the same as decorators do', () => {
    const [data, scale, sum] = [
      new NumpyParameterType([[1, 2]]),
      new StandardPythonParameterType(1.5),
      new StandardPythonParameterType(0.5),
    ]
    const defined = defineRun({ inputs: { data, scale }, output: sum }, () => 1)
    const decorated = inputSchema(
      'data',
      data,
    )(inputSchema('scale', scale)(outputSchema(sum)((data: unknown, scale: unknown) => Number(data === scale))))
    expect(generateSwagger(defined)).toEqual(generateSwagger(decorated))
  })

  it('decodes and validates like a decorated function', () => {
    expect(decodePayload(run, { Inputs: inputs, GlobalParameters: 5 })['GlobalParameters']).toBe(5)
    expect(validatePayload(run, { Inputs: inputs, GlobalParameters: 5.5 }).issues?.[0]?.message).toBe(
      'GlobalParameters is 5.5, expected an integer',
    )
    expect(() => decodePayload(run, { Inputs: inputs })).toThrow('GlobalParameters is missing')
  })

  it('refuses before the function is called', async () => {
    const called = vi.fn()
    const strict = defineRun({ inputs: { a: new StandardPythonParameterType(1) } }, called)
    expect(() => strict({ a: 'x' })).toThrow('a is "x", expected a number')
    expect(() => strict({} as never)).toThrow('a is missing, expected a number')
    expect(() => strict(undefined as never)).toThrow(PayloadError)
    await expect(invoke(strict, { a: 'x' })).rejects.toThrow(PayloadError)
    expect(called).not.toHaveBeenCalled()
  })

  it('changes nothing that the caller passed, and keeps further keys and arguments', () => {
    const seen = defineRun({ inputs: { when: new StandardPythonParameterType(new Date(0)) } }, (...args) => args)
    const given = Object.freeze({ when: '2024-02-29T00:00:00Z', more: 1 })
    expect(seen(given, 'rest')).toEqual([{ when: new Date('2024-02-29'), more: 1 }, 'rest'])
    expect(given.when).toBe('2024-02-29T00:00:00Z')
  })

  it('does not take inputs from Object.prototype', () => {
    const odd = defineRun({ inputs: { toString: new StandardPythonParameterType('x') } }, (inputs) => inputs.toString)
    expect(() => odd({} as never)).toThrow('toString is missing, expected a string')
  })

  it('keeps a function asynchronous, which then refuses by rejecting', async () => {
    const slow = defineRun({ inputs: { a: new StandardPythonParameterType(1) } }, async ({ a }) => a + 1)
    expect(await slow({ a: 1 })).toBe(2)
    await expect(slow({ a: 'x' })).rejects.toThrow(PayloadError)
  })

  it('waits for asynchronous custom types', async () => {
    const remote = defineRun({ inputs: { row: new Remote('row 1'), a: new StandardPythonParameterType(1) } }, ({ row, a }) => [row, a])
    expect(await remote({ row: 5, a: 2 })).toEqual(['row 5', 2])
    expect(await invoke(remote, { row: 5, a: 2 })).toEqual(['row 5', 2])
  })

  it('takes parameter names of any kind, and none at all', async () => {
    const odd = defineRun({ inputs: { 'not an identifier': new StandardPythonParameterType(1) } }, (inputs) => inputs['not an identifier'])
    expect(await invoke(odd, { 'not an identifier': 5 })).toBe(5)
    expect(
      await invoke(
        defineRun({ inputs: {} }, () => 1),
        {},
      ),
    ).toBe(1)
  })

  it.each([
    ['a sample instead of a type', () => defineRun({ inputs: { a: [1] as never } }, () => 1), 'the type of "a" is an array of 1 value'],
    ['no inputs', () => defineRun({} as never, () => 1), 'defineRun needs { inputs: { name: type }, output? }'],
    ['no schemas', () => defineRun(undefined as never, () => 1), 'defineRun needs { inputs: { name: type }, output? }'],
    ['no function', () => defineRun({ inputs: {} }, undefined as never), 'defineRun needs the function to run; this is undefined'],
    ['a wrong output', () => defineRun({ inputs: {}, output: 5 as never }, () => 1), 'the output type is 5, expected a parameter type'],
  ])('refuses %s with a SchemaDefinitionError', (_, define, message) => {
    expect(define).toThrow(SchemaDefinitionError)
    expect(define).toThrow(message)
  })
})

it('lets inputs with a default in the pattern of the function be absent', async () => {
  const number = new StandardPythonParameterType(1.5)
  const run = defineRun({ inputs: { a: number, b: number, c: number } }, ({ a, b = 9, c = 7 }) => [a, b, c])
  expect(await invoke(run, { a: 1 })).toEqual([1, 9, 7])
  expect(run({ a: 1, c: 2 } as never)).toEqual([1, 9, 2])
  await expect(invoke(run, { b: 1 })).rejects.toThrow('a is missing, expected a number')
})
