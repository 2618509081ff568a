import { atOnce } from '../decode/at-once.js'
import { decoderOf } from '../decode/decoder-of.js'
import type { Description } from '../description/description.js'
import { type SwaggerSchema, type SwaggerVersion, swaggerVersions } from '../description/swagger-schema.js'
import type { Digits } from '../document/digits.js'
import { type OpenApiDocument, openApiDocument } from '../document/openapi-document.js'
import { withOwnSchemas } from '../document/own-schemas.js'
import { type DocumentedParameter, describedSchema, parametersSchema, queryParameters } from '../document/parameter-schemas.js'
import type { OwnSchemas } from '../document/schema-of.js'
import { type ServiceInfo, type ServiceSchemas, serviceInfoKinds, serviceModel } from '../document/service-model.js'
import { type SwaggerDocument, swaggerDocument } from '../document/swagger-document.js'
import { commonVersions } from '../document/versions.js'
import { IssueLog } from '../errors/issue-log.js'
import { checkOptions, oneOfTexts } from '../errors/options.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'
import { arrowParameter } from './arrow-payload.js'
import { hasArrowResult } from './arrow-result.js'
import { isHeadersName, runSchemaOf } from './payload.js'
import { findRunSchema, type RunFunction, type RunParameter, type RunSchema } from './run-schema.js'

/**
 * The Swagger 2.0 schema of `run`'s parameters, with an example: what a request's body is. Parameters that nobody described
 * are in it too, as anything.
 *
 * @throws SchemaDefinitionError where a custom type writes its schema asynchronously: for that there is {@link getInputSchemaAsync}
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data) => data)
 * getInputSchema(run).example // { data: [[1, 2]] }
 * ```
 */
export function getInputSchema(run: RunFunction): SwaggerSchema {
  return atOnce(writeSchemaOf(run, inputSchemaOf), 'getInputSchema', 'getInputSchemaAsync')
}

/** Like {@link getInputSchema}, for runs whose custom types may write their schemas asynchronously. */
export async function getInputSchemaAsync(run: RunFunction): Promise<SwaggerSchema> {
  return writeSchemaOf(run, inputSchemaOf)
}

/**
 * The Swagger 2.0 schema of what `run` returns, with an example.
 *
 * @throws SchemaDefinitionError where a custom type writes its schema asynchronously: for that there is {@link getOutputSchemaAsync}
 * @example
 * ```ts
 * const run = outputSchema(new StandardPythonParameterType([0.5]))(() => [0.25])
 * getOutputSchema(run) // { type: 'array', items: { type: 'number', format: 'double' }, example: [0.5] }
 * ```
 */
export function getOutputSchema(run: RunFunction): SwaggerSchema {
  return atOnce(writeSchemaOf(run, outputSchemaOf), 'getOutputSchema', 'getOutputSchemaAsync')
}

/** Like {@link getOutputSchema}, for runs whose custom types may write their schemas asynchronously. */
export async function getOutputSchemaAsync(run: RunFunction): Promise<SwaggerSchema> {
  return writeSchemaOf(run, outputSchemaOf)
}

function writeSchemaOf(run: RunFunction, write: typeof inputSchemaOf): SwaggerSchema | Promise<SwaggerSchema> {
  const schema = runSchemaOf(run)
  return withOwnSchemas(descriptionsOf(schema), (own) => write(schema, own))
}

/**
 * The versions of OpenAPI that can say what `run` takes and returns, oldest first. Swagger 2.0 is not among them when a
 * sample holds a list of mixed types.
 *
 * @example
 * ```ts
 * const run = inputSchema('data', new StandardPythonParameterType(['text', 1]))((data) => data)
 * getSupportedVersions(run) // ['3.0', '3.1']
 * ```
 */
export function getSupportedVersions(run: RunFunction): SwaggerVersion[] {
  return [...commonVersions(descriptionsOf(runSchemaOf(run)))]
}

/**
 * Whether a function carries schemas.
 *
 * @example
 * ```ts
 * isSchemaDecorated(() => 1) // false
 * ```
 */
export function isSchemaDecorated(run: RunFunction): boolean {
  const schema = typeof run === 'function' ? findRunSchema(run) : undefined
  return schema !== undefined && (schema.inputs.length > 0 || schema.output !== undefined)
}

export interface SwaggerOptions<Version extends SwaggerVersion = SwaggerVersion> extends ServiceInfo {
  /** The version of OpenAPI to write. Default 2.0. */
  readonly version?: Version
}

/** The document of a version. */
export type DocumentOf<Version extends SwaggerVersion> = Version extends '3.0' | '3.1' ? OpenApiDocument<Version> : SwaggerDocument

/**
 * The whole document of a scoring service: health, score and the document itself, with the schemas of `run` as ServiceInput and
 * ServiceOutput. In Swagger 2.0 it is the document that Power BI reads when the parameters are `Inputs` and
 * `GlobalParameters` and the result is in `Results`; OpenAPI 3.0 and 3.1 say more (null, mixed lists, required parameters).
 *
 * @throws SchemaDefinitionError for an option that does not exist, or when the version cannot say what a sample shows (a list
 *   of mixed types, in Swagger 2.0); where a custom type writes its schema asynchronously: for that there is {@link generateSwaggerAsync}
 * @example
 * ```ts
 * const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data) => data)
 * const document = generateSwagger(run, { serviceName: 'score-diabetes', pathPrefix: '/api/v1' })
 * Object.keys(document.paths) // ['/api/v1/', '/api/v1/score', '/api/v1/swagger.json']
 * ```
 */
