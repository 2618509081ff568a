import ndarray, { type NdArray } from 'ndarray'
import { describe, expect, it } from 'vitest'
import {
  decodePayload,
  defineRun,
  getInputSchema,
  NumpyParameterType,
  numpy,
  PayloadError,
  SchemaDefinitionError,
  StandardPythonParameterType,
  validatePayload,
} from '../../src/index.js'
import { exampleProblem } from '../support/schemas.js'

const messages = (type: { '~standard': { validate(value: unknown): unknown } }, value: unknown) =>
  (type['~standard'].validate(value) as { issues?: readonly { message: string }[] }).issues?.map(({ message }) => message) ?? []

describe('a tensor without a sample', () => {
  const type = numpy({ dtype: 'float32', shape: ['batch', 2] })

  it('is received as an NdArray of its dtype', () => {
    const array = type.deserializeInput([
      [0.5, 1],
      [2, 3],
    ])
    expect(array.shape).toEqual([2, 2])
    expect(array.data).toEqual(Float32Array.of(0.5, 1, 2, 3))
  })

  it('has the axes that are declared: numbers are fixed, names and null are free', () => {
    expect(messages(type, [[1, 2, 3]])).toEqual(['[0] has 3 values on axis 1, expected 2'])
    expect(messages(numpy({ dtype: 'int8', shape: [2, null] }), [[1, 2, 3]])).toEqual(['the payload has 1 value on axis 0, expected 2'])
    expect(messages(numpy({ dtype: 'int8', shape: [2, null] }), [[1], [2]])).toEqual([])
    expect(messages(type, [])).toEqual([])
  })

  it('documents an example that it accepts, and the sizes of its fixed axes', () => {
    const schema = type.inputToSwagger()
    expect(schema).toEqual({
      type: 'array',
      items: { type: 'array', items: { type: 'number', format: 'float' }, minItems: 2, maxItems: 2 },
      format: 'numpy.ndarray',
      example: [[0, 0]],
    })
    expect(exampleProblem(schema)).toBeUndefined()
  })

  it('names its dtype and axes in OpenAPI 3.1', () => {
    expect(type['~standard'].jsonSchema.input({ target: 'draft-2020-12' })).toMatchObject({ 'x-dtype': 'float32', 'x-shape': ['batch', 2] })
  })

  it('shows an empty batch where one row would be long, and a given example', () => {
    expect(numpy({ dtype: 'uint8', shape: [null, 3, 224, 224] }).inputToSwagger().example).toEqual([])
    expect(numpy({ dtype: 'uint8', shape: [null, 2], example: [[1, 2]] }).inputToSwagger().example).toEqual([[1, 2]])
    expect(numpy({ dtype: 'uint8', shape: [null, 2], example: ndarray(Uint8Array.of(1, 2), [1, 2]) }).inputToSwagger().example).toEqual([
      [1, 2],
    ])
  })

  it.each([
    ['a missing dtype', { shape: [1] }, 'without a dtype'],
    ['an unknown dtype', { dtype: 'float31', shape: [1] }, 'there is no dtype "float31"; did you mean "float32"?'],
    ['a shape that is none', { dtype: 'int8', shape: 3 }, 'shape is 3'],
    ['no shape', { dtype: 'int8' }, 'shape is undefined, expected a list'],
    ['an axis that nothing is said of', { dtype: 'int8', shape: [undefined] }, 'shape is undefined, expected a list'],
    ['a negative size', { dtype: 'int8', shape: [-1] }, 'shape is -1'],
    ['a size that is no integer', { dtype: 'int8', shape: [1.5] }, 'shape is 1.5'],
    ['too many axes', { dtype: 'int8', shape: Array.from({ length: 40 }, () => null) }, 'shape has 40 axes'],
    ['an example of another shape', { dtype: 'int8', shape: [null, 3], example: [[1, 2]] }, 'of shape [1, 2], expected [any, 3]'],
    ['an example whose named axes differ', { dtype: 'int8', shape: ['n', 'n'], example: [[1, 2]] }, 'of shape [1, 2], expected [n, n]'],
    ['an example out of range', { dtype: 'int8', shape: [null], maximum: 3, example: [4] }, 'sample[0] is 4'],
    ['a pattern without an example', { dtype: 'str', shape: [null], pattern: '^a' }, 'give `example`'],
    ['a constraint of another kind', { dtype: 'int8', shape: [null], pattern: '^a' }, 'values of dtype int8 cannot have'],
    ['bounds that nothing meets', { dtype: 'int8', shape: [null], minimum: 3, maximum: 2 }, 'nothing fits'],
    ['a bound that is no number', { dtype: 'int8', shape: [null], minimum: '3' }, 'the minimum "3"'],
    ['an empty enum', { dtype: 'int8', shape: [null], enum: [] }, 'expected a list of values'],
    ['an enum of another dtype', { dtype: 'int8', shape: [null], enum: [300] }, '300 in its enum'],
    ['an option that does not exist', { dtype: 'int8', shape: [null], minumum: 3 }, 'there is no option "minumum"'],
    ['a default that does not fit', { dtype: 'int8', shape: [null, 2], default: [[1]] }, 'of shape [1, 1], expected [any, 2]'],
  ])('refuses %s', (_, declaration, message) => {
    expect(() => numpy(declaration as never)).toThrow(SchemaDefinitionError)
    expect(() => numpy(declaration as never)).toThrow(message)
  })
})

