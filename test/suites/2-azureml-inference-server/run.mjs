// microsoft/azureml-inference-server 4a7ea9b: tests/server (test_routes, test_user_script, test_swagger, test_compat) over real sockets
// against createServer, and tests/azmlinfsrv/scenarios against `inference-schema serve`. Messages are compared apart from statuses.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inputSchema, int, NumpyParameterType, outputSchema, StandardPythonParameterType } from 'inference-schema'
import { AMLResponse, createServer, rawHttp } from 'inference-schema/server'
import { assert, check, done, na } from '../lib.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
function send(port, method, path, { headers = {}, body, json } = {}) {
  if (json !== undefined) {
    body = JSON.stringify(json)
    headers = { 'content-type': 'application/json', ...headers }
  }
  return new Promise((resolve, reject) => {
    const r = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (res) => {
      const chunks = []
      const times = []
      res.on('data', (c) => {
        chunks.push(c)
        times.push(Date.now())
      })
      res.on('end', () => {
        const data = Buffer.concat(chunks)
        let parsed
        try {
          parsed = JSON.parse(data)
        } catch {}
        resolve({
          status: res.statusCode,
          headers: res.headers,
          raw: res.rawHeaders,
          data: data.toString(),
          json: parsed,
          chunks: chunks.map(String),
          times,
        })
      })
    })
    r.on('error', reject)
    r.setTimeout(20000, () => r.destroy(new Error('timeout')))
    if (body !== undefined) r.write(body)
    r.end()
  })
}
// Ports of this process alone, so that two runs do not meet.
const base = 20000 + (process.pid % 400) * 100
let port
async function withRun(run, f, options = {}) {
  const server = await createServer({ run }, options)
  const _url = await server.listen({ host: '127.0.0.1', port: base })
  port = base
  try {
    await f({
      get: (q, o) => send(port, 'GET', `/score${q ? `?${q}` : ''}`, o),
      post: (json, o) => send(port, 'POST', '/score', { json, ...o }),
      options: (o) => send(port, 'OPTIONS', '/score', o),
      any: (m, p, o) => send(port, m, p, o),
      swagger: (v) => send(port, 'GET', `/swagger.json${v ? `?version=${v}` : ''}`),
    })
  } finally {
    await server.close()
  }
}
const std = (x) => new StandardPythonParameterType(x)
const msg = (r, m) => assert.equal(r.json?.message, m)
const T = (name, run, f, options) => check(name, () => withRun(run, f, options))
const undecorated = (data) => null
// --- test_routes
await T('health', undecorated, async (c) => {
  const r = await c.any('GET', '/')
  assert.equal(r.status, 200)
  assert.equal(r.data, 'Healthy')
})
for (const error of [true, false]) {
  const run = inputSchema(
    'error',
    std(false),
  )((error) => {
    if (error) throw new Error('x')
    return null
  })
  await T(`request id, error ${error}`, run, async (c) => {
    let r = await c.post({ error })
    assert.match(r.headers['x-request-id'], guid)
    assert.equal(r.headers['x-request-id'], r.headers['x-ms-request-id'])
    r = await c.post({ error }, { headers: { 'x-request-id': 'test_routes_request_id' } })
    assert.equal(r.headers['x-request-id'], 'test_routes_request_id')
    assert.equal(r.headers['x-ms-request-id'], 'test_routes_request_id')
  })
  await T(`client request id, error ${error}`, run, async (c) => {
    let r = await c.post({ error })
    assert(!('x-ms-client-request-id' in r.headers))
    r = await c.post({ error }, { headers: { 'x-ms-request-id': 'A' } })
    assert.equal(r.headers['x-ms-request-id'], 'A')
    assert.equal(r.headers['x-ms-client-request-id'], 'A')
    r = await c.post({ error }, { headers: { 'x-ms-client-request-id': 'A' } })
    assert.equal(r.headers['x-ms-request-id'], 'A')
    assert.equal(r.headers['x-ms-client-request-id'], 'A')
    r = await c.post({ error }, { headers: { 'x-ms-request-id': 'A', 'x-ms-client-request-id': 'B' } })
    assert.equal(r.headers['x-ms-request-id'], 'A')
    assert.equal(r.headers['x-ms-client-request-id'], 'B')
  })
}
await T('request id limit: 100', undecorated, async (c) => {
  const r = await c.get('', { headers: { 'x-request-id': 'A'.repeat(100) } })
  assert.equal(r.status, 200)
})
await T('request id limit: 101', undecorated, async (c) => {
  const r = await c.get('', { headers: { 'x-request-id': 'A'.repeat(101) } })
  assert.equal(r.status, 431)
  for (const h of ['x-request-id', 'x-ms-request-id', 'x-ms-client-request-id']) assert(!(h in r.headers), h)
})
await T('request id limit: 101, message', undecorated, async (c) => {
  const r = await c.get('', { headers: { 'x-request-id': 'A'.repeat(101) } })
  assert.deepEqual(r.json, { message: 'x-request-id must not exceed 100 characters' })
})
for (const h of ['x-ms-request-id', 'x-ms-client-request-id']) {
  await T(`${h} limit`, undecorated, async (c) => {
    let r = await c.get('', { headers: { [h]: 'A'.repeat(100) } })
    assert.equal(r.status, 200)
    r = await c.get('', { headers: { [h]: 'A'.repeat(101) } })
    assert.equal(r.status, 431)
    assert.match(r.headers['x-request-id'], guid)
    assert(!('x-ms-request-id' in r.headers))
    assert(!('x-ms-client-request-id' in r.headers))
    r = await c.get('', { headers: { 'x-request-id': 'A', [h]: 'B'.repeat(101) } })
    assert.equal(r.status, 431)
    assert.equal(r.headers['x-request-id'], 'A')
    assert(!('x-ms-request-id' in r.headers))
  })
  await T(`${h} limit, message`, undecorated, async (c) => {
    const r = await c.get('', { headers: { [h]: 'A'.repeat(101) } })
    msg(r, 'x-ms-request-id and x-ms-client-request-id must not exceed 100 characters')
  })
}
await T('TraceId', undecorated, async (c) => {
  const r = await c.get('', { headers: { TraceId: 'test-id' } })
  assert.equal(r.headers.traceid, 'test-id')
})
await T(
  'x-request-id cannot be overwritten',
  (data) => new AMLResponse('', 200, { 'x-request-id': 'cannot-be-overwritten' }),
  async (c) => {
    const r = await c.post(undefined, { headers: { 'x-request-id': '623c3df9-3ef0-4905-a3cc-6ef015f17c3f' } })
    assert.equal(r.status, 200)
    assert.equal(r.headers['x-request-id'], '623c3df9-3ef0-4905-a3cc-6ef015f17c3f')
  },
)
await T(
  'response: JSON',
  (data) => ({ a: 1 }),
  async (c) => {
    const r = await c.get()
    assert.equal(r.status, 200)
    assert.equal(r.headers['content-type'], 'application/json')
    assert.deepEqual(r.json, { a: 1 })
  },
)
await T(
  'AMLResponse(None, 333)',
  (data) => new AMLResponse(null, 333),
  async (c) => {
    const r = await c.get()
    assert.equal(r.status, 333)
    assert.equal(r.headers['content-type'], 'application/json')
    assert.equal(r.headers['x-ms-run-function-failed'], 'False')
    assert.deepEqual(r.json, {})
  },
)
await T(
  'AMLResponse("test", 444)',
  (data) => new AMLResponse('test', 444),
  async (c) => {
    const r = await c.get()
    assert.equal(r.status, 444)
    assert.notEqual(r.headers['content-type'], 'application/json')
    assert.equal(r.headers['x-ms-run-function-failed'], 'False')
    assert.equal(r.data, 'test')
  },
)
await T(
  'AMLResponse("test", 555, json_str=True)',
  (data) => new AMLResponse('test', 555, {}, { json: true }),
  async (c) => {
    const r = await c.get()
    assert.equal(r.status, 555)
    assert.equal(r.headers['content-type'], 'application/json')
    assert.equal(r.headers['x-ms-run-function-failed'], 'True')
    assert.equal(r.data, '"test"')
  },
)
await T(
  'AMLResponse headers',
  (data) =>
    new AMLResponse(null, 555, { a: 'A', b: 'A, B, C', 'content-type': 'A', 'x-ms-run-function-failed': 'Z' }, { runFunctionFailed: true }),
  async (c) => {
    const r = await c.get()
    assert.equal(r.headers.a, 'A')
    assert.equal(r.headers['content-type'], 'application/json')
    assert.equal(r.headers['x-ms-run-function-failed'], 'True')
  },
)
await T(
  'AMLResponse headers, without the option',
  (data) => new AMLResponse(null, 555, { a: 'A', b: 'A, B, C', 'content-type': 'A', 'x-ms-run-function-failed': 'Z' }),
  async (c) => {
    const r = await c.get()
    assert.equal(r.headers.a, 'A')
    assert.equal(r.headers['content-type'], 'application/json')
    assert.equal(r.headers['x-ms-run-function-failed'], 'True')
  },
)
await T(
  'AMLResponse headers: "A, B, C" becomes three headers',
  (data) => new AMLResponse(null, 555, { b: 'A, B, C' }),
  async (c) => {
    const r = await c.get()
    const b = r.raw.flatMap((x, i) => (i % 2 === 0 && x.toLowerCase() === 'b' ? [r.raw[i + 1]] : []))
    assert.deepEqual(b, ['A', 'B', 'C'])
  },
)
await T(
  'AMLResponse(None, 555): failed',
  (data) => new AMLResponse(null, 555),
  async (c) => {
    const r = await c.get()
    assert.equal(r.headers['x-ms-run-function-failed'], 'True')
  },
)
const cors = { cors: ['www.microsoft.com', 'www.bing.com'] }
await T(
  'CORS: allowed origin',
  undecorated,
  async (c) => {
    const r = await c.options({ headers: { Origin: 'www.microsoft.com' } })
    assert.equal(r.status, 200)
    assert.equal(r.headers['access-control-allow-origin'], 'www.microsoft.com')
  },
  cors,
)
await T(
  'CORS: other origin',
  undecorated,
  async (c) => {
    const r = await c.options({ headers: { Origin: 'www.azure.com' } })
    assert.equal(r.status, 200)
    assert(!('access-control-allow-origin' in r.headers))
  },
  cors,
)
await T('404', undecorated, async (c) => {
  const r = await c.any('GET', '/does_not_exist')
  assert.equal(r.status, 404)
})
await T('404 message', undecorated, async (c) => {
  const r = await c.any('GET', '/does_not_exist')
  assert.deepEqual(r.json, {
    message: 'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  })
})
await T('405', undecorated, async (c) => {
  const r = await c.any('DELETE', '/')
  assert.equal(r.status, 405)
})
await T('405 message', undecorated, async (c) => {
  const r = await c.any('DELETE', '/')
  assert.deepEqual(r.json, { message: 'The method is not allowed for the requested URL.' })
})
// --- test_user_script
let last
await check('run(*args): "run() cannot accept positional-only arguments, *args, or **kwargs."', () =>
  assert.rejects(createServer({ run: (...args) => null }), (e) => {
    assert.match(e.message, /args|rest|parameter/i)
    return true
  }),
)
await check('run() without parameters is refused', () => assert.rejects(createServer({ run: () => null })))
await check('run(request_headers) alone is refused', () => assert.rejects(createServer({ run: (request_headers) => null })))
const keep = (data) => {
  last = data
  return null
}
await T('undecorated GET: the query as JSON text', keep, async (c) => {
  const q = new URLSearchParams([
    ['a', '1'],
    ['b', 'x'],
    ['c', '1.2'],
    ['d', '1'],
    ['d', '2'],
    ['d', '3'],
    ['e', 'null'],
    ['f', '{"X": "Y"}'],
  ])
  const r = await c.get(q)
  assert.equal(r.status, 200)
  assert.deepEqual(JSON.parse(last), { a: 1, b: 'x', c: 1.2, d: [1, 2, 3], e: null, f: { X: 'Y' } })
  last0 = last
}).catch(() => {})
var last0
await check('undecorated GET: the same text, spaces and all', () =>
  assert.equal(last0, '{"a": 1, "b": "x", "c": 1.2, "d": [1, 2, 3], "e": null, "f": {"X": "Y"}}'),
)
await T('undecorated POST: the body as text', keep, async (c) => {
  const b = '{"a": 1, "b": "x", "c": 1.2, "d": [1, 2, 3], "e": null, "f": {"X": "Y"}}'
  const r = await c.post(undefined, { body: b, headers: { 'content-type': 'application/json' } })
  assert.equal(r.status, 200)
  assert.equal(last, b)
})
await T('undecorated POST: not UTF-8', keep, async (c) => {
  const r = await c.post(undefined, { body: Buffer.from([0xff]) })
  assert.equal(r.status, 400)
})
await T('undecorated POST: not UTF-8, message', keep, async (c) => {
  const r = await c.post(undefined, { body: Buffer.from([0xff]) })
  msg(r, "Input cannot be decoded as UTF-8: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte")
})
await T('undecorated OPTIONS: 200, empty', keep, async (c) => {
  const r = await c.options()
  assert.equal(r.status, 200)
  assert.equal(r.data, '')
})
await T(
  'undecorated: run(data, color="red")',
  (data, color = 'red') => color,
  async (c) => {
    const r = await c.get()
    assert.equal(r.status, 200)
    assert.equal(r.json, 'red')
  },
)
await T(
  'request_headers',
  (input_data, request_headers) => ({ ...JSON.parse(input_data), ...request_headers }),
  async (c) => {
    const r = await c.post({ param1: 'hello', param2: 'world' }, { headers: { 'test-header': 'test-header-value' } })
    assert.equal(r.status, 200)
    assert.equal(r.json.param1, 'hello')
    assert.equal(r.json['test-header'] ?? r.json['Test-Header'], 'test-header-value')
  },
)
await T(
  'request_headers: names as in Python ("Test-Header")',
  (input_data, request_headers) => ({ ...request_headers }),
  async (c) => {
    const r = await c.post({}, { headers: { 'test-header': 'v' } })
    assert.equal(r.json['Test-Header'], 'v')
  },
)
await T(
  'rawhttp GET',
  rawHttp((request) => {
    last = [request.method, new URL(request.url).search]
    return null
  }),
  async (c) => {
    const r = await c.get('a=1&b=x&c=1.2')
    assert.equal(r.status, 200)
    assert.deepEqual(last, ['GET', '?a=1&b=x&c=1.2'])
  },
)
await T(
  'rawhttp POST',
  rawHttp(async (request) => {
    last = [request.method, await request.text()]
    return null
  }),
  async (c) => {
    const r = await c.post(undefined, { body: '[1, 2, 3]' })
    assert.equal(r.status, 200)
    assert.deepEqual(last, ['POST', '[1, 2, 3]'])
  },
)
await T(
  'rawhttp OPTIONS',
  rawHttp((request) => {
    last = request.method
    return null
  }),
  async (c) => {
    const r = await c.options()
    assert.equal(r.status, 200)
    assert.equal(last, 'OPTIONS')
  },
)
await T(
  'rawhttp run(request, color="red")',
  rawHttp((request, color = 'red') => color),
  async (c) => {
    const r = await c.get()
    assert.equal(r.status, 200)
    assert.equal(r.json, 'red')
  },
)
const numRun = () =>
  inputSchema(
    'num',
    std(int(1)),
  )((num) => {
    last = { num }
    return null
  })
for (const method of ['GET', 'POST']) {
  const call = (c, o) =>
    method === 'GET'
      ? c.get(new URLSearchParams(Object.entries(o).flatMap(([k, v]) => [].concat(v).map((x) => [k, String(x)]))))
      : c.post(o)
  await T(`schema ${method}`, numRun(), async (c) => assert.equal((await call(c, { num: 10 })).status, 200))
  await T(`schema ${method}: extra parameter is ignored`, numRun(), async (c) => {
    const r = await call(c, { num: 10, nums: [10, 20] })
    assert.equal(r.status, 200)
    assert.deepEqual(last, { num: 10 })
  })
  await T(`schema ${method}: missing parameter`, numRun(), async (c) => assert.equal((await call(c, { a: 10 })).status, 400))
  await T(`schema ${method}: missing parameter, message`, numRun(), async (c) =>
    assert.deepEqual((await call(c, { a: 10 })).json, { message: "A value is not provided for the 'num' parameter." }),
  )
  await T(
    `schema ${method}: stacked`,
    inputSchema(
      'num',
      std(int(1)),
    )(
      inputSchema(
        'nums',
        std([int(1), int(2)]),
      )((num, nums) => {
        last = { num, nums }
        return null
      }),
    ),
    async (c) => {
      const r = await call(c, { num: 10, nums: [10, 20] })
      assert.equal(r.status, 200)
      assert.deepEqual(last, { num: 10, nums: [10, 20] })
    },
  )
  await T(
    `schema ${method}: defaults`,
    inputSchema('num', std(int(1)))((num = 1) => num),
    async (c) => {
      let r = await call(c, {})
      assert.equal(r.status, 200)
      assert.equal(r.json, 1)
      r = await call(c, { num: 10 })
      assert.equal(r.json, 10)
    },
  )
  await T(
    `schema ${method}: defaults of several, one undecorated`,
    inputSchema('num', std(int(1)))(inputSchema('size', std(int(1)))((num, size = 10, color = 'red') => [num, size, color])),
    async (c) => {
      let r = await call(c, { num: 1 })
      assert.deepEqual(r.json, [1, 10, 'red'])
      r = await call(c, { num: 1, size: 5 })
      assert.deepEqual(r.json, [1, 5, 'red'])
      r = await call(c, { num: 1, color: 'blue' })
      assert.deepEqual(r.json, [1, 10, 'blue'])
    },
  )
  for (const type of [undefined, '', 'application/json', 'text/plain', 'application/octet-stream'])
    await T(
      `undecorated ${method}, content type ${type}`,
      (data) => data,
      async (c) => {
        const headers = type === undefined ? {} : { 'content-type': type }
        const r =
          method === 'GET'
            ? await c.get('data=some+plain+text', { headers })
            : await c.any('POST', '/score', { body: '{"data": "some plain text"}', headers })
        assert.equal(r.status, 200)
        assert.equal(r.json, '{"data": "some plain text"}')
      },
    )
}
await T('schema OPTIONS', numRun(), async (c) => {
  const r = await c.options()
  assert.equal(r.status, 200)
  assert.equal(r.data, '')
})
await T('schema: not a dictionary', numRun(), async (c) => assert.equal((await c.post([1, 2, 3])).status, 400))
await T('schema: not a dictionary, message', numRun(), async (c) =>
  assert.deepEqual((await c.post([1, 2, 3])).json, { message: 'POST body should be a JSON dictionary.' }),
)
await T('schema: empty body', numRun(), async (c) =>
  assert.equal((await c.post(undefined, { body: '', headers: { 'content-type': 'application/json' } })).status, 400),
)
await T('schema: empty body, message', numRun(), async (c) =>
  msg(
    await c.post(undefined, { body: '', headers: { 'content-type': 'application/json' } }),
    'POST body is empty. Expecting a JSON dictionary.',
  ),
)
await T('schema: no content type: 415', numRun(), async (c) => assert.equal((await c.post(undefined, { body: '' })).status, 415))
await T('schema: content type "": 415', numRun(), async (c) =>
  assert.equal((await c.post(undefined, { body: '{"num": 1}', headers: { 'content-type': '' } })).status, 415),
)
await T('schema: text/plain: 415', numRun(), async (c) =>
  assert.equal((await c.post(undefined, { body: '{"num": 1}', headers: { 'content-type': 'text/plain' } })).status, 415),
)
await T('schema: 415 message', numRun(), async (c) =>
  msg(
    await c.post(undefined, { body: '{"num": 1}', headers: { 'content-type': 'text/plain' } }),
    'Expects Content-Type to be application/json',
  ),
)
await T('schema: bad JSON', numRun(), async (c) =>
  assert.equal((await c.post(undefined, { body: '{', headers: { 'content-type': 'application/json' } })).status, 400),
)
await T(
  'exception in run',
  (data) => {
    throw new Error('1/0')
  },
  async (c) => {
    const r = await c.get()
    assert.equal(r.status, 500)
  },
)
await T(
  'exception in run, message',
  (data) => {
    throw new Error('1/0')
  },
  async (c) => msg(await c.get(), 'An unexpected error occurred in scoring script. Check the logs for more info.'),
)
for (const ms of [200, 400])
  await T(
    `timer ${ms}`,
    async (sleep_s) => {
      await new Promise((r) => setTimeout(r, Number(sleep_s) * 1000))
      return null
    },
    async (c) => {
      const t0 = performance.now()
      const r = await c.any('POST', '/score', { body: String(ms / 1000) })
      const el = performance.now() - t0
      assert.equal(r.status, 200)
      const rep = Number(r.headers['x-ms-run-fn-exec-ms'])
      assert(rep <= el && rep >= ms - 2 && rep < ms + 30, `${rep} ${el}`)
    },
  )
for (const ms of [200, 400])
  await T(
    `scoring timeout ${ms}`,
    async (data) => {
      await new Promise((r) => setTimeout(r, 1000))
      return null
    },
    async (c) => {
      const t0 = performance.now()
      const r = await c.get()
      const el = performance.now() - t0
      assert.equal(r.status, 500)
      assert(el >= ms - 2 && el < ms + 60, `${el}`)
      assert.equal(r.headers['x-ms-run-function-failed'], 'True')
    },
    { scoringTimeout: ms },
  )
await T(
  'scoring timeout, message',
  async (data) => {
    await new Promise((r) => setTimeout(r, 600))
    return null
  },
  async (c) => msg(await c.get(), 'Scoring timeout after 200 ms'),
  { scoringTimeout: 200 },
)
await T(
  "rawhttp: request.json of bad JSON is the script's error: 500",
  rawHttp(async (request) => new AMLResponse(await request.json(), 200)),
  async (c) => {
    const r = await c.any('POST', '/score', { body: '{', headers: { 'content-type': 'application/json' } })
    assert.equal(r.status, 500)
  },
)
// --- test_swagger
await T('swagger: bad version 404', numRun(), async (c) => assert.equal((await c.swagger('3.0a')).status, 404))
await T('swagger: bad version, message', numRun(), async (c) =>
  msg(await c.swagger('3.0a'), 'Swagger version [3.0a] is not valid. Supported versions: [2, 3, 3.1].'),
)
await T('swagger: versions', numRun(), async (c) => {
  assert.equal((await c.swagger()).json.swagger, '2.0')
  assert.equal((await c.swagger('2')).json.swagger, '2.0')
  assert.equal((await c.swagger('3')).json.openapi, '3.0.3')
  assert.equal((await c.swagger('3.1')).json.openapi, '3.1.0')
  assert.deepEqual((await c.swagger('3')).json, (await c.swagger('3.0')).json)
})
const mixed = inputSchema('data', std([int(1), 'a']))((data) => null)
await T('swagger: no 2.0 for mixed lists', mixed, async (c) => {
  assert.equal((await c.swagger('2')).status, 404)
  const r = await c.swagger('3')
  assert.equal(r.status, 200)
  assert.equal(r.json.openapi, '3.0.3')
})
await T('swagger: no 2.0 for mixed lists, message', mixed, async (c) =>
  msg(await c.swagger('2'), 'Swagger version [2] is not supported for the scoring script. Supported swagger versions: [3, 3.1].'),
)
const tmp = (files) => {
  const d = mkdtempSync(join(tmpdir(), 'suite-'))
  for (const [n, t] of Object.entries(files)) {
    mkdirSync(join(d, n, '..'), { recursive: true })
    writeFileSync(join(d, n), t)
  }
  return d
}
await T('swagger2.json of the user', undecorated, async (c) => assert.equal((await c.swagger('2')).json, 'swagger2'), {
  appRoot: tmp({ 'swagger2.json': '"swagger2"' }),
})
await T('swagger.json wins over swagger2.json', undecorated, async (c) => assert.equal((await c.swagger('2')).json, 'swagger'), {
  appRoot: tmp({ 'swagger2.json': '"swagger2"', 'swagger.json': '"swagger"' }),
})
await T('swagger3.json of the user', undecorated, async (c) => assert.equal((await c.swagger('3')).json, 'swagger3'), {
  appRoot: tmp({ 'swagger3.json': '"swagger3"' }),
})
const arrays = inputSchema(
  'data',
  new NumpyParameterType([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], { dtype: 'int64' }),
)(outputSchema(new NumpyParameterType([3726.995]))((data) => [1]))
const expected = (n) => JSON.parse(readFileSync(join(here, n)))
const diff = (a, b, p = '') => {
  // what the expected document says and ours does not, or says otherwise
  if (a && typeof a === 'object' && b && typeof b === 'object' && Array.isArray(a) === Array.isArray(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((k) =>
      k in a ? (k in b ? diff(a[k], b[k], `${p}/${k}`) : [`- ${p}/${k}`]) : [`+ ${p}/${k}`],
    )
  return Object.is(a, b) ? [] : [`~ ${p}: ${JSON.stringify(a)?.slice(0, 60)} -> ${JSON.stringify(b)?.slice(0, 60)}`]
}
for (const [name, run, file, v, options] of [
  ['2', arrays, 'expected_swagger2.json', '2'],
  ['3', arrays, 'expected_swagger3.json', '3'],
  ['3.1', arrays, 'expected_swagger3.1.json', '3.1'],
  ['2 with a prefix', arrays, 'expected_swagger_prefix_case.json', '2', { pathPrefix: 'test' }],
  ['2 undecorated', (data) => data, 'expected_swagger2_without_decorator.json', '2'],
  ['3 undecorated', (data) => data, 'expected_swagger3_without_decorator.json', '3'],
  ['3.1 undecorated', (data) => data, 'expected_swagger3.1_without_decorator.json', '3.1'],
])
  !existsSync(join(here, file))
    ? na(`swagger document ${name}`, 'the expected file is not kept here')
    : await T(
        `swagger document ${name}`,
        run,
        async (c) => {
          const r = await c.swagger(v)
          const d = diff(expected(file), r.json)
          assert.deepEqual(
            d.filter((x) => !x.startsWith('+')),
            [],
          )
        },
        options,
      )
// --- tests/azmlinfsrv/scenarios, by the CLI
const cli = join(here, '../node_modules/inference-schema/dist/cli/main.js')
async function serve(args, env, f, { script, files = {}, expectExit } = {}) {
  const dir = tmp({ ...(script ? { 'score.mjs': script } : {}), ...files, 'package.json': '{"type":"module"}' })
  mkdirSync(join(dir, 'node_modules'))
  const { symlinkSync } = await import('node:fs')
  symlinkSync(join(here, '../node_modules/inference-schema'), join(dir, 'node_modules/inference-schema'))
  const child = spawn(process.execPath, [cli, 'serve', ...args], { cwd: dir, env: { ...process.env, ...env } })
  let log = ''
  child.stdout.on('data', (d) => (log += d))
  child.stderr.on('data', (d) => (log += d))
  const exited = new Promise((r) => child.on('exit', (code) => r(code)))
  try {
    if (expectExit) {
      const code = await Promise.race([exited, new Promise((r) => setTimeout(() => r('still runs'), 10000))])
      assert.equal(typeof code, 'number', String(code))
      assert.notEqual(code, 0)
      return await f({ log, code })
    }
    const p = Number(args[args.indexOf('--port') + 1])
    const until = Date.now() + 15000
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`exited ${child.exitCode}: ${log}`)
      try {
        const r = await send(p, 'GET', '/')
        if (r.status === 200) break
      } catch {}
      await new Promise((r) => setTimeout(r, 60))
    }
    await f({ post: (o) => send(p, 'POST', '/score', o), get: (path, o) => send(p, 'GET', path, o), log: () => log, dir })
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await exited
    }
  }
}
const valid = `import { rawHttp, AMLResponse } from 'inference-schema/server'
export async function init() { console.log('Initializing') }
export const run = rawHttp(async (request) => { console.log('A new request received~~~'); return new AMLResponse({ received_body: await request.text(), received_headers: Object.fromEntries(request.headers) }, 200, { pid: String(process.pid) }, { json: true }) })`
const envs = `import { rawHttp, AMLResponse } from 'inference-schema/server'
export const run = rawHttp(() => new AMLResponse({ root: process.env.AML_APP_ROOT ?? '__NONE__', entry: process.env.AZUREML_ENTRY_SCRIPT ?? '__NONE__', model: process.env.AZUREML_MODEL_DIR ?? '__NONE__', ai: process.env.AML_APP_INSIGHTS_ENABLED ?? '__NONE__', key: process.env.AML_APP_INSIGHTS_KEY ?? '__NONE__' }, 200, {}, { json: true }))`
let next = base + 1
const P = () => String(next++)
const S = (name, args, f, o = {}) => check(`serve: ${name}`, () => serve(args, o.env ?? {}, f, o))
await S(
  'valid entry script',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await s.post()
    assert.equal(r.status, 200)
    assert.match(s.log(), /Initializing/)
    assert.equal(s.log().split('A new request received~~~').length, 2)
  },
  { script: valid },
)
await S('no entry script: exits', [], ({ log }) => assert.match(log, /ENTRY/), { expectExit: true })
await S('missing script: exits', ['resources/missing.mjs'], () => {}, { expectExit: true })
await S(
  'syntax error: exits and says where',
  ['score.mjs'],
  ({ log, code }) => {
    assert.equal(code, 3)
    assert.match(log, /score\.mjs/)
  },
  { expectExit: true, script: 'export function run(data) {\n  return (\n}' },
)
{
  const p = P()
  await S(
    'port in use: the second exits, the first goes on',
    ['score.mjs', '--port', p],
    async (s) => {
      await serve(['score.mjs', '--port', p], {}, ({ log, code }) => assert.match(log, /in use|EADDRINUSE|taken/i), {
        expectExit: true,
        script: valid,
      })
      assert.equal((await s.post()).status, 200)
    },
    { script: valid },
  )
}
await S(
  'no --model-dir: AZUREML_MODEL_DIR is not set for the script',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await s.post()
    assert.equal(r.json.model, '__NONE__')
  },
  { script: envs },
)
await S(
  'AML_APP_ROOT and AZUREML_ENTRY_SCRIPT are set for the script',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await s.post()
    assert.notEqual(r.json.root, '__NONE__')
    assert.notEqual(r.json.entry, '__NONE__')
  },
  { script: envs },
)
await S(
  'AML_APP_INSIGHTS_ENABLED is "false" for the script',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await s.post()
    assert.equal(r.json.ai, 'false')
  },
  { script: envs },
)
await S(
  '--model-dir',
  ['score.mjs', '--model-dir', './my/dir', '--port', P()],
  async (s) => {
    const r = await s.post()
    assert.match(r.json.model, /my\/dir$/)
  },
  { script: envs },
)
await S(
  '--model-dir over the environment',
  ['score.mjs', '--model-dir', './my/dir', '--port', P()],
  async (s) => {
    const r = await s.post()
    assert.match(r.json.model, /my\/dir$/)
  },
  { script: envs, env: { AZUREML_MODEL_DIR: './not/good' } },
)
await S(
  'AZUREML_MODEL_DIR',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await s.post()
    assert.match(r.json.model, /not\/good$/)
  },
  { script: envs, env: { AZUREML_MODEL_DIR: './not/good' } },
)
await S(
  '--entry_script, as azmlinfsrv spells it',
  ['--entry_script', './score.mjs', '--port', P()],
  async (s) => assert.equal((await s.post()).status, 200),
  { script: valid },
)
await S('x-ms-server-version', ['score.mjs', '--port', P()], async (s) => assert('x-ms-server-version' in (await s.post()).headers), {
  script: valid,
})
for (const [v, has] of [
  ['true', true],
  ['false', false],
  ['notgood', false],
])
  await S(
    `SERVER_VERSION_LOG_RESPONSE_ENABLED=${v}`,
    ['score.mjs', '--port', P()],
    async (s) => assert.equal('x-ms-server-version' in (await s.post()).headers, has),
    { script: valid, env: { SERVER_VERSION_LOG_RESPONSE_ENABLED: v } },
  )
