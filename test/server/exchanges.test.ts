// What the Python server answered over real sockets, replayed against ours: each group is a script with its settings.
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../support/cli.js'
import { inlined } from '../support/schemas.js'

interface Exchange {
  readonly id: string
  readonly script: string
  readonly start: { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Record<string, string>
    readonly bodyBase64: string | null
  }
  readonly expect: Expectation
}

interface Expectation {
  readonly status: number
  readonly json?: unknown
  readonly data?: unknown
  readonly bodyBase64?: string
  readonly contentType?: string
  readonly swagger?: { paths: string[]; title: string; version: string; ServiceInput: unknown; ServiceOutput: unknown }
  readonly openapi?: string
  readonly message?: boolean
  readonly issues?: boolean
  readonly failed?: string
  /** Whether `run` returned. */
  readonly ran?: boolean
  /** Digits of integers that JSON.parse rounds. */
  readonly contains?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

const folder = new URL('../fixtures/http/', import.meta.url)
/** Where the scripts are: beside the exchanges, or in the project that has the packed package. */
const scripts = process.env['PACKED_SCRIPTS'] ?? fileURLToPath(folder)
const exchanges = ['exchanges.json', 'results.json'].flatMap(
  (file) => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { exchanges: Exchange[] }).exchanges,
)
const groups = new Map<string, Exchange[]>()
for (const exchange of exchanges) {
  const name = `${exchange.script} ${JSON.stringify(exchange.start)}`
  groups.set(name, [...(groups.get(name) ?? []), exchange])
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function send(address: string, { method, path, headers, bodyBase64 }: Exchange['request']): Promise<Answer> {
  const url = new URL(address)
  return new Promise((resolve, reject) => {
    // Each on a connection of its own, as they were recorded.
    const request = httpRequest({ host: url.hostname, port: url.port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }))
    })
    request.on('error', reject)
    request.end(bodyBase64 === null ? undefined : Buffer.from(bodyBase64, 'base64'))
  })
}

function check(answer: Answer, { request, expect: expected }: Exchange): void {
  expect(answer.status, answer.body.toString().slice(0, 300)).toBe(expected.status)
  const json = () => JSON.parse(answer.body.toString()) as Record<string, unknown>
  if ('json' in expected) expect(json()).toEqual(expected.json)
  if ('data' in expected) {
    const { data } = json()
    expect(request.method === 'GET' && typeof data === 'string' ? JSON.parse(data) : data).toEqual(expected.data)
  }
  if (expected.bodyBase64 !== undefined) expect(answer.body.toString('base64')).toBe(expected.bodyBase64)
  if (expected.contentType !== undefined) expect(answer.headers['content-type']?.toString().split(';')[0]).toBe(expected.contentType)
  for (const digits of expected.contains ?? []) expect(answer.body.toString()).toContain(digits)
  if (expected.ran !== undefined) expect('x-ms-run-fn-exec-ms' in answer.headers).toBe(expected.ran)
  if (expected.message === true) expect(json()).toMatchObject({ message: expect.stringMatching(/./) })
  if (expected.issues === true) {
    const issues = json()['issues'] as { path: unknown; message: string }[]
    expect(issues.length).toBeGreaterThan(0)
    for (const issue of issues) expect(issue).toMatchObject({ path: expect.any(Array), message: expect.stringMatching(/./) })
  }
  if (expected.failed !== undefined)
    expect(String(answer.headers['x-ms-run-function-failed']).toLowerCase()).toBe(expected.failed.toLowerCase())
  if (expected.swagger !== undefined) checkSwagger(json(), expected.swagger)
  if (expected.openapi !== undefined) checkOpenApi(json(), expected.openapi)
  checkHeaders(answer, request, expected.headers ?? {})
}

function checkHeaders({ headers }: Answer, request: Exchange['request'], expected: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(expected)) {
    if (value === '<guid>') expect(headers[name], name).toMatch(guid)
    else expect(headers[name], name).toBe(value)
  }
  if ('Origin' in request.headers && !('access-control-allow-origin' in expected))
    expect(headers['access-control-allow-origin']).toBeUndefined()
}

function checkSwagger(document: Record<string, unknown>, expected: NonNullable<Expectation['swagger']>): void {
  const { info, paths, definitions } = document as { info: object; paths: object; definitions: Record<string, unknown> }
  expect(Object.keys(paths)).toEqual(expected.paths)
  expect(info).toMatchObject({ title: expected.title, version: expected.version })
  expect(definitions['ServiceInput']).toEqual(expected.ServiceInput)
  expect(definitions['ServiceOutput']).toEqual(expected.ServiceOutput)
}

function checkOpenApi(document: Record<string, unknown>, version: string): void {
  const { openapi, components } = document as { openapi: string; components: { schemas: Record<string, Record<string, unknown>> } }
  expect(openapi.startsWith(version)).toBe(true)
  const { example, examples, ...schema } = inlined(components.schemas['ServiceInput'] ?? {}, document)
  const ajv = addFormats.default(new Ajv({ strict: false, logger: false }))
  expect(ajv.validate(schema, example ?? (examples as unknown[])[0]), ajv.errorsText()).toBe(true)
}

describe.each([...groups])('%s', (_, group) => {
  const [{ script, start }] = group as [Exchange]
  const flags = start.args.map((arg) => (arg === '--access_control_allow_origins' ? '--cors' : arg))
  let server: Promise<RunningServer> | undefined

  it.each(group.map((exchange) => [exchange.id, exchange] as const))('%s', async (_id, exchange) => {
    server ??= startServer([join(scripts, `${script}.mjs`), ...flags], { env: start.env })
    check(await send((await server).address, exchange.request), exchange)
  })
})
