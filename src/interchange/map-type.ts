import { decoderOf } from '../decode/decoder-of.js'
import type { Description } from '../description/description.js'
import type { SwaggerSchema, SwaggerVersion, WrittenSchema } from '../description/swagger-schema.js'
import { withOwnSchemas } from '../document/own-schemas.js'
import { describedSchema } from '../document/parameter-schemas.js'
import { IssueLog } from '../errors/issue-log.js'
import { showValue } from '../errors/show.js'
import { isRecord, setOwn } from '../json/own.js'
import { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'

/** An object with any keys, whose values are alike. */
export class MapType extends AbstractParameterType<Record<string, unknown>> {
  readonly '~values': Description
  /** @internal */
  readonly '~schemas': Readonly<Record<SwaggerVersion, WrittenSchema>>

  constructor(values: Description) {
    super({})
    this['~values'] = values
    this['~schemas'] = { '2.0': mapSchema(values, '2.0'), '3.0': mapSchema(values, '3.0'), '3.1': mapSchema(values, '3.1') }
  }

  override deserializeInput(input: unknown): Record<string, unknown> {
    const log = new IssueLog()
    const result: Record<string, unknown> = {}
    if (!isRecord(input)) {
      log.add('wrong_type', 'an object with a value for each key', showValue(input))
      throw log.toError()
    }
    const decode = decoderOf(this['~values'])
    for (const [key, value] of Object.entries(input)) {
      log.path.push(key)
      setOwn(result, key, decode(value, log))
      log.path.pop()
    }
    if (log.failed) throw log.toError()
    return result
  }

  override inputToSwagger(): SwaggerSchema {
    return { ...structuredClone(this['~schemas']['2.0']), example: {} } as SwaggerSchema
  }
}

function mapSchema(values: Description, version: SwaggerVersion): WrittenSchema {
  const written = withOwnSchemas([values], (own) => describedSchema(values, own, version)) as WrittenSchema
  const { example: _, examples: __, ...schema } = written
  return { type: 'object', additionalProperties: schema }
}
