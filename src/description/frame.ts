import type { DtypeSpec } from '../dtype/dtype.js'
import { IssueLog } from '../errors/issue-log.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { allOf, count, oneOf, showValue } from '../errors/show.js'
import { countedLabels, type Orient, orients, type RowLabel } from '../frames/orient.js'
import { anyFrameRows, formOf } from '../frames/read-frame.js'
import type { Rows } from '../frames/rows.js'
import { isRecord } from '../json/own.js'
import { type ColumnDeclaration, type ColumnOptions, showColumn } from './column.js'
import { declarationNames } from './declare-column.js'
import type { Casting, FrameDescription, FrameDialect } from './description.js'
import { exampleOf } from './frame-example.js'
import { type ByColumn, checkOrder, readByColumn } from './named-columns.js'
import { sampleError, sampleErrorOf } from './sample-error.js'

export interface FrameOptions {
  readonly orient: Orient
  readonly dtypes: ByColumn<DtypeSpec | ColumnDeclaration>
  readonly columns?: ByColumn<ColumnDeclaration>
  readonly index?: readonly RowLabel[]
  readonly enforceColumnType: boolean
  readonly enforceShape: boolean
  readonly casting: Casting
  /** Default `pandas`. */
  readonly dialect?: FrameDialect
}

/**
 * Describes a sample frame: an array of records, an object or a list of columns, an Arrow Table or a danfojs DataFrame.
 *
 * @throws SchemaDefinitionError naming the sample's place
 */
export function describeFrame(sample: unknown, options: FrameOptions): FrameDescription {
  const { orient, enforceColumnType, enforceShape, casting, dialect = 'pandas' } = options
  if (!orients.includes(orient)) throw new SchemaDefinitionError(`orient is ${showValue(orient)}, expected ${oneOf(orients)}`)
  const rows = readSample(sample)
  const declared = declaredColumns(options)
  const specified = [...declared].find(([, { spec }]) => spec !== undefined)
  if (rows.origin === 'arrow' && specified !== undefined)
    throw new SchemaDefinitionError(
      `dtypes names the column ${showValue(specified[0])}, but an Arrow Table says the types of its columns itself`,
    )
  if (!enforceColumnType && [...declared.values()].some(({ declaration }) => declaration !== undefined))
    throw new SchemaDefinitionError('columns are declared, but enforceColumnType is off: nothing would be held to it')
  const names = columnNames(rows, declared, options)
  // pandas refuses it too: the labels of the rows stand under that name.
  if (orient === 'table' && names.includes('index')) throw sampleError([], 'has a column "index", which orient "table" has no place for')
  // The form needs at least one column, which is known here.
  const form = formOf(sample, !enforceColumnType || !enforceShape)
  for (const name of names) {
    const problem = form.nameProblem?.(name)
    if (problem !== undefined) throw sampleError([name], `is ${problem}`)
  }
  const labels = checkLabels(options.index ?? rows.labels ?? countedLabels(rows.length), rows.length)
  const shown = names.map((name) => showColumn(name, rows, { ...undeclared, ...declared.get(name), form, dialect, casting }))
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
  const rows = anyFrameRows(sample, log)
  if (rows !== undefined) return rows
  throw log.failed
    ? sampleErrorOf(log)
    : sampleError(
        [],
        `is ${showValue(sample)}, expected an array of records, an object or a list of columns, an Arrow Table or a danfojs DataFrame`,
      )
}

/** What the author says of a column. */
type Declared = Pick<ColumnOptions, 'spec' | 'declaration' | 'isStrict'>

const undeclared: Declared = { spec: undefined, declaration: undefined, isStrict: false }

