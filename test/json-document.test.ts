import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  generateSwagger,
  getInputSchema,
  getOutputSchema,
  inputSchema,
  int,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  type RunFunction,
  SchemaDefinitionError,
  StandardPythonParameterType,
  type SwaggerDocument,
  type SwaggerSchema,
} from '../src/index.js'
import { exampleProblem } from './support/schemas.js'

const powerBi = inputSchema(
  'Inputs',
  new StandardPythonParameterType({ input1: new PandasParameterType([{ age: 25, name: 'Sarah' }]) }),
)(
  inputSchema(
    'GlobalParameters',
    new StandardPythonParameterType({ threshold: 0.5, top: int(3) }),
  )(
    outputSchema(new StandardPythonParameterType({ Results: new NumpyParameterType([[0.5]]) }))(
      (Inputs: unknown, GlobalParameters: unknown) => ({ Results: [Inputs === GlobalParameters ? 1 : 0] }),
    ),
  ),
)

async function problemsOf(document: SwaggerDocument): Promise<unknown> {
  const result = await new Validator().validate({ ...structuredClone(document) })
  return result.valid ? undefined : result.errors
}

describe('the document', () => {
  it('is Swagger 2.0', async () => {
    const document = generateSwagger(powerBi)
    expect(document.swagger).toBe('2.0')
    expect(await problemsOf(document)).toBeUndefined()
  })

  it('has the paths and operations that Azure ML publishes', () => {
    const { paths } = generateSwagger(powerBi)
    expect(
      Object.entries(paths).map(([path, item]) => `${path} ${Object.keys(item)} ${item.get?.operationId ?? item.post?.operationId}`),
    ).toEqual(['/ get ServiceHealthCheck', '/score post RunMLService', '/swagger.json get GetSwaggerSpec'])
  })

  it('asks for a Bearer token on the score path', () => {
    const document = generateSwagger(powerBi)
    expect(document.securityDefinitions).toMatchObject({ Bearer: { type: 'apiKey', name: 'Authorization', in: 'header' } })
    expect(document.paths['/score']?.post?.security).toEqual([{ Bearer: [] }])
  })

  it('has the shape that Power BI reads', () => {
    const { ServiceInput, ServiceOutput } = generateSwagger(powerBi).definitions ?? {}
    expect([Object.keys(ServiceInput?.properties ?? {}), ServiceInput?.example]).toEqual([
      ['Inputs', 'GlobalParameters'],
      { Inputs: { input1: [{ age: 25, name: 'Sarah' }] }, GlobalParameters: { threshold: 0.5, top: 3 } },
    ])
    expect([Object.keys(ServiceOutput?.properties ?? {}), ServiceOutput?.example]).toEqual([['Results'], { Results: [[0.5]] }])
  })

  it('holds the schemas that getInputSchema and getOutputSchema give', () => {
    expect(generateSwagger(powerBi).definitions).toMatchObject({
      ServiceInput: getInputSchema(powerBi),
      ServiceOutput: getOutputSchema(powerBi),
    })
  })

  it('says what an error answer is', () => {
    expect(generateSwagger(powerBi).definitions?.['ErrorResponse']).toMatchObject({
      type: 'object',
      properties: { status_code: { type: 'integer', format: 'int32' }, message: { type: 'string' } },
    })
  })

  it('has an example for a run without schemas as well', async () => {
    const document = generateSwagger((data: unknown) => data)
    expect(document.definitions).toMatchObject({
      ServiceInput: { type: 'object', example: {} },
      ServiceOutput: { type: 'object', example: {} },
    })
    expect(await problemsOf(document)).toBeUndefined()
  })

  it('leaves out a required list that would be empty', () => {
    const run = inputSchema('data', new StandardPythonParameterType({ empty: {}, list: [{ a: 1 }, { b: 2 }] }))((data: unknown) => data)
    expect(JSON.stringify(generateSwagger(run))).not.toContain('"required":[]')
  })
})

