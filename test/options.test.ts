// Options that do not exist, or cannot be what they are, wherever options are given: never passed over.
import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { score as scoreFastify } from '../src/adapters/fastify.js'
import { createClient } from '../src/client/index.js'
import {
  autoMl,
  decodePayload,
  defineRun,
  generateSwagger,
  inputSchema,
  invoke,
  NumpyParameterType,
  numpy,
  PandasParameterType,
  pandas,
  type RunFunction,
  SchemaDefinitionError,
  SparkParameterType,
  StandardPythonParameterType,
  standard,
  validatePayload,
} from '../src/index.js'
import { AMLResponse, createServer, type ServerOptions } from '../src/server/index.js'

const run = inputSchema('x', new StandardPythonParameterType(1))((x) => x) as RunFunction
const url = 'https://host/score'

/** What is thrown, at once or by a promise. */
async function thrown(work: () => unknown): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  return undefined
}

describe('an option of a definition that does not exist is a SchemaDefinitionError with the near name', () => {
  const options = (value: object) => value as never
  it.each<[string, () => unknown, string]>([
    ['NumpyParameterType', () => new NumpyParameterType([1], options({ dtyp: 'int8' })), 'there is no option "dtyp"; did you mean dtype?'],
    [
      'PandasParameterType',
      () => new PandasParameterType([{ a: 1 }], options({ Orient: 'split' })),
      'there is no option "Orient"; did you mean orient?',
    ],
    ['StandardPythonParameterType', () => new StandardPythonParameterType(1, options({ cast: 'safe' })), '"cast"'],
    ['SparkParameterType', () => new SparkParameterType({ type: 'struct', fields: [], row: [] } as never), '"row"; did you mean rows?'],
    ['numpy', () => numpy(options({ dtype: 'int8', shap: [1] })), '"shap"; did you mean shape?'],
    ['pandas', () => pandas(options({ column: { a: 'int8' } })), '"column"; did you mean columns?'],
    ['standard', () => standard(options({ typ: 'number' })), '"typ"; did you mean type?'],
    [
      'inputSchema',
      () => inputSchema('x', new StandardPythonParameterType(1), options({ option: true })),
      '"option"; did you mean optional?',
    ],
    ['defineRun', () => defineRun(options({ inputs: {}, outputs: 1 }), () => 1), '"outputs"; did you mean output?'],
    ['autoMl', () => autoMl(options({ dat: 1 })), '"dat"; did you mean data?'],
    ['generateSwagger', () => generateSwagger(run, options({ servicename: 'a' })), '"servicename"; did you mean serviceName?'],
    ['decodePayload', () => decodePayload(run, '{"x": 1}', options({ content: 'a' })), '"content"'],
    [
      'validatePayload',
      () => validatePayload(run, '{"x": 1}', { limits: options({ dept: 1 }) }),
      'limits has no option "dept"; did you mean depth?',
    ],
    ['invoke', () => invoke(run, '{"x": 1}', options({ thisarg: 1 })), '"thisarg"; did you mean thisArg?'],
  ])('%s', async (_, work, message) => {
    const error = await thrown(work)
    expect(error).toBeInstanceOf(SchemaDefinitionError)
    expect((error as Error).message).toContain(message)
  })

  it('and so is one of another kind', () => {
    expect(() => decodePayload(run, '{"x": 1}', { limits: { depth: -1 } })).toThrow(
      new SchemaDefinitionError('the option depth of limits is -1, expected an integer of at least 0, or Infinity'),
    )
    expect(() => pandas({ columns: { a: { dtype: 'int8', nullable: 'no' as never } } })).toThrow(
      new SchemaDefinitionError('the option nullable of the column "a" is "no", expected true or false'),
    )
  })
})

