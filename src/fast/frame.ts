import { ColumnOverflow } from '../arrow/builder.js'
import type { FlatColumn } from '../arrow/flat-data.js'
import { Refusal } from '../cells/cell.js'
import { isPlainText, isTypedColumn, jsonCellReader } from '../decode/column.js'
import type { ColumnDescription, FrameDescription } from '../description/description.js'
import { constraintsOf } from '../dtype/dtype.js'
import type { TypedArray } from '../dtype/storage.js'
import type { BuiltColumn, FormColumn, FrameForm } from '../frames/frame-form.js'
import {
  BooleanCells,
  type Cells,
  FloatCells,
  IntegerCells,
  LargeIntegerCells,
  type Missing,
  type NumericCells,
  SafeIntegerCells,
} from './cells.js'
import { PlainCells } from './plain-cells.js'
import type { Reading } from './reading.js'
import { keysOf, readRecords } from './records.js'
import { float64, isNumeric, type NumericDtype } from './storage.js'
import { FlatTextCells, StringCells, TextBatch } from './text-cells.js'

/** How a column is read, and made into what the frame's form holds. */
interface ColumnPlan {
  readonly name: string
  createCells(batch: TextBatch): Cells
  finish(cells: Cells, length: number): unknown
}

/** A few records are sooner parsed than their columns are laid out. */
const leastFrame = 2048

/** The fast reading of a frame that comes as records; undefined for frames that are more than flat columns. */
export function frameReading(frame: FrameDescription): Reading | undefined {
  const { form, columns, orient, enforceColumnType, casting, inference } = frame
  const isPlain = enforceColumnType && casting === 'safe' && inference === undefined && orient === 'records' && columns.length > 0
  if (!isPlain) return undefined
  const plans: ColumnPlan[] = []
  for (const column of columns) {
    const plan = planColumn(column, frame)
    if (plan === undefined) return undefined
    plans.push(plan)
  }
  const keys = keysOf(plans.map(({ name }) => name))
  return {
    depth: 2,
    least: leastFrame,
    read: (bytes, start) => {
      const batch = new TextBatch()
      const cells = plans.map((plan) => plan.createCells(batch))
      const read = readRecords(bytes, start, keys, cells)
      if (read === undefined) return undefined
      const built: BuiltColumn[] = []
      for (const [index, plan] of plans.entries()) {
        const values = plan.finish(cells[index] as Cells, read.rows)
        if (values === undefined) return undefined
        built.push({ name: plan.name, values })
      }
      return { value: form.build(built, read.rows, undefined), end: read.end }
    },
  }
}

function planColumn(column: ColumnDescription, frame: FrameDescription): ColumnPlan | undefined {
  const { form } = frame
  const { dtype, name, cell, value } = column
  if (dtype.kind === 'object') {
    const missing = column.nullable ? 'null' : 'refused'
    return value !== undefined && isPlainText(value) ? listed(column, form, textPlan(name, form, missing, Infinity)) : undefined
  }
  const isTyped = isTypedColumn(column)
  const readCell = jsonCellReader({ ...column, isTyped }, frame)
  const missing = missingOf(readCell(null))
  const isDirect = missing !== undefined && constraintsOf(dtype) === undefined && cell !== 'date'
  const direct = isDirect ? directPlan(column, form, isTyped, missing) : undefined
  return listed(column, form, direct) ?? plainPlan({ ...column, isTyped }, frame)
}

/** A plan of lists, which the form makes its own columns of. */
function listed({ dtype }: ColumnDescription, form: FrameForm, plan: ColumnPlan | undefined): ColumnPlan | undefined {
  if (plan === undefined || form.listColumn === undefined) return plan
  return { ...plan, finish: (cells, length) => form.listColumn?.(dtype, plan.finish(cells, length) as ArrayLike<unknown>) }
}

function missingOf(cell: unknown): Missing | undefined {
  if (cell === null) return 'null'
  if (Number.isNaN(cell)) return 'NaN'
  return cell instanceof Refusal ? 'refused' : undefined
}

