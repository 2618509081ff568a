import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  generateSwagger,
  inputSchema,
  int,
  outputSchema,
  PandasParameterType,
  type RunFunction,
  StandardPythonParameterType,
} from '../src/index.js'
import { buildRun } from './golden/build-run.js'
import type { GoldenFile } from './golden/golden-file.js'
import { anySample } from './support/arbitraries.js'

const versions = ['3.0', '3.1'] as const
type Schema = Record<string, unknown>

const validators = {
  '3.0': addFormats.default(new Ajv({ strict: false, logger: false, ownProperties: true })),
  '3.1': addFormats.default(new Ajv2020({ strict: false, logger: false, ownProperties: true })),
}

function schemasOf(run: RunFunction, version: (typeof versions)[number]): Record<'ServiceInput' | 'ServiceOutput', Schema> {
  const { components } = generateSwagger(run, { version })
  return components?.schemas as unknown as Record<'ServiceInput' | 'ServiceOutput', Schema>
}

/** Why a schema's example does not fit it. */
function exampleProblem(schema: Schema, version: (typeof versions)[number]): string | undefined {
  const { example, examples, ...rest } = schema
  const shown = version === '3.0' ? example : (examples as unknown[] | undefined)?.[0]
  return validators[version].validate(rest, shown ?? {}) ? undefined : `${validators[version].errorsText()}: ${JSON.stringify(shown)}`
}

const inputOf = (sample: unknown) => inputSchema('data', new StandardPythonParameterType(sample))((data: unknown) => data)

describe.each(versions)('the OpenAPI %s document', (version) => {
  const { cases } = JSON.parse(readFileSync(new URL('golden/golden.json', import.meta.url), 'utf8')) as GoldenFile
  const defined = cases.filter((golden) => golden.definitionError === undefined)

  it.each(defined.map((golden) => [golden.id, golden] as const))('is valid, and its examples fit: %s', async (_, golden) => {
    const run = await buildRun(golden, { casting: 'safe', frames: 'records' })
    const document = generateSwagger(run, { version })
    // The validator takes a property that is called "$ref" for a reference.
    const text = JSON.stringify(document).replaceAll('"$ref":"Bonjour"', '"ref":"Bonjour"').replaceAll('"$ref":{', '"ref":{')
    expect(await new Validator().validate(JSON.parse(text) as Record<string, unknown>)).toMatchObject({ valid: true })
    const { ServiceInput, ServiceOutput } = schemasOf(run, version)
    expect([exampleProblem(ServiceInput, version), exampleProblem(ServiceOutput, version)]).toEqual([undefined, undefined])
  })

  it('has an example that fits for every plain sample', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        expect(exampleProblem(schemasOf(inputOf(sample), version).ServiceInput, version)).toBeUndefined()
      }),
    )
  })

  it('has the paths and operations of Swagger 2.0', () => {
    const run = inputOf(1)
    const options = { pathPrefix: 'api', serviceName: 'x', serviceVersion: '7' } as const
    const document = generateSwagger(run, { ...options, version })
    expect(Object.keys(document.paths ?? {})).toEqual(Object.keys(generateSwagger(run, options).paths))
    expect(document.info).toMatchObject({ title: 'x', version: '7' })
    expect(document.openapi.startsWith(version)).toBe(true)
  })

  it('requires the parameters that a request must have', () => {
    const one = new StandardPythonParameterType(1)
    const run = inputSchema('a', one)(inputSchema('b', one, { optional: true })((a: unknown, b: unknown, c = 1) => [a, b, c]))
    expect(schemasOf(run, version).ServiceInput['required']).toEqual(['a'])
  })

  it('says null where the sample shows one', () => {
    const run = inputSchema(
      'data',
      new PandasParameterType([
        { a: int(1), b: 'x' },
        { a: null, b: 'y' },
      ]),
    )((data: unknown) => data)
    const items = (schemasOf(run, version).ServiceInput as { properties: { data: { items: { properties: Schema } } } }).properties.data
      .items
    expect(items.properties['a']).toMatchObject(
      version === '3.0' ? { type: 'integer', format: 'int64', nullable: true } : { type: ['integer', 'null'], format: 'int64' },
    )
  })

  it('says the types of a mixed list, which Swagger 2.0 cannot', () => {
    const run = inputOf(['a', 1, null])
    expect(() => generateSwagger(run)).toThrow('Swagger 2.0 cannot say what the samples show')
    const { properties } = schemasOf(run, version).ServiceInput as { properties: { data: { items: { anyOf: Schema[] } } } }
    expect(properties.data.items.anyOf.map((option) => option['type'])).toEqual(
      version === '3.0' ? ['string', 'number'] : ['string', 'number', 'null'],
    )
  })

  it('has the schema of a custom type, in its own words for null', () => {
    class Custom extends AbstractParameterType {
      override deserializeInput(input: unknown): unknown {
        return input
      }
      override inputToSwagger() {
        return { type: 'object', properties: { a: { type: 'string', 'x-nullable': true } }, example: { a: null } }
      }
    }
    const run = outputSchema(new Custom(1))(() => 1)
    const { properties } = schemasOf(run, version).ServiceOutput as { properties: Schema }
    expect(properties['a']).toEqual(version === '3.0' ? { type: 'string', nullable: true } : { type: ['string', 'null'] })
  })
})

it('refuses a version that does not exist', () => {
  expect(() => generateSwagger(inputOf(1), { version: '4.0' as never })).toThrow('the option version is "4.0", expected 2.0, 3.0 or 3.1')
})
