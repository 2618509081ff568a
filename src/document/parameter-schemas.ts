import type { Description } from '../description/description.js'
import type { SwaggerSchema, SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import type { JsonValue } from '../json/json-value.js'
import { setOwn } from '../json/own.js'
import type { Digits } from './digits.js'
import { orNull } from './element-schema.js'
import { documentExample, documentValue } from './example.js'
import { openApi30, openApi31 } from './openapi-3.js'
import { ownDefault } from './own-default.js'
import { type SchemaDialect, type Side, type VersionDialect, writeSchema } from './schema-dialect.js'
import { type OwnSchemas, schemaOf } from './schema-of.js'
import type { Parameter } from './service-model.js'
import { swagger2 } from './swagger-2.0.js'

const dialects: Readonly<Record<SwaggerVersion, VersionDialect>> = { '2.0': swagger2, '3.0': openApi30, '3.1': openApi31 }

function dialectOf(version: SwaggerVersion, digits: Digits): SchemaDialect {
  return { ...dialects[version], digits }
}

/** A parameter of `run`; without a description it may be anything. */
export interface DocumentedParameter {
  readonly name: string
  readonly description: Description | undefined
  /** Whether a request must have it. */
  readonly isRequired: boolean
  /** Whether null stands for a value that is left out. */
  readonly takesNull?: boolean
  /** The default that `run` itself has. */
  readonly default?: JsonValue
}

/** The schema of one description, with its example. */
export function describedSchema(
  description: Description,
  own: OwnSchemas,
  version: SwaggerVersion = '2.0',
  side: Side = 'input',
  digits: Digits = 'numbers',
): SwaggerSchema {
  const dialect = dialectOf(version, digits)
  return dialect.withExample(
    writeSchema(schemaOf(description, own), dialect, side),
    documentExample(description.example, own, digits),
  ) as SwaggerSchema
}

/**
 * The schema of all parameters. In Swagger 2.0 it has the Python package's form: no `required`, and an empty schema with an
 * empty text as example for a parameter that nobody described.
 *
 * Parameters that may stand in an object are documented there alone, though requests may have them beside it, too: a client that
 * fills in defaults would give them twice.
 */
export function parametersSchema(
  parameters: readonly DocumentedParameter[],
  own: OwnSchemas,
  version: SwaggerVersion = '2.0',
  digits: Digits = 'numbers',
): SwaggerSchema {
  const dialect = dialectOf(version, digits)
  const entries = groupParameters(parameters).flatMap(({ key, members }) => {
    const written = members.map((parameter) => writeParameter(parameter, own, dialect))
    if (key === undefined) return written
    const isRequired = written.some((member) => member.isRequired)
    const { schema, example } = writeObject(written, version, true)
    return [{ name: key, isRequired, schema: version === '2.0' || isRequired ? schema : dialect.orNull(schema), example }]
  })
  const { schema, example } = writeObject(entries, version, false)
  return dialect.withExample(schema, example) as SwaggerSchema
}

interface WrittenParameter {
  readonly name: string
  readonly isRequired: boolean
  readonly schema: WrittenSchema
  readonly example: unknown
}

function writeParameter(
  { name, description, isRequired, takesNull = false, default: value }: DocumentedParameter,
  own: OwnSchemas,
  dialect: SchemaDialect,
): WrittenParameter {
  const isLater = dialect.version !== '2.0'
  const node = description === undefined ? {} : orNull(schemaOf(description, own), isLater && takesNull)
  const schema = writeSchema(node, dialect, 'input')
  // The Python package does not know the defaults of functions.
  const written = isLater ? defaultOfRun(schema, value, description, dialect) : {}
  const example = description === undefined ? '' : documentExample(description.example, own, dialect.digits)
  return { name, isRequired, schema: { ...schema, ...written }, example }
}

function writeObject(
  members: readonly WrittenParameter[],
  version: SwaggerVersion,
  isClosed: boolean,
): Pick<WrittenParameter, 'schema' | 'example'> {
  const properties: WrittenSchema = {}
  const example: Record<string, unknown> = {}
  for (const member of members) {
    setOwn<unknown>(properties, member.name, member.schema)
    setOwn(example, member.name, member.example)
  }
  const isLater = version !== '2.0'
  const required = isLater ? members.filter((member) => member.isRequired).map((member) => member.name) : []
  const closed = isClosed && isLater && !Object.hasOwn(properties, '__proto__')
  return {
    schema: {
      type: 'object',
      ...(required.length > 0 ? { required } : {}),
      properties,
      ...(closed ? { additionalProperties: false } : {}),
    },
    example,
  }
}

interface ParameterGroup {
  /** The key of the object that they may stand in; undefined for a parameter of its own. */
  readonly key: string | undefined
  readonly members: DocumentedParameter[]
}

/** Parameters by the objects that they may stand in. A parameter that is called like such an object is what its key means. */
function groupParameters(parameters: readonly DocumentedParameter[]): readonly ParameterGroup[] {
  const groups: ParameterGroup[] = []
  for (const parameter of parameters) {
    const { within } = parameter.description ?? {}
    const key = parameters.some(({ name }) => name === within) ? undefined : within
    const known = key === undefined ? undefined : groups.find((group) => group.key === key)
    if (known === undefined) groups.push({ key, members: [parameter] })
    else known.members.push(parameter)
  }
  return groups
}

/** The default that `run` itself has, for a schema that has none. */
function defaultOfRun(
  schema: WrittenSchema,
  value: JsonValue | undefined,
  description: Description | undefined,
  { digits }: SchemaDialect,
): WrittenSchema {
  const own = value === undefined || 'default' in schema || description === undefined ? undefined : ownDefault(description, value)
  return own === undefined ? {} : { default: documentValue(own, digits) }
}

/** The parameters as those of a URL's query, where a document can say them: single values, of which none may be null there. */
export function queryParameters(
  parameters: readonly DocumentedParameter[],
  own: OwnSchemas,
  version: SwaggerVersion,
  digits: Digits,
): readonly Parameter[] | undefined {
  const dialect = dialectOf(version, digits)
  const written = parameters.map(({ name, description, isRequired, default: value }): Parameter | undefined => {
    if (description === undefined || !isSingle(description)) return undefined
    const schema = writeSchema({ ...schemaOf(description, own), nullable: false }, dialect, 'input')
    const example = documentExample(description.example, own, digits)
    return { name, isRequired, schema: { ...schema, ...defaultOfRun(schema, value, description, dialect) }, example }
  })
  return written.every((parameter) => parameter !== undefined) ? written : undefined
}

function isSingle(description: Description): boolean {
  if (description.kind !== 'tensor') return description.kind === 'scalar'
  const { dims, dtype, enforceShape, enforceColumnType } = description
  return dims.length === 0 && enforceShape && enforceColumnType && dtype.kind !== 'struct' && dtype.kind !== 'object'
}
