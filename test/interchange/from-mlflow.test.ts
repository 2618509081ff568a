import { type Table, tableFromArrays, tableToIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  defineRun,
  encodeResult,
  type FromMlflowOptions,
  fromMlflowSignature,
  generateSwagger,
  getInputSchema,
  getOutputSchema,
  invoke,
  type Payload,
  SchemaDefinitionError,
  validatePayload,
} from '../../src/index.js'
import { exampleProblem } from '../support/schemas.js'
import { chatSignature, generationSignature, irisModel, mnistSignature, numberedModel } from './mlflow-examples.js'

type Signature = Parameters<typeof fromMlflowSignature>[0]

/** A run that answers with what it received. */
function echo(signature: Signature, options?: FromMlflowOptions) {
  return defineRun(fromMlflowSignature(signature, options), (inputs) => inputs)
}

function messages(signature: Signature, payload: Payload, options?: FromMlflowOptions): readonly string[] {
  return validatePayload(echo(signature, options), payload).issues?.map((issue) => issue.message) ?? []
}

function column(spec: object) {
  return { inputs: [{ name: 'x', ...spec }] }
}

describe('the signature of a model of columns', () => {
  const row = { 'sepal length (cm)': 5.1, 'sepal width (cm)': 3.5, 'petal length (cm)': 1.4, 'petal width (cm)': 0.2 }

  it('is read of an MLmodel file, as one frame in any of its layouts', async () => {
    const run = echo(irisModel)
    const expected = { input_data: [row] }
    expect(await invoke(run, { input_data: [row] })).toEqual(expected)
    const split = { columns: Object.keys(row), index: [0], data: [Object.values(row)] }
    expect(await invoke(run, { input_data: split })).toEqual(expected)
    expect(await invoke(run, { input_data: [Object.values(row)] })).toEqual(expected)
  })

  it('refuses what the model would not take, with the place', () => {
    expect(messages(irisModel, { input_data: [{ ...row, 'petal width (cm)': 'x' }] })).toEqual([
      'input_data[0]["petal width (cm)"] is "x", expected a number (float64)',
    ])
    expect(messages(irisModel, { input_data: [{ ...row, 'petal width (cm)': null }] })).toHaveLength(1)
  })

  it('writes the result as the signature says', () => {
    const run = defineRun(fromMlflowSignature(irisModel), () => [0n, 2n])
    expect(encodeResult(run, [0n, 2n])).toBe('[0,2]')
  })

  it('gives the frame the name, the kind and the orient that are asked for', async () => {
    const run = echo(irisModel, { name: 'data', as: 'columns', orient: 'split' })
    const { data } = (await invoke(run, { data: { columns: Object.keys(row), data: [Object.values(row)] } })) as {
      data: Record<string, Float64Array>
    }
    expect(data['petal width (cm)']).toEqual(Float64Array.of(0.2))
    expect(Object.keys((getInputSchema(run).example as { data: object }).data)).toEqual(['columns', 'index', 'data'])
  })

  it.each([
    ['boolean', true, true],
    ['integer', 2147483647, 2147483647],
    ['long', 5, 5n],
    ['float', 0.1, Math.fround(0.1)],
    ['double', 0.1, 0.1],
    ['string', 'é', 'é'],
    ['binary', 'AQI=', Uint8Array.of(1, 2)],
    ['datetime', '1970-01-01T00:00:01Z', 1_000_000_000n],
  ])('reads cells of %s', async (type, sent, received) => {
    expect(await invoke(echo(column({ type })), { input_data: [{ x: sent }] })).toEqual({ input_data: [{ x: received }] })
  })

  it('converts like pandas where that is asked for, and not otherwise', async () => {
    const signature = {
      inputs: [
        { name: 'd', type: 'double' },
        { name: 'l', type: 'long' },
      ],
      params: [{ name: 'n', type: 'long', default: 1, shape: null }],
    }
    const payload = { input_data: [{ d: '1.5', l: 1.7 }], n: true }
    expect(messages(signature, payload)).toHaveLength(3)
    expect(await invoke(echo(signature, { casting: 'unsafe' }), payload)).toEqual({ input_data: [{ d: 1.5, l: 1n }], n: 1n })
  })

  it('converts nested values of parameters where that is asked for, and takes anything in nested columns, as pandas does', async () => {
    const signature = { inputs: [{ name: 'a', type: 'array', items: { type: 'long' } }] }
    expect(messages(signature, { a: [true] }, { as: 'parameters' })).toHaveLength(1)
    expect(await invoke(echo(signature, { as: 'parameters', casting: 'unsafe' }), { a: [true] })).toEqual({ a: [1n] })
    expect(messages(signature, { input_data: [{ a: 'x' }] })).toHaveLength(1)
    expect(messages(signature, { input_data: [{ a: 'x' }] }, { casting: 'unsafe' })).toEqual([])
  })

  it('converts tensors like numpy where that is asked for', () => {
    const signature = { inputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'int8', shape: [-1] } }] }
    expect(messages(signature, { input_data: ['7'] })).toHaveLength(1)
    expect(messages(signature, { input_data: ['7'] }, { casting: 'unsafe' })).toEqual([])
  })

  it('has all digits of long ones', async () => {
    const run = echo(column({ type: 'long' }))
    expect(await invoke(run, '{"input_data": [{"x": 9223372036854775807}]}')).toEqual({ input_data: [{ x: 9223372036854775807n }] })
    const maps = echo(column({ type: 'map', values: { type: 'long' } }))
    const body = '{"input_data": [{"x": {"k": 9223372036854775807}}]}'
    for (const payload of [body, new TextEncoder().encode(body)])
      expect(await invoke(maps, payload)).toEqual({ input_data: [{ x: { k: 9223372036854775807n } }] })
  })

  it.each(['boolean', 'integer', 'long', 'float', 'double', 'string', 'binary', 'datetime'])(
    'may lack a column of %s that is not required, and have null in it',
    (type) => {
      const signature = {
        inputs: [
          { name: 'x', type, required: false },
          { name: 'y', type: 'long' },
        ],
      }
      expect(messages(signature, { input_data: [{ y: 1 }, { x: null, y: 1 }] })).toEqual([])
    },
  )

  it('asks for a column where nothing is said of that, as in old files', () => {
    expect(messages(column({ type: 'string' }), { input_data: [{}] })).toEqual([
      'input_data[0].x is missing, expected the column "x", each a string',
    ])
  })

  it.each([
    [{ type: 'array', items: { type: 'array', items: { type: 'integer' } } }, [[1], []], [[2 ** 31]]],
    [{ type: 'object', properties: { a: { type: 'string' }, b: { type: 'long', required: false } } }, { a: '' }, { b: 1n }],
    [{ type: 'map', values: { type: 'array', items: { type: 'boolean' } } }, { k: [true], ['__proto__']: [] }, { k: [1] }],
  ])('reads cells of %j', (type, good, bad) => {
    const path = ['input_data', 0, 'x']
    const validate = (x: unknown) => validatePayload(echo(column(type)), { input_data: [{ x }] })
    expect(validate(good).issues).toBeUndefined()
    expect(validate(bad).issues?.[0]?.path.slice(0, 3)).toEqual(path)
    expect(validate(null).issues?.[0]?.path).toEqual(path)
  })

  it('rounds a float to 32 bits wherever it stands, and a double nowhere', async () => {
    const specs = (type: string) => ({
      inputs: [
        { name: 'list', type: 'array', items: { type } },
        { name: 'object', type: 'object', properties: { p: { type } } },
        { name: 'map', type: 'map', values: { type } },
        { name: 'cell', type },
      ],
      params: [{ name: 'param', type, default: 0.1, shape: null }],
    })
    const payload = { input_data: [{ list: [0.1], object: { p: 0.1 }, map: { k: 0.1 }, cell: 0.1 }] }
    const rounded = Math.fround(0.1)
    expect(await invoke(echo(specs('double')), payload)).toEqual({ ...payload, param: 0.1 })
    expect(await invoke(echo(specs('float')), payload)).toEqual({
      input_data: [{ list: [rounded], object: { p: rounded }, map: { k: rounded }, cell: rounded }],
      param: rounded,
    })
  })

  it('takes anything for Any, null too', async () => {
    const run = echo(column({ type: 'any' }))
    for (const x of [null, 1, 'a', [{}]]) expect(await invoke(run, { input_data: [{ x }] })).toEqual({ input_data: [{ x }] })
  })

  it('keeps odd names as they are', async () => {
    const names = ['a.b', '"quoted"', 'a/b', '😀', '__proto__', 'constructor', ' ']
    const run = echo({ inputs: names.map((name) => ({ name, type: 'long' })) })
    const body = JSON.stringify({ input_data: { columns: names, data: [names.map(() => 1)] } })
    const { input_data } = (await invoke(run, body)) as { input_data: object[] }
    expect(Object.entries(input_data[0] as object)).toEqual(names.map((name) => [name, 1n]))
  })

  it('may have ten thousand columns', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `c${index}`)
    const run = echo({ inputs: JSON.stringify(names.map((name) => ({ type: 'double', name, required: true }))) })
    const { input_data } = (await invoke(run, { input_data: [names.map((_, index) => index)] })) as { input_data: object[] }
    expect(Object.values(input_data[0] as object)).toHaveLength(10_000)
  })
})

