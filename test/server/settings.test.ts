// Where settings come from, which come first, and what is wrong with them.
import { createServer as createTcpServer } from 'node:net'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Environment, type Flags, readSettings, SettingError } from '../../src/server/settings.js'
import { runCli, startServer } from '../support/cli.js'
import { makeProject } from '../support/project.js'
import { doubleScript } from '../support/scripts.js'

const read = (flags: Flags = {}, environment: Environment = {}) => readSettings({ entry: 'score.mjs', ...flags }, environment)

function errorOf(flags: Flags, environment: Environment = {}): { message: string; isFlag: boolean } {
  try {
    read(flags, environment)
  } catch (error) {
    if (error instanceof SettingError) return { message: error.message, isFlag: error.isFlag }
    throw error
  }
  throw new Error('nothing is wrong')
}

const defaults = {
  entry: 'score.mjs',
  port: 5001,
  host: '127.0.0.1',
  modelDirectory: undefined,
  workers: 1,
  healthPort: undefined,
  cors: [],
  logLevel: 'info',
  serviceName: undefined,
  serviceVersion: undefined,
  pathPrefix: undefined,
  scoringTimeout: 3_600_000,
  appRoot: resolve('.'),
  showsVersion: true,
  docs: true,
  metrics: false,
  watch: false,
  grace: 30_000,
  limits: {
    ...{ body: 104_857_600, headers: 16_384, depth: 100, elements: 50_000_000, cells: 50_000_000, decodedBytes: 1024 ** 3 },
    ...{ concurrency: 1000, requestTime: 120_000 },
  },
}