describe('named axes', () => {
  const run = defineRun(
    { inputs: { image: numpy({ dtype: 'uint8', shape: ['batch', 'h', 'w'] }), mask: numpy({ dtype: 'bool', shape: ['h', 'w'] }) } },
    (inputs) => inputs,
  )

  it('have one size within a payload', () => {
    expect(validatePayload(run, { image: [[[1, 2]]], mask: [[true, false]] }).issues).toBeUndefined()
    const { issues } = validatePayload(run, { image: [[[1, 2]]], mask: [[true]] })
    expect(issues?.map(({ message, code }) => [code, message])).toEqual([
      ['wrong_shape', 'mask has 1 value on axis 1, expected 2 like the other axes called "w"'],
    ])
  })

  it('may have another size in the next payload', () => {
    expect(validatePayload(run, { image: [[[1]]], mask: [[true]] }).issues).toBeUndefined()
    expect(validatePayload(run, { image: [[[1, 2]]], mask: [[true, true]] }).issues).toBeUndefined()
  })

  it('are compared within an array, and between NdArrays that were handed over', () => {
    expect(messages(numpy({ dtype: 'int8', shape: ['n', 'n'] }), [[1, 2]])).toEqual([
      'the payload has 2 values on axis 1, expected 1 like the other axes called "n"',
    ])
    const image = ndarray(new Uint8Array(4), [1, 2, 2])
    expect(() => run({ image, mask: ndarray(new Uint8Array(2), [1, 2]) })).toThrow(PayloadError)
    expect(run({ image, mask: ndarray(new Uint8Array(4), [2, 2]) }).image).toBe(image)
  })
})

describe('named axes in a mixed list', () => {
  const of = (...axes: string[]) => numpy({ dtype: 'int8', shape: axes })
  const run = defineRun(
    { inputs: { first: of('rows', 'n'), mixed: new StandardPythonParameterType([of('n'), of('m', 'n'), 'x']), last: of('m') } },
    (inputs) => inputs,
  )
  const placesOf = (payload: object) => validatePayload(run, payload).issues?.map(({ path }) => path)

  it('have the size that they have outside of it, in each item', () => {
    expect(placesOf({ first: [[1, 2]], mixed: ['y', [1, 2], [[1, 2]], 'z'], last: [1] })).toBeUndefined()
    expect(placesOf({ first: [[1, 2]], mixed: [[1, 2], [1], [[1]]], last: [1] })).toEqual([
      ['mixed', 1],
      ['mixed', 2],
    ])
    expect(placesOf({ first: [[1, 2]], mixed: [[[1, 2]]], last: [1, 2] })).toEqual([['last']])
  })

  it('give it to empty arrays outside of it, and take it from there, by the items that fit', () => {
    const shapesOf = (payload: object) => {
      const { first, mixed } = decodePayload(run, payload) as unknown as { first: NdArray; mixed: NdArray[] }
      return [first.shape, ...mixed.map(({ shape }) => shape)]
    }
    expect(shapesOf({ first: [], mixed: [[[1, 2, 3]], [1, 2, 3]], last: [1] })).toEqual([[0, 3], [1, 3], [3]])
    expect(shapesOf({ first: [[1, 2]], mixed: [[]], last: [] })).toEqual([
      [1, 2],
      [0, 2],
    ])
  })
})

