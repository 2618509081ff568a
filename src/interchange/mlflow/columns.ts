import type { Casting, Description, FrameDescription } from '../../description/description.js'
import type { Path } from '../../errors/issue.js'
import type { Orient } from '../../frames/orient.js'
import { type FrameColumn, type FrameKind, pandas } from '../../parameter-types/pandas.js'
import { at, member, problemAt, readName } from '../read.js'
import { ByName, DescribedType, listOf } from '../run-types.js'
import { tensorType } from '../tensor-type.js'
import { dataTypes } from './data-types.js'
import { readRequired, readType, readTypeName } from './read-type.js'
import { ColumnsType } from './signature-types.js'

/** A column of a signature. */
export interface ColSpec {
  /** Either all columns have one, or none. */
  readonly name: string | number | undefined
  /** The dtype of its cells; undefined for lists, objects and anything. */
  readonly dtype: string | undefined
  /** What a cell is, as a value of its own. */
  readonly value: Description
  readonly required: boolean
  /** Whether the signature says so, or leaves it out. */
  readonly saysRequired: boolean
  readonly at: Path
}

/** What becomes of columns: the options of `pandas`. */
export interface ColumnsOptions {
  readonly as: FrameKind
  readonly orient: Orient
  readonly casting: Casting
}

/** `{"type": "double", "name": "petal width (cm)", "required": true}` (`ColSpec.to_dict`); name and required may lack. */
export function readColumn(spec: Readonly<Record<string, unknown>>, path: Path, casting: Casting): ColSpec {
  const given = member(spec, 'name') ?? undefined
  const name = given === undefined || typeof given === 'number' ? given : readName(given, [...path, 'name'])
  const required = readRequired(spec, path)
  if (name === undefined && !required) throw problemAt(path, 'is optional and has no name, which MLflow does not allow')
  const type = readTypeName(spec, path)
  const dtype = Object.hasOwn(dataTypes, type) ? dataTypes[type]?.dtype : undefined
  return { name, dtype, value: readType(spec, path, casting), required, saysRequired: Object.hasOwn(spec, 'required'), at: path }
}

/**
 * What columns are together: a frame, whose columns are called 0, 1, … where they have no names. One column without a name is what
 * MLflow infers from a list of values or a Series, and so that again.
 */
export function columnsType(columns: readonly ColSpec[], options: ColumnsOptions, path: Path): ColumnsType {
  const [only, ...others] = columns as readonly [ColSpec, ...ColSpec[]]
  if (only.name !== undefined || others.length > 0) return frameType(columns, options, path)
  const { dtype, value } = only
  const series = dtype === undefined ? listOf(value) : tensorType(dtype, [null], options.casting, path)['~description']
  return new ColumnsType(series, undefined, only.saysRequired)
}

/** What a model gives in columns: several of one type without names are the array that it gave. */
export function resultColumnsType(columns: readonly ColSpec[], options: ColumnsOptions, path: Path): ColumnsType {
  const [{ name, dtype }] = columns as readonly [ColSpec]
  const isArray = name === undefined && dtype !== undefined && columns.length > 1 && columns.every((column) => column.dtype === dtype)
  if (!isArray) return columnsType(columns, options, path)
  return new ColumnsType(tensorType(dtype, [null, columns.length], options.casting, path)['~description'], undefined, saysRequired(columns))
}

function frameType(columns: readonly ColSpec[], options: ColumnsOptions, path: Path): ColumnsType {
  const declared = columns.map((column, index) => [String(column.name ?? index), frameColumn(column)] as const)
  const known = new ByName<FrameColumn>()
  for (const [index, [name, column]] of declared.entries()) known.set(name, column, [...(columns[index] as ColSpec).at, 'name'])
  const type = at(path, () => pandas<typeof declared, FrameKind>({ columns: declared, ...options }))
  const frame = type['~description']
  const names = columns.flatMap(({ name }) => name ?? [])
  const isNamed = names.length > 0
  const description = isNamed ? frame : ({ ...frame, byPosition: true } as FrameDescription)
  return new ColumnsType(description, isNamed ? names : undefined, saysRequired(columns))
}

function saysRequired(columns: readonly ColSpec[]): boolean {
  return columns.some((column) => column.saysRequired)
}

function frameColumn({ dtype, value, required }: ColSpec): FrameColumn {
  // MLflow takes missing values, and lets the whole column lack, where it is not required.
  const presence = required ? {} : { nullable: true, optional: true }
  if (dtype !== undefined) return { dtype, ...presence }
  // A type is its own sample, as everywhere in samples; anything is a sample of nothing.
  return value.kind === 'any'
    ? { dtype: 'object', nullable: true, ...presence }
    : { dtype: 'object', example: new DescribedType(value), ...presence }
}
