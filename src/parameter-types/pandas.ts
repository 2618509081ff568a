import { Field, Schema, type Table } from 'apache-arrow'
import { emptyTable } from '../arrow/empty-table.js'
import { typeOfDtype } from '../arrow/type-of-dtype.js'
import { failed } from '../decode/decoder.js'
import { decoderOf } from '../decode/decoder-of.js'
import type { ColumnDeclaration } from '../description/column.js'
import { constrainDtype } from '../description/constraints.js'
import type { Casting } from '../description/description.js'
import { placeholder } from '../description/example-writer.js'
import { describeFrame } from '../description/frame.js'
import { type ByColumn, checkOrder, type NamedColumns, readByColumn } from '../description/named-columns.js'
import { sampleErrorOf } from '../description/sample-error.js'
import type { DtypeSpec } from '../dtype/dtype.js'
import { isNullableName, parseDtype } from '../dtype/parse-dtype.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { oneOf, showValue } from '../errors/show.js'
import { buildColumns } from '../frames/columns.js'
import type { Orient } from '../frames/orient.js'
import { isRecord, ownMember, setOwn } from '../json/own.js'
import { checkExample } from './declared-example.js'
import { checkOptions } from './options.js'
import { PandasParameterType } from './pandas-parameter-type.js'
import { type PresenceOptions, presenceNames } from './presence.js'

/** A column, declared: its dtype, and what else is asked of its cells. */
export interface FrameColumn extends ColumnDeclaration {
  readonly dtype: DtypeSpec
  /** What documents show in it. Default: its default, or made up. */
  readonly example?: unknown
}

/** The kinds of frame that `run` can be given. */
export type FrameKind = 'records' | 'columns' | 'pairs' | 'arrow'

/** A frame, declared. */
export interface FrameDeclaration<Columns, Kind, Nullable extends boolean = false, Optional extends boolean = false>
  extends PresenceOptions<Nullable, Optional> {
  /**
   * The columns in order, each a dtype or an object with more: an object by their names, or, where names are like integers, a list of
   * `[name, column]` pairs.
   */
  readonly columns: Columns
  /**
   * What `run` receives: an array of records, an object of columns, a list of `[name, values]` pairs, or an Arrow Table. Default
   * `records`. Records and objects of columns have names like integers in JavaScript's order, not in that of the columns.
   */
  readonly as?: Kind
  /** How the frame is laid out in JSON, as in pandas's `to_json`. Default `records`. */
  readonly orient?: Orient
  /** What documents show: records. Default: one, of the columns' examples. */
  readonly example?: readonly Readonly<Record<string, unknown>>[]
  /** Ask for exactly these columns, in any order. When false, columns may be missing or added. Default true. */
  readonly enforceShape?: boolean
  /** `safe` accepts only values that keep; `unsafe` converts like pandas. Default `safe`. */
  readonly casting?: Casting
}

/** The columns of a declaration, each with its dtype in an object. */
type ColumnsOf<Columns> = {
  readonly [Name in keyof Columns]: Columns[Name] extends FrameColumn
    ? Columns[Name]
    : { readonly dtype: Extract<Columns[Name], DtypeSpec> }
}

/** Refuses what no column is declared with, which inferring the columns' types would let pass. */
type OnlyKnown<Columns> = {
  readonly [Name in keyof Columns]: Columns[Name] extends object
    ? { readonly [Word in keyof Columns[Name]]: Word extends keyof FrameColumn ? Columns[Name][Word] : never }
    : Columns[Name]
}

type OnlyKnownColumns<Columns> = Columns extends readonly (readonly [string, unknown])[]
  ? {
      readonly [Index in keyof Columns]: readonly [
        string,
        OnlyKnown<{ readonly column: Columns[Index][1 & keyof Columns[Index]] }>['column'],
      ]
    }
  : OnlyKnown<Columns>

/** The sample that a kind of frame would have. */
type SampleOf<Kind> = Kind extends 'arrow'
  ? Table
  : Kind extends 'columns'
    ? Readonly<Record<never, never>>
    : Kind extends 'pairs'
      ? readonly (readonly [never, never])[]
      : never[]

/**
 * A frame without a sample: its columns by name, with their dtypes and what else is asked of their cells, in the words of JSON
 * Schema. null is a value of a column only where it says `nullable`.
 *
 * @throws SchemaDefinitionError for a declaration that nothing could meet, or an example that does not
 * @example
 * ```ts
 * const people = pandas({ columns: { name: 'str', age: { dtype: 'int32', minimum: 0 }, plan: { dtype: 'str', default: 'basic' } } })
 * people.deserializeInput([{ name: 'Sarah', age: 25 }]) // [{ name: 'Sarah', age: 25, plan: 'basic' }]
 * people['~standard'].validate([{ name: 'Sarah', age: -1 }]).issues[0].message // '[0].age is -1, expected an integer (int32) of at least 0'
 * ```
 */
