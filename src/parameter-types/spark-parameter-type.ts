import type { Table } from 'apache-arrow'
import { emptyTable } from '../arrow/empty-table.js'
import { isArrowTable } from '../arrow/table.js'
import { failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import type { FrameDescription } from '../description/description.js'
import { describeFrame } from '../description/frame.js'
import { sampleErrorOf } from '../description/sample-error.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import { sparkInference } from '../frames/arrow-frame.js'
import { isRecord } from '../json/own.js'
import { fromArrowSchema, toArrowSchema } from '../spark/arrow-schema.js'
import { parseSparkSchema } from '../spark/schema.js'
import { DescribedParameterType } from './described-parameter-type.js'
import { checkOptions } from './options.js'
import { type MissingOf, type PresenceOptions, presenceNames, withPresence } from './presence.js'

/** Spark's own JSON schema, with rows as records or as lists in the schema's order. */
export interface SparkSample {
  /** What `df.schema.json()` gives: the text, or the same parsed. */
  readonly schema: string | object
  /** Rows for the document's example, such as `df.toJSON().collect()` gives, parsed. Default none. */
  readonly rows?: readonly unknown[]
}

export interface SparkParameterTypeOptions<Nullable extends boolean = false, Optional extends boolean = false>
  extends PresenceOptions<Nullable, Optional> {
  /** Read rows by the sample's schema. When false, the types are inferred from the rows, as Spark infers them. Default true. */
  readonly applySampleSchema?: boolean
}

/**
 * A frame for Spark: described by Spark's own JSON schema with rows, or by an Arrow Table, and received as an Arrow Table whose
 * schema is the one that Spark's own Arrow conversion gives: `tableToIPC(table)` can be handed to Spark without a cast.
 * Timestamps are in microseconds, UTC; one that comes without an offset is taken for UTC.
 *
 * @throws SchemaDefinitionError for a schema that Spark could not have, for user-defined types, and for rows that do not fit
 * @example
 * ```ts
 * const schema = { type: 'struct', fields: [{ name: 'age', type: 'integer', nullable: true, metadata: {} }] }
 * const type = new SparkParameterType({ schema, rows: [{ age: 25 }] })
 * const table = type.deserializeInput([{ age: 31 }, { age: null }])
 * String(table.schema) // 'Schema<{ 0: age: Int32 }>'
 * table.getChild('age').get(1) // null
 * ```
 */
export class SparkParameterType<
  const Nullable extends boolean = false,
  const Optional extends boolean = false,
> extends DescribedParameterType<Table | MissingOf<Nullable, Optional>> {
  constructor(sampleInput: SparkSample | Table, options: SparkParameterTypeOptions<Nullable, Optional> = {}) {
    checkOptions(options, ['applySampleSchema', ...presenceNames])
    super(sampleInput, withPresence(describeSpark(sampleInput, options.applySampleSchema ?? true), options))
  }
}

function describeSpark(sample: SparkSample | Table, applySampleSchema: boolean): FrameDescription {
  const { schema, rows } = readSample(sample)
  if (schema.fields.length === 0) throw new SchemaDefinitionError('the schema has no fields')
  const empty = describe(emptyTable(toArrowSchema(schema)))
  // The sample's rows pass through the same reading as a request's.
  const log = new IssueLog()
  const table = decoderOf(empty)(rows, log)
  if (log.failed || table === failed) throw sampleErrorOf(log)
  return applySampleSchema ? describe(table as Table) : { ...describe(table as Table), inference: sparkInference }
}

function describe(table: Table): FrameDescription {
  return describeFrame(table, {
    orient: 'records',
    dtypes: {},
    enforceColumnType: true,
    enforceShape: true,
    casting: 'safe',
    dialect: 'spark',
  })
}

function readSample(sample: unknown): { schema: ReturnType<typeof parseSparkSchema>; rows: unknown } {
  if (isArrowTable(sample)) return { schema: fromArrowSchema(sample.schema), rows: sample }
  if (typeof sample === 'string') return { schema: parseSparkSchema(sample), rows: [] }
  if (!isRecord(sample))
    throw new SchemaDefinitionError(
      `the sample is ${showValue(sample)}, expected { schema, rows } with Spark's JSON schema, or an Arrow Table`,
    )
  checkOptions(sample, 'schema' in sample ? ['schema', 'rows'] : ['type', 'fields', 'rows'])
  const { schema = sample, rows = [] } = sample
  return { schema: parseSparkSchema(schema), rows }
}
