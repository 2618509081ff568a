import { type ConstraintOptions, constraintNames } from '../description/constraints.js'
import type { Casting, Dimension } from '../description/description.js'
import { describeTensor } from '../description/tensor.js'
import type { ArrayDtypeSpec, DeclaredDtype } from '../dtype/dtype.js'
import { DescribedParameterType } from './described-parameter-type.js'
import { checkCasting, checkOptions } from './options.js'
import { type MissingOf, type PresenceOptions, presenceNames, withPresence } from './presence.js'
import type { TensorOf } from './received-tensor.js'

export interface NumpyParameterTypeOptions<
  Dtype = ArrayDtypeSpec | DeclaredDtype,
  Nullable extends boolean = false,
  Optional extends boolean = false,
> extends ConstraintOptions,
    PresenceOptions<Nullable, Optional> {
  /**
   * numpy's name of the elements' dtype, or one of its forms of structured ones and sub-arrays, whose axes are the last ones of the
   * sample; needed where the sample does not say it. An object says more of the elements: `{ dtype: 'datetime64[s]', nullable: true }`.
   */
  readonly dtype?: Dtype
  /**
   * Convert to the sample's dtype. When false, the dtype follows from each request, as `numpy.array` has it. Default true.
   */
  readonly enforceColumnType?: boolean
  /** Hold every axis but the first to the sample's size, and their number. Default true. */
  readonly enforceShape?: boolean
  /** `safe` accepts only values that keep; `unsafe` converts like numpy. Default `safe`. */
  readonly casting?: Casting
  /**
   * The axes: a number is a fixed size, null a free one, and a name a free one that is the same wherever the name stands in a
   * payload. Default: the first is free, the others have the sample's sizes.
   */
  readonly shape?: readonly Dimension[]
}

const numpyOptionNames = ['dtype', 'enforceColumnType', 'enforceShape', 'casting', 'shape', ...constraintNames, ...presenceNames]

/**
 * A tensor: described by a sample array, received as an `NdArray` over the dtype's storage, of shape
 * [any, …the sample's other axes].
 *
 * The sample is an `NdArray` over a typed array, a typed array, nested arrays, or a single value, which is received as an `NdArray`
 * without axes. Plain numbers are float64, so that a sample of 1 never refuses 1.5; give `dtype` for integers and everything else. null
 * in a request is NaN in float arrays. Elsewhere it is refused, unless the sample has one or `nullable` says so: then it is NaT among
 * times, and null among texts and bytes.
 *
 * @throws SchemaDefinitionError when the sample cannot be described
 * @example
 * ```ts
 * const type = new NumpyParameterType([[1, 2, 3]], { dtype: 'float32' })
 * const batch = type.deserializeInput([[0.5, 1, 2], [3, 4, 5]])
 * batch.shape // [2, 3]
 * batch.data // Float32Array [0.5, 1, 2, 3, 4, 5]
 * ```
 */
export class NumpyParameterType<
  const Sample = unknown,
  const Dtype extends ArrayDtypeSpec | DeclaredDtype | undefined = undefined,
  const Nullable extends boolean = false,
  const Optional extends boolean = false,
> extends DescribedParameterType<TensorOf<Sample, Dtype> | MissingOf<Nullable, Optional>> {
  constructor(sampleInput: Sample, options: NumpyParameterTypeOptions<Dtype, Nullable, Optional> = {}) {
    checkOptions(options, numpyOptionNames)
    const { dtype, enforceColumnType = true, enforceShape = true, casting = 'safe', ...rest } = options
    const description = describeTensor(sampleInput, {
      ...rest,
      ...(dtype === undefined ? {} : { dtype }),
      enforceColumnType,
      enforceShape,
      casting: checkCasting(casting),
    })
    super(sampleInput, withPresence(description, options))
  }
}
