import { constrainValue } from '../description/constrain-value.js'
import { type ConstraintOptions, constraintNames } from '../description/constraints.js'
import type { Casting } from '../description/description.js'
import { sampleError } from '../description/sample-error.js'
import { describeValue } from '../description/value.js'
import { DescribedParameterType } from './described-parameter-type.js'
import { checkCasting, checkOptions } from './options.js'
import { type MissingOf, type PresenceOptions, presenceNames, withPresence } from './presence.js'
import type { ValueOf } from './received-value.js'

export interface StandardPythonParameterTypeOptions<Nullable extends boolean = false, Optional extends boolean = false>
  extends ConstraintOptions,
    PresenceOptions<Nullable, Optional> {
  /** `safe` accepts only values that keep; `unsafe` also what Python's own types let through. Default `safe`. */
  readonly casting?: Casting
}

/**
 * Plain values: text, numbers, booleans, dates, bytes, and lists and objects of these to any depth, which may hold other
 * parameter types. Received as the same kinds of JavaScript values.
 *
 * A number is a number: show `int(5)` or `5n` where only integers are meant. A `Date` is sent as RFC 3339 text, of
 * which it keeps the milliseconds and cuts the digits below, a `Uint8Array` or `Buffer` as base64. All keys of a sample object are required, further ones are allowed and kept. A list
 * takes any number of items like the sample's; an empty one takes anything.
 *
 * @throws SchemaDefinitionError when the sample cannot be described
 * @example
 * ```ts
 * const type = new StandardPythonParameterType({ threshold: 0.5, classes: ['cat'], image: new NumpyParameterType([[1, 2]]) })
 * type.deserializeInput({ threshold: 1, classes: [], image: [[3, 4]] }).image.shape // [1, 2]
 * ```
 */
export class StandardPythonParameterType<
  Sample = unknown,
  const Nullable extends boolean = false,
  const Optional extends boolean = false,
> extends DescribedParameterType<ValueOf<Sample> | MissingOf<Nullable, Optional>> {
  constructor(sampleInput: Sample, options: StandardPythonParameterTypeOptions<Nullable, Optional> = {}) {
    checkOptions(options, ['casting', ...constraintNames, ...presenceNames])
    if (sampleInput === null || sampleInput === undefined) throw sampleError([], `is ${sampleInput}, which shows no type; show a value`)
    const description = constrainValue(describeValue(sampleInput, checkCasting(options.casting ?? 'safe')), options)
    super(sampleInput, withPresence(description, options))
  }
}
