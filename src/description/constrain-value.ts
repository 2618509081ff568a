import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import type { Constraints } from '../dtype/constraints.js'
import { constraintsOf } from '../dtype/dtype.js'
import { parseDtype } from '../dtype/parse-dtype.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import { type ConstraintOptions, constrainDtype, constraintNames } from './constraints.js'
import type { Description, ScalarType } from './description.js'
import { sampleError } from './sample-error.js'

/** The dtypes whose constraints single values have. */
const dtypes: Readonly<Partial<Record<ScalarType, string>>> = {
  string: 'str',
  number: 'float64',
  float: 'float32',
  int: 'int64',
  bigint: 'int64',
  boolean: 'bool',
}

/**
 * A single value that is held to constraints.
 *
 * @throws SchemaDefinitionError for constraints on anything else, or that the sample does not meet
 */
export function constrainValue(description: Description, options: ConstraintOptions): Description {
  const [given] = constraintNames.filter((name) => options[name] !== undefined)
  if (given === undefined) return description
  const name = description.kind === 'scalar' ? dtypes[description.type] : undefined
  if (description.kind !== 'scalar' || name === undefined)
    throw new SchemaDefinitionError(
      `${given} is for a single text, number or boolean; give it to the parameter type of the one that is meant`,
    )
  const dtype = constrainDtype(parseDtype(name), options, 'the value')
  const sample = cellReader(dtype, false)(description.example)
  if (sample instanceof Refusal)
    throw sampleError([], `is ${sample.received ?? showValue(description.example)}, expected ${sample.expected}`)
  const constraints = constraintsOf(dtype) as Constraints
  // Such integers are received as numbers.
  const isNumber = description.type === 'int' && constraints.enum !== undefined
  return { ...description, constraints: isNumber ? { ...constraints, enum: constraints.enum?.map(Number) ?? [] } : constraints }
}
