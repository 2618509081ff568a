import type { OpenAPIV2, OpenAPIV3, OpenAPIV3_1 } from 'openapi-types'
import { describe, expectTypeOf, it } from 'vitest'
import { createClient } from '../../src/client/index.js'
import { generateSwagger, inputSchema, NumpyParameterType, type SwaggerVersion } from '../../src/index.js'

const run = inputSchema('data', new NumpyParameterType([1]))((data) => data)

describe('a document has the type that the tools of OpenAPI know it by', () => {
  it('of each version', () => {
    const v20: OpenAPIV2.Document = generateSwagger(run, { version: '2.0' })
    const v30: OpenAPIV3.Document = generateSwagger(run, { version: '3.0' })
    const v31: OpenAPIV3_1.Document = generateSwagger(run, { version: '3.1' })
    const usual: OpenAPIV2.Document = generateSwagger(run)
    expectTypeOf([v20, usual]).toEqualTypeOf<OpenAPIV2.Document[]>()
    expectTypeOf(v30.openapi).toBeString()
    expectTypeOf(v31.openapi).toBeString()
  })

  it('and not that of another', () => {
    // @ts-expect-error -- Swagger 2.0 has definitions, not components
    const v30: OpenAPIV3.Document = generateSwagger(run, { version: '2.0' })
    // @ts-expect-error -- OpenAPI 3.0 has no swagger
    const v20: OpenAPIV2.Document = generateSwagger(run, { version: '3.0' })
    // @ts-expect-error -- types of 3.1 may be lists
    const older: OpenAPIV3.Document = generateSwagger(run, { version: '3.1' })
    expectTypeOf([v20, v30, older]).toBeArray()
  })

  it('with paths, which 3.1 allows to lack', () => {
    expectTypeOf(generateSwagger(run, { version: '3.1' }).paths).toEqualTypeOf<OpenAPIV3_1.PathsObject>()
    expectTypeOf(generateSwagger(run, { version: '3.1' }).components?.schemas).toEqualTypeOf<
      Record<string, OpenAPIV3_1.SchemaObject> | undefined
    >()
  })

  it('of one of several versions, where which is known only when it runs', () => {
    const version = '3.1' as SwaggerVersion
    expectTypeOf(generateSwagger(run, { version })).toExtend<OpenAPIV2.Document | OpenAPIV3.Document | OpenAPIV3_1.Document>()
  })

  it('from a client, too', () => {
    const client = createClient('http://localhost:5001')
    expectTypeOf(client.document('3.1')).resolves.toExtend<OpenAPIV3_1.Document>()
    expectTypeOf(client.document('3.0')).resolves.toExtend<OpenAPIV3.Document>()
    expectTypeOf(client.document()).resolves.toExtend<OpenAPIV2.Document>()
  })
})