describe('what the author says of the service', () => {
  it('stands in the info', () => {
    expect(generateSwagger(powerBi, { serviceName: 'score diabetes', serviceVersion: '7' }).info).toMatchObject({
      title: 'score diabetes',
      version: '7',
    })
  })

  it.each([
    ['api/v1', '/api/v1'],
    ['/api/v1/', '/api/v1'],
    ['//api', '/api'],
    ['/', ''],
    ['', ''],
  ])('has a path prefix with one slash before and none after (%j)', (pathPrefix, expected) => {
    expect(Object.keys(generateSwagger(powerBi, { pathPrefix }).paths)).toEqual([
      `${expected}/`,
      `${expected}/score`,
      `${expected}/swagger.json`,
    ])
  })

  it.each(['größe "quoted" \\ </script>', '😀\u2028', '__proto__', 'a b%20c'])('may have odd characters: %j', async (text) => {
    const document = generateSwagger(powerBi, { serviceName: text, serviceVersion: text, pathPrefix: text })
    expect([document.info.title, document.info.version, Object.keys(document.paths)[1]]).toEqual([text, text, `/${text}/score`])
    expect(await problemsOf(document)).toBeUndefined()
  })
})

describe('samples that Swagger 2.0 cannot say', () => {
  it.each([
    ['a mixed list', new StandardPythonParameterType([1, 'a'])],
    ['a mixed list inside', new StandardPythonParameterType({ a: [{ b: [1, 'a'] }] })],
    ['rows of mixed cells without names', new PandasParameterType([{ a: 1, b: 'x' }], { orient: 'values' })],
  ])('are refused: %s', (_, type) => {
    const run = inputSchema('data', type)((data: unknown) => data)
    expect(() => generateSwagger(run)).toThrow(SchemaDefinitionError)
    expect(() => generateSwagger(run)).toThrow('Swagger 2.0 cannot say what the samples show')
  })

  it('stand as the nearest number towards zero: integers beyond 2^53 in examples', () => {
    const run = inputSchema('data', new StandardPythonParameterType([2n ** 63n - 1n, -(2n ** 53n) - 1n]))((data: unknown) => data)
    expect(getInputSchema(run).example).toEqual({ data: [2 ** 63 - 1024, -(2 ** 53)] })
  })
})

describe('every document', () => {
  const own: SwaggerSchema = { type: 'object', properties: { a: { type: 'number' } }, example: { a: 1 } }
  class Own extends AbstractParameterType {
    override deserializeInput(input: unknown): unknown {
      return input
    }
    override inputToSwagger(): SwaggerSchema {
      return own
    }
  }
  const runs: [string, RunFunction][] = [
    ['a Power BI run', powerBi],
    ['a run with a custom type', inputSchema('data', new StandardPythonParameterType([new Own(1)]))((data: unknown) => data)],
    ['a run without schemas', (data: unknown) => data],
  ]

  /** Changes every object and array inside a value. */
  function spoil(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    for (const item of Object.values(value)) spoil(item)
    if (Array.isArray(value)) value.push('spoilt')
    else Object.assign(value, { spoilt: true })
  }

  it.each(runs)('is a fresh object: changing one changes nothing (%s)', (_, run) => {
    const before = structuredClone(generateSwagger(run))
    for (const document of [generateSwagger(run), getInputSchema(run), getOutputSchema(run)]) spoil(document)
    expect(generateSwagger(run)).toEqual(before)
    expect(own.example).toEqual({ a: 1 })
  })

  it.each(runs)('has examples that its schemas accept (%s)', (_, run) => {
    const { ServiceInput = {}, ServiceOutput = {} } = generateSwagger(run).definitions ?? {}
    expect([exampleProblem(ServiceInput), exampleProblem(ServiceOutput)]).toEqual([undefined, undefined])
  })
})
