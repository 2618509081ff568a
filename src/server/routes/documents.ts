import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { readVersion, type SwaggerVersion } from '../../description/swagger-schema.js'
import type { ServiceInfo } from '../../document/service-model.js'
import { oneOf, showValue } from '../../errors/show.js'
import type { RunFunction } from '../../run/run-schema.js'
import { generateSwagger, getSupportedVersions } from '../../run/schemas.js'
import { sendError, sendJson } from '../answers.js'

/** The files that stand in the place of generated documents, the first that exists for each version. */
const files: Readonly<Record<SwaggerVersion, readonly string[]>> = {
  '2.0': ['swagger.json', 'swagger2.json'],
  '3.0': ['swagger3.json'],
  '3.1': ['swagger3.1.json'],
}

/** A user's document cannot be read, which is told when the server is made, not when it is asked for it. */
export class UserDocumentError extends Error {}

/**
 * The documents of a run by their versions: the user's own where there are any, else generated.
 *
 * @throws UserDocumentError
 */
export async function documentsOf(run: RunFunction, info: ServiceInfo, appRoot: string | undefined): Promise<Map<SwaggerVersion, string>> {
  const documents = new Map<SwaggerVersion, string>()
  for (const version of Object.keys(files) as SwaggerVersion[]) {
    const own = appRoot === undefined ? undefined : userDocument(appRoot, files[version])
    if (own !== undefined) documents.set(version, own)
    else if (getSupportedVersions(run).includes(version)) {
      documents.set(version, JSON.stringify(await generateSwagger(run, { ...info, version })))
    }
  }
  return documents
}

function userDocument(folder: string, names: readonly string[]): string | undefined {
  const file = names.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (file === undefined) return undefined
  try {
    const text = readFileSync(file, 'utf8')
    JSON.parse(text)
    return text
  } catch (error) {
    throw new UserDocumentError(`${file} cannot be served: ${(error as Error).message}`)
  }
}

/** `GET /swagger.json?version=`: 2, 2.0, 3, 3.0 or 3.1; 2.0 where nothing is asked for. */
export function addDocuments(server: FastifyInstance, documents: ReadonlyMap<SwaggerVersion, string>): void {
  server.get('/swagger.json', (request, reply) => {
    const { version = '2.0' } = request.query as { version?: unknown }
    const known = readVersion(version)
    const document = known === undefined ? undefined : documents.get(known)
    if (document !== undefined) return sendJson(reply, 200, document)
    const asked = showValue(version)
    const reason = known === undefined ? 'is none' : 'cannot say what the samples show'
    return sendError(reply, 404, `Version ${asked} ${reason}; there is a document in ${oneOf([...documents.keys()])}`)
  })
}