describe('columns without names', () => {
  const two = { inputs: [{ type: 'double' }, { type: 'long' }] }
  const received = { input_data: [{ 0: 1.5, 1: 2n }] }

  it('are a tensor of one axis when there is one', async () => {
    const { input_data } = (await invoke(echo({ inputs: [{ type: 'long' }] }), { input_data: [1, 2] })) as { input_data: { data: unknown } }
    expect(input_data.data).toEqual(BigInt64Array.of(1n, 2n))
  })

  it('are a list when the one is of objects', async () => {
    const run = echo({ inputs: [{ type: 'object', properties: { a: { type: 'long' } } }] })
    expect(await invoke(run, { input_data: [{ a: 1 }] })).toEqual({ input_data: [{ a: 1n }] })
  })

  it.each<[string, unknown]>([
    ['rows without names', [[1.5, 2]]],
    ['rows by their positions', [{ 0: 1.5, 1: 2 }]],
    ['rows with names of the sender', [{ y: 1.5, x: 2 }]],
    ['columns', { y: [1.5], x: [2] }],
    ['split, as pandas writes a frame without names', { columns: [0, 1], index: [0], data: [[1.5, 2]] }],
    ['split, in another order', { columns: [1, 0], data: [[2, 1.5]] }],
    ['split, with names of the sender', { columns: ['y', 'x'], data: [[1.5, 2]] }],
    ['split, with numbers of the sender, which a list keeps in order', { columns: [2020, 2010], data: [[1.5, 2]] }],
  ])('are a frame whose columns are called by their positions: %s', async (_, input_data) => {
    expect(await invoke(echo(two), { input_data })).toEqual(received)
    expect(await invoke(echo(two), JSON.stringify({ input_data }))).toEqual(received)
  })

  it('are those of an Arrow table, whatever it calls them', async () => {
    const table = tableFromArrays({ y: Float64Array.of(1.5), x: BigInt64Array.of(2n) })
    const body = tableToIPC(table, 'stream')
    expect(await invoke(echo(two), body, { contentType: 'application/vnd.apache.arrow.stream' })).toEqual(received)
    const run = echo(two, { as: 'arrow' })
    const { input_data } = (await invoke(run, { input_data: table })) as { input_data: Table }
    expect(input_data.toArray().map((row) => row.toJSON())).toEqual([{ 0: 1.5, 1: 2n }])
  })

  it.each<[string, unknown, string[]]>([
    ['too few', [[1.5]], ['input_data[0] has 1 value on axis 1, expected 2']],
    ['too many', [[1.5, 2, 3]], ['input_data[0] has 3 values on axis 1, expected 2']],
    ['one of another type', { columns: ['y', 'x'], data: [[1.5, 'a']] }, ['input_data.data[0][1] is "a", expected an integer (int64)']],
    [
      'some called by a position and others not',
      { columns: [0, 'x'], data: [[1.5, 2]] },
      [
        'input_data.columns[1] is a column that the sample does not have, expected only the columns 0 and 1',
        'input_data.columns is missing, expected the column "1", each an integer (int64)',
      ],
    ],
    [
      'numbers for names in an object, which does not keep their order',
      [{ 2020: 1.5, 2010: 2 }],
      [
        'input_data[0]["2010"] is a column that the sample does not have, expected only the columns 0 and 1',
        'input_data[0]["2020"] is a column that the sample does not have, expected only the columns 0 and 1',
        'input_data[0]["0"] is missing, expected the column "0", each a number (float64)',
        'input_data[0]["1"] is missing, expected the column "1", each an integer (int64)',
      ],
    ],
  ])('are refused with their place when they are %s', (_, input_data, expected) => {
    expect(messages(two, { input_data })).toEqual(expected)
  })

  it('are the array that a model gives when they are of one type', () => {
    const run = defineRun(fromMlflowSignature({ outputs: [{ type: 'double' }, { type: 'double' }] }), () => null)
    expect(encodeResult(run, Float64Array.of(0.5, 0.5))).toBe('[0.5,0.5]')
    expect((getOutputSchema(run) as { items: object }).items).toMatchObject({ type: 'array', items: { type: 'number' } })
  })
})

