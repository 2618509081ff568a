import type { Casting } from '../../description/description.js'
import type { Path } from '../../errors/issue.js'
import { showValue } from '../../errors/show.js'
import type { AbstractParameterType } from '../../parameter-types/abstract-parameter-type.js'
import { withPresence } from '../../parameter-types/presence.js'
import { at, member, problemAt, readName, readRecord } from '../read.js'
import { DescribedType, listOf } from '../run-types.js'
import { dataTypes } from './data-types.js'
import { readType } from './read-type.js'

/** Simple types that a param can have: MLflow has no binary ones, since JSON has no bytes. */
const simple = Object.keys(dataTypes).filter((name) => name !== 'binary')

/**
 * `{"name": "temperature", "type": "double", "default": 0.5, "shape": null}` (`ParamSpec.to_dict` in mlflow/types/schema.py): a single
 * value or an object, or with the shape [-1] a list of values. MLflow takes `dtype` for `type` too. A default of None is none. Requests
 * have it in an object, `params`, or beside the data.
 */
export function readParam(given: unknown, path: Path, casting: Casting): { readonly name: string; readonly type: AbstractParameterType } {
  const spec = readRecord(given, path, 'an object with name, type and default')
  const name = readName(member(spec, 'name'), [...path, 'name'])
  const type = member(spec, 'type') ?? member(spec, 'dtype')
  if (typeof type !== 'string' || !(type === 'object' || simple.includes(type)))
    throw problemAt([...path, 'type'], `is ${showValue(type)}, expected ${[...simple, 'object'].join(', ')}`)
  if (!Object.hasOwn(spec, 'default')) throw problemAt([...path, 'default'], 'is missing, expected a value or null')
  const value = readType({ ...spec, type }, path, casting)
  const isList = readIsList(member(spec, 'shape'), [...path, 'shape'])
  if (isList && type === 'object') throw problemAt([...path, 'shape'], 'makes a list of objects, which MLflow has not')
  const described = isList ? listOf(value) : value
  const fallback = member(spec, 'default')
  const presence = fallback === null ? { optional: true } : { default: fallback }
  return { name, type: at(path, () => new DescribedType({ ...shownAs(withPresence(described, presence)), within: 'params' })) }
}

/** The default is the best example that there is. */
function shownAs<D extends { readonly example: unknown; readonly default?: unknown }>(described: D): D {
  return described.default === undefined ? described : { ...described, example: described.default }
}

function readIsList(shape: unknown, path: Path): boolean {
  if (shape === undefined || shape === null) return false
  if (Array.isArray(shape) && shape.length === 1 && shape[0] === -1) return true
  throw problemAt(path, `is ${showValue(shape)}, expected null for a single value or [-1] for a list`)
}
