import type { Casting, Description } from '../../description/description.js'
import type { Path } from '../../errors/issue.js'
import { allOf, showValue } from '../../errors/show.js'
import type { Orient } from '../../frames/orient.js'
import type { AbstractParameterType } from '../../parameter-types/abstract-parameter-type.js'
import { type FrameColumn, type FrameKind, pandas } from '../../parameter-types/pandas.js'
import { at, member, problemAt, readName } from '../read.js'
import { ByName, DescribedType, listOf } from '../run-types.js'
import { tensorType } from '../tensor-type.js'
import { dataTypes } from './data-types.js'
import { readRequired, readType, readTypeName } from './read-type.js'

/** A column of a signature. */
export interface ColSpec {
  /** Either all columns have one, or none. */
  readonly name: string | undefined
  /** The dtype of its cells; undefined for lists, objects and anything. */
  readonly dtype: string | undefined
  /** What a cell is, as a value of its own. */
  readonly value: Description
  readonly required: boolean
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
  const given = member(spec, 'name') ?? null
  const name = given === null ? undefined : readName(given, [...path, 'name'])
  const required = readRequired(spec, path)
  if (name === undefined && !required) throw problemAt(path, 'is optional and has no name, which MLflow does not allow')
  const type = readTypeName(spec, path)
  const dtype = Object.hasOwn(dataTypes, type) ? dataTypes[type]?.dtype : undefined
  return { name, dtype, value: readType(spec, path, casting), required, at: path }
}

/**
 * What columns are together. With names, a frame. Without, what MLflow infers them from: one column of a list or a Series, which is
 * a tensor of one axis or a list; several of one type of an array's columns; and several types of a frame whose columns have
 * numbers for names.
 */
export function columnsType(columns: readonly ColSpec[], options: ColumnsOptions, path: Path): AbstractParameterType {
  const { casting } = options
  const [first] = columns as readonly [ColSpec]
  const isNamed = first.name !== undefined
  if (!isNamed && columns.length === 1)
    return first.dtype === undefined ? new DescribedType(listOf(first.value)) : tensorType(first.dtype, [null], casting, path)
  if (!isNamed && first.dtype !== undefined && columns.every(({ dtype }) => dtype === first.dtype))
    return tensorType(first.dtype, [null, columns.length], casting, path)
  return frameType(columns, options, path)
}

function frameType(columns: readonly ColSpec[], options: ColumnsOptions, path: Path): AbstractParameterType {
  const declared = new ByName<FrameColumn>()
  for (const [index, column] of columns.entries()) declared.set(column.name ?? String(index), frameColumn(column), [...column.at, 'name'])
  checkOrder(columns, declared, path)
  return at(path, () => pandas<Record<string, FrameColumn>, FrameKind>({ columns: declared.values, ...options }))
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

/**
 * The order of columns counts: rows may come as lists. Objects keep it but for names that are numbers, which they put first.
 */
function checkOrder(columns: readonly ColSpec[], declared: ByName<FrameColumn>, path: Path): void {
  const kept = Object.keys(declared.values)
  const moved = columns.filter(({ name }, index) => name !== undefined && kept[index] !== name)
  if (moved.length === 0) return
  const names = allOf(moved.map(({ name }) => showValue(name)))
  throw problemAt(
    path,
    `has the columns ${names} in an order that JavaScript's objects do not keep: names that are numbers come first, and ascend`,
  )
}