describe('columns that are called by numbers', () => {
  it('are read of an MLmodel file', () => {
    const run = defineRun(fromMlflowSignature(numberedModel), () => [{ 0: 0.5, 1: 0.25, 2: 0.25 }])
    expect(encodeResult(run, [{ 0: 0.5, 1: 0.25, 2: 0.25 }])).toBe('[{"0":0.5,"1":0.25,"2":0.25}]')
    expect(messages(numberedModel, { input_data: [[1, 2]] })).toEqual([])
  })

  it('are called by them in each layout of a request', async () => {
    const signature = { inputs: [0, 1].map((name) => ({ name, type: 'long' })) }
    for (const input_data of [
      { columns: [0, 1], data: [[5, 6]] },
      { columns: ['1', '0'], data: [[6, 5]] },
      [{ 0: 5, 1: 6 }],
      [[5, 6]],
      { 0: [5], 1: [6] },
    ])
      expect(await invoke(echo(signature), { input_data })).toEqual({ input_data: [{ 0: 5n, 1: 6n }] })
    expect(messages(signature, { input_data: { columns: ['y', 'x'], data: [[5, 6]] } })).toHaveLength(4)
  })

  it('may stand beside columns that are called by texts', async () => {
    const signature = { inputs: [2010, 1.5, 'a'].map((name) => ({ name, type: 'long' })) }
    expect(await invoke(echo(signature), { input_data: [[1, 2, 3]] })).toEqual({ input_data: [{ 2010: 1n, '1.5': 2n, a: 3n }] })
  })

  it('have the positions of the signature, though objects put them into another order', async () => {
    const signature = { inputs: ['a', 20, '10'].map((name) => ({ name, type: 'long' })) }
    expect(await invoke(echo(signature), { input_data: [[1, 2, 3]] })).toEqual({ input_data: [{ a: 1n, 20: 2n, 10: 3n }] })
    expect(await invoke(echo(signature, { as: 'pairs' }), { input_data: [[1, 2, 3]] })).toEqual({
      input_data: [
        ['a', BigInt64Array.of(1n)],
        ['20', BigInt64Array.of(2n)],
        ['10', BigInt64Array.of(3n)],
      ],
    })
  })
})

