import { Field, type Table } from 'apache-arrow'
import { writeIpc } from '../arrow/ipc.js'
import { typeOfDtype } from '../arrow/type-of-dtype.js'
import type { Decoder } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import { type ColumnDescription, type FrameDescription, refusesNaN } from '../description/description.js'
import { parseDtype } from '../dtype/parse-dtype.js'
import { IssueLog } from '../errors/issue-log.js'
import { ResultError } from '../errors/result-error.js'
import { writeJson } from '../fast-encode/write-json.js'
import { nullsByType, ownArrowForm } from '../frames/arrow-frame.js'
import { buildColumns, isPairs, pairsRows } from '../frames/columns.js'
import { runSchemaOf } from './payload.js'
import type { RunFunction } from './run-schema.js'

/** The description of a run's result, when that is a frame: only then it has an Arrow form. */
function outputFrame(run: RunFunction): FrameDescription | undefined {
  const description = runSchemaOf(run).output?.['~description']
  return description?.kind === 'frame' ? description : undefined
}

/** Whether a run's results can be written as Arrow: whether its output type is a frame. */
export function hasArrowResult(run: RunFunction): boolean {
  return outputFrame(run) !== undefined
}

/**
 * Writes what `run` returned as an Arrow IPC stream (`application/vnd.apache.arrow.stream`), by its output type, which must be
 * a frame. The columns have the types of the output type's sample: an Arrow sample's own, else those that pyarrow gives to
 * pandas's dtypes; columns that it does not describe have the type of their values.
 *
 * @throws ResultError for a result that does not fit, naming the place
 * @example
 * ```ts
 * import { tableFromIPC } from 'apache-arrow'
 *
 * const run = outputSchema(new PandasParameterType([{ id: 'a', score: 0.5 }]))(() => undefined)
 * const bytes = encodeArrow(run, [{ id: 'b', score: 1.5 }])
 * tableFromIPC(bytes).get(0).toJSON() // { id: 'b', score: 1.5 }
 * ```
 */
export function encodeArrow(run: RunFunction, result: unknown): Uint8Array {
  const frame = outputFrame(run)
  if (frame === undefined) throw new ResultError([], 'has no Arrow form: the output type is no frame')
  // Arrow has NaN, and NaT as null: where they are refused, they are as in JSON.
  if (refusesNaN(frame)) writeJson(result, frame)
  const log = new IssueLog()
  const decode = tableDecoder(frame)
  const table = decode(columnsByName(result, log), log) as Table
  const [issue] = log.issues
  if (issue !== undefined)
    throw new ResultError([...issue.path], `does not fit the output type: it is ${issue.received}, expected ${issue.expected}`)
  // A result without rows and columns does not say its columns, as little as an empty list of records does.
  return writeIpc(table.numRows === 0 && table.numCols === 0 ? (decode([], log) as Table) : table)
}

/** A result in pairs as an object of columns, which go by their names anyway: the decoder takes lists of lists for rows. */
function columnsByName(result: unknown, log: IssueLog): unknown {
  if (!isPairs(result)) return result
  pairsRows(result, log)
  return buildColumns(result)
}

const decoders = new WeakMap<FrameDescription, Decoder>()

/** Reads a result as an Arrow Table: what tells a request's frame from others tells a result's. */
function tableDecoder(frame: FrameDescription): Decoder {
  const known = decoders.get(frame)
  if (known !== undefined) return known
  const decoder = decoderOf({
    ...(frame.form.name === 'arrow' ? nullableByType(frame) : asArrow(frame)),
    orient: 'records',
    enforceShape: false,
  })
  decoders.set(frame, decoder)
  return decoder
}

/** The frame with null where its schema has it, not only where its sample shows it: Spark's has it there anyway. */
function nullableByType(frame: FrameDescription): FrameDescription {
  if (frame.dialect === 'spark') return frame
  return { ...frame, columns: frame.columns.map((column) => ({ ...column, ...nullsByType(frame.form, column.name) })) }
}

/** The frame with columns as Arrow has them. */
function asArrow(frame: FrameDescription): FrameDescription {
  const columns = frame.columns.map(asArrowColumn)
  const fields = columns.flatMap((column) => {
    const type = typeOfDtype(column.dtype)
    if (type === undefined && column.dtype.kind !== 'object')
      throw new ResultError([column.name], `has no Arrow form: there is no Arrow type for ${column.dtype.name}`)
    return type === undefined ? [] : [new Field(column.name, type, column.nullable)]
  })
  return { ...frame, columns, form: ownArrowForm(fields) }
}

function asArrowColumn(column: ColumnDescription): ColumnDescription {
  const { value, ...rest } = column
  // Text columns may lack values in pandas, and hold any text; the others are as nullable as they say.
  if (value?.kind === 'scalar' && value.type === 'string') return { ...rest, dtype: parseDtype('str'), nullable: true }
  const { kind } = column.dtype
  // What is in object columns shows itself what it is; a custom type reads requests, not results.
  if (kind === 'object') return rest
  const mayLack = kind === 'string' || kind === 'datetime' || kind === 'timedelta' || kind === 'category'
  return { ...column, cell: 'storage', typed: false, nullable: column.nullable || column.optional || mayLack }
}
