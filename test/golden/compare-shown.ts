import { type Field, Table } from 'apache-arrow'
import { arrowFields } from './arrow-sample.js'
import { type FrameForm, shownForm } from './build-frame.js'
import type { Difference } from './compare-result.js'
import { columnsOf } from './frame-columns.js'
import type { PandasSpec } from './golden-file.js'
import type { FramePair } from './shown-frames.js'

/**
 * Checks that a frame is of the kind that was shown, its columns in the sample's order where the shape is enforced; an Arrow
 * Table also has the sample's types, where those are.
 */
export function compareShown({ spec, received, path }: Omit<FramePair, 'expected'>, frames: FrameForm): Difference {
  const place = path.join('.')
  const form = shownForm(spec, frames)
  const found = columnsOf(received)
  if (found?.form !== form) return `${place} arrived as ${found?.form ?? typeof received}, shown as ${form}`
  // Plain objects put keys that are integers first, whatever anybody wants.
  if (form !== 'arrow' && form !== 'danfojs') return undefined
  const names = spec.columns.map(([name]) => String(name))
  if (spec.enforceShape !== false && found.names.join() !== names.join())
    return `${place} has the columns ${found.names}, shown as ${names}`
  return received instanceof Table && spec.enforceColumnType !== false ? compareTypes(received, spec, place) : undefined
}

function compareTypes(table: Table, spec: PandasSpec, place: string): Difference {
  for (const field of arrowFields(spec)) {
    // Where the shape is not enforced, a column may lack.
    const own = table.schema.fields.find(({ name }) => name === field.name)
    if (own !== undefined && typeText(own) !== typeText(field))
      return `${place}.${field.name} is of ${typeText(own)}, shown as ${typeText(field)}`
  }
  return undefined
}

function typeText({ type, nullable }: Field): string {
  return `${type}${nullable ? '' : ' not null'}`
}