/** What the author says of each column, in `dtypes` and `columns`. */
function declaredColumns({ dtypes, columns = {} }: FrameOptions): ReadonlyMap<string, Declared> {
  const declared = new Map<string, Declared>()
  for (const [name, given] of readByColumn<DtypeSpec | ColumnDeclaration>(dtypes, 'dtypes')) {
    const declaration = isDeclaration(given) ? given : undefined
    const spec = declaration === undefined ? (given as DtypeSpec) : declaration.dtype
    declared.set(name, { spec, declaration, isStrict: declaration?.nullable === false })
  }
  for (const [name, given] of readByColumn<ColumnDeclaration>(columns, 'columns')) {
    if (!isRecord(given as unknown))
      throw new SchemaDefinitionError(`columns has ${showValue(given)} for ${showValue(name)}, expected an object`)
    const { spec, declaration } = declared.get(name) ?? undeclared
    const twice = Object.keys(given).find((word) => (word === 'dtype' ? spec !== undefined : Object.hasOwn(declaration ?? {}, word)))
    if (twice !== undefined)
      throw new SchemaDefinitionError(`the column ${showValue(name)} has ${withArticle(twice)} in dtypes and another in columns`)
    declared.set(name, { spec: spec ?? given.dtype, declaration: { ...declaration, ...given }, isStrict: true })
  }
  return declared
}

function withArticle(word: string): string {
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`
}

/** Whether what is said of a column is more than its dtype; a dict of a structured dtype has other keys. */
function isDeclaration(given: unknown): given is ColumnDeclaration {
  return isRecord(given) && Object.keys(given).some((word) => declarationNames.includes(word))
}

/** The sample's columns; those of the author's where the sample has no rows to show any. */
function columnNames(rows: Rows, declared: ReadonlyMap<string, Declared>, options: FrameOptions): readonly string[] {
  const shown = shownOrder(rows, options)
  const others = [...declared.keys()].filter((name) => !shown.includes(name))
  if (rows.length === 0) {
    const untyped = others.find((name) => declared.get(name)?.spec === undefined)
    if (untyped !== undefined)
      throw new SchemaDefinitionError(
        `the column ${showValue(untyped)} is declared without a dtype, and no sample shows one; give \`dtype\``,
      )
    const names = [...shown, ...others]
    if (names.length === 0 && options.enforceShape)
      throw sampleError([], 'has no rows and no columns; give `dtypes`, or `enforceShape: false` for any frame')
    return names
  }
  const unknown = others.find((name) => !mayLack(declared.get(name)))
  if (unknown !== undefined)
    throw new SchemaDefinitionError(
      `${declared.get(unknown)?.declaration === undefined ? 'dtypes names' : 'columns has'} the column ${showValue(unknown)}, which the sample does not have; it has ${allOf(rows.names)}`,
    )
  if (rows.names.length === 0) throw sampleError([], 'has rows without any column')
  return [...shown, ...others]
}

/**
 * The order of the sample's columns: that of a list of pairs which names all of them, else the sample's own.
 *
 * @throws SchemaDefinitionError where objects have lost it
 */
function shownOrder(rows: Rows, { dtypes, columns = {} }: FrameOptions): readonly string[] {
  const shown = new Set(rows.names)
  for (const [what, given] of Object.entries({ dtypes, columns })) {
    const names = [...readByColumn(given, what).keys()]
    const added = names.filter((name) => !shown.has(name))
    if (isRecord(given)) checkOrder(added, what, `[${showValue(added[0])}, …]`)
    else if (shown.size > 0 && rows.names.every((name) => names.includes(name))) return names.filter((name) => shown.has(name))
  }
  const isObjects = rows.origin === 'records' || rows.origin === 'columns' || rows.origin === undefined
  if (isObjects) checkOrder(rows.names, 'the sample', `[${showValue(rows.names[0])}, [values]]`)
  return rows.names
}

/** Whether the rows of a sample need not have a column: it may be left out, and its dtype is known without them. */
function mayLack({ spec, declaration }: Declared = undeclared): boolean {
  return spec !== undefined && (declaration?.optional === true || declaration?.default !== undefined)
}
