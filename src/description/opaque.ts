import type { SwaggerSchema, SwaggerVersion, WrittenSchema } from './swagger-schema.js'

/** The part of a custom parameter type that the readings call. */
export interface OpaqueType {
  readonly sampleInput: unknown
  deserializeInput(input: unknown): unknown
  inputToSwagger(): SwaggerSchema | Promise<SwaggerSchema>
  supportedVersions(): readonly SwaggerVersion[]
  /** Its schema in each version of OpenAPI, where one in Swagger 2.0 would not say all. */
  readonly '~schemas'?: Readonly<Record<SwaggerVersion, WrittenSchema>>
}

const ownExample: unique symbol = Symbol.for('inference-schema:own-example') as never

/** Stands in an example for what a custom type will say when it is asked for its schema. */
export interface OwnExample {
  readonly [ownExample]: OpaqueType
}

/** The example of a custom type, to be filled in by {@link ownExampleType}'s schema. */
export function createOwnExample(type: OpaqueType): OwnExample {
  return { [ownExample]: type }
}

/** The custom type that an example waits for; undefined for any other example. */
export function ownExampleType(example: unknown): OpaqueType | undefined {
  return typeof example === 'object' && example !== null && ownExample in example ? (example as OwnExample)[ownExample] : undefined
}