export function generateSwagger<Version extends SwaggerVersion = '2.0'>(
  run: RunFunction,
  options: SwaggerOptions<Version> = {},
): DocumentOf<Version> {
  return atOnce(documentOf(run, options), 'generateSwagger', 'generateSwaggerAsync')
}

/** Like {@link generateSwagger}, for runs whose custom types may write their schemas asynchronously. */
export async function generateSwaggerAsync<Version extends SwaggerVersion = '2.0'>(
  run: RunFunction,
  options: SwaggerOptions<Version> = {},
): Promise<DocumentOf<Version>> {
  return documentOf(run, options)
}

/**
 * The document of a run: at once, or as a promise where a custom type writes its schema asynchronously.
 *
 * @param digits `bigints` for a document that becomes text: stringifyJson writes them digit by digit
 */
export function documentOf<Version extends SwaggerVersion = '2.0'>(
  run: RunFunction,
  options: SwaggerOptions<Version> = {},
  digits: Digits = 'numbers',
): DocumentOf<Version> | Promise<DocumentOf<Version>> {
  checkOptions(options, { ...serviceInfoKinds, version: oneOfTexts(swaggerVersions) }, SchemaDefinitionError)
  const { version = '2.0' as SwaggerVersion, ...info } = options
  const schema = runSchemaOf(run)
  const versions = getSupportedVersions(run)
  if (!versions.includes(version)) {
    throw new SchemaDefinitionError(
      `${version === '2.0' ? 'Swagger' : 'OpenAPI'} ${version} cannot say what the samples show, because one holds a list of mixed types; ` +
        `${oneOf(versions)} can`,
    )
  }
  return withOwnSchemas(descriptionsOf(schema), (own) => {
    const model = serviceModel(
      {
        input: shownIn(version, inputSchemaOf(schema, own, version, digits)),
        output: shownIn(version, outputSchemaOf(schema, own, version, digits)),
        query: version === '2.0' ? '' : queryOf(schema, own, version, digits),
        takesArrow: arrowParameter(schema) !== undefined,
        givesArrow: hasArrowResult(run),
      },
      info,
    )
    return version === '2.0' ? swaggerDocument(model) : openApiDocument(model, version)
  }) as DocumentOf<Version> | Promise<DocumentOf<Version>>
}

/** The descriptions of all that a run takes and gives. */
export function descriptionsOf(schema: RunSchema): Description[] {
  return [...schema.inputs.map((input) => input.type), ...(schema.output === undefined ? [] : [schema.output])].map(
    (type) => type['~description'],
  )
}

/** The schema of a run's parameters in a version. */
export function inputSchemaOf(
  schema: RunSchema,
  own: OwnSchemas,
  version: SwaggerVersion = '2.0',
  digits: Digits = 'numbers',
): SwaggerSchema {
  if (schema.inputs.length === 0) return schema.output === undefined ? anything(version) : { type: 'object' }
  return parametersSchema(documentedParameters(schema), own, version, digits)
}

function documentedParameters(schema: RunSchema): DocumentedParameter[] {
  const inputs = new Map(schema.inputs.map((input) => [input.name, input]))
  return schema.parameters.flatMap((parameter) => {
    const { name, hasDefault } = parameter
    const input = inputs.get(name)
    // What the server fills in itself is no input.
    if (input === undefined && isHeadersName(name)) return []
    const description = input?.type['~description']
    const isRequired = !hasDefault && input?.optional !== true
    const takesNull = input?.optional === true && !(description?.kind === 'opaque' && description.readsNull === true)
    return { name, description, isRequired, takesNull, ...writtenDefault(parameter, description) }
  })
}

/** What a document says of GET requests: their parameters, or what becomes of a query. */
function queryOf(schema: RunSchema, own: OwnSchemas, version: SwaggerVersion, digits: Digits): ServiceSchemas['query'] {
  if (schema.isRaw) return 'The script reads the request itself, which may be GET as well.'
  if (schema.inputs.length === 0 && schema.output === undefined)
    return 'GET takes a query instead, and the script gets it as the JSON text of an object.'
  return (
    (schema.hasHiddenParameters ? undefined : queryParameters(documentedParameters(schema), own, version, digits)) ??
    'GET takes the parameters in its query instead: as JSON, texts as they are.'
  )
}

/** The default that `run` itself has, as far as its source says it and its schema accepts it. */
function writtenDefault({ default: value }: RunParameter, description: Description | undefined): { default?: JsonValue } {
  if (value === undefined || description === undefined || description.kind === 'opaque') return {}
  const log = new IssueLog()
  decoderOf(description)(value, log)
  return log.failed ? {} : { default: value }
}

/** The schema of a run's result in a version. */
export function outputSchemaOf(
  schema: RunSchema,
  own: OwnSchemas,
  version: SwaggerVersion = '2.0',
  digits: Digits = 'numbers',
): SwaggerSchema {
  const { output } = schema
  return output === undefined ? anything(version) : describedSchema(output['~description'], own, version, 'output', digits)
}

/** What nobody described: an object in the Python package's Swagger 2.0. Where others ask for an object, clients could send and get nothing else. */
function anything(version: SwaggerVersion): SwaggerSchema {
  return version === '2.0' ? { type: 'object' } : {}
}

/** In Swagger 2.0 every schema has an example: its consumers show it. */
function shownIn(version: SwaggerVersion, schema: SwaggerSchema): SwaggerSchema {
  return version !== '2.0' || 'example' in schema ? schema : { ...schema, example: {} }
}
