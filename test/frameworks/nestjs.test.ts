import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { type INestApplication, Module, StandardSchemaValidationPipe } from '@nestjs/common'
import { NestFactory, RouterModule } from '@nestjs/core'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateSwagger, getInputSchema, type RunFunction } from '../../src/index.js'

const root = join(import.meta.dirname, '../..')
const options = ['--target', 'ES2022', '--module', 'NodeNext', '--strict', '--skipLibCheck', '--types', 'node']

/** A folder inside of the dependencies, so that the compiled module finds them, and this package by its name. */
let folder: string
let app: INestApplication
let origin: string
let controller: Record<'outside' | 'inside', RunFunction>

beforeAll(async () => {
  const cache = join(root, 'node_modules/.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'nest-'))
  await mkdir(join(folder, 'node_modules'))
  await symlink(root, join(folder, 'node_modules/inference-schema'), 'dir')
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await cp(join(import.meta.dirname, '../fixtures/nest-app.ts'), join(folder, 'app.ts'))
  const [, documented = ''] = /^```typescript\n([\s\S]*?)^```$/m.exec(await readFile(join(root, 'docs/standard-schema.md'), 'utf8')) ?? []
  await writeFile(join(folder, 'documented.ts'), documented)
  const decorators = ['--experimentalDecorators', '--emitDecoratorMetadata']
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  await promisify(execFile)(process.execPath, [tsc, 'app.ts', 'documented.ts', '--ignoreConfig', ...options, ...decorators], {
    cwd: folder,
  }).catch((error: { stdout: string }) => {
    throw new Error(error.stdout)
  })
  const { AppModule, PayloadErrorFilter, ScoreController } = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'app.js')).href)
  controller = ScoreController.prototype
  const { ScoreModule } = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'documented.js')).href)
  const modules = RouterModule.register([{ path: 'documented', module: ScoreModule }])
  class Root {}
  Module({ imports: [AppModule, ScoreModule, modules] })(Root)
  app = await NestFactory.create(Root, { rawBody: true, logger: false })
  app.useGlobalPipes(new StandardSchemaValidationPipe({ validateCustomDecorators: true }))
  app.useGlobalFilters(new PayloadErrorFilter())
  await app.listen(0, '127.0.0.1')
  origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
}, 60_000)

afterAll(async () => {
  await app?.close()
  await rm(folder, { recursive: true, force: true })
})

async function post(path: string, body: string) {
  const answer = await fetch(`${origin}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return { status: answer.status, body: await answer.json() }
}

describe('a NestJS handler with payloadSchema as its body’s schema', () => {
  it('gets the converted payload', async () => {
    expect(await post('/score', '{"data": [[3, 4]], "scale": 2}')).toEqual({ status: 200, body: { sum: 14, digits: '3' } })
  })

  it('refuses what does not fit with 400, and the places', async () => {
    const { status, body } = await post('/score', '{"data": [[3, "x"]], "scale": "y"}')
    expect(status).toBe(400)
    expect(body.message).toEqual(['data.0.1: data[0][1] is "x", expected an integer (int64)', 'scale: scale is "y", expected a number'])
  })

  it('refuses integers whose digits the body’s parser has lost, and has them all from the raw body', async () => {
    const payload = '{"data": [[9223372036854775807, 0]], "scale": 1}'
    expect(await post('/score', payload)).toMatchObject({
      status: 400,
      body: { message: [expect.stringContaining('data[0][0] is 9223372036854776000')] },
    })
    expect(await post('/exact', payload)).toMatchObject({ status: 200, body: { digits: '9223372036854775807' } })
  })
})

describe('the example for NestJS in the documentation', () => {
  it('holds', async () => {
    expect(await post('/documented/score', '{"data": [[3, 4]]}')).toEqual({ status: 200, body: { sum: 7 } })
    expect(await post('/documented/score', '{"data": [[3]]}')).toMatchObject({ status: 400 })
  })
})

describe('a NestJS handler with a parameter type', () => {
  it('gets a frame in any of its layouts', async () => {
    expect(await post('/ages', '{"name": ["x", "y"], "age": [5, 6]}')).toEqual({ status: 200, body: [5, 6] })
    expect(await post('/ages', '[{"name": "x", "age": 1.5}]')).toMatchObject({
      status: 400,
      body: { message: ['0.age: [0].age is 1.5, expected an integer (int64)'] },
    })
  })

  it('waits for an asynchronous type', async () => {
    const ask = async (name: string) => (await fetch(`${origin}/model?name=${name}`)).status
    expect([await ask('diabetes'), await ask('iris')]).toEqual([200, 400])
  })
})

describe('a method of a NestJS controller that is decorated with its samples', () => {
  it.each(['outside', 'inside'] as const)('is a handler, and a run, when @Post() is on the %s', async (path) => {
    expect(await post(`/${path}`, '{"data": [[3, 4]]}')).toMatchObject({ status: 200, body: { sum: 30 } })
    expect(await post(`/${path}`, '{"data": [[3]]}')).toMatchObject({ status: 400, body: { issues: [{ path: ['data', 0] }] } })
    expect(getInputSchema(controller[path])).toMatchObject({ example: { data: [[1, 2]] } })
    expect(generateSwagger(controller[path]).definitions?.['ServiceOutput']).toMatchObject({ example: { sum: 0.5 } })
  })
})

describe('the OpenAPI document of a NestJS application', () => {
  it('has the schemas of the samples, and is valid', async () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().setTitle('Score').setVersion('1').build())
    expect(await new Validator().validate(JSON.parse(JSON.stringify(document)))).toMatchObject({ valid: true })
    const { requestBody, responses } = document.paths['/score']?.post ?? {}
    expect(document.paths['/exact']?.post?.requestBody).toMatchObject({ content: (requestBody as { content: object }).content })
    expect(requestBody).toMatchObject({
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['data', 'scale'],
            properties: { data: { type: 'array', items: { type: 'array', items: { type: 'integer', format: 'int64' } } } },
            example: { data: [[1, 2]], scale: 1.5 },
          },
        },
      },
    })
    expect(responses?.['200']).toMatchObject({ content: { 'application/json': { schema: { properties: { sum: { type: 'number' } } } } } })
  })
})