describe('named axes beside an empty array', () => {
  const types = {
    batch: numpy({ dtype: 'float32', shape: ['n', 'features', 'depth'] }),
    weights: numpy({ dtype: 'int8', shape: ['depth', 'features'] }),
  }
  const batchFirst = defineRun({ inputs: types }, (inputs) => inputs)
  const weightsFirst = defineRun({ inputs: { weights: types.weights, batch: types.batch } }, (inputs) => inputs)
  const shapes = (run: typeof batchFirst | typeof weightsFirst, payload: object) => {
    const forms = [payload, JSON.stringify(payload), new TextEncoder().encode(JSON.stringify(payload))]
    const found = forms.map((form) => {
      const { batch, weights } = decodePayload(run, form) as Record<string, NdArray>
      return [batch?.shape, batch?.stride, weights?.shape]
    })
    expect(found).toEqual([found[0], found[0], found[0]])
    return found[0]
  }

  it.each([
    ['before', batchFirst],
    ['after', weightsFirst],
  ])('have the sizes that other arrays give them, %s it', (_, run) => {
    const weights = [
      [1, 2, 3],
      [4, 5, 6],
    ]
    expect(shapes(run, { batch: [], weights })).toEqual([
      [0, 3, 2],
      [6, 2, 1],
      [2, 3],
    ])
    expect(shapes(run, { batch: [[], []], weights: [] })).toEqual([
      [2, 0, 0],
      [0, 0, 1],
      [0, 0],
    ])
  })

  it('are of size 0 where nothing says more', () => {
    expect(shapes(batchFirst, { batch: [], weights: [] })).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [0, 0],
    ])
  })

  it('are compared as far as the array says them', () => {
    const issuesOf = (payload: object) => validatePayload(batchFirst, payload).issues?.map(({ message }) => message)
    expect(issuesOf({ batch: [[]], weights: [[1]] })).toEqual([
      'weights has 1 value on axis 1, expected 0 like the other axes called "features"',
    ])
    // An NdArray says all of its sizes, empty or not.
    expect(issuesOf({ batch: ndarray(new Float32Array(0), [0, 3, 1]), weights: [[1, 2]] })).toEqual([
      'weights has 2 values on axis 1, expected 3 like the other axes called "features"',
    ])
    expect(issuesOf({ batch: ndarray(new Float32Array(0), [0, 2, 1]), weights: [[1, 2]] })).toBeUndefined()
  })

  it('have the sizes of those that come with a size of their own', () => {
    const run = defineRun(
      { inputs: { a: numpy({ dtype: 'int8', shape: ['n', 3, 'm'] }), b: numpy({ dtype: 'int8', shape: ['m'] }) } },
      (inputs) => inputs,
    )
    const { a } = decodePayload(run, { a: [], b: [1, 2] }) as Record<string, NdArray>
    expect([a?.shape, a?.stride]).toEqual([
      [0, 3, 2],
      [6, 2, 1],
    ])
  })
})

