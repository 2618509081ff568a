import { readVersion, type SwaggerVersion } from '../description/swagger-schema.js'
import { type ServiceInfo, serviceInfoKinds } from '../document/service-model.js'
import { checkOptions } from '../errors/options.js'
import { oneOf, showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { jsonType } from '../json/media-types.js'
import { stringifyJson } from '../json/stringify.js'
import type { RequestHeaders } from '../run/payload.js'
import type { RunFunction } from '../run/run-schema.js'
import { documentOf, getSupportedVersions } from '../run/schemas.js'
import type { Answer } from './problem.js'
import { RequestError } from './request-error.js'

/** What a request came by, as far as that can be told. */
export type Scheme = 'http' | 'https'

/** The documents of a run, as JSON, by their versions, for those who ask by each scheme. */
export type Documents = ReadonlyMap<SwaggerVersion, Readonly<Record<Scheme, string>>>

/**
 * Makes the documents of a run, in all versions that can say what its samples show.
 *
 * @param isWanted whether a version is to be made at all
 * @throws TypeError at once for an option that does not exist; SchemaDefinitionError, likewise unless a custom type says asynchronously what it is
 */
export function generateDocuments(
  run: RunFunction,
  info: ServiceInfo,
  isWanted: (version: SwaggerVersion) => boolean = () => true,
): Promise<Documents> {
  checkOptions(info, serviceInfoKinds, TypeError)
  const versions = getSupportedVersions(run).filter(isWanted)
  const made = versions.map((version) => [version, documentOf(run, { ...info, version }, 'bigints')] as const)
  const written = made.map(
    async ([version, document]) => [version, byScheme(stringifyJson((await document) as unknown as JsonValue))] as const,
  )
  const documents = Promise.all(written).then((entries): Documents => new Map(entries))
  // Who asks for a document hears of it; before that it is no reason for a process to end.
  documents.catch(() => {})
  return documents
}

/** Viewers try requests by the first scheme that Swagger 2.0 lists. */
function byScheme(https: string): Readonly<Record<Scheme, string>> {
  // No text within a document has these characters: there, quotes are escaped.
  return { https, http: https.replace('"schemes":["https","http"]', '"schemes":["http","https"]') }
}

/**
 * The scheme that a client sent its request by: what a proxy says of it, else how it came here. Who came through a proxy that says nothing
 * is taken to have come by https.
 */
export function schemeOf(headers: RequestHeaders, own: Scheme): Scheme {
  const [said] = String(headers['x-forwarded-proto'] ?? '').split(',')
  const scheme = said?.trim().toLowerCase()
  if (scheme === 'http' || scheme === 'https') return scheme
  return ['via', 'forwarded', 'x-forwarded-for'].some((name) => headers[name] !== undefined) ? 'https' : own
}

/**
 * The document of a version: 2, 2.0, 3, 3.0 or 3.1; 2.0 where nothing is asked for.
 *
 * @param scheme what the request came by
 * @throws RequestError 404
 */
export function documentAnswer(documents: Documents, version: unknown = '2.0', scheme: Scheme = 'https'): Answer {
  const known = readVersion(version)
  const document = known === undefined ? undefined : documents.get(known)
  if (document !== undefined) return { status: 200, headers: { 'content-type': `${jsonType}; charset=utf-8` }, body: document[scheme] }
  const reason = known === undefined ? 'is none' : 'cannot say what the samples show'
  throw new RequestError(404, `Version ${showValue(version)} ${reason}; there is a document in ${oneOf([...documents.keys()])}`)
}
