import SwaggerParser from '@apidevtools/swagger-parser'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { generateSwagger, getSupportedVersions, type RunFunction } from '../../src/index.js'
import { inlined } from '../support/schemas.js'
import type { Difference } from './compare-result.js'

const options = { strict: false, logger: false, ownProperties: true } as const
const draft4 = addFormats.default(new Ajv(options))
const validators = { '2.0': draft4, '3.0': draft4, '3.1': addFormats.default(new Ajv2020(options)) }

type Version = keyof typeof validators
type Schema = Record<string, unknown>

/** Of the recommended rules, those that a service without a licence, and a health check without a mistake to make, cannot keep. */
const rules = { 'info-license': 'off', 'operation-4xx-response': 'off' } as const
const config = await createConfig({ extends: ['recommended'], rules })

/** Builds the document of a run in every version that can say it: each is valid, passes the linter, and its examples fit. */
export async function checkDocuments(run: RunFunction): Promise<Difference> {
  for (const version of getSupportedVersions(run) as readonly Version[]) {
    const problem = await checkDocument(generateSwagger(run, { version }) as unknown as Schema, version)
    if (problem !== undefined) return `the ${version} document ${problem}`
  }
  return undefined
}

async function checkDocument(document: Schema, version: Version): Promise<Difference> {
  // Both readers take a property that is called "$ref" for a reference.
  const source = JSON.stringify(document)
    .replaceAll(/"\$ref"(?!:"#\/)/g, '"ref"')
    .replaceAll('"$ref":{', '"ref":{')
    .replaceAll(/"\$ref":"(?!#\/)/g, '"ref":"')
  for (const { message, ruleId } of await lintFromString({ source, config })) return `is refused by the linter: ${message} (${ruleId})`
  try {
    await SwaggerParser.validate(JSON.parse(source))
  } catch (error) {
    return `is not valid: ${(error as Error).message}`
  }
  for (const [name, schema] of Object.entries(schemasOf(document))) {
    const { example, examples, ...rest } = schema
    const shown = example ?? (examples as unknown[] | undefined)?.[0]
    if (shown !== undefined && !validators[version].validate(inlined(rest, document), shown))
      return `has an example of ${name} that does not fit: ${validators[version].errorsText()}`
  }
  return undefined
}

function schemasOf(document: Schema): Record<string, Schema> {
  const { definitions, components } = document as { definitions?: Record<string, Schema>; components?: { schemas: Record<string, Schema> } }
  return definitions ?? components?.schemas ?? {}
}
