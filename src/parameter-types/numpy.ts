import { type ConstraintOptions, constrainDtype, constraintNames } from '../description/constraints.js'
import type { Casting, Dimension } from '../description/description.js'
import { placeholder } from '../description/example-writer.js'
import { checkDims } from '../description/tensor.js'
import type { ArrayDtypeSpec, DeclaredDtype, Dtype } from '../dtype/dtype.js'
import { parseArrayDtype } from '../dtype/parse-dtype.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { checkExample } from './declared-example.js'
import { NumpyParameterType } from './numpy-parameter-type.js'
import { checkOptions } from './options.js'
import { type PresenceOptions, presenceNames } from './presence.js'

/** A tensor, declared. */
export interface TensorDeclaration<
  Spec = ArrayDtypeSpec | DeclaredDtype,
  Nullable extends boolean = false,
  Optional extends boolean = false,
> extends ConstraintOptions,
    PresenceOptions<Nullable, Optional> {
  /**
   * numpy's name of the elements' dtype, or one of its forms of structured ones and sub-arrays; or an object that says more,
   * `{ dtype, nullable }`.
   */
  readonly dtype: Spec
  /**
   * The axes: a number is a fixed size, null a free one, and a name a free one that is the same wherever the name stands in a
   * payload. Without any, `[]`, the tensor is a single value: 5, not [5].
   */
  readonly shape: readonly Dimension[]
  /** What documents show: nested arrays, a typed array, an NdArray, or a single value. Default: made up. */
  readonly example?: unknown
  /** `safe` accepts only values that keep; `unsafe` converts like numpy. Default `safe`. */
  readonly casting?: Casting
}

/** Made-up examples hold at most this many elements; the batch is empty instead. */
const mostElements = 1000

/** A tensor whose axes are all fixed has them in its example; no more than this many can be. */
const mostFixedElements = 1_000_000

/**
 * A tensor without a sample: its dtype, its axes, and what else is asked of its elements, in the words of JSON Schema.
 *
 * @throws SchemaDefinitionError for a declaration that nothing could meet, or an example that does not
 * @example
 * ```ts
 * const type = numpy({ dtype: 'float32', shape: ['batch', 3], minimum: 0, maximum: 1 })
 * type.deserializeInput([[0, 0.5, 1]]).data // Float32Array [0, 0.5, 1]
 * type['~standard'].validate([[0, 0.5, 2]]).issues[0].message // '[0][2] is 2, expected a number (float32) from 0 to 1'
 * ```
 */
export function numpy<
  const Spec extends ArrayDtypeSpec | DeclaredDtype,
  const Nullable extends boolean = false,
  const Optional extends boolean = false,
>(declaration: TensorDeclaration<Spec, Nullable, Optional>): NumpyParameterType<unknown, Spec, Nullable, Optional> {
  checkOptions(declaration, ['dtype', 'shape', 'example', 'casting', ...constraintNames, ...presenceNames])
  const { example, ...options } = declaration
  if (options.dtype === undefined) throw new SchemaDefinitionError('a tensor is declared without a dtype')
  return new NumpyParameterType<unknown, Spec, Nullable, Optional>(example ?? makeExample(options), options)
}

function makeExample(declaration: Omit<TensorDeclaration, 'nullable' | 'optional'>): unknown {
  const { dtype: parsed, shape: inner } = parseArrayDtype(declaration.dtype)
  const shape = checkDims(declaration.shape, inner)
  const { default: given } = declaration
  if (given !== undefined && given !== null) return given
  const dtype = constrainDtype(parsed, declaration, 'the tensor')
  const sizes = shape.map((dim) => (typeof dim === 'number' ? dim : 1))
  const elements = sizes.reduce((product, size) => product * size, valuesIn(dtype))
  if (elements > mostElements && shape.length > 0 && typeof shape[0] !== 'number') return []
  if (elements > mostFixedElements)
    throw new SchemaDefinitionError(
      `shape asks for at least ${elements} elements in each request, expected at most ${mostFixedElements}; the first axis may be free`,
    )
  const element = placeholder(dtype)
  checkExample(element, dtype, 'the tensor')
  return sizes.reduceRight((rest: unknown, size) => Array.from({ length: size }, () => rest), element)
}

/** How many values an element has: those of a structured one are many. */
function valuesIn(dtype: Dtype): number {
  if (dtype.kind !== 'struct') return 1
  return dtype.fields.reduce((sum, field) => sum + field.shape.reduce((product, size) => product * size, valuesIn(field.dtype)), 0)
}