describe('an option of a server is a TypeError', () => {
  it.each<[object, string]>([
    [{ corss: ['*'] }, 'there is no option "corss"; did you mean cors?'],
    [{ key: 'a' }, 'there is no option "key"'],
    [{ limits: { bodyy: 1 } }, 'limits has no option "bodyy"; did you mean body?'],
    [{ limits: null }, 'limits is null, expected an object'],
    [{ cors: 'https://x' }, 'the option cors is "https://x", expected a list of origins, like ["https://www.example.com"], or ["*"]'],
    [{ cors: [/x/] }, 'the option cors is an array of 1 value, expected a list of origins'],
    [{ limits: { concurrency: 0 } }, 'the option concurrency of limits is 0, expected an integer of at least 1, or Infinity'],
    [{ limits: { headers: Number.POSITIVE_INFINITY } }, 'the option headers of limits is Infinity, expected an integer of at least 1'],
    [{ limits: { body: Number.NaN } }, 'the option body of limits is NaN, expected an integer'],
    [{ scoringTimeout: '5s' }, 'the option scoringTimeout is "5s", expected an integer of at least 1'],
    [{ serviceName: 5 }, 'the option serviceName is 5, expected text'],
    [{ docs: 'yes' }, 'the option docs is "yes", expected true or false'],
    [{ redact: 1 }, 'the option redact is 1, expected true, false or a function'],
    [{ appRoot: new URL('file:///') }, 'the option appRoot is a URL, expected text'],
    [{ logger: 'info' }, 'the option logger is "info", expected true, false, Fastify\'s logger or how to make one'],
    [[], 'the options are an empty array, expected an object'],
  ])('%j', async (options, message) => {
    const error = await thrown(() => createServer({ run }, options as ServerOptions))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain(message)
  })

  it('unless it is what it can be, or undefined', async () => {
    const limits = { body: Number.POSITIVE_INFINITY, elements: Number.POSITIVE_INFINITY }
    const server = await createServer({ run }, { limits, cors: undefined, docs: false } as object)
    expect((await server.inject({ method: 'POST', url: '/score', payload: { x: 2 } })).json()).toBe(2)
  })

  it('of an answer, too', () => {
    expect(() => new AMLResponse('a', 200, {}, { jsn: true } as never)).toThrow(
      new TypeError('there is no option "jsn"; did you mean json?'),
    )
    expect(() => new AMLResponse('a', 200, {}, { json: 1 } as never)).toThrow(new TypeError('the option json is 1, expected true or false'))
  })

  it('of a Fastify plugin where that is registered, too', async () => {
    const error = await thrown(() => fastify().register(scoreFastify(run), { prefix: '/score', redact: true } as never))
    expect(error).toEqual(new TypeError('there is no option "redact", expected prefix, logLevel or logSerializers'))
  })
})

describe('an option of a client is a TypeError', () => {
  it.each<[object, string]>([
    [{ keyy: 'a' }, 'there is no option "keyy"; did you mean key?'],
    [{ Retries: 1 }, 'there is no option "Retries"; did you mean retries?'],
    [{ schemas: { input: {} } }, 'schemas has no option "input"; did you mean inputs?'],
    [{ limits: { answr: 1 } }, 'limits has no option "answr"; did you mean answer?'],
    [{ limits: { answer: 0 } }, 'the option answer of limits is 0, expected an integer of at least 1, or Infinity'],
    [{ fetch: 'node' }, 'the option fetch is "node", expected a function'],
    [{ timeout: '5s' }, 'the option timeout is "5s", expected an integer of at least 1'],
    [{ headers: 'a: b' }, 'the option headers is a string, expected an object'],
  ])('%j', (options, message) => {
    expect(() => createClient(url, options)).toThrow(new TypeError(message))
  })

  it.each([[{ key: 31337 }], [{ key: { secret: 31337 } }], [{ key: null }], [{ headers: 31337 }]])(
    'that shows no secret: %j',
    (options) => {
      expect(() => createClient(url, options as object)).toThrow(/^the option (key|headers) is (a number|an object|null), expected /)
    },
  )

  it.each<[string, object, object, string]>([
    ['score', {}, { time: 5 }, 'there is no option "time"; did you mean timeout?'],
    ['score', {}, { parameters: {} }, 'there is no option "parameters", expected signal, timeout or headers'],
    ['score of Arrow', new Uint8Array(), { parameter: {} }, 'there is no option "parameter"; did you mean parameters?'],
    ['score', {}, { signal: true }, 'the option signal is true, expected an AbortSignal'],
  ])('of one call of %s, before anything is sent', async (_, payload, call, message) => {
    const client = createClient(url, { fetch: () => Promise.reject(new Error('it was called')) })
    expect(await thrown(() => client.score(payload as never, call))).toEqual(new TypeError(message))
  })
})
