// What is secret of a request stands in no error, whatever the endpoint makes of it.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createClient, EndpointError } from '../../src/client/index.js'
import { AbstractParameterType, NumpyParameterType, StandardPythonParameterType } from '../../src/index.js'
import { type Reply, rejection, scripted } from './support/services.js'

const key = 's3cret/ke"y+<&\\%=='
const output = new NumpyParameterType([1.5])
const inputs = { a: new StandardPythonParameterType(1) }

/** Everything that an error shows: to people, to logs, to JSON. */
function shown(error: unknown): string {
  const { headers, cause, stack } = error as EndpointError
  return [inspect(error, { depth: 9, showHidden: true }), stack, JSON.stringify(error), String(cause), ...(headers ?? [])].join('\n')
}

const issue = { path: ['a', key], pointer: `/a/${key}`, code: 'wrong_type', expected: key, received: key, message: `a is ${key}` }

describe('the key is in no error', () => {
  const replies: [string, Reply][] = [
    ['text that is no JSON', { body: `got Bearer ${key}` }],
    ['an error of text', { status: 500, body: `got Bearer ${key}` }],
    ['the sentence of an error', { status: 401, body: { message: `no such key: ${key}` } }],
    ['the sentence of a gateway', { status: 401, body: { error: { code: 'Auth', message: key } } }],
    ['a long sentence that is cut', { status: 500, body: { message: `${'x'.repeat(990)}${key}` } }],
    ['a long text that is cut', { status: 500, body: `${'x'.repeat(33)}${key}` }],
    ['a long text that is cut, of a good answer', { body: `${'x'.repeat(33)}${key}` }],
    ['issues', { status: 400, body: { message: key, issues: [issue] } }],
    [
      'issues through a managed endpoint',
      { status: 424, headers: { 'ms-azureml-model-error-statuscode': '400' }, body: { issues: [issue] } },
    ],
    ['JSON with all characters escaped', { status: 500, body: `{"message": "${escaped(key)}"}` }],
    ['JSON of JSON', { status: 500, body: { message: JSON.stringify({ key }) } }],
    ['HTML', { status: 502, body: `<p>${key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}</p>` }],
    ['HTML by numbers', { status: 502, body: [...key].map((char) => `&#${char.charCodeAt(0)};`).join('') }],
    ['a URL', { status: 500, body: { message: `nothing at /score?key=${encodeURIComponent(key)}` } }],
    ['headers', { status: 500, headers: { 'www-authenticate': `Bearer ${key}`, 'x-request-id': key }, body: 'no' }],
    ['headers of a good answer', { headers: { 'content-type': `text/plain; key=${key}` }, body: 'no' }],
    ['where a redirect points to', { status: 307, headers: { location: `https://host/score?key=${encodeURIComponent(key)}` } }],
    ['the reason of an answer that is too large', { headers: { 'x-key': key }, body: 'x'.repeat(2000) }],
  ]

  it.each(replies)('that repeats it in %s', async (_, reply) => {
    const { url } = await scripted([reply])
    const error = await rejection(createClient(url, { key, retries: 0, limits: { answer: 1500 } }).score({}))
    expect(error).toBeInstanceOf(Error)
    for (const part of ['s3cret', 'ke"y', 'ke\\"y', escaped('s3cret'), '&#115;']) expect(shown(error)).not.toContain(part)
  })

  class Quoting extends AbstractParameterType<unknown> {
    override deserializeInput(input: unknown): never {
      throw new Error(`cannot read ${JSON.stringify(input)}`)
    }
    override inputToSwagger() {
      return { type: 'object', example: {} } as const
    }
  }

  it.each<[string, unknown, AbstractParameterType]>([
    ['an element', [key], output],
    ['an element that is shortened', [`${'x'.repeat(33)}${key}`], output],
    ['the answer itself', JSON.stringify(key), output],
    ['a column’s name', { [key]: 1 }, output],
    ['what a type of one’s own says', { a: [key] }, new Quoting({})],
  ])('about an answer of 200 that its output type does not describe, with it in %s', async (_, body, type) => {
    const { url } = await scripted([{ body }])
    const error = await rejection(createClient(url, { key, schemas: { inputs, output: type } }).score({ a: 1 }))
    expect(error).toMatchObject({ name: 'EndpointError', status: 200, message: expect.stringMatching(/^The answer is not what /) })
    expect(shown(error)).not.toContain('s3cret')
  })

  it('but in the answer, which is for the caller', async () => {
    const { url } = await scripted([{ body: { key } }])
    expect(await createClient(url, { key }).score({})).toEqual({ key })
  })

  it('that a function gives for each try, either', async () => {
    const { url } = await scripted([
      { status: 503, headers: { 'retry-after': '0' }, body: 'first-key' },
      { status: 500, body: 'got second-key' },
    ])
    const keys = ['first-key', 'second-key']
    const error = await rejection(createClient(url, { key: () => keys.shift() ?? '' }).score({}))
    expect(error).toMatchObject({ status: 500, message: 'The endpoint answered 500 with "got ..."' })
  })
})

