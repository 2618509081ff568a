// What parsers before an adapter leave of a body, in Express and Koa.
import { createServer, request as httpRequest, type RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { Float64, Table, tableToIPC, vectorFromArray } from 'apache-arrow'
import express from 'express'
import express4 from 'express4'
import Koa from 'koa'
import { koaBody } from 'koa-body'
import bodyParser from 'koa-bodyparser'
import { afterEach, describe, expect, it } from 'vitest'
import { score } from '../../src/adapters/express.js'
import { score as scoreKoa } from '../../src/adapters/koa.js'
import { defineRun, NumpyParameterType, PandasParameterType, type RunFunction } from '../../src/index.js'
import { opened, type Served } from './suite/harness.js'

const int64 = new NumpyParameterType([1], { dtype: 'int64' })
const run = defineRun({ inputs: { data: int64 }, output: int64 }, ({ data }) => data)
const largest = '{"data": [9223372036854775807]}'

let served: Served | undefined
afterEach(() => served?.close())

async function post(app: RequestListener, body: string | Uint8Array<ArrayBuffer>, type = 'application/json'): Promise<string> {
  served = await opened(createServer(app))
  const answer = await fetch(`http://127.0.0.1:${served.port}/`, { method: 'POST', headers: { 'content-type': type }, body })
  return answer.text()
}

/** Posts nothing; with a length, or in chunks of which there are none. */
async function postNothing(app: RequestListener, headers: Record<string, string>): Promise<unknown> {
  served = await opened(createServer(app))
  const { port } = served
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', headers, agent: false }, async (answer) =>
      resolve([answer.statusCode, JSON.parse(await text(answer))]),
    )
    sent.on('error', reject)
    sent.end()
  })
}

const parsers: [string, (run: RunFunction) => RequestListener][] = [
  ['express.json() of Express 4', (run) => express4().use(express4.json()).use(score(run)) as RequestListener],
  ['express.json() of Express 5', (run) => express().use(express.json()).use(score(run))],
  [
    'express.raw()',
    (run) =>
      express()
        .use(express.raw({ type: '*/*' }))
        .use(score(run)),
  ],
  [
    'express.text()',
    (run) =>
      express()
        .use(express.text({ type: '*/*' }))
        .use(score(run)),
  ],
  ['koa-bodyparser', (run) => new Koa().use(bodyParser()).use(scoreKoa(run)).callback()],
  ['koa-body', (run) => new Koa().use(koaBody()).use(scoreKoa(run)).callback()],
]

describe.each(parsers)('an empty POST behind %s is answered', (_, appOf) => {
  const nothing: [string, Record<string, string>][] = [
    ['of length 0', { 'content-type': 'application/json', 'content-length': '0' }],
    ['without chunks', { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }],
  ]

  it.each(nothing)('%s: with 400 by a decorated run', async (_name, headers) => {
    expect(await postNothing(appOf(run), headers)).toMatchObject([400, { message: 'the payload is empty, expected JSON' }])
  })

  it.each(nothing)('%s: by an undecorated run, which gets an empty text', async (_name, headers) => {
    expect(
      await postNothing(
        appOf((data: string) => ({ data })),
        headers,
      ),
    ).toEqual([200, { data: '' }])
  })
})

describe.each([
  ['Express 4', express4 as unknown as typeof express],
  ['Express 5', express],
])('%s', (_, framework) => {
  it('has all digits behind express.raw and express.text', async () => {
    const type = 'application/json'
    expect(await post(framework().use(framework.raw({ type }), score(run)), largest)).toBe('[9223372036854775807]')
    expect(await post(framework().use(framework.text({ type }), score(run)), largest)).toBe('[9223372036854775807]')
  })

  it('has all digits behind express.json that keeps the bytes', async () => {
    const parser = framework.json({
      verify: (request, _response, bytes) => {
        Object.assign(request, { rawBody: bytes })
      },
    })
    expect(await post(framework().use(parser, score(run)), largest)).toBe('[9223372036854775807]')
  })

  it('reads what express.json leaves alone', async () => {
    const frames = defineRun({ inputs: { frame: new PandasParameterType([{ a: 1.5 }]) } }, ({ frame }) => frame)
    const table = tableToIPC(new Table({ a: vectorFromArray([2], new Float64()) }), 'stream') as Uint8Array<ArrayBuffer>
    expect(await post(framework().use(framework.json(), score(frames)), table, 'application/vnd.apache.arrow.stream')).toBe('[{"a":2}]')
  })
})

describe.each(parsers)('a body of 50,000 levels behind %s', (_, appOf) => {
  it('is text for an undecorated run, or refused with 400', async () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000)
    const answer = await post(
      appOf((data: string) => data.length),
      deep,
    )
    expect(answer === '100000' || (JSON.parse(answer) as { issues: { code: string }[] }).issues[0]?.code === 'too_deep').toBe(true)
  })
})

describe('Koa', () => {
  it('has all digits behind a parser that keeps the text', async () => {
    const app = new Koa().use(async (ctx, next) => {
      const rawBody = await text(ctx.req)
      Object.assign(ctx.request, { rawBody, body: JSON.parse(rawBody) })
      await next()
    })
    expect(await post(app.use(scoreKoa(run)).callback(), largest)).toBe('[9223372036854775807]')
  })
})