describe('the signature of a model of tensors', () => {
  it('has a parameter for each name, with its dtype and its axes', async () => {
    const image = Array.from({ length: 28 }, () => Array.from({ length: 28 }, () => [0.5]))
    const { input_image } = (await invoke(echo(mnistSignature), { input_image: [image, image] })) as {
      input_image: { shape: number[]; dtype: string }
    }
    expect([input_image.shape, input_image.dtype]).toEqual([[2, 28, 28, 1], 'float32'])
    expect(messages(mnistSignature, { input_image: [[[0.5]]] })[0]).toMatch(/^input_image\[0\]/)
  })

  it('has one parameter for a tensor without a name', async () => {
    const run = echo({ inputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'str', shape: [-1] } }] }, { name: 'texts' })
    const { texts } = (await invoke(run, { texts: ['a'] })) as { texts: { data: unknown } }
    expect(texts.data).toEqual(['a'])
  })

  it('gives an object of the outputs that have names', () => {
    const outputs = ['a', '__proto__'].map((name) => ({ name, type: 'tensor', 'tensor-spec': { dtype: 'int64', shape: [-1] } }))
    const { output } = fromMlflowSignature({ outputs })
    const { properties } = (output as AbstractParameterType).inputToSwagger() as { properties: object }
    expect(Object.keys(properties)).toEqual(['a', '__proto__'])
  })
})

