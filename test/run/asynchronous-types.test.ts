import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  checkConsumer,
  checkConsumerAsync,
  decodePayload,
  decodePayloadAsync,
  generateSwagger,
  generateSwaggerAsync,
  getInputSchema,
  getInputSchemaAsync,
  getOutputSchema,
  getOutputSchemaAsync,
  getSupportedVersions,
  inputSchema,
  outputSchema,
  payloadSchema,
  SchemaDefinitionError,
  StandardPythonParameterType,
  type SwaggerSchema,
  validatePayload,
  validatePayloadAsync,
} from '../../src/index.js'

/** Asks somebody else for all that it says. */
class Remote extends AbstractParameterType<string> {
  override async deserializeInput(input: unknown): Promise<string> {
    if (typeof input !== 'number') throw new Error('expected a key')
    return `row ${input}`
  }
  override async inputToSwagger(): Promise<SwaggerSchema> {
    return { type: 'integer', example: 1 }
  }
}

/** Promises of another library. */
class Thenable extends Remote {
  override inputToSwagger(): Promise<SwaggerSchema> {
    const schema = super.inputToSwagger()
    return { then: schema.then.bind(schema), catch: schema.catch.bind(schema) } as Promise<SwaggerSchema>
  }
}

describe.each([
  ['itself', new Remote(1), { data: 5 }, { data: 'x' }, 'row 5'],
  ['in a list', new StandardPythonParameterType([new Remote(1)]), { data: [5] }, { data: ['x'] }, ['row 5']],
  ['in an object', new StandardPythonParameterType({ a: new Remote(1) }), { data: { a: 5 } }, { data: { a: 'x' } }, { a: 'row 5' }],
  ['with promises of another library', new Thenable(1), { data: 5 }, { data: 'x' }, 'row 5'],
])('an asynchronous type, %s,', (_, type, good, bad, value) => {
  const run = outputSchema(type as AbstractParameterType)(
    inputSchema('data', type as AbstractParameterType)((data: unknown) => data) as () => never,
  )

  it.each<[string, () => unknown]>([
    ['decodePayload', () => decodePayload(run, good)],
    ['decodePayload', () => decodePayload(run, JSON.stringify(good))],
    ['validatePayload', () => validatePayload(run, good)],
    ['validatePayload', () => validatePayload(run, bad)],
    ['validatePayload', () => validatePayload(run, Buffer.from(JSON.stringify(bad)))],
    ['generateSwagger', () => generateSwagger(run)],
    ['generateSwagger', () => generateSwagger(run, { version: '3.1' })],
    ['getInputSchema', () => getInputSchema(run)],
    ['getOutputSchema', () => getOutputSchema(run)],
    ['checkConsumer', () => checkConsumer(run, 'power-bi')],
  ])('is none that %s could wait for', (name, call) => {
    expect(call).toThrow(SchemaDefinitionError)
    expect(call).toThrow(`${name} cannot wait for a custom type that is asynchronous; await ${name}Async instead`)
  })

  it('is waited for by the functions that these name', async () => {
    expect(await decodePayloadAsync(run, good)).toEqual({ data: value })
    expect(await validatePayloadAsync(run, good)).toEqual({ value: { data: value } })
    expect((await validatePayloadAsync(run, bad)).issues).toHaveLength(1)
    await expect(decodePayloadAsync(run, bad)).rejects.toThrow('expected a key')
    const document = await generateSwaggerAsync(run, { version: '3.1' })
    expect(document.components?.schemas).toMatchObject({
      ServiceInput: await getInputSchemaAsync(run).then(({ type: kind }) => ({ type: kind })),
    })
    expect(await getOutputSchemaAsync(run)).toHaveProperty('example')
    expect(await checkConsumerAsync(run, 'power-bi')).toMatchObject({ ok: false })
  })

  it('has its versions at once', () => {
    expect(getSupportedVersions(run)).toEqual(['2.0', '3.0', '3.1'])
  })

  it('is a promise as a Standard Schema, whose results may be some', async () => {
    const validated = payloadSchema(run)['~standard'].validate(bad)
    expect(validated).toHaveProperty('then')
    expect((await validated).issues).toHaveLength(1)
    expect(() => payloadSchema(run)['~standard'].jsonSchema.input({ target: 'draft-07' })).toThrow('asynchronously')
  })
})

it.each([
  ['a list', new StandardPythonParameterType([new Remote(1)]), [5]],
  ['an object', new StandardPythonParameterType({ a: new Remote(1) }), { a: 5 }],
])('a type of %s that holds an asynchronous one cannot wait for it either', (_, type, data) => {
  expect(() => type.deserializeInput(data)).toThrow(
    "deserializeInput cannot wait for a custom type that is asynchronous; await type['~standard'].validate(value) instead",
  )
  expect(() => type.inputToSwagger()).toThrow(
    'inputToSwagger cannot wait for a custom type that is asynchronous; await generateSwaggerAsync(run) instead',
  )
})

it('an option that does not exist is refused by the asynchronous functions, too', async () => {
  const run = inputSchema('data', new Remote(1))((data: string) => data)
  await expect(decodePayloadAsync(run, { data: 1 }, { limit: 1 } as never)).rejects.toThrow('there is no option "limit"')
  await expect(validatePayloadAsync(run, { data: 1 }, { limit: 1 } as never)).rejects.toThrow('there is no option "limit"')
  await expect(generateSwaggerAsync(run, { versoin: '3.1' } as never)).rejects.toThrow('did you mean version?')
})