function directPlan(column: ColumnDescription, form: FrameForm, isTyped: boolean, missing: Missing): ColumnPlan | undefined {
  const { dtype, name, cell } = column
  if (dtype.kind === 'string') return missing === 'NaN' ? undefined : textPlan(name, form, missing, dtype.length ?? Infinity)
  if (!isNumeric(dtype)) return undefined
  // Integers as numbers stay what they are, within what a number is exact for.
  if (cell === 'safe integer') {
    if (isTyped || form.name === 'arrow') return undefined
    return { name, createCells: () => new SafeIntegerCells(float64, missing), finish: listOf }
  }
  const finish = finisher(name, form, isTyped)
  const isList = (finish === listOf || finish === valuesOf) && dtype.name === 'float64'
  return finish && { name, createCells: () => numericCells(dtype, missing, isList), finish }
}

function numericCells(dtype: NumericDtype, missing: Missing, isList: boolean): NumericCells {
  switch (dtype.kind) {
    case 'bool':
      return new BooleanCells(dtype, missing)
    case 'float':
      return new FloatCells(dtype, missing, isList)
    case 'integer':
      return dtype.bits === 64
        ? new LargeIntegerCells(dtype, missing, dtype.min < 0n)
        : new IntegerCells(dtype, missing, Number(dtype.min), Number(dtype.max))
  }
}

function finisher(name: string, form: FrameForm, isTyped: boolean): ColumnPlan['finish'] | undefined {
  if (form.name === 'records') return valuesOf
  if (form.name !== 'arrow') return isTyped ? (cells, length) => cut((cells as NumericCells).values as TypedArray, length) : listOf
  const assemble = form.flatColumn?.(name)
  return assemble && ((cells, length) => assemble(flat(cells as NumericCells, length), length))
}

function cut<A extends { slice(start: number, end: number): A; readonly length: number }>(values: A, length: number): A {
  return values.length === length ? values : values.slice(0, length)
}

function flat(cells: NumericCells, length: number): FlatColumn {
  return { values: cut(cells.values as Uint8Array, length), nulls: cells.nulls, nullCount: cells.nullCount }
}

/** Cells as values of records: what stores numbers will do for a list of them. */
function valuesOf(cells: Cells, length: number): ArrayLike<unknown> {
  const { values, nulls, dtype } = cells as NumericCells
  return nulls === undefined && dtype.kind !== 'bool' ? values : listOf(cells, length)
}

/** Cells as JavaScript values. */
function listOf(cells: Cells, length: number): unknown[] {
  const { values, nulls, dtype } = cells as NumericCells
  const list: unknown[] = Array.isArray(values) ? values : new Array(length)
  if (list === values) list.length = length
  else if (dtype.kind === 'bool') for (let row = 0; row < length; row++) list[row] = values[row] === 1
  else for (let row = 0; row < length; row++) list[row] = values[row]
  if (nulls !== undefined) for (let row = 0; row < length; row++) if (nulls[row] === 1) list[row] = null
  return list
}

function textPlan(name: string, form: FrameForm, missing: 'null' | 'refused', longest: number): ColumnPlan | undefined {
  if (form.name !== 'arrow') {
    const createCells = (batch: TextBatch) => new StringCells(missing, longest, batch)
    return { name, createCells, finish: (cells, length) => (cells as StringCells).strings(length) }
  }
  const assemble = form.flatColumn?.(name)
  const createCells = () => new FlatTextCells(missing, longest)
  return assemble && { name, createCells, finish: (cells, length) => assemble((cells as FlatTextCells).flat(length), length) }
}

function plainPlan(column: ColumnDescription & FormColumn, frame: FrameDescription): ColumnPlan {
  const { form } = frame
  const readCell = jsonCellReader(column, frame)
  return {
    name: column.name,
    createCells: () => new PlainCells(readCell),
    finish: (cells, length) => {
      const target = form.target(column, length)
      const { values } = cells as PlainCells
      try {
        for (let row = 0; row < length; row++) target.set(row, values[row])
      } catch (error) {
        if (error instanceof ColumnOverflow) return undefined
        throw error
      }
      return target.finish()
    },
  }
}