await S(
  'config file names the entry script',
  ['--config-file', './config.json', '--port', P()],
  async (s) => assert.equal((await s.post()).status, 200),
  { script: valid, files: { 'config.json': '{"AZUREML_ENTRY_SCRIPT": "./score.mjs", "SCORING_TIMEOUT_MS": 1000}' } },
)
await S(
  'WORKER_COUNT=2',
  ['score.mjs', '--port', P()],
  async (s) => {
    await new Promise((r) => setTimeout(r, 4000))
    const pids = new Set()
    for (let i = 0; i < 30; i++) pids.add((await s.post()).headers.pid)
    assert.equal(pids.size, 2)
  },
  { script: valid, env: { WORKER_COUNT: '2' } },
)
await S('SCORING_TIMEOUT_MS=string: exits, names the variable', ['score.mjs'], ({ log }) => assert.match(log, /SCORING_TIMEOUT_MS/), {
  expectExit: true,
  script: valid,
  env: { SCORING_TIMEOUT_MS: 'string' },
})
await S(
  'CORS *',
  ['score.mjs', '--cors', '*', '--port', P()],
  async (s) => {
    const r = await s.post({ headers: { origin: 'http://x.com' } })
    assert.equal(r.status, 200)
    assert.equal(r.headers['access-control-allow-origin'], '*')
  },
  { script: valid },
)
await S(
  'AML_CORS_ORIGINS with spaces',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await s.post({ headers: { origin: 'www.azure.com' } })
    assert.equal(r.headers['access-control-allow-origin'], 'www.azure.com')
  },
  { script: valid, env: { AML_CORS_ORIGINS: 'www.microsoft.com, www.azure.com, www.bing.com' } },
)
await S(
  'SEPERATE_HEALTH_ENDPOINT with HEALTH_PORT',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await send(base + 90, 'GET', '/')
    assert.equal(r.status, 200)
  },
  { script: valid, env: { SEPERATE_HEALTH_ENDPOINT: 'true', HEALTH_PORT: String(base + 90) } },
)
await S(
  '--health-port',
  ['score.mjs', '--health-port', String(base + 91), '--port', P()],
  async (s) => {
    const r = await send(base + 91, 'GET', '/')
    assert.equal(r.status, 200)
  },
  { script: valid, env: { SEPERATE_HEALTH_ENDPOINT: 'true' } },
)
await S(
  'streaming: five items, a chunk each, as they come',
  ['score.mjs', '--port', P()],
  async (s) => {
    const items = [1, 2, 3, 4, 5].map((n) => `sentence ${n}`)
    const r = await s.post({ json: { items } })
    assert.equal(r.status, 200)
    assert.deepEqual(
      r.chunks,
      items.map((i) => `item: ${i}\n\n`),
    )
    assert(r.times[4] - r.times[0] > 300)
  },
  {
    script: `import { rawHttp, AMLResponse } from 'inference-schema/server'
async function* generate(items) { for (const item of items) { await new Promise((r) => setTimeout(r, 100)); yield 'item: ' + item + '\\n\\n' } }
export const run = rawHttp(async (request) => new AMLResponse(generate((await request.json()).items), 200))`,
  },
)
await S(
  'swagger: title',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await s.get('/swagger.json')
    assert.equal(r.json.swagger, '2.0')
    assert.equal(r.json.info.title, 'ML service')
  },
  {
    script: `import { inputSchema, outputSchema, NumpyParameterType } from 'inference-schema'
import { AMLResponse } from 'inference-schema/server'
export const run = inputSchema('data', new NumpyParameterType([1,2,3], { dtype: 'int64' }))(outputSchema(new NumpyParameterType([10], { dtype: 'int64' }))((data) => new AMLResponse({}, 200, {}, { json: true })))`,
  },
)
await S(
  'a decorated run may return an AMLResponse',
  ['score.mjs', '--port', P()],
  async (s) => {
    const r = await s.post({ json: { data: [1] } })
    assert.equal(r.status, 201)
    assert.deepEqual(r.json, { a: 1 })
  },
  {
    script: `import { inputSchema, outputSchema, NumpyParameterType } from 'inference-schema'
import { AMLResponse } from 'inference-schema/server'
export const run = inputSchema('data', new NumpyParameterType([1,2,3], { dtype: 'int64' }))(outputSchema(new NumpyParameterType([10], { dtype: 'int64' }))((data) => new AMLResponse({ a: 1 }, 201, {}, { json: true })))`,
  },
)
await S(
  'init that takes 3 s: the port opens after it',
  ['score.mjs', '--port', P()],
  async (s) => assert.equal((await s.post({ body: 'x' })).status, 200),
  {
    script: `export async function init() { await new Promise((r) => setTimeout(r, 3000)) }
export function run(data) { return {} }`,
  },
)
await S('error in init: exits', ['score.mjs'], ({ code }) => assert.equal(code, 3), {
  expectExit: true,
  script: 'export function init() { throw new Error("x") }\nexport function run(data) { return 1 }',
})
for (const t of [
  'test_appinsights_*',
  'test_app_insights_* (7)',
  'test_log_configurability (logging.json)',
  'test_entry_debugpy',
  'test_utils_walk_path',
  'test_cors_enabled_without_package',
  'test_worker_timeout_env_var (gunicorn)',
  'test_server_import_aml_contrib_services_redirect',
  'test_user_script_load_main/driver',
  'test_user_script_user_import (AZUREML_SOURCE_DIRECTORY)',
  'test_no_custom_health_port',
  'test_server_port_set_to_default (SERVER_PORT ignored)',
])
  na(t, 'Python only')
done()
