import { isDeepStrictEqual } from 'node:util'
import { categoriesOf } from './arrow-sample.js'
import { type FrameForm, shownForm } from './build-frame.js'
import type { Difference } from './compare-result.js'
import type { GoldenCase, Json, PandasSpec } from './golden-file.js'
import { framesOf, type ShownFrame } from './shown-frames.js'

/** Any member of an object: the rows that orients `index` and `columns` name by their labels. */
const any = null

/** Where a category column stands in a schema, and the categories that stand there as `enum`. */
export interface ExpectedEnum {
  readonly path: readonly (string | typeof any)[]
  readonly categories: readonly string[]
}

/** The lists of categories that our documents of Arrow frames have, and the Python package's have not. */
export function inputEnums({ inputs }: GoldenCase, frames: FrameForm): ExpectedEnum[] {
  return inputs.flatMap(([name, type]) => framesOf(type).flatMap((frame) => enumsOf(frame, ['properties', name], frames)))
}

export function outputEnums({ output }: GoldenCase, frames: FrameForm): ExpectedEnum[] {
  return output === null ? [] : framesOf(output).flatMap((frame) => enumsOf(frame, [], frames))
}

function enumsOf({ spec, steps }: ShownFrame, base: readonly string[], frames: FrameForm): ExpectedEnum[] {
  if (shownForm(spec, frames) !== 'arrow') return []
  const place = [...base, ...steps.flatMap((step) => (typeof step === 'string' ? ['properties', step] : ['items']))]
  const columns = spec.columns.map(([name, dtype, values]) => ({
    name: String(name),
    categories: dtype === 'category' ? categoriesOf(values) : [],
  }))
  if (spec.orient === 'values' || spec.orient === 'split') return rowEnums(spec, columns, place)
  return columns
    .filter(({ categories }) => categories.length > 0)
    .map(({ name, categories }) => ({ path: [...place, ...cellPath(spec, name)], categories }))
}

/** Rows without names have one schema for all their cells: it has an `enum` only where all columns have the same. */
function rowEnums(spec: PandasSpec, columns: readonly { categories: readonly string[] }[], place: readonly string[]): ExpectedEnum[] {
  const categories = columns[0]?.categories ?? []
  if (categories.length === 0 || !columns.every((column) => isDeepStrictEqual(column.categories, categories))) return []
  return [{ path: [...place, ...(spec.orient === 'split' ? ['properties', 'data'] : []), 'items', 'items'], categories }]
}

function cellPath({ orient }: PandasSpec, name: string): ExpectedEnum['path'] {
  switch (orient) {
    case 'index':
      return ['properties', any, 'properties', name]
    case 'columns':
      return ['properties', name, 'properties', any]
    case 'table':
      return ['properties', 'data', 'items', 'properties', name]
    default:
      return ['items', 'properties', name]
  }
}

/** Checks that each category column lists exactly its categories. */
export function compareEnums(schema: Json, expected: readonly ExpectedEnum[], title: string): Difference {
  for (const { path, categories } of expected) {
    const nodes = nodesAt(schema, path)
    const other = nodes.find((node) => !isDeepStrictEqual(node['enum'], categories))
    if (nodes.length === 0 || other !== undefined)
      return `${title}.${path.map((step) => step ?? '*').join('.')}.enum is ${JSON.stringify(other?.['enum'])}, expected ${JSON.stringify(categories)}`
  }
  return undefined
}

/** The schema without the lists of categories: any other one stays, to be found by whoever compares the rest. */
export function withoutEnums(schema: Json, expected: readonly ExpectedEnum[]): Json {
  const copy = structuredClone(schema)
  for (const { path } of expected) for (const node of nodesAt(copy, path)) delete (node as Record<string, unknown>)['enum']
  return copy
}

function nodesAt(node: unknown, [step, ...rest]: ExpectedEnum['path']): Json[] {
  if (typeof node !== 'object' || node === null) return []
  if (step === undefined) return [node as Json]
  const members = step === any ? Object.values(node) : [(node as Json)[step]]
  return members.flatMap((member) => nodesAt(member, rest))
}