describe('settings', () => {
  it('have defaults', () => {
    expect(read()).toMatchObject(defaults)
  })

  it.each<[Flags, object]>([
    [{ port: '0' }, { port: 0 }],
    [{ port: '65535' }, { port: 65_535 }],
    [{ host: '0.0.0.0' }, { host: '0.0.0.0', docs: false }],
    [{ host: '0.0.0.0', docs: true }, { docs: true }],
    [{ host: 'localhost' }, { docs: true }],
    [{ host: '::1' }, { docs: true }],
    [{ host: '127.1.2.3' }, { docs: true }],
    [{ host: '::' }, { docs: false }],
    [{ 'no-docs': true }, { docs: false }],
    [{ 'model-dir': 'models' }, { modelDirectory: 'models' }],
    [{ workers: '4' }, { workers: 4 }],
    [{ 'health-port': '5002' }, { healthPort: 5002 }],
    [{ cors: 'https://a.example' }, { cors: ['https://a.example'] }],
    [{ cors: ' https://a.example , https://b.example,,' }, { cors: ['https://a.example', 'https://b.example'] }],
    [{ cors: '*' }, { cors: ['*'] }],
    [{ cors: '' }, { cors: [] }],
    [{ 'log-level': 'silent' }, { logLevel: 'silent' }],
    [{ 'service-name': 'the \'best\' "service"' }, { serviceName: 'the \'best\' "service"' }],
    [{ 'service-version': '2' }, { serviceVersion: '2' }],
    [{ 'path-prefix': '/api' }, { pathPrefix: '/api' }],
    [{ 'scoring-timeout': '1' }, { scoringTimeout: 1 }],
    [{ grace: '0' }, { grace: 0 }],
    [{ grace: '5' }, { grace: 5000 }],
    [{ metrics: true }, { metrics: true }],
    [{ watch: true }, { watch: true }],
    [{ 'max-body': '1' }, { limits: { body: 1 } }],
    [{ 'max-headers': '1024' }, { limits: { headers: 1024 } }],
    [{ 'max-depth': '1' }, { limits: { depth: 1 } }],
    [{ 'max-elements': '1' }, { limits: { elements: 1 } }],
    [{ 'max-cells': '1' }, { limits: { cells: 1 } }],
    [{ 'max-decoded-bytes': '1' }, { limits: { decodedBytes: 1 } }],
    [{ 'max-concurrency': '1' }, { limits: { concurrency: 1 } }],
    [{ 'request-timeout': '1' }, { limits: { requestTime: 1 } }],
  ])('are told on the command line: %j', (flags, expected) => {
    expect(read(flags)).toMatchObject(expected)
  })

  const variables: [string, string, object][] = [
    ['AML_APP_ROOT', '/app', { appRoot: '/app' }],
    ['AZUREML_MODEL_DIR', '/models', { modelDirectory: '/models' }],
    ['SERVICE_NAME', "it's", { serviceName: "it's" }],
    ['SERVICE_VERSION', '3', { serviceVersion: '3' }],
    ['SERVICE_PATH_PREFIX', 'api', { pathPrefix: 'api' }],
    ['SCORING_TIMEOUT_MS', '250', { scoringTimeout: 250 }],
    ['AML_CORS_ORIGINS', 'https://a.example, https://b.example', { cors: ['https://a.example', 'https://b.example'] }],
    ['WORKER_COUNT', '3', { workers: 3 }],
    ['SEPERATE_HEALTH_ENDPOINT', 'true', { healthPort: 5000 }],
    ['SEPERATE_HEALTH_ENDPOINT', 'True', { healthPort: 5000 }],
    ['SEPERATE_HEALTH_ENDPOINT', 'false', { healthPort: undefined }],
    ['HEALTH_PORT', '5003', { healthPort: undefined }],
    ['SERVER_VERSION_LOG_RESPONSE_ENABLED', 'false', { showsVersion: false }],
    ['SERVER_VERSION_LOG_RESPONSE_ENABLED', 'True', { showsVersion: true }],
    ['SERVER_VERSION_LOG_RESPONSE_ENABLED', 'no', { showsVersion: false }],
  ]
  it.each(variables)('are told in the environment: %s=%s', (name, value, expected) => {
    expect(read({}, { [name]: value })).toMatchObject(expected)
  })

  it.each(variables.filter(([name]) => name !== 'AML_APP_ROOT'))('are told in config.json: %s: %s', (name, value, expected) => {
    const folder = makeProject({ 'config.json': { [name]: value } })
    expect(read({ entry: join(folder, 'score.mjs') })).toMatchObject(expected)
  })

  it('are numbers and truths in config.json as well as texts', () => {
    const folder = makeProject({ 'config.json': { SCORING_TIMEOUT_MS: 250, SEPERATE_HEALTH_ENDPOINT: true, HEALTH_PORT: 5004 } })
    expect(read({ entry: join(folder, 'score.mjs') })).toMatchObject({ scoringTimeout: 250, healthPort: 5004 })
  })

  it('of the environment that are empty are not set', () => {
    const names = [...new Set(variables.map(([name]) => name))].filter((name) => name !== 'AML_APP_ROOT')
    expect(read({}, Object.fromEntries(names.map((name) => [name, ''])))).toMatchObject(defaults)
  })

  it('of the command line come before the environment, and that before config.json', () => {
    const folder = makeProject({ 'config.json': { SERVICE_NAME: 'file', SERVICE_VERSION: 'file', SERVICE_PATH_PREFIX: 'file' } })
    const settings = read(
      { entry: join(folder, 'score.mjs'), 'service-name': 'flag' },
      { SERVICE_NAME: 'environment', SERVICE_VERSION: 'environment' },
    )
    expect(settings).toMatchObject({ serviceName: 'flag', serviceVersion: 'environment', pathPrefix: 'file' })
    expect(read({ 'health-port': '5005' }, { SEPERATE_HEALTH_ENDPOINT: 'true', HEALTH_PORT: '5006' })).toMatchObject({ healthPort: 5005 })
  })

  it('are in the config.json that is named, else that of the app root, else that beside the script', () => {
    const folder = makeProject({
      'flag.json': { SERVICE_NAME: 'flag' },
      'variable.json': { SERVICE_NAME: 'variable' },
      'root/config.json': { SERVICE_NAME: 'root' },
      'empty/file.txt': '',
      'script/config.json': { SERVICE_NAME: 'script' },
    })
    const name = (flags: Flags, environment: Environment) =>
      read({ entry: join(folder, 'script/score.mjs'), ...flags }, environment).serviceName
    const all = { AZUREML_CONFIG_FILE: join(folder, 'variable.json'), AML_APP_ROOT: join(folder, 'root') }
    expect(name({ 'config-file': join(folder, 'flag.json') }, all)).toBe('flag')
    expect(name({}, all)).toBe('variable')
    expect(name({}, { ...all, AZUREML_CONFIG_FILE: '' })).toBe('root')
    expect(name({}, { AML_APP_ROOT: join(folder, 'empty') })).toBe('script')
    expect(name({}, {})).toBe('script')
  })

  it('name the script in the environment, in the app root', () => {
    expect(readSettings({}, { AZUREML_ENTRY_SCRIPT: 'a/score.mjs' })).toMatchObject({ entry: 'a/score.mjs', appRoot: resolve('a') })
    const environment = { AZUREML_ENTRY_SCRIPT: 'a/score.mjs', AML_APP_ROOT: '/app' }
    expect(readSettings({}, environment)).toMatchObject({ entry: '/app/a/score.mjs', appRoot: '/app' })
    expect(readSettings({ entry: 'b.mjs' }, environment)).toMatchObject({ entry: 'b.mjs', appRoot: '/app' })
  })

  it.each([{}, { AZUREML_ENTRY_SCRIPT: '' }])('are not enough without a script: %j', (environment) => {
    expect(() => readSettings({}, environment)).toThrow(
      expect.objectContaining({ message: 'ENTRY is missing, and AZUREML_ENTRY_SCRIPT is not set', isFlag: true }),
    )
  })
})

