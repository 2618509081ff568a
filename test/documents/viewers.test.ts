import { describe, expect, it } from 'vitest'
import {
  defineRun,
  generateSwagger,
  inputSchema,
  NumpyParameterType,
  PandasParameterType,
  type RunFunction,
  StandardPythonParameterType,
} from '../../src/index.js'

const versions = ['3.0', '3.1'] as const
type Operation = { requestBody: { content: Record<string, object> }; responses: Record<string, { content: Record<string, object> }> }

const score = (run: RunFunction, version: '3.0' | '3.1') =>
  (generateSwagger(run, { version }).paths as unknown as Record<string, { post: Operation }>)['/score']?.post as Operation

describe.each(versions)('what viewers show of OpenAPI %s', (version) => {
  it('is the example, also where they look for it beside the schema', () => {
    const frame = new PandasParameterType([{ a: 1 }])
    const { requestBody, responses } = score(
      defineRun({ inputs: { frame }, output: frame }, ({ frame }) => frame),
      version,
    )
    expect(requestBody.content['application/json']).toMatchObject({ example: { frame: [{ a: 1 }] } })
    expect(responses['200']?.content['application/json']).toMatchObject({ example: [{ a: 1 }] })
  })

  it('is no example where there is none, or one that they cannot read', () => {
    const { requestBody, responses } = score((data: unknown) => data, version)
    for (const content of [requestBody.content, responses['200']?.content])
      expect(content?.['application/json']).not.toHaveProperty('example')
    const reference = inputSchema('data', new StandardPythonParameterType({ $ref: 'x' }))((data: unknown) => data)
    expect(score(reference, version).requestBody.content['application/json']).not.toHaveProperty('example')
  })

  it('is not twice as much where the example is large', () => {
    const large = new NumpyParameterType(Array.from({ length: 5000 }, (_, index) => index))
    const run = defineRun({ inputs: { large } }, ({ large }) => large)
    expect(score(run, version).requestBody.content['application/json']).not.toHaveProperty('example')
    expect(JSON.stringify(generateSwagger(run, { version })).length).toBeLessThan(40_000)
  })

  it('asks for the key as it is: they write "Bearer " themselves', () => {
    const { components } = generateSwagger((data: unknown) => data, { version })
    expect(components?.securitySchemes?.['Bearer']).toMatchObject({
      type: 'http',
      scheme: 'bearer',
      description: expect.not.stringContaining('Bearer'),
    })
    expect(generateSwagger((data: unknown) => data).securityDefinitions?.['Bearer']?.description).toContain('Bearer abc123')
  })
})
