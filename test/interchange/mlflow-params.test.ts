import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import {
  decodePayload,
  defineRun,
  type FromMlflowOptions,
  fromMlflowSignature,
  generateSwagger,
  getInputSchema,
  inputSchema,
  invoke,
  type NdArray,
  type Payload,
  type PayloadOptions,
  payloadSchema,
  standard,
  validatePayload,
} from '../../src/index.js'
import { exampleProblem } from '../support/schemas.js'

const signature = {
  inputs: [{ name: 'x', type: 'double' }],
  params: [
    { name: 'temperature', type: 'double', default: 0.5, shape: null },
    { name: 'top', type: 'long', default: 20, shape: null },
    { name: 'stop', type: 'string', default: ['END'], shape: [-1] },
    { name: 'seed', type: 'integer', default: null, shape: null },
  ],
}
const run = defineRun(fromMlflowSignature(signature), (inputs) => inputs)
const data = [{ x: 1.5 }]
const defaults = { temperature: 0.5, top: 20n, stop: ['END'] }

const forms: readonly [string, (payload: object) => Payload][] = [
  ['an object', (payload) => payload],
  ['text', (payload) => JSON.stringify(payload)],
  ['bytes', (payload) => new TextEncoder().encode(JSON.stringify(payload))],
]

function messages(payload: Payload, options?: PayloadOptions): readonly string[] {
  return validatePayload(run, payload, options).issues?.map(({ message }) => message) ?? []
}

describe.each(forms)('the params of a model, in %s', (_, form) => {
  const decode = (rest: object) => decodePayload(run, form({ input_data: data, ...rest }))

  it.each<[string, object]>([
    ['left out', {}],
    ['null', { params: null }],
    ['empty', { params: {} }],
    ['null one by one', { params: { temperature: null, seed: null } }],
  ])('have their defaults where they are %s', (_, rest) => {
    expect(decode(rest)).toEqual({ input_data: data, ...defaults })
  })

  it('stand in params, as the protocol has it, or beside the data', () => {
    const given = { temperature: 1, top: 3, stop: [] }
    const expected = { input_data: data, temperature: 1, top: 3n, stop: [] }
    expect(decode({ params: given })).toEqual(expected)
    expect(decode(given)).toEqual(expected)
    expect(decode({ temperature: 1, params: { top: 3, stop: [] } })).toEqual(expected)
  })

  it.each<[string, object, string[]]>([
    ['of another type', { params: { temperature: 'hot' } }, ['params.temperature is "hot", expected a number']],
    ['no integer', { params: { top: 1.5 } }, ['params.top is 1.5, expected an integer']],
    ['no list', { params: { stop: 'END' } }, ['params.stop is "END", expected a list']],
    ['a list with something else', { params: { stop: ['a', 1] } }, ['params.stop[1] is 1, expected a string']],
    ['too large', { params: { seed: 2 ** 31 } }, ['params.seed is 2147483648, expected an integer from -2147483648 to 2147483647']],
    [
      'called otherwise',
      { params: { temprature: 1 } },
      ['params.temprature is a value that no parameter takes, expected only temperature, top, stop and seed; did you mean "temperature"?'],
    ],
    [
      'unknown',
      { params: { ['constructor']: 1 } },
      ['params.constructor is a value that no parameter takes, expected only temperature, top, stop and seed'],
    ],
    [
      'given twice',
      { temperature: 1, params: { temperature: 2 } },
      ['params.temperature is a value that is given beside "params", too, expected it in one of the two places'],
    ],
    ['no object', { params: [1] }, ['params is an array of 1 value, expected an object with values for temperature, top, stop and seed']],
  ])('are refused with their place when one is %s', (_, rest, expected) => {
    expect(messages(form({ input_data: data, ...rest }))).toEqual(expected)
  })
})

