import SwaggerParser from '@apidevtools/swagger-parser'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import {
  defineRun,
  generateSwagger,
  type Orient,
  PandasParameterType,
  type RunFunction,
  type ServiceInfo,
  StandardPythonParameterType,
  type SwaggerVersion,
} from '../../src/index.js'

const versions = ['2.0', '3.0', '3.1'] as const

/**
 * Of the recommended rules, those that a service without a licence, and a health check without a mistake to make, and with a slash at its
 * end, cannot keep. Examples are held to their schemas as these are written: an object that is not closed may have more members.
 */
const rules = {
  'info-license': 'off',
  'operation-4xx-response': 'off',
  'no-path-trailing-slash': 'off',
  'no-invalid-schema-examples': { severity: 'error', allowAdditionalProperties: true },
  'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: true },
} as const
const strict = await createConfig({ extends: ['recommended'], rules })
// The validator that the linter holds examples with needs minutes for thousands of properties, or overflows its stack.
const large = await createConfig({ extends: ['recommended'], rules: { ...rules, 'no-invalid-schema-examples': 'off' } })

/** What two readers say against a document as it is written down. */
async function complaints(run: RunFunction, version: SwaggerVersion, info: ServiceInfo = {}, config = strict): Promise<string[]> {
  const source = JSON.stringify(generateSwagger(run, { ...info, version }))
  const problems = (await lintFromString({ source, config })).map(({ message }) => message)
  const refused = await SwaggerParser.validate(JSON.parse(source)).then(
    () => [],
    (error: Error) => [error.message],
  )
  return [...problems, ...refused]
}

const names = [
  'the "size" of \\ \'it\' `0`',
  'a/b//c',
  '~0~1~',
  '#/definitions/ServiceInput',
  '$ref',
  '$ref/~ "x"',
  'x-nullable',
  'two words, a\ttab\nand a line',
  '😀\u2028é\u0000',
  '__proto__',
  'constructor',
  'toString',
  '{data}',
  '<script>alert(1)</script>',
  '',
  '%7B%',
]
const record = (value: unknown) => Object.fromEntries(names.map((name) => [name, value]))

describe.each(versions)('the %s document is valid for two readers', (version) => {
  it.each(['records', 'split', 'index', 'columns', 'values', 'table'] as Orient[])(
    'whatever columns are called, in orient %s',
    async (orient) => {
      const type = new PandasParameterType([record(1.5)], { orient })
      const run = defineRun({ inputs: { data: type }, output: type }, ({ data }) => data)
      expect(await complaints(run, version)).toEqual([])
    },
  )

  it('whatever parameters, and members of objects, are called', async () => {
    const members = new StandardPythonParameterType(record(1.5))
    const named = names.filter((name) => name !== '')
    const run = defineRun({ inputs: Object.fromEntries(named.map((name) => [name, members])), output: members }, () => record(1.5) as never)
    expect(await complaints(run, version)).toEqual([])
  })

  it('whatever texts stand in examples, defaults and lists of values', async () => {
    const type = new PandasParameterType(
      names.map((text) => ({ text, kind: text, more: text })),
      { columns: { kind: { dtype: 'category' }, more: { default: names[0] as string } } },
    )
    const run = defineRun({ inputs: { data: type }, output: new StandardPythonParameterType(names) }, () => names)
    expect(await complaints(run, version)).toEqual([])
  })

  it.each(names)('whatever the service is called: %j', async (text) => {
    const run = defineRun({ inputs: { data: new StandardPythonParameterType(1.5) } }, ({ data }) => data)
    const name = text === '' ? ' ' : text
    expect(await complaints(run, version, { serviceName: name, serviceVersion: name, pathPrefix: text })).toEqual([])
  })

  it('with ten thousand columns, within seconds', { timeout: 20_000 }, async () => {
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`column "${index}"`, index % 2 === 0 ? 1.5 : 2.5]))
    const [records, split] = [new PandasParameterType([wide]), new PandasParameterType([wide], { orient: 'split' })]
    const run = defineRun({ inputs: { records, split } }, ({ records }) => records.length)
    expect(await complaints(run, version, {}, large)).toEqual([])
  })
})

describe('a text that is called "$ref"', () => {
  const run = defineRun({ inputs: { data: new PandasParameterType([{ $ref: 'cat.json' }]) } }, ({ data }) => data)

  it.each(['3.0', '3.1'] as const)('is described without an example, which readers would look for a file with: %s', async (version) => {
    expect(await complaints(run, version)).toEqual([])
  })

  it('keeps its example in Swagger 2.0, as in the Python package', () => {
    expect(generateSwagger(run).definitions?.['ServiceInput']?.example).toEqual({ data: [{ $ref: 'cat.json' }] })
  })
})
