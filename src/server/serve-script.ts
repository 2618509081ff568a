import { resolve } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { sendError } from './answers.js'
import { createServer } from './create-server.js'
import { type EntryScript, EntryScriptError, loadEntryScript, messageOf } from './entry-script.js'
import { UserDocumentError } from './routes/documents.js'
import { tagConsole } from './script-console.js'
import type { ServeSettings } from './settings.js'

/** A script that answers requests. */
export interface RunningScript {
  readonly script: EntryScript
  /** Where it answers: http://127.0.0.1:5001 */
  readonly address: string
  /** Finishes what is being scored, takes nothing new; what takes longer than the grace time is given up. */
  close(): Promise<void>
}

/** The port is taken, or not ours to take. */
export class ListenError extends Error {}

/**
 * Loads a script, calls its `init`, and answers requests with it.
 *
 * @throws EntryScriptError when the script fails to start, ListenError
 */
export async function serveScript(settings: ServeSettings): Promise<RunningScript> {
  const { entry, host, port, healthPort } = settings
  if (settings.modelDirectory !== undefined) process.env['AZUREML_MODEL_DIR'] = resolve(settings.modelDirectory)
  const script = await loadEntryScript(entry)
  await step(`init of ${entry} failed`, () => script.init?.())
  const server = await step(`${entry} cannot be described`, () => createServer(script, serverOptions(settings)))
  const restoreConsole = tagConsole()
  // What a script leaves unhandled, after its answer too, is no reason to take the answer from everybody else.
  const unhandled = (error: unknown) => server.log.error({ err: error }, 'the scoring script left a rejection unhandled')
  process.on('unhandledRejection', unhandled)
  const address = await listen(server, host, port)
  const health = healthPort === undefined ? undefined : await serveHealth(host, healthPort)
  return {
    script,
    address,
    close: async () => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((done) => {
        timer = setTimeout(done, settings.grace)
      })
      await Promise.race([Promise.all([server.close(), health?.close()]), late])
      clearTimeout(timer)
      process.off('unhandledRejection', unhandled)
      restoreConsole()
    },
  }
}

function serverOptions(settings: ServeSettings) {
  const { cors, scoringTimeout, appRoot, showsVersion, docs, metrics, limits, serviceName, serviceVersion, pathPrefix } = settings
  return {
    logger: { level: settings.logLevel, stream: process.stderr },
    ...{ cors, scoringTimeout, appRoot, showsVersion, docs, metrics, limits },
    ...(serviceName === undefined ? {} : { serviceName }),
    ...(serviceVersion === undefined ? {} : { serviceVersion }),
    ...(pathPrefix === undefined ? {} : { pathPrefix }),
  }
}

async function step<T>(failure: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const message = error instanceof UserDocumentError ? error.message : `${failure}: ${messageOf(error)}`
    throw new EntryScriptError(message, { cause: error })
  }
}

async function listen(server: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await server.listen({ host, port, listenTextResolver: (at) => `listening at ${at}` })
  } catch (error) {
    throw new ListenError(`cannot listen on ${host}:${port}: ${messageOf(error)}`)
  }
}

/** A server of its own that tells that this one is up, for probes that are not to reach the other. */
async function serveHealth(host: string, port: number): Promise<FastifyInstance> {
  const server = fastify({ forceCloseConnections: 'idle' })
  server.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send('Healthy'))
  await listen(server as unknown as FastifyInstance, host, port)
  return server as unknown as FastifyInstance
}

/** Answers everything with 503 and why the script cannot be started. */
export async function listenForFailure(host: string, port: number, failure: string): Promise<FastifyInstance> {
  const server = fastify({ forceCloseConnections: 'idle' }) as unknown as FastifyInstance
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (_request, _payload, done) => done(null))
  server.setNotFoundHandler((_request, reply) => sendError(reply, 503, failure))
  await listen(server, host, port)
  return server
}
