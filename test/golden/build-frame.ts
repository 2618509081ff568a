import { type AbstractParameterType, type Casting, int, type Orient, PandasParameterType } from '../../src/index.js'
import { arrowTable, bytesOf, hasArrowForm } from './arrow-sample.js'
import { isBytes } from './arrow-type.js'
import { danfojsFrame, hasDanfojsForm } from './danfojs.js'
import type { PandasSpec } from './golden-file.js'

/** The JavaScript forms in which sample frames are shown. */
export const frameForms = ['records', 'columns', 'pairs', 'arrow', 'danfojs'] as const

export type FrameForm = (typeof frameForms)[number]

export interface BuildOptions {
  readonly casting: Casting
  readonly frames: FrameForm
}

/** The form that a frame is shown in: records or pairs, where the form that is asked for has no way to hold it. */
export function shownForm(spec: PandasSpec, frames: FrameForm): FrameForm {
  const names = spec.columns.map(([name]) => String(name))
  const isShown = frames === 'arrow' ? hasArrowForm(spec) : frames !== 'danfojs' || hasDanfojsForm(names)
  const form = isShown ? frames : 'records'
  // Objects put names like integers first.
  const isObject = form === 'records' || form === 'columns'
  return isObject && names.some((name) => /^\d+$/.test(name)) ? 'pairs' : form
}

export function buildFrameType(spec: PandasSpec, { casting, frames }: BuildOptions): AbstractParameterType {
  const { enforceColumnType = true, enforceShape = true, index } = spec
  const form = shownForm(spec, frames)
  return new PandasParameterType(buildFrame(spec, form), {
    // An Arrow Table says its columns' types itself, and takes no others.
    ...(form === 'arrow' ? {} : { dtypes: spec.columns.map(([name, dtype]) => [String(name), dtype] as const) }),
    ...(index === undefined || index === null ? {} : { index: index as (string | number)[] }),
    orient: (spec.orient ?? 'records') as Orient,
    enforceColumnType,
    enforceShape,
    casting,
  })
}

function buildFrame(spec: PandasSpec, form: FrameForm): unknown {
  if (form === 'arrow') return arrowTable(spec)
  const names = spec.columns.map(([name]) => String(name))
  const columns = spec.columns.map(([, dtype, values]) => values.map((value) => plainCell(value, dtype)))
  if (form === 'pairs') return names.map((name, index) => [name, columns[index]])
  if (form === 'columns') return Object.fromEntries(names.map((name, index) => [name, columns[index]]))
  const rows = (columns[0] ?? []).map((_, row) => columns.map((values) => values[row]))
  if (form === 'danfojs') return danfojsFrame(names, rows)
  return rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])))
}

function plainCell(value: unknown, dtype: string): unknown {
  if (dtype === 'object') return objectCell(value)
  return isBytes(dtype) && typeof value === 'string' ? bytesOf(value) : value
}

/** In object columns JSON's integers are Python's: shown as integers. */
function objectCell(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? int(value) : value
  if (Array.isArray(value)) return value.map(objectCell)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, objectCell(item)]))
}