describe('the signature of a language model', () => {
  it('is a frame of its columns, as MLflow has it', () => {
    const good = { messages: [{ role: 'user', content: 'Hello' }] }
    expect(messages(chatSignature, { input_data: [good] })).toEqual([])
    expect(messages(chatSignature, { input_data: [{ messages: [{ role: 'user' }] }] })).toEqual([
      'input_data[0].messages[0].content is missing, expected a string',
    ])
  })

  it('is a parameter for each column where that is asked for', async () => {
    const run = echo(chatSignature, { as: 'parameters' })
    const request = { messages: [{ role: 'user', content: 'Hello', name: null }], temperature: 0.5, custom_inputs: { a: 'b' } }
    expect(await invoke(run, request)).toEqual(request)
    expect(messages(chatSignature, { messages: 'Hello' }, { as: 'parameters' })).toEqual(['messages is "Hello", expected a list'])
    expect(messages(chatSignature, {}, { as: 'parameters' })).toEqual(['messages is missing, expected a list'])
  })

  it('has params with their defaults, each checked', async () => {
    const run = echo(generationSignature, { name: 'prompts' })
    const { prompts: _, ...params } = (await invoke(run, { prompts: ['Once'] })) as Record<string, unknown>
    expect(params).toEqual({
      temperature: 0.5,
      max_new_tokens: 20n,
      do_sample: true,
      stop: ['END'],
      since: new Date('2024-02-29T12:30:00Z'),
      format: { kind: 'json' },
    })
    expect(messages(generationSignature, { input_data: [], temperature: 'hot', seed: 2 ** 31, stop: 'END' })).toEqual([
      'temperature is "hot", expected a number',
      'stop is "END", expected a list',
      'seed is 2147483648, expected an integer from -2147483648 to 2147483647',
    ])
  })

  it('may have nothing but params', async () => {
    const run = echo({ params: '[{"name": "n", "type": "long", "default": 9223372036854775807, "shape": null}]' })
    expect(await invoke(run, {})).toEqual({ n: 9223372036854775807n })
  })
})

describe.each([
  ['iris', irisModel],
  ['mnist', mnistSignature],
  ['chat', chatSignature],
  ['generation', generationSignature],
])('the documents of %s', (_, signature) => {
  it.each(['records', 'parameters'] as const)('have an example that their schema and the run accept (%s)', (as) => {
    const run = echo(signature, { as })
    const schema = getInputSchema(run)
    expect(exampleProblem(schema)).toBeUndefined()
    expect(validatePayload(run, schema.example as Payload).issues).toBeUndefined()
    for (const version of ['3.0', '3.1'] as const) expect(() => generateSwagger(run, { version })).not.toThrow()
  })
})