describe('a wrong setting', () => {
  it.each([
    ['port', 'http', 'from 0 to 65535'],
    ['port', '65536', 'from 0 to 65535'],
    ['port', '-1', 'from 0 to 65535'],
    ['port', '', 'from 0 to 65535'],
    ['port', '1e3', 'from 0 to 65535'],
    ['port', ' 1', 'from 0 to 65535'],
    ['port', '1.5', 'from 0 to 65535'],
    ['health-port', '70000', 'from 0 to 65535'],
    ['workers', '0', 'from 1 to 1024'],
    ['workers', '1025', 'from 1 to 1024'],
    ['scoring-timeout', '0', 'of at least 1'],
    ['scoring-timeout', 'never', 'of at least 1'],
    ['scoring-timeout', '99999999999999999999', 'of at least 1'],
    ['grace', '86401', 'from 0 to 86400'],
    ['max-body', '0', 'of at least 1'],
    ['max-headers', '1023', 'from 1024 to 1048576'],
    ['max-headers', '1048577', 'from 1024 to 1048576'],
    ['max-depth', '0', 'of at least 1'],
    ['max-elements', '0', 'of at least 1'],
    ['max-cells', '0', 'of at least 1'],
    ['max-decoded-bytes', '0', 'of at least 1'],
    ['max-concurrency', '0', 'of at least 1'],
    ['request-timeout', '0', 'of at least 1'],
  ])('of the command line is named with its value and what it may be: --%s %s', (name, value, range) => {
    expect(errorOf({ [name]: value })).toEqual({ message: `--${name} is ${value}, expected a number ${range}`, isFlag: true })
  })

  it('of the log level names the levels', () => {
    expect(errorOf({ 'log-level': 'loud' })).toEqual({
      message: '--log-level is loud, expected fatal, error, warn, info, debug, trace or silent',
      isFlag: true,
    })
  })

  it.each([
    ['SCORING_TIMEOUT_MS', 'soon', 'of at least 1'],
    ['SCORING_TIMEOUT_MS', '-5', 'of at least 1'],
    ['WORKER_COUNT', '0', 'from 1 to 1024'],
    ['WORKER_COUNT', 'many', 'from 1 to 1024'],
    ['HEALTH_PORT', '65536', 'from 0 to 65535'],
  ])('of the environment or config.json is named by its variable: %s=%s', (name, value, range) => {
    const expected = { message: `${name} is ${value}, expected a number ${range}`, isFlag: false }
    expect(errorOf({}, { [name]: value, SEPERATE_HEALTH_ENDPOINT: 'true' })).toEqual(expected)
    const folder = makeProject({ 'config.json': { [name]: value, SEPERATE_HEALTH_ENDPOINT: true } })
    expect(errorOf({ entry: join(folder, 'score.mjs') })).toEqual(expected)
  })

  it('does no harm where another comes before it', () => {
    expect(read({ workers: '2' }, { WORKER_COUNT: 'many' })).toMatchObject({ workers: 2 })
  })

  it.each([
    ['is no JSON', '{"SERVICE_NAME": ', /cannot be read: ./],
    ['is a list', '[]', /is no JSON object of settings$/],
    ['is null', 'null', /is no JSON object of settings$/],
    ['is a text', '"a"', /is no JSON object of settings$/],
  ])('is a config.json that %s', (_what, text, message) => {
    const folder = makeProject({ 'config.json': text })
    const error = errorOf({ entry: join(folder, 'score.mjs') })
    expect(error).toEqual({ message: expect.stringMatching(message), isFlag: false })
    expect(error.message.startsWith(join(folder, 'config.json'))).toBe(true)
  })

  it.each([
    ['AML_CORS_ORIGIN', 'AML_CORS_ORIGINS'],
    ['SEPARATE_HEALTH_ENDPOINT', 'SEPERATE_HEALTH_ENDPOINT'],
    ['SCORING_TIMEOUT', 'SCORING_TIMEOUT_MS'],
  ])('is a name in config.json that is none, but near one: %s', (name, meant) => {
    const folder = makeProject({ 'config.json': { [name]: '1' } })
    const message = `${join(folder, 'config.json')} has no setting "${name}"; did you mean ${meant}?`
    expect(errorOf({ entry: join(folder, 'score.mjs') })).toEqual({ message, isFlag: false })
    expect(errorOf({ 'config-file': join(folder, 'config.json') })).toEqual({ message, isFlag: true })
  })

  it('is none in what config.json has for others', () => {
    const others = { AML_APP_INSIGHTS_ENABLED: 'true', AZUREML_LOG_LEVEL: 'INFO', hidden_size: 768, service_type: 'x', MY_OWN_THRESHOLD: 1 }
    const folder = makeProject({ 'config.json': { ...others, SERVICE_NAME: 'a' } })
    expect(read({ entry: join(folder, 'score.mjs') }).serviceName).toBe('a')
  })

  it('is a config.json that is named and not there', () => {
    expect(errorOf({}, { AZUREML_CONFIG_FILE: '/nowhere/config.json' })).toEqual({
      message: expect.stringMatching(/^\/nowhere\/config\.json cannot be read: .*ENOENT/),
      isFlag: false,
    })
    expect(errorOf({ 'config-file': '/nowhere/config.json' }).message).toMatch(/^\/nowhere\/config\.json cannot be read: .*ENOENT/)
  })
})

