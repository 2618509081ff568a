import { atOnce } from '../decode/at-once.js'
import { failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import type { Description } from '../description/description.js'
import type { SwaggerSchema, SwaggerVersion } from '../description/swagger-schema.js'
import { withOwnSchemas } from '../document/own-schemas.js'
import { describedSchema } from '../document/parameter-schemas.js'
import { supportedVersions } from '../document/versions.js'
import { IssueLog } from '../errors/issue-log.js'
import { AbstractParameterType } from './abstract-parameter-type.js'

/** A parameter type whose readings all follow from the description of its sample. */
export abstract class DescribedParameterType<Value> extends AbstractParameterType<Value> {
  private readonly description: Description

  constructor(sampleInput: unknown, description: Description) {
    super(sampleInput)
    this.description = description
  }

  /** @internal */
  override get '~description'(): Description {
    const { deserializeInput, inputToSwagger } = DescribedParameterType.prototype
    const isOverridden = this.deserializeInput !== deserializeInput || this.inputToSwagger !== inputToSwagger
    return isOverridden ? super['~description'] : this.description
  }

  /**
   * Converts a JSON value.
   *
   * @throws PayloadError where it does not fit; SchemaDefinitionError where an asynchronous custom type is part of the sample
   */
  override deserializeInput(input: unknown): Value {
    const log = new IssueLog()
    const finish = (decoded: unknown): Value => {
      if (decoded === failed || log.failed) throw log.toError()
      return decoded as Value
    }
    const decoded = decoderOf(this.description)(input, log)
    return finish(atOnce(decoded, 'deserializeInput', "type['~standard'].validate(value)"))
  }

  /**
   * The Swagger 2.0 schema.
   *
   * @throws SchemaDefinitionError where a part of the sample writes its schema asynchronously
   */
  override inputToSwagger(): SwaggerSchema {
    const schema = withOwnSchemas([this.description], (own) => describedSchema(this.description, own))
    return atOnce(schema, 'inputToSwagger', 'generateSwaggerAsync(run)')
  }

  override supportedVersions(): readonly SwaggerVersion[] {
    return supportedVersions(this.description)
  }
}