export function pandas<
  const Columns extends ByColumn<DtypeSpec | FrameColumn>,
  const Kind extends FrameKind = 'records',
  const Nullable extends boolean = false,
  const Optional extends boolean = false,
>(
  declaration: FrameDeclaration<Columns, Kind, Nullable, Optional> & { readonly columns: OnlyKnownColumns<Columns> },
): PandasParameterType<SampleOf<Kind>, Readonly<Record<never, never>>, ColumnsOf<NamedColumns<Columns>>, Nullable, Optional> {
  checkOptions(declaration, ['columns', 'as', 'orient', 'example', 'enforceShape', 'casting', ...presenceNames])
  const { columns: given, as: kind = 'records', example, ...options } = declaration
  const named = readByColumn<DtypeSpec | FrameColumn>(given, 'columns')
  if (named.size === 0) throw new SchemaDefinitionError('columns is empty, expected a dtype for each column')
  if (isRecord(given)) checkOrder([...named.keys()], 'columns', `[${showValue([...named.keys()][0])}, …]`)
  if (!Object.hasOwn(samples, kind)) throw new SchemaDefinitionError(`as is ${showValue(kind)}, expected ${oneOf(Object.keys(samples))}`)
  const columns = [...named].map(([name, column]) => readColumn(name, column))
  const rows = example ?? [exampleRow(columns)]
  const { sample, isTyped } = samples[kind as FrameKind](columns, rows)
  const declared = columns.map(({ name, dtype, example: _, ...rest }) => [name, isTyped ? rest : { dtype, ...rest }])
  return new PandasParameterType<unknown>(sample, { ...options, columns: declared } as object) as never
}

type NamedColumn = FrameColumn & { readonly name: string }

function readColumn(name: string, given: unknown): NamedColumn {
  if (typeof given === 'string') return { name, dtype: given, nullable: isNullableName(given) }
  if (!isRecord(given) || given['dtype'] === undefined)
    throw new SchemaDefinitionError(
      `the column ${showValue(name)} is ${showValue(given)}, expected a dtype like "float64", or an object with one`,
    )
  const column = given as unknown as FrameColumn
  return { ...column, name, nullable: column.nullable ?? isNullableName(column.dtype) }
}

function exampleRow(columns: readonly NamedColumn[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const { name, dtype: spec, example, default: given, ...rest } of columns) {
    const what = `the column ${showValue(name)}`
    const shown = example ?? given
    const dtype = constrainDtype(parseDtype(spec), rest, what)
    const cell = shown === undefined || shown === null ? placeholder(dtype) : undefined
    if (cell !== undefined) checkExample(cell, dtype, what)
    setOwn<unknown>(row, name, cell ?? shown)
  }
  return row
}

type Rows = readonly Readonly<Record<string, unknown>>[]

/** What stands for the sample of each kind of frame, and whether it says the columns' types itself. */
const samples: Readonly<Record<FrameKind, (columns: readonly NamedColumn[], rows: Rows) => { sample: unknown; isTyped: boolean }>> = {
  records: (_columns, rows) => ({ sample: rows, isTyped: false }),
  columns: (columns, rows) => ({ sample: buildColumns(pairsOf(columns, rows)), isTyped: false }),
  pairs: (columns, rows) => ({ sample: pairsOf(columns, rows), isTyped: false }),
  arrow: (columns, rows) => ({ sample: tableOf(columns, rows), isTyped: true }),
}

function pairsOf(columns: readonly NamedColumn[], rows: Rows): [string, unknown[]][] {
  return columns.map(({ name }) => [name, rows.map((row) => ownMember(row, name) ?? null)])
}

function tableOf(columns: readonly NamedColumn[], rows: Rows): unknown {
  const fields = columns.map(({ name, dtype: spec, nullable, optional, default: given }) => {
    const type = typeOfDtype(parseDtype(spec))
    if (type === undefined)
      throw new SchemaDefinitionError(`the column ${showValue(name)} has no Arrow type: there is none for ${showValue(spec)}`)
    return new Field(name, type, nullable === true || (optional === true && given === undefined))
  })
  const log = new IssueLog()
  // Numbers in the rows may stand for times.
  const dtypes = columns.flatMap(({ name, epoch }) => (epoch === undefined ? [] : [[name, { epoch }] as const]))
  const options = { orient: 'records', dtypes, enforceColumnType: true, enforceShape: true, casting: 'safe' } as const
  const table = decoderOf(describeFrame(emptyTable(new Schema(fields)), options))(rows, log)
  if (log.failed || table === failed) throw sampleErrorOf(log)
  return table
}
