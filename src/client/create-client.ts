import { checkOptions } from '../errors/options.js'
import { showValue } from '../errors/show.js'
import { arrowStreamType, jsonType } from '../json/media-types.js'
import { isRecord } from '../json/own.js'
import { stringifyJson } from '../json/stringify.js'
import { isBytes } from '../json/typed-array.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import type { InputTypes, Received } from '../run/define-run.js'
import type { RunFunction } from '../run/run-schema.js'
import type { Answered } from './answered.js'
import { type Answer, endpointError, readAnswer } from './answers.js'
import { type Call, exchange } from './exchange.js'
import {
  type ArrowCallOptions,
  arrowCallOptions,
  type ClientOptions,
  type ClientSchemas,
  callOptions,
  clientOptions,
  type SchemaClientOptions,
  type ScoringClient,
} from './options.js'
import { writePayload } from './payloads.js'
import type { SendableInputs, SendablePayload } from './sendable.js'

/**
 * Makes a client of a scoring service. What it takes and gives is typed: by the type of `run`, or by the very `schemas` that
 * `defineRun` takes.
 *
 * With `schemas`, payloads are written and answers read by the types of the service: an answer is what its output type describes
 * (an `NdArray`, Dates, an Arrow Table, …). Without, values are written by what they are, and an answer is its JSON. Integers beyond
 * 2^53 keep their digits either way.
 *
 * @param url the scoring URL itself, `https://…/score`
 * @throws TypeError for a URL that cannot be called, and for an option that does not exist or cannot be what it is
 * @example
 * ```ts
 * const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]) } }, ({ data }) => data.shape)
 * const server = await createServer({ run })
 * const client = createClient<typeof run>(`${await server.listen({ host: '127.0.0.1', port: 0 })}/score`, { key: 'secret' })
 * await client.score({ data: [[3, 4], [5, 6]] }) // [2, 2]
 * await server.close()
 * ```
 */
export function createClient<const Types extends InputTypes, Output extends AbstractParameterType = AbstractParameterType>(
  url: string | URL,
  options: SchemaClientOptions<Types, Output>,
): ScoringClient<SendableInputs<Types>, Received<Output>>
export function createClient<Run extends RunFunction = RunFunction>(
  url: string | URL,
  options?: ClientOptions,
): ScoringClient<SendablePayload<Run>, Answered<Awaited<ReturnType<Run>>>>
export function createClient(
  url: string | URL,
  options: ClientOptions & { readonly schemas?: ClientSchemas } = {},
): ScoringClient<unknown, unknown> {
  const scoringUrl = readUrl(url)
  checkOptions(options, clientOptions, TypeError)
  const { schemas } = options
  if (schemas !== undefined) checkSchemas(schemas)
  return {
    async score(payload, call: ArrowCallOptions<unknown> = {}) {
      const isArrow = isBytes(payload)
      checkOptions(call, isArrow ? arrowCallOptions : callOptions, TypeError)
      const request = isArrow ? arrowCall(payload, call.parameters) : jsonCall(payload)
      const answer = await exchange(request, options, call)
      return schemas?.output === undefined ? readAnswer(answer) : decodeAnswer(answer, schemas.output)
    },
    async document(version, call = {}) {
      checkOptions(call, callOptions, TypeError)
      const documentUrl = new URL('swagger.json', scoringUrl)
      if (version !== undefined) documentUrl.searchParams.set('version', version)
      return readAnswer(await exchange({ url: documentUrl, method: 'GET' }, options, call)) as never
    },
  }

  function jsonCall(payload: unknown): Call {
    return { url: scoringUrl, method: 'POST', body: stringifyJson(writePayload(payload, schemas)), contentType: jsonType }
  }

  function arrowCall(stream: Uint8Array, parameters: unknown): Call {
    return {
      url: scoringUrl,
      parameters: writePayload(parameters ?? {}, schemas),
      method: 'POST',
      // A copy, so that every try sends the same, and one of memory that is not shared, which fetch asks for.
      body: new Uint8Array(stream),
      contentType: arrowStreamType,
    }
  }
}

function readUrl(url: string | URL): URL {
  let read: URL
  try {
    read = new URL(url)
  } catch {
    throw new TypeError(`The URL is ${showValue(url)}, expected the whole scoring URL, like "https://host/score"`)
  }
  if (read.protocol !== 'https:' && read.protocol !== 'http:') throw new TypeError(`The URL begins with ${read.protocol}, expected https:`)
  if (read.username !== '' || read.password !== '')
    throw new TypeError('The URL has a user name or password in it, which fetch refuses; give a key')
  return read
}

function checkSchemas({ inputs, output }: ClientSchemas): void {
  if (!isRecord(inputs)) throw new TypeError(`schemas.inputs is ${showValue(inputs)}, expected parameter types by name`)
  for (const [name, type] of Object.entries<unknown>({ ...inputs, ...(output === undefined ? {} : { output }) })) {
    if (!isRecord(type) || typeof type['~encode'] !== 'function')
      throw new TypeError(
        `The type of ${showValue(name)} is ${showValue(type)}, expected a parameter type like new NumpyParameterType(sample)`,
      )
  }
}

/** An answer as its type describes it. */
async function decodeAnswer(answer: Answer, output: AbstractParameterType): Promise<unknown> {
  const validate = (given: Answer) => output['~standard'].validate(readAnswer(given))
  const { text, secrets } = answer
  const read = await validate(answer)
  if (read.issues === undefined) return read.value
  // Issues quote what came, shortened: it must be without secrets before.
  const shown = secrets.hide(text)
  const [issue] = (shown === text ? read : await validate({ ...answer, text: shown })).issues ?? []
  const problem = issue === undefined ? '' : `: ${issue.message.replace(/^the payload /, 'the answer ')}`
  throw endpointError(answer, `The answer is not what the output type describes${problem}`)
}
