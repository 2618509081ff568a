// What is particular to requests of the Web's kind, in Hono and in plain fetch handlers.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { describe, expect, it, vi } from 'vitest'
import { score as scoreFetch, validate as validateFetch } from '../../src/adapters/fetch.js'
import { score as scoreHono, validate as validateHono } from '../../src/adapters/hono.js'
import { defineRun, NumpyParameterType, PayloadError, StandardPythonParameterType } from '../../src/index.js'

const run = defineRun({ inputs: { data: new NumpyParameterType([1.5]) } }, ({ data }) => data.shape)
const headers = { 'content-type': 'application/json' }
const request = (body: string) => new Request('http://localhost/', { method: 'POST', headers, body })

describe('a fetch handler', () => {
  it('rejects with the error of a payload that does not fit', async () => {
    await expect(validateFetch(run)(request('{"data": ["a"]}'))).rejects.toBeInstanceOf(PayloadError)
  })

  it('rejects with an error that knows its status when the body cannot be read', async () => {
    const validate = validateFetch(run, { limits: { body: 5 } })
    await expect(validate(request('{"data": [1]}'))).rejects.toMatchObject({
      name: 'RequestError',
      status: 413,
      statusCode: 413,
      expose: true,
    })
  })

  it('tells who has read the body before what to do', async () => {
    const read = request('{"data": [1]}')
    await read.text()
    await expect(validateFetch(run)(read)).rejects.toThrow(
      'has been read already, and what was in it is not kept: hand over request.clone()',
    )
  })

  it('takes no Response for a Request', async () => {
    await expect(validateFetch(run)(new Response('{"data": [1]}') as never)).rejects.toThrow(
      new TypeError('This takes a Request, and was given a Response'),
    )
    const errors: unknown[] = []
    const answer = await scoreFetch(run, { onError: (error) => errors.push(error) })(new Response() as never)
    expect([answer.status, errors]).toMatchObject([500, [{ name: 'TypeError' }]])
  })

  it('answers also when onError itself fails', async () => {
    const failing = defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, () => {
      throw new Error('own')
    })
    const onError = () => {
      throw new Error('another')
    }
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect((await scoreFetch(failing, { onError })(new Request('http://localhost/?x=1'))).status).toBe(500)
    expect(logged.mock.calls).toEqual([['The scoring script failed, and so did showing what it threw']])
    logged.mockRestore()
  })

  it.each(['fetch', 'hono'])('loads nothing of Node’s: %s', (adapter) => {
    const ofNode = (name: string) =>
      [...importsOf(join(import.meta.dirname, `../../src/adapters/${name}.ts`), new Map())].filter(([, specifiers]) =>
        specifiers.some((specifier) => specifier.startsWith('node:')),
      )
    expect(ofNode('express')).not.toEqual([])
    expect(ofNode(adapter)).toEqual([])
  })
})

/** What the modules of the package that a module needs import, without types. */
function importsOf(file: string, found: Map<string, readonly string[]>): Map<string, readonly string[]> {
  if (found.has(file)) return found
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type )[^'\n]*(?:\{[^}]*\} )?from '([^']+)'|^import '([^']+)'/gm,
  )
  const specifiers = Array.from(imports, ([, named = '', bare = '']) => named || bare)
  found.set(file, specifiers)
  for (const specifier of specifiers)
    if (specifier.startsWith('.')) importsOf(join(dirname(file), specifier.replace(/\.js$/, '.ts')), found)
  return found
}

describe('a Hono handler', () => {
  it('leaves the body to later handlers', async () => {
    const app = new Hono().post('/', validateHono(run), async (c) => c.json([c.req.valid('json').data.shape, await c.req.json()]))
    const answer = await app.request(request('{"data": [1]}'))
    expect(await answer.json()).toEqual([[1], { data: [1] }])
  })

  it('keeps the headers that earlier handlers have set', async () => {
    const app = new Hono()
    app.use(async (c, next) => {
      c.header('x-own', 'a')
      await next()
    })
    app.all('/', scoreHono(run))
    const answer = await app.request('/?data=[1]')
    expect([answer.status, answer.headers.get('x-own')]).toEqual([200, 'a'])
  })

  it('throws HTTPExceptions, with what does not fit as their cause', async () => {
    const app = new Hono().all('/', scoreHono(run))
    app.onError((error, c) => {
      expect(error).toBeInstanceOf(HTTPException)
      expect(error).toMatchObject({ status: 400, message: 'data[0] is "a", expected a number (float64)', cause: { name: 'PayloadError' } })
      return c.text('own', 422)
    })
    expect((await app.request('/?data=["a"]')).status).toBe(422)
  })
})