describe.concurrent('serve', () => {
  const scored = (address: string) =>
    fetch(`${address}/score`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"x": 21}' })

  it.each([
    ['SCORING_TIMEOUT_MS', 'soon'],
    ['WORKER_COUNT', '0'],
  ])('does not start where %s is %s: exit 3, one sentence', async (name, value) => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { code, stdout, stderr } = await runCli(['serve', 'score.mjs', '--port', '0'], { cwd, env: { [name]: value } })
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(new RegExp(`^inference-schema: ${name} is ${value}, expected a number .*\\n$`))
  })

  it('does not start with a config.json that cannot be read: exit 3', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript, 'config.json': '{' })
    const { code, stderr } = await runCli(['serve', 'score.mjs', '--port', '0'], { cwd })
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^inference-schema: .*config\.json cannot be read: .*\n$/)])
  })

  it.each([
    [['--max-body', '0'], '--max-body is 0, expected a number of at least 1'],
    [['--log-level', 'loud'], '--log-level is loud, expected fatal, error, warn, info, debug, trace or silent'],
    [['--loud'], "Unknown option '--loud'"],
    [['--grace'], "Option '--grace <value>' argument missing"],
    [['other.mjs'], 'there is an argument too many: other.mjs'],
  ])('does not start with %j: exit 1', async (args, message) => {
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { code, stderr } = await runCli(['serve', 'score.mjs', ...args], { cwd })
    expect([code, stderr]).toEqual([1, `inference-schema: ${message} (--help says more)\n`])
  })

  it.each(['swagger.json', 'swagger2.json', 'swagger3.json', 'swagger3.1.json'])(
    'does not start where the user’s own %s is no JSON: exit 3, named with its path',
    async (name) => {
      const cwd = makeProject({ 'score.mjs': doubleScript, [name]: '{"swagger": ' })
      const { code, stdout, stderr } = await runCli(['serve', 'score.mjs', '--port', '0'], { cwd })
      expect([code, stdout]).toEqual([3, ''])
      expect(stderr).toMatch(/^inference-schema: .* cannot be served: .*\n$/)
      expect(stderr).toContain(join(cwd, name))
    },
  )

  it('serves the user’s own documents from the app root, as they are', async () => {
    const documents = {
      'app/swagger.json': '{"own": "swagger.json",\n  "é": 1}',
      'app/swagger2.json': '{"own": "swagger2.json"}',
      'app/swagger3.json': '{"own": "swagger3.json"}',
      'app/swagger3.1.json': '{"own": "swagger3.1.json"}',
      'swagger3.json': '{"own": "beside the script"}',
    }
    const cwd = makeProject({ 'score.mjs': doubleScript, ...documents })
    const { address } = await startServer(['score.mjs'], { cwd, env: { AML_APP_ROOT: join(cwd, 'app') } })
    const texts = ['', '?version=2', '?version=2.0', '?version=3', '?version=3.0', '?version=3.1'].map(async (query) =>
      (await fetch(`${address}/swagger.json${query}`)).text(),
    )
    const own = documents['app/swagger.json']
    const third = documents['app/swagger3.json']
    expect(await Promise.all(texts)).toEqual([own, own, own, third, third, documents['app/swagger3.1.json']])
  })

  it('serves swagger2.json where there is no swagger.json, and generates the other versions', async () => {
    const cwd = makeProject({ 'score.mjs': doubleScript, 'swagger2.json': '{"own": 2}' })
    const { address } = await startServer(['score.mjs'], { cwd })
    expect(await (await fetch(`${address}/swagger.json`)).json()).toEqual({ own: 2 })
    expect(await (await fetch(`${address}/swagger.json?version=3`)).json()).toMatchObject({ openapi: expect.stringMatching(/^3\.0/) })
  })

  it('takes the script from the environment, and its settings from config.json in the app root', async () => {
    const cwd = makeProject({
      'app/src/score.mjs': doubleScript,
      'app/config.json': { SERVICE_NAME: 'from the file', SERVER_VERSION_LOG_RESPONSE_ENABLED: false },
    })
    const { address } = await startServer([], { cwd, env: { AML_APP_ROOT: 'app', AZUREML_ENTRY_SCRIPT: 'src/score.mjs' } })
    const answer = await fetch(`${address}/swagger.json`)
    expect(await answer.json()).toMatchObject({ info: { title: 'from the file' } })
    expect(answer.headers.get('x-ms-server-version')).toBeNull()
    expect(await (await scored(address)).json()).toBe(42)
  })

  it('starts with any SERVICE_NAME', async () => {
    const name = `the "best" of 'all' \\ services é\n</script>`
    const cwd = makeProject({ 'score.mjs': doubleScript })
    const { address } = await startServer(['score.mjs'], { cwd, env: { SERVICE_NAME: name } })
    for (const version of ['2', '3', '3.1']) {
      expect(await (await fetch(`${address}/swagger.json?version=${version}`)).json()).toMatchObject({ info: { title: name } })
    }
  })

  it.each([
    ['--health-port', (port: number) => ({ args: ['--health-port', String(port)], env: {} })],
    ['SEPERATE_HEALTH_ENDPOINT', (port: number) => ({ args: [], env: { SEPERATE_HEALTH_ENDPOINT: 'true', HEALTH_PORT: String(port) } })],
  ])('tells on a port of its own that it is up, by %s', async (_how, settingsOf) => {
    const port = await freePort()
    const { args, env } = settingsOf(port)
    const server = await startServer(['score.mjs', ...args], { cwd: makeProject({ 'score.mjs': doubleScript }), env })
    const health = await fetch(`http://127.0.0.1:${port}/`)
    expect([health.status, await health.text()]).toEqual([200, 'Healthy'])
    expect((await scored(`http://127.0.0.1:${port}`)).status).toBe(404)
    expect(await (await scored(server.address)).json()).toBe(42)
    expect((await fetch(server.address)).status).toBe(200)
    expect(await server.stop()).toMatchObject({ code: 0 })
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  })

  it.each([
    ['https://a.example,https://b.example', { 'https://a.example': true, 'https://b.example': true, 'https://c.example': false }],
    ['*', { 'https://a.example': true, 'https://c.example': true }],
  ])('lets browsers at %s in', async (origins, expected) => {
    const server = await startServer(['score.mjs', '--cors', origins], { cwd: makeProject({ 'score.mjs': doubleScript }) })
    for (const [origin, isAllowed] of Object.entries(expected)) {
      const preflight = await fetch(`${server.address}/score`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      })
      const answer = await fetch(`${server.address}/score?x=21`, { headers: { origin } })
      expect(await answer.json()).toBe(42)
      expect(preflight.status).toBe(200)
      const allowed = !isAllowed ? null : origins === '*' ? '*' : origin
      for (const { headers } of [preflight, answer]) expect(headers.get('access-control-allow-origin')).toBe(allowed)
      if (isAllowed) expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
      // What is cached for one origin is not for another.
      if (origins !== '*') expect(answer.headers.get('vary')).toMatch(/origin/i)
    }
  })
})

async function freePort(): Promise<number> {
  const server = createTcpServer()
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  await new Promise((resolve) => server.close(resolve))
  return port
}
