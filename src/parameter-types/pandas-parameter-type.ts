import type { Casting } from '../description/description.js'
import { describeFrame } from '../description/frame.js'
import type { DtypeSpec } from '../dtype/dtype.js'
import type { Orient, RowLabel } from '../frames/orient.js'
import { DescribedParameterType } from './described-parameter-type.js'
import { checkCasting, checkOptions } from './options.js'
import type { FrameOf } from './received.js'

export interface PandasParameterTypeOptions<Dtypes = Readonly<Record<string, DtypeSpec>>> {
  /** How the frame is laid out in JSON, as in pandas's `to_json`. Default `records`. */
  readonly orient?: Orient
  /** dtypes of columns by their names, where the sample does not say them. */
  readonly dtypes?: Dtypes
  /**
   * The labels of the sample's rows, pandas's index: what the document shows in the orients that have one (columns, index,
   * split, table). Default 0, 1, 2, …. Requests may label their rows as they like.
   */
  readonly index?: readonly RowLabel[]
  /** Convert each column to its dtype. When false, cells are taken as they come. Default true. */
  readonly enforceColumnType?: boolean
  /** Ask for exactly the sample's columns, in any order. When false, columns may be missing or added. Default true. */
  readonly enforceShape?: boolean
  /** `safe` accepts only values that keep; `unsafe` converts like pandas. Default `safe`. */
  readonly casting?: Casting
}

/**
 * A frame: columns of equal length, each with its own dtype. Described by a sample — an array of records, or an object of
 * columns — and received in that same form, with the sample's columns in the sample's order and any number of rows.
 *
 * Plain numbers are float64 and texts are text; `dtypes` says otherwise. A null in the sample makes its column nullable. A
 * sample without rows is enough when `dtypes` gives the columns. Columns of dtype int64 and uint64 hold bigints, so that no
 * digit is lost.
 *
 * @throws SchemaDefinitionError when the sample cannot be described
 * @example
 * ```ts
 * const type = new PandasParameterType([{ name: 'Sarah', age: 25 }], { dtypes: { age: 'int32' } })
 * type.deserializeInput([{ age: 31, name: 'John' }]) // [{ name: 'John', age: 31 }]
 * type.deserializeInput({ name: ['John'], age: [31] }) // [{ name: 'John', age: 31 }]
 * ```
 */
export class PandasParameterType<
  Sample = unknown,
  const Dtypes extends Readonly<Record<string, DtypeSpec>> = Readonly<Record<never, never>>,
> extends DescribedParameterType<FrameOf<Sample, Dtypes>> {
  constructor(sampleInput: Sample, options: PandasParameterTypeOptions<Dtypes> = {}) {
    checkOptions(options, ['orient', 'dtypes', 'index', 'enforceColumnType', 'enforceShape', 'casting'])
    const { orient = 'records', dtypes = {}, index, enforceColumnType = true, enforceShape = true, casting = 'safe' } = options
    super(
      sampleInput,
      describeFrame(sampleInput, {
        orient,
        dtypes,
        ...(index === undefined ? {} : { index }),
        enforceColumnType,
        enforceShape,
        casting: checkCasting(casting),
      }),
    )
  }
}