describe('the params of a model', () => {
  it.each([
    ['a short body', 1],
    ['a long one, which is read straight from its bytes', 5000],
  ])('have all digits of integers, in %s', (_, rows) => {
    const input_data = JSON.stringify(Array.from({ length: rows }, () => ({ x: 1.5 })))
    const body = `{"params": {"top": 9223372036854775807}, "input_data": ${input_data}}`
    expect(decodePayload(run, body)['top']).toBe(9223372036854775807n)
    expect(decodePayload(run, new TextEncoder().encode(body))['top']).toBe(9223372036854775807n)
  })

  it('stand in the query beside an Arrow body, one by one or as JSON', () => {
    const body = tableToIPC(tableFromArrays({ x: Float64Array.of(1.5) }), 'stream')
    const contentType = 'application/vnd.apache.arrow.stream'
    const decode = (query: Readonly<Record<string, string>>) => decodePayload(run, body, { contentType, query })
    const expected = { input_data: data, ...defaults, temperature: 1, top: 9223372036854775807n }
    expect(decode({ temperature: '1', top: '9223372036854775807' })).toEqual(expected)
    expect(decode({ params: '{"temperature": 1, "top": 9223372036854775807}' })).toEqual(expected)
    expect(messages(body, { contentType, query: { params: '{"tempe": 1}' } })).toHaveLength(1)
  })

  it('are told of issues without end', () => {
    const params = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`temperature${index}`, 1]))
    const { issues, moreIssues } = validatePayload(run, { input_data: data, params }) as { issues: object[]; moreIssues: number }
    expect([issues.length, moreIssues]).toEqual([20, 99_980])
    expect(messages({ input_data: data, params: { ['temperature'.repeat(100_000)]: 1 } })).toHaveLength(1)
  })

  it('are documented in the object that the protocol has for them, which takes no others', () => {
    const { properties, required, example } = getInputSchema(run) as Record<string, Record<string, object>>
    expect(Object.keys(properties as object)).toEqual(['input_data', 'params'])
    expect(required).toBeUndefined()
    expect((example as { params: object }).params).toEqual({ temperature: 0.5, top: 20, stop: ['END'], seed: 0 })
    expect(messages(example as Payload)).toEqual([])
    expect(exampleProblem(getInputSchema(run))).toBeUndefined()
    expect(generateSwagger(run, { version: '3.1' }).components?.schemas?.['ServiceInput']).toMatchObject({
      required: ['input_data'],
      properties: { params: { type: ['object', 'null'], additionalProperties: false, properties: { temperature: { default: 0.5 } } } },
    })
    expect(decodePayload(run, { input_data: data, params: null })).toEqual(decodePayload(run, { input_data: data }))
  })

  it('are of a Standard Schema like all else', () => {
    const result = payloadSchema(run)['~standard'].validate({ input_data: data, params: { top: 'x' } })
    expect(result).toMatchObject({ issues: [{ path: ['params', 'top'] }] })
  })

  it.each<[string, object, FromMlflowOptions, object, object]>([
    ['values', { inputs: [{ name: 'prompt', type: 'string' }] }, { as: 'parameters' }, { prompt: 'Hello' }, { prompt: 'Hello' }],
    ['a list of values', { inputs: [{ type: 'any' }] }, {}, { input_data: ['a', 1] }, { input_data: ['a', 1] }],
    [
      'columns without names',
      { inputs: [{ type: 'double' }, { type: 'string' }] },
      {},
      { input_data: [[1.5, 'a']] },
      { input_data: [{ 0: 1.5, 1: 'a' }] },
    ],
    ['a frame of another name', signature, { name: 'rows', as: 'columns' }, { rows: data }, { rows: { x: Float64Array.of(1.5) } }],
    ['nothing', {}, {}, {}, {}],
  ])('stand beside %s', (_, model, options, payload, received) => {
    const other = defineRun(fromMlflowSignature({ ...signature, inputs: undefined, ...model }, options), (inputs) => inputs)
    expect(decodePayload(other, { ...payload, params: { temperature: 1 } })).toEqual({ ...received, ...defaults, temperature: 1 })
    expect(validatePayload(other, { ...payload, params: { t: 1 } }).issues?.map(({ path }) => path)).toEqual([['params', 't']])
  })

  it('stand beside tensors with names', () => {
    const spec = (name: string) => ({ name, type: 'tensor', 'tensor-spec': { dtype: 'float64', shape: [-1] } })
    const tensors = defineRun(fromMlflowSignature({ ...signature, inputs: [spec('x'), spec('y')] }), (inputs) => inputs)
    const values = Array.from({ length: 5000 }, (_, index) => index / 2)
    const decoded = decodePayload(tensors, JSON.stringify({ x: values, params: { top: 3 }, y: values })) as { x: NdArray; top: bigint }
    expect([decoded.x.data, decoded.top]).toEqual([Float64Array.from(values), 3n])
  })

  it('may be declared otherwise, and stand beside parameters of one’s own', async () => {
    const { inputs } = fromMlflowSignature(signature)
    const own = defineRun({ inputs: { ...inputs, limit: standard({ type: 'integer', default: 1 }) } }, (given) => given)
    expect(await invoke(own, { input_data: data, params: { temperature: 1 }, limit: 2 })).toMatchObject({ temperature: 1, limit: 2 })
    expect(validatePayload(own, { input_data: data, params: { limit: 2 } }).issues?.[0]?.path).toEqual(['params', 'limit'])
  })

  it('go by the names of the parameters that they are given to', async () => {
    const { inputs } = fromMlflowSignature(signature)
    const heat = inputSchema('heat', inputs['temperature'] as never)((heat: unknown) => heat)
    expect(await invoke(heat, { params: { heat: 1 } })).toBe(1)
    expect(await invoke(heat, {})).toBe(0.5)
  })

  it('are not looked for in a parameter that is itself called params', async () => {
    const params = [{ name: 'params', type: 'object', properties: { a: { type: 'long' } }, default: { a: 1 }, shape: null }]
    const other = { name: 'b', type: 'long', default: 2, shape: null }
    const odd = defineRun(fromMlflowSignature({ params: [...params, other] }), (inputs) => inputs)
    expect(await invoke(odd, { params: { a: 3 }, b: 4 })).toEqual({ params: { a: 3n }, b: 4n })
    expect(Object.keys((getInputSchema(odd) as { properties: object }).properties)).toEqual(['params', 'b'])
  })

  it('are passed over where the model has none, like all keys that are no parameters', async () => {
    const plain = defineRun(fromMlflowSignature({ inputs: signature.inputs }), (inputs) => inputs)
    expect(await invoke(plain, { input_data: data, params: { temperature: 1 } })).toEqual({ input_data: data })
  })
})