describe('constraints on elements', () => {
  it.each([
    [{ dtype: 'float64', minimum: 0, maximum: 1 }, [0, 0.5, 1], [-0.1, 1.1], 'expected a number (float64) from 0 to 1'],
    [{ dtype: 'int64', minimum: 2n ** 60n }, [2n ** 60n], [0, 5n], 'expected an integer (int64) of at least 1152921504606846976'],
    [{ dtype: 'uint8', enum: [1, 2] }, [1, 2], [3, 0], 'expected 1 or 2'],
    [{ dtype: 'str', enum: ['a', 'b'] }, ['a', 'b'], ['c', ''], 'expected "a" or "b"'],
    [{ dtype: 'str', minLength: 2, maxLength: 3 }, ['ab', 'abc', '😀😀'], ['a', 'abcd', '😀'], 'expected a string with 2 to 3 characters'],
    [{ dtype: 'str', pattern: /^\p{Lu}/u, example: ['A'] }, ['Ab', 'Ü'], ['ab', ''], 'expected a string that matches ^\\p{Lu}'],
    [{ dtype: 'bool', enum: [true] }, [true], [false], 'expected true'],
  ])('%# are held to', (declaration, good, bad, expected) => {
    const type = numpy({ shape: [null], ...declaration } as never)
    for (const value of good) expect(messages(type, [value])).toEqual([])
    for (const value of bad) expect(messages(type, [value])).toEqual([expect.stringContaining(expected)])
  })

  it('have codes that say what is wrong', () => {
    const codes = (declaration: object, value: unknown) => {
      const result = numpy({ shape: [null], example: ['abc'], ...declaration } as never)['~standard'].validate([value])
      return (result as unknown as { issues: readonly { code: string }[] }).issues.map(({ code }) => code)
    }
    expect(codes({ dtype: 'int8', minimum: 1, example: [1] }, 0)).toEqual(['out_of_range'])
    expect(codes({ dtype: 'str', minLength: 2 }, '')).toEqual(['too_short'])
    expect(codes({ dtype: 'str', maxLength: 3 }, 'abcd')).toEqual(['too_long'])
    expect(codes({ dtype: 'str', pattern: 'b' }, 'x')).toEqual(['bad_format'])
    expect(codes({ dtype: 'str', enum: ['abc'] }, 'x')).toEqual(['not_in_enum'])
  })

  it('hold for the elements of an NdArray that is handed over as it is', () => {
    const type = numpy({ dtype: 'float32', shape: [null], maximum: 0.1 })
    expect(messages(type, ndarray(Float32Array.of(0.5), [1]))).toEqual(['[0] is 0.5, expected a number (float32) of at most 0.1'])
    const atBound = ndarray(Float32Array.of(0.1), [1])
    expect(type.deserializeInput(atBound)).toBe(atBound)
  })

  it('count a number as it was sent, not as it is rounded', () => {
    const type = numpy({ dtype: 'float32', shape: [null], maximum: 0.1 })
    expect(messages(type, [0.1])).toEqual([])
    expect(messages(type, [0.2])).toHaveLength(1)
  })

  it('stand beside a sample as well', () => {
    const type = new NumpyParameterType([[1, 2]], { minimum: 0, shape: [null, 2] })
    expect(messages(type, [[-1, 2]])).toEqual(['[0][0] is -1, expected a number (float64) of at least 0'])
    expect(() => new NumpyParameterType([[-1, 2]], { minimum: 0 })).toThrow('sample[0][0] is -1, expected a number (float64) of at least 0')
  })

  it('are in the documents, 64-bit bounds inside the range', () => {
    const schema = numpy({ dtype: 'int64', shape: [null], minimum: -(2n ** 60n) - 1n, maximum: 2n ** 60n + 1n }).inputToSwagger()
    const { minimum, maximum } = schema.items as { minimum: number; maximum: number }
    expect([minimum, maximum]).toEqual([-(2 ** 60), 2 ** 60])
  })
})

describe('a tensor of fixed axes', () => {
  it('may be as large as a request', () => {
    const image = Array.from({ length: 3 }, () => Array.from({ length: 64 }, () => new Array(64).fill(0)))
    expect(numpy({ dtype: 'float32', shape: [3, 64, 64] }).deserializeInput(image).shape).toEqual([3, 64, 64])
  })

  it('is refused when it is larger', () => {
    expect(() => numpy({ dtype: 'int8', shape: [1e9, 1e9] })).toThrow(
      'shape asks for at least 1000000000000000000 elements in each request',
    )
    expect(numpy({ dtype: 'int8', shape: [null, 1e9, 1e9] }).inputToSwagger()).toMatchObject({ example: [] })
  })
})

describe('a tensor that may lack', () => {
  const run = defineRun(
    {
      inputs: {
        optional: numpy({ dtype: 'int8', shape: [null], optional: true }),
        nullable: numpy({ dtype: 'int8', shape: [null], nullable: true }),
        filled: numpy({ dtype: 'int8', shape: [null], default: [1, 2] }),
      },
    },
    (inputs) => inputs,
  )

  it('is undefined, null or its default', () => {
    const value = decodePayload(run, { nullable: null })
    expect(value).toEqual({ nullable: null, filled: expect.objectContaining({ data: Int8Array.of(1, 2) }) })
  })

  it('gets a default of its own each time', () => {
    const first = decodePayload(run, { nullable: null })['filled'] as { data: Int8Array }
    first.data[0] = 9
    expect(decodePayload(run, { nullable: null })).toMatchObject({ filled: { data: Int8Array.of(1, 2) } })
  })

  it('is said so in the documents', () => {
    const { properties } = getInputSchema(run)
    expect(properties?.['nullable']).toMatchObject({ 'x-nullable': true })
    expect(properties?.['filled']).toMatchObject({ default: [1, 2] })
  })
})