it.each<[string, string, Record<string, string>, Record<string, string>]>([
  ['the headers of the client', '', { authorization: 'Bearer s3cret-token' }, {}],
  ['the headers of the call', '', {}, { 'Ocp-Apim-Subscription-Key': 's3cret-token' }],
  ['a cookie', '', { cookie: 's3cret-token' }, {}],
  ['the query of the URL', '?code=s3cret-token', {}, {}],
])('a secret of %s is in no error either', async (_, query, headers, more) => {
  const { url } = await scripted([{ status: 500, body: { message: 'got s3cret-token and Blue-2' } }])
  const client = createClient(url + query, { headers: { ...headers, 'azureml-model-deployment': 'Blue-2' } })
  expect(await rejection(client.score({}, { headers: more }))).toMatchObject({ message: 'got ... and Blue-2' })
})

describe('a token of thousands of characters is in no error', () => {
  const token = Array.from({ length: 12_000 }, (_, i) => ((i * i * 7919) % 36).toString(36)).join('')

  it.each<[string, string, string]>([
    ['whole', `got ${token}, sorry`, 'got ..., sorry'],
    ['with its characters escaped', `got ${[...token].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('')}`, 'got ...'],
    ['shortened by the endpoint', `got ${token.slice(0, 20)}[…]`, 'got ...[…]'],
    ['again and again', `${token} ${token}`, '... ...'],
  ])('%s', async (_, message, told) => {
    const { url } = await scripted([{ status: 401, body: { message } }])
    expect(await rejection(createClient(url, { key: token }).score({}))).toMatchObject({ status: 401, message: told })
  })
})

it('headers that cannot be sent are told of without their values', async () => {
  const client = createClient('http://host/score', { headers: { authorization: 's3cret-token\n\n2' } })
  expect(await rejection(client.score({}))).toEqual(
    new TypeError('The headers have a name or a value that no header can hold (a line break, perhaps)'),
  )
})

it('a parameter in the query of an Arrow call is no secret, whatever it is called', async () => {
  const { url } = await scripted([{ status: 500, body: { message: 'keyword is "unknown"' } }])
  const call = createClient(url).score(new Uint8Array([1]), { parameters: { keyword: 'unknown' } as never })
  expect(await rejection(call)).toMatchObject({ message: 'keyword is "unknown"' })
})

describe('a redirect is not followed', () => {
  it.each([301, 302, 303, 307, 308])('%d: neither the key nor the payload go there', async (status) => {
    const elsewhere = await scripted([{ body: 1 }])
    const { url, seen } = await scripted([{ status, headers: { location: elsewhere.url } }])
    const error = await rejection(createClient(url, { key: 'a-long-key' }).score({ a: 1 }))
    expect(error).toBeInstanceOf(EndpointError)
    expect(error).toMatchObject({
      status,
      message: `The endpoint points to ${elsewhere.url}: redirects are not followed; give the URL that answers`,
    })
    expect([seen.length, elsewhere.seen.length]).toEqual([1, 0])
  })

  it('for a document and for Arrow either', async () => {
    const elsewhere = await scripted([{ body: 1 }])
    const { url } = await scripted([{ status: 308, headers: { location: elsewhere.url } }])
    const client = createClient(url, { key: 'a-long-key' })
    expect(await rejection(client.document())).toMatchObject({ status: 308 })
    expect(await rejection(client.score(new Uint8Array([1])))).toMatchObject({ status: 308 })
    expect(elsewhere.seen).toEqual([])
  })

  it('where the platform does not say where it points to, as browsers do', async () => {
    const fetch = async () => Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' })
    expect(await rejection(createClient('http://host/score', { fetch }).score({}))).toMatchObject({
      message: 'The endpoint points to another address: redirects are not followed; give the URL that answers',
    })
  })
})

function escaped(text: string): string {
  return [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
}
