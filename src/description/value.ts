import { writeDate } from '../cells/datetime.js'
import { isNdArray } from '../dtype/ndarray.js'
import { isTypedArray } from '../dtype/storage.js'
import { countCharacters, firstCharacters, isLongerThan } from '../errors/characters.js'
import type { Path } from '../errors/issue.js'
import { showValue } from '../errors/show.js'
import { encodeBase64 } from '../json/base64.js'
import type { JsonValue } from '../json/json-value.js'
import { isPlainObject, setOwn } from '../json/own.js'
import { isBytes } from '../json/typed-array.js'
import type { Casting, Description, ScalarType } from './description.js'
import { withoutNulls } from './example-writer.js'
import { isMarker, markerKind } from './markers.js'
import { mergeItems } from './merge.js'
import { isDescribing, isStandardSchema } from './parameter-type-brand.js'
import { sampleError } from './sample-error.js'
import { mostCharacters, shortNote, shownRows } from './short-example.js'

/** Deeper nesting than this in a sample is taken for a mistake. */
const deepest = 100

/**
 * Describes a JavaScript value by what it is: objects by their keys, lists by what their items have in common, single
 * values by their kind, parameter types by their own description.
 *
 * @throws SchemaDefinitionError naming the place of a value that has no JSON form
 */
export function describeValue(sample: unknown, casting: Casting, path: Path = [], outer: readonly object[] = []): Description {
  if (isDescribing(sample)) return sample['~description']
  if (sample === null) return { kind: 'any', nullable: true, example: null }
  const scalar = scalarOf(sample)
  if (scalar !== undefined && typeof sample === 'bigint' && !isInt64(sample))
    throw sampleError(path, `is ${showValue(sample)}, which 64 bits cannot hold`)
  if (scalar !== undefined)
    return { kind: 'scalar', type: scalar.type, casting, nullable: false, ...shortText(scalar.example, scalar.type) }
  if (isStandardSchema(sample)) throw sampleError(path, `is a schema of ${showValue(sample['~standard'].vendor)}; wrap it in standard(…)`)
  if (typeof sample === 'number') throw sampleError(path, `is ${sample}, which JSON cannot say; show a finite number`)
  if (sample instanceof Date) throw sampleError(path, `is ${showValue(sample)}, expected a date in the years 0000 to 9999`)
  if (typeof sample !== 'object') throw sampleError(path, `is ${showValue(sample)}, which JSON cannot say`)
  if (outer.includes(sample)) throw sampleError(path, 'holds itself, which JSON cannot say')
  if (outer.length >= deepest) throw sampleError(path.slice(0, 3), `is nested more than ${deepest} deep`)
  const inner = [...outer, sample]

  if (Array.isArray(sample)) {
    const items = Array.from(sample, (item, index) => describeValue(item, casting, [...path, index], inner))
    const { item, mixed } = mergeItems(items)
    const shown = items.slice(0, shownItems(items))
    const exampleNote = shortNote(shown.length, items.length, 'item')
    const example = shown.map((shownItem) => withoutNulls(shownItem.example, item))
    return { kind: 'list', item, mixed, nullable: false, example, ...(exampleNote && { exampleNote }) }
  }
  if (isNdArray(sample) || isTypedArray(sample)) throw sampleError(path, `is ${showValue(sample)}; wrap it in a NumpyParameterType`)
  if (!isPlainObject(sample)) throw sampleError(path, `is ${showValue(sample)}, expected plain values, or a parameter type for it`)

  const example: Record<string, JsonValue> = {}
  const fields = Object.keys(sample).map((name) => {
    const value = describeValue(sample[name], casting, [...path, name], inner)
    setOwn(example, name, value.example)
    return { name, value, required: value.optional !== true }
  })
  return { kind: 'object', fields, nullable: false, example }
}

/** How many items of a list its example shows. */
function shownItems(items: readonly Description[]): number {
  const [first] = items
  return first === undefined ? 0 : shownRows(items.length, valuesIn(first.example))
}

function valuesIn(example: JsonValue): number {
  if (typeof example !== 'object' || example === null) return 1
  return Object.values(example).reduce((sum: number, value) => sum + valuesIn(value as JsonValue), 1)
}

/** A long text is shown in part; of base64 in whole groups of four. */
function shortText(example: JsonValue, type: ScalarType): Pick<Description, 'example' | 'exampleNote'> {
  if (typeof example !== 'string' || !isLongerThan(example, mostCharacters)) return { example }
  const exampleNote = shortNote(mostCharacters, countCharacters(example), type === 'string' ? 'character' : 'base64 character')
  return { example: firstCharacters(example, mostCharacters), ...(exampleNote && { exampleNote }) }
}

function scalarOf(sample: unknown): { type: ScalarType; example: JsonValue } | undefined {
  if (typeof sample === 'string') return { type: 'string', example: sample }
  if (typeof sample === 'boolean') return { type: 'boolean', example: sample }
  if (typeof sample === 'bigint') return { type: 'bigint', example: sample }
  if (typeof sample === 'number') return Number.isFinite(sample) ? { type: 'number', example: sample } : undefined
  if (isMarker(sample)) return { type: markerKind(sample), example: sample.value }
  if (sample instanceof Date && isRfc3339(sample)) return { type: 'date-time', example: writeDate(sample) }
  if (isBytes(sample)) return { type: isBuffer(sample) ? 'buffer' : 'bytes', example: encodeBase64(sample) }
  return undefined
}

/** RFC 3339 has years of four digits only. */
function isRfc3339(date: Date): boolean {
  return !Number.isNaN(date.getTime()) && date.getUTCFullYear() >= 0 && date.getUTCFullYear() <= 9999
}

function isInt64(integer: bigint): boolean {
  return BigInt.asIntN(64, integer) === integer
}

function isBuffer(bytes: Uint8Array): boolean {
  return typeof Buffer !== 'undefined' && Buffer.isBuffer(bytes)
}
