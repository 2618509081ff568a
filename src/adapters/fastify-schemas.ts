import type { RouteOptions } from 'fastify'
import { type Describing, isDescribing } from '../description/parameter-type-brand.js'
import { encodeResult as encode } from '../encode/encode-result.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { jsonType } from '../json/media-types.js'
import { stringifyJson } from '../json/stringify.js'
import { type NamedArguments, runSchemaOf } from '../run/payload.js'
import { encodeResult } from '../run/result.js'
import type { RunFunction } from '../run/run-schema.js'
import type { BodyTypes } from './body-types.js'
import { decodeRequest, endpointOf, type Incoming, limitsOf, type ValidateOptions } from './endpoint.js'
import { decodeQueryValue, decodeValue } from './parameter-value.js'

/** A schema of ours in a route: the payload of a run, or one parameter type. */
export type OwnSchema = { readonly '~run': RunFunction } | Describing

export function isOwn(schema: unknown): schema is OwnSchema {
  return isDescribing(schema) || isRunSchema(schema)
}

function isRunSchema(schema: unknown): schema is { readonly '~run': RunFunction } {
  return typeof schema === 'object' && schema !== null && '~run' in schema && typeof schema['~run'] === 'function'
}

/** What is ours in the schema of a route. */
export interface OwnParts {
  readonly body: OwnSchema | undefined
  readonly querystring: OwnSchema | undefined
  /** By status: `200`, `2xx`, `default`. */
  readonly responses: ReadonlyMap<string, OwnSchema>
}

/**
 * Splits the schema of a route into what is ours and what is for Fastify's own compilers; undefined where nothing is ours.
 *
 * @throws SchemaDefinitionError for a schema of ours in a place where it says nothing
 */
export function splitSchema(route: Pick<RouteOptions, 'schema' | 'method' | 'url'>): { own: OwnParts; others: object } | undefined {
  const { body, querystring, query, response, ...others } = (route.schema ?? {}) as Record<string, unknown>
  const misplaced = (place: string, why: string) => new SchemaDefinitionError(`schema.${place} of ${route.method} ${route.url} ${why}`)
  for (const place of ['params', 'headers']) {
    if (isOwn(others[place])) throw misplaced(place, 'is a schema of a payload, which can be a body, a querystring or a response')
  }
  const [ownResponses, otherResponses] = splitResponses(response)
  for (const [place, schema] of [
    ['body', body] as const,
    ...otherResponses.map(([status, given]) => [`response.${status}`, given] as const),
  ]) {
    if (holdsOwnContent(schema)) throw misplaced(place, 'has a schema of a payload by content-type; let it be the schema itself')
  }
  for (const [status, schema] of ownResponses) {
    if (isRunSchema(schema) && runSchemaOf(schema['~run']).output === undefined)
      throw misplaced(`response.${status}`, 'is the schema of a run without an output schema, which says nothing of what it answers')
  }
  const ownQuery = [querystring, query].find(isOwn)
  if (ownQuery !== undefined && isDescribing(ownQuery) && ownQuery['~description'].kind !== 'object')
    throw misplaced('querystring', 'is a parameter type that describes no object; a query has names')
  const own = { body: isOwn(body) ? body : undefined, querystring: ownQuery, responses: new Map(ownResponses) }
  if (own.body === undefined && ownQuery === undefined && ownResponses.length === 0) return undefined
  // Left out rather than set to undefined, of which Fastify warns.
  const rest = {
    ...others,
    ...(body === undefined || isOwn(body) ? {} : { body }),
    ...(querystring === undefined || isOwn(querystring) ? {} : { querystring }),
    ...(query === undefined || isOwn(query) ? {} : { query }),
    ...(otherResponses.length === 0 ? {} : { response: Object.fromEntries(otherResponses) }),
  }
  return { own, others: rest }
}

function splitResponses(response: unknown): [[string, OwnSchema][], [string, unknown][]] {
  const own: [string, OwnSchema][] = []
  const others: [string, unknown][] = []
  for (const [status, schema] of Object.entries((response ?? {}) as object)) {
    if (isOwn(schema)) own.push([status.toLowerCase(), schema])
    else others.push([status, schema])
  }
  return [own, others]
}

/** Whether a schema by content-type (`{ content: { 'application/json': { schema } } }`) has one of ours in it. */
function holdsOwnContent(schema: unknown): boolean {
  const { content = {} } = (typeof schema === 'object' && schema !== null ? schema : {}) as { content?: object }
  return Object.values(content).some((entry) => isOwn((entry as { schema?: unknown })?.schema))
}

/** What reads a payload from the parts of a request. */
export interface PayloadReader {
  /** The content types of its body. */
  readonly types: BodyTypes
  read(incoming: Incoming, body: Uint8Array): Promise<unknown>
}

/** What reads the payload that a schema describes. */
export function payloadReader(schema: OwnSchema, options: ValidateOptions): PayloadReader {
  if (isRunSchema(schema)) {
    const endpoint = endpointOf(schema['~run'], options)
    return {
      types: endpoint.bodyTypes,
      read: async (incoming, body): Promise<NamedArguments> => decodeRequest(endpoint, incoming, () => body),
    }
  }
  const limits = limitsOf(options)
  return {
    types: [jsonType],
    read: ({ method, query }, body) => (method === 'GET' ? decodeQueryValue(schema, query, limits) : decodeValue(schema, body, limits)),
  }
}

/** Writes a result as JSON by a schema. */
export function writeResult(schema: OwnSchema, result: unknown): string {
  return isRunSchema(schema) ? encodeResult(schema['~run'], result) : stringifyJson(encode(result, schema['~description']))
}