describe('a signature that MLflow would not write is refused with its place', () => {
  const bomb = Array.from({ length: 9 }).reduce<string>(
    (text, _, level) => `${text}\na${level + 1}: &a${level + 1} [${new Array(9).fill(`*a${level}`).join(', ')}]`,
    'a0: &a0 [x, x]',
  )
  const tensor = { type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1] } }
  const nested = Array.from({ length: 200 }).reduce<object>((items) => ({ type: 'array', items }), { type: 'long' })

  it.each<[string, unknown]>([
    ['signature is null, expected what ModelSignature.to_dict() gives, or the text of an MLmodel file', null],
    ['signature is a text, but not that of an MLmodel file', 'hello'],
    ['signature is no YAML: ', 'a: [1'],
    ['signature is no YAML: ', bomb],
    ['signature is undefined, expected a signature in the MLmodel file', 'flavors: {}'],
    ['signature has no inputs, no outputs and no params', { inputs: null, outputs: null, params: null }],
    ['signature.inputs is no JSON: ', { inputs: '[{' }],
    ['signature.inputs is an object with the key "a", expected a list, or the JSON text of one', { inputs: { a: 1 } }],
    ['signature.inputs is empty, expected at least one column or tensor', { inputs: [] }],
    ['signature.inputs[0] is "double", expected an object with a type', { inputs: ['double'] }],
    ['signature.inputs[0].type is undefined, expected a type: boolean, integer, ', { inputs: [{ name: 'a' }] }],
    ['signature.inputs[0].type is "decimal", expected boolean, integer, ', { inputs: [{ name: 'a', type: 'decimal' }] }],
    ['signature.inputs[0].type is "toString", expected ', { inputs: [{ name: 'a', type: 'toString' }] }],
    ['signature.inputs[0].type is "sparkml_vector": vectors of Spark ML ', { inputs: [{ name: 'a', type: 'sparkml_vector' }] }],
    ['signature.inputs[0].items.type is "sparkml_vector": ', column({ type: 'array', items: { type: 'sparkml_vector' } })],
    ['signature.inputs[0].name is true, expected a name', { inputs: [{ name: true, type: 'long' }] }],
    [
      'signature.inputs[1].name is "1", a name that another has as well',
      {
        inputs: [
          { name: 1, type: 'long' },
          { name: '1', type: 'long' },
        ],
      },
    ],
    ['signature.inputs[0].name is empty, expected a name', { inputs: [{ name: '', type: 'long' }] }],
    ['signature.inputs[0].required is "yes", expected true or false', column({ type: 'long', required: 'yes' })],
    ['signature.inputs[0] is optional and has no name, which MLflow does not allow', { inputs: [{ type: 'long', required: false }] }],
    [
      'signature.inputs[1].name is "a", a name that another has as well',
      {
        inputs: [
          { name: 'a', type: 'long' },
          { name: 'a', type: 'long' },
        ],
      },
    ],
    ['signature.inputs gives names to some and not to others', { inputs: [{ name: 'a', type: 'long' }, { type: 'long' }] }],
    ['signature.inputs mixes tensors and columns', { inputs: [tensor, { type: 'long' }] }],
    ['signature.inputs has 2 tensors without names', { inputs: [tensor, tensor] }],
    ['signature.inputs[0].items is undefined, expected an object with a type', column({ type: 'array' })],
    ['signature.inputs[0].values is "string", expected an object with a type', column({ type: 'map', values: 'string' })],
    ['signature.inputs[0].properties is undefined, expected an object ', column({ type: 'object' })],
    ['signature.inputs[0].properties is empty, expected at least one property', column({ type: 'object', properties: {} })],
    [
      'signature.inputs[0].properties["a.b"] is "long", expected an object with a type',
      column({ type: 'object', properties: { 'a.b': 'long' } }),
    ],
    ['signature.inputs[0] is nested more than 100 deep', column(nested)],
    ['signature.inputs[0]["tensor-spec"] is undefined, expected an object with dtype and shape', { inputs: [{ type: 'tensor' }] }],
    ['signature.inputs[0]["tensor-spec"].dtype is undefined, expected ', { inputs: [{ type: 'tensor', 'tensor-spec': { shape: [1] } }] }],
    [
      'signature.inputs[0]["tensor-spec"]: there is no dtype "complex64" here: write "float64" with a last axis of 2',
      { inputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'complex64', shape: [1] } }] },
    ],
    [
      'signature.inputs[0]["tensor-spec"].shape is undefined, expected a list',
      { inputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'int8' } }] },
    ],
    [
      'signature.inputs[0]["tensor-spec"].shape[1] is -2, expected a size',
      { inputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'int8', shape: [1, -2] } }] },
    ],
    [
      'signature.inputs[0]["tensor-spec"]: shape asks for at least 1000000000000 elements',
      { inputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'int8', shape: [1e6, 1e6] } }] },
    ],
    ['signature.outputs[0].type is "x", expected ', { outputs: [{ type: 'x' }] }],
    ['signature.params[0] is 1, expected an object with name, type and default', { params: [1] }],
    ['signature.params[0].name is undefined, expected a name', { params: [{ type: 'long', default: 1 }] }],
    ['signature.params[0].type is undefined, expected boolean, ', { params: [{ name: 'a', default: 1 }] }],
    ['signature.params[0].type is "binary", expected boolean, ', { params: [{ name: 'a', type: 'binary', default: '' }] }],
    ['signature.params[0].default is missing, expected a value or null', { params: [{ name: 'a', type: 'long' }] }],
    [
      'signature.params[0]: the default does not fit: it is "x", expected an integer',
      { params: [{ name: 'a', type: 'long', default: 'x' }] },
    ],
    [
      'signature.params[0].shape is an array of 1 value, expected null for a single value or [-1]',
      { params: [{ name: 'a', type: 'long', default: 1, shape: [3] }] },
    ],
    [
      'signature.params[0].name is "input_data", a name that another has',
      { inputs: [{ type: 'long' }], params: [{ name: 'input_data', type: 'long', default: 1 }] },
    ],
  ])('%s', (message, signature) => {
    expect(() => fromMlflowSignature(signature as never)).toThrow(SchemaDefinitionError)
    expect(() => fromMlflowSignature(signature as never)).toThrow(message)
  })

  it('and so are options that there are not', () => {
    expect(() => fromMlflowSignature(irisModel, { as: 'danfojs' as never })).toThrow('as is "danfojs", expected records')
    expect(() => fromMlflowSignature(irisModel, { kind: 'records' } as never)).toThrow('there is no option "kind"')
    expect(() => fromMlflowSignature(irisModel, { name: '' })).toThrow('name is empty')
    expect(() => fromMlflowSignature(irisModel, { casting: 'same_kind' as never })).toThrow(
      'casting is "same_kind", expected "safe" or "unsafe"',
    )
  })

  it('without changing it', () => {
    const signature = structuredClone({ inputs: [{ name: 'a', type: 'array', items: { type: 'long' }, required: false }] })
    const copy = structuredClone(signature)
    fromMlflowSignature(signature)
    expect(signature).toEqual(copy)
  })
})
