import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { type Documents, documentAnswer, generateDocuments } from '../../adapters/documents.js'
import { sendAnswer } from '../../adapters/fastify-reply.js'
import { schemeOfNode } from '../../adapters/node-request.js'
import { RequestError } from '../../adapters/request-error.js'
import type { SwaggerVersion } from '../../description/swagger-schema.js'
import type { ServiceInfo } from '../../document/service-model.js'
import type { RunFunction } from '../../run/run-schema.js'
import { sendRefusal } from '../answers.js'

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
export async function documentsOf(run: RunFunction, info: ServiceInfo, appRoot: string | undefined): Promise<Documents> {
  const versions = Object.keys(files) as SwaggerVersion[]
  const own = new Map(versions.map((version) => [version, appRoot === undefined ? undefined : userDocument(appRoot, files[version])]))
  const generated = await generateDocuments(run, info, (version) => own.get(version) === undefined)
  return new Map(
    versions.flatMap((version) => {
      const file = own.get(version)
      const document = file === undefined ? generated.get(version) : { https: file, http: file }
      return document === undefined ? [] : [[version, document] as const]
    }),
  )
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
export function addDocuments(server: FastifyInstance, documents: Documents): void {
  server.get('/swagger.json', (request, reply) => {
    const { version } = request.query as { version?: unknown }
    try {
      return sendAnswer(reply, documentAnswer(documents, version, schemeOfNode(request.raw)))
    } catch (error) {
      if (error instanceof RequestError) return sendRefusal(reply, error)
      throw error
    }
  })
}
