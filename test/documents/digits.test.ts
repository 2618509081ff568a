import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { defineRun, generateSwagger, numpy, pandas, payloadSchema, type RunFunction, standard } from '../../src/index.js'
import { createServer } from '../../src/server/index.js'
import { build } from '../support/build.js'
import { makeProject } from '../support/project.js'

const versions = ['2.0', '3.0', '3.1'] as const
type Version = (typeof versions)[number]

interface Input {
  readonly properties: Record<string, unknown>
  readonly examples: readonly unknown[]
}

function inputOf(run: RunFunction, version: Version = '3.1'): Input {
  const document = generateSwagger(run, { version }) as unknown as {
    definitions?: { ServiceInput: Input }
    components: { schemas: { ServiceInput: Input } }
  }
  return (document.definitions ?? document.components.schemas).ServiceInput
}

const inputs = (run: RunFunction, version?: Version) => inputOf(run, version).properties

const wide = { type: 'integer', format: 'int64', minimum: -1152921504606846977n, maximum: 4611686018427387905n } as const

describe('bounds of 64 bits', () => {
  it.each(versions)('go without saying where they are those of the format, declared or not, in %s', (version) => {
    const own = { minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n }
    const run = defineRun(
      { inputs: { a: numpy({ dtype: 'int64', shape: [2] }), b: numpy({ dtype: 'int64', shape: [2], ...own }) } },
      (a, b) => [a, b],
    )
    const text = JSON.stringify(inputs(run, version))
    expect(text).toContain('"format":"int64"')
    expect(text).not.toMatch(/"(minimum|maximum)"/)
  })

  it('keep the zero of uint64, in arrays and in columns, which are no int64', () => {
    const run = defineRun({ inputs: { a: numpy({ dtype: 'uint64', shape: [2] }), f: pandas({ columns: { u: 'uint64' } }) } }, (a, f) => [
      a,
      f,
    ])
    const schema = payloadSchema(run)['~standard'].jsonSchema.input({ target: 'openapi-3.0' })
    expect(schema['properties']).toMatchObject({
      a: { items: { type: 'integer', format: 'uint64', minimum: 0 } },
      f: { items: { properties: { u: { type: 'integer', format: 'uint64', minimum: 0 } } } },
    })
    expect(JSON.stringify(schema)).not.toContain('"maximum"')
  })

  it.each(versions)('are numbers inside the range where a document is an object, in %s', (version) => {
    const run = defineRun({ inputs: { a: standard(wide) } }, (a) => a)
    expect(inputs(run, version)).toMatchObject({ a: { minimum: -(2 ** 60), maximum: 2 ** 62 } })
    expect(payloadSchema(run)['~standard'].jsonSchema.input({ target: 'draft-2020-12' })).toMatchObject({
      properties: { a: { minimum: -(2 ** 60), maximum: 2 ** 62 } },
    })
  })

  it('are said of zod’s integers by a format', () => {
    const run = defineRun({ inputs: { a: standard(z.int()), b: standard(z.int32()) } }, (a, b) => [a, b])
    for (const version of versions) expect(inputs(run, version)['a']).toMatchObject({ type: 'integer', format: 'int64' })
    expect(inputs(run)['b']).not.toHaveProperty('format', 'int64')
  })
})

describe('text has all digits', () => {
  const script = `
    import { defineRun, pandas, PandasParameterType, standard, StandardPythonParameterType } from 'inference-schema'
    const bound = { minimum: -1152921504606846977n, maximum: 4611686018427387905n }
    export const run = defineRun({
      inputs: {
        a: standard({ type: 'integer', format: 'int64', ...bound, default: 9007199254740995n }),
        frame: new PandasParameterType([{ id: 9007199254740997n }]),
      },
      output: new StandardPythonParameterType(9007199254740999n),
    }, (a) => a)
  `
  const digits = ['-1152921504606846977', '4611686018427387905', '9007199254740995', '9007199254740997', '9007199254740999']

  it.each(['json', 'yaml'] as const)('of files in %s, which check as what they are', async (format) => {
    const cwd = makeProject({ 'score.mjs': script })
    const options = { cwd, entries: 'score.mjs', versions: 'all', format } as const
    const { files } = await build.writeDocuments(options)
    expect(files.length).toBeGreaterThan(2)
    for (const { file } of files) {
      const text = readFileSync(join(cwd, file), 'utf8')
      for (const integer of digits) expect(text).toContain(integer)
      expect(format === 'json' ? JSON.parse(text) : parse(text)).toBeTypeOf('object')
    }
    await expect(build.checkDocuments(options)).resolves.toMatchObject({ ok: true })
  })

  it('of what the server gives', async () => {
    const run = defineRun({ inputs: { a: standard({ ...wide, default: 9007199254740993n }) } }, (a) => a)
    const server = await createServer({ run })
    for (const version of versions) {
      const { body } = await server.inject({ url: `/swagger.json?version=${version}` })
      expect(body).toContain('9007199254740993')
      expect(body).toContain('4611686018427387905')
    }
    await server.close()
  })

  it('and an object the nearest that its schema takes', () => {
    const run = defineRun({ inputs: { a: standard({ ...wide, example: wide.maximum }) } }, (a) => a)
    const { examples, ...schema } = inputOf(run)
    expect(new Ajv2020({ strict: false, logger: false }).validate(schema, examples[0])).toBe(true)
  })
})
