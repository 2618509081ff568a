import type { DtypeSpec } from '../dtype/dtype.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { allOf, count, oneOf, showValue } from '../errors/show.js'
import { columnsRows } from '../frames/columns.js'
import { countedLabels, type Orient, orients, type RowLabel } from '../frames/orient.js'
import { formOf, frameRows, isFrame } from '../frames/read-frame.js'
import { recordsRows } from '../frames/records.js'
import type { Rows } from '../frames/rows.js'
import { isRecord } from '../json/own.js'
import { type ColumnDeclaration, showColumn } from './column.js'
import type { Casting, FrameDescription, FrameDialect } from './description.js'
import { exampleOf } from './frame-example.js'
import { sampleError, sampleErrorOf } from './sample-error.js'

export interface FrameOptions {
  readonly orient: Orient
  readonly dtypes: Readonly<Record<string, DtypeSpec>>
  readonly columns?: Readonly<Record<string, ColumnDeclaration>>
  readonly index?: readonly RowLabel[]
  readonly enforceColumnType: boolean
  readonly enforceShape: boolean
  readonly casting: Casting
  /** Default `pandas`. */
  readonly dialect?: FrameDialect
}

/**
 * Describes a sample frame: an array of records, an object of columns, an Arrow Table or a danfojs DataFrame.
 *
 * @throws SchemaDefinitionError naming the sample's place
 */
export function describeFrame(sample: unknown, options: FrameOptions): FrameDescription {
  const { orient, dtypes, enforceColumnType, enforceShape, casting, dialect = 'pandas' } = options
  if (!orients.includes(orient)) throw new SchemaDefinitionError(`orient is ${showValue(orient)}, expected ${oneOf(orients)}`)
  const rows = readSample(sample)
  const declarations = new Map(Object.entries(options.columns ?? {}))
  const specs = specsOf(dtypes, declarations)
  const [specified] = specs.keys()
  if (rows.origin === 'arrow' && specified !== undefined)
    throw new SchemaDefinitionError(
      `dtypes names the column ${showValue(specified)}, but an Arrow Table says the types of its columns itself`,
    )
  if (!enforceColumnType && declarations.size > 0)
    throw new SchemaDefinitionError('columns are declared, but enforceColumnType is off: nothing would be held to it')
  const names = columnNames(rows, specs, declarations)
  // pandas refuses it too: the labels of the rows stand under that name.
  if (orient === 'table' && names.includes('index')) throw sampleError([], 'has a column "index", which orient "table" has no place for')
  // The form needs at least one column, which is known here.
  const form = formOf(sample, !enforceColumnType || !enforceShape)
  for (const name of names) {
    const problem = form.nameProblem?.(name)
    if (problem !== undefined) throw sampleError([name], `is ${problem}`)
  }
  const labels = checkLabels(options.index ?? rows.labels ?? countedLabels(rows.length), rows.length)
  const shown = names.map((name) =>
    showColumn(name, rows, { spec: specs.get(name), declaration: declarations.get(name), form: form.name, dialect, casting }),
  )
  return {
    kind: 'frame',
    form,
    dialect,
    orient,
    columns: shown.map((column) => column.description),
    labels,
    enforceColumnType,
    enforceShape,
    casting,
    nullable: false,
    ...exampleOf(shown, orient, labels),
  }
}

/** The row labels that the author gives: one for each row, each once. */
function checkLabels(index: readonly unknown[], length: number): readonly RowLabel[] {
  if (!Array.isArray(index) || index.length !== length) {
    throw new SchemaDefinitionError(`index is ${showValue(index)}, expected an array with a label for each of the ${count(length, 'row')}`)
  }
  const wrong = index.find((label) => typeof label !== 'string' && !Number.isFinite(label))
  if (wrong !== undefined) throw new SchemaDefinitionError(`index has the label ${showValue(wrong)}, expected strings or numbers`)
  if (new Set(index.map(String)).size < length) throw new SchemaDefinitionError('index has a label twice')
  return [...(index as RowLabel[])]
}

function readSample(sample: unknown): Rows {
  const log = new IssueLog()
  const rows = isFrame(sample)
    ? frameRows(sample, log)
    : Array.isArray(sample)
      ? recordsRows(sample, log)
      : isRecord(sample)
        ? columnsRows(sample, log)
        : undefined
  if (rows !== undefined) return rows
  throw log.failed
    ? sampleErrorOf(log)
    : sampleError([], `is ${showValue(sample)}, expected an array of records, an object of columns, an Arrow Table or a danfojs DataFrame`)
}

/** The dtypes that the author gives, by column. */
function specsOf(dtypes: FrameOptions['dtypes'], declarations: ReadonlyMap<string, ColumnDeclaration>): Map<string, DtypeSpec> {
  const specs = new Map(Object.entries(dtypes))
  for (const [name, { dtype }] of declarations) {
    if (dtype === undefined) continue
    if (specs.has(name)) throw new SchemaDefinitionError(`the column ${showValue(name)} has a dtype in dtypes and another in columns`)
    specs.set(name, dtype)
  }
  return specs
}

/** The sample's columns; those of the author's where the sample has no rows to show any. */
function columnNames(
  rows: Rows,
  specs: ReadonlyMap<string, DtypeSpec>,
  declarations: ReadonlyMap<string, ColumnDeclaration>,
): readonly string[] {
  const declared = [...new Set([...specs.keys(), ...declarations.keys()])]
  const shown = new Set(rows.names)
  if (rows.length === 0) {
    const untyped = declared.find((name) => !specs.has(name) && !shown.has(name))
    if (untyped !== undefined)
      throw new SchemaDefinitionError(
        `the column ${showValue(untyped)} is declared without a dtype, and no sample shows one; give \`dtype\``,
      )
    const names = [...new Set([...rows.names, ...declared])]
    if (names.length === 0) throw sampleError([], 'has no rows and no columns; give `dtypes`')
    return names
  }
  const others = declared.filter((name) => !shown.has(name))
  const unknown = others.find((name) => !mayLack(declarations.get(name)))
  if (unknown !== undefined)
    throw new SchemaDefinitionError(
      `${specs.has(unknown) && !declarations.has(unknown) ? 'dtypes names' : 'columns has'} the column ${showValue(unknown)}, which the sample does not have; it has ${allOf(rows.names)}`,
    )
  if (rows.names.length === 0) throw sampleError([], 'has rows without any column')
  return [...rows.names, ...others]
}

/** Whether the rows of a sample need not have a column: it may be left out, and its dtype is known without them. */
function mayLack(declaration: ColumnDeclaration | undefined): boolean {
  return declaration?.dtype !== undefined && (declaration.optional === true || declaration.default !== undefined)
}
