import type { ColumnDeclaration } from '../description/column.js'
import type { Casting } from '../description/description.js'
import { describeFrame } from '../description/frame.js'
import type { ByColumn, NamedColumns } from '../description/named-columns.js'
import type { DtypeSpec } from '../dtype/dtype.js'
import type { Orient, RowLabel } from '../frames/orient.js'
import { DescribedParameterType } from './described-parameter-type.js'
import { checkCasting, checkOptions } from './options.js'
import { type MissingOf, type PresenceOptions, presenceNames, withPresence } from './presence.js'
import type { FrameOf } from './received-frame.js'

export interface PandasParameterTypeOptions<
  Dtypes = ByColumn<DtypeSpec | ColumnDeclaration>,
  Columns = ByColumn<ColumnDeclaration>,
  Nullable extends boolean = false,
  Optional extends boolean = false,
> extends PresenceOptions<Nullable, Optional> {
  /** How the frame is laid out in JSON, as in pandas's `to_json`. Default `records`. */
  readonly orient?: Orient
  /**
   * dtypes of columns, where the sample does not say them: each a dtype, or an object with more, `{ dtype: 'datetime64[ns]', nullable:
   * true }`. An object by column, or a list of `[column, dtype]` pairs.
   */
  readonly dtypes?: Dtypes
  /** What else is asked of columns: their dtypes, ranges, lengths, values, whether they may lack. By column, as in `dtypes`. */
  readonly columns?: Columns
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
 * A frame: columns of equal length, each with its own dtype. Described by a sample — an array of records, an object of columns, or a
 * list of `[column, values]` pairs — and received in that same form, with the sample's columns in the sample's order and any number of
 * rows. Columns with names like integers, which objects put first, need the list of pairs.
 *
 * Plain numbers are float64 and texts are text; `dtypes` says otherwise. A null in the sample makes its column nullable, and so does
 * `nullable` in `dtypes`; elsewhere null is refused, but among floats, where it is NaN. A sample without rows is enough when `dtypes` gives the columns. Columns of dtype int64 and uint64 hold bigints, so that no
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
  const Dtypes extends ByColumn<DtypeSpec | ColumnDeclaration> = Readonly<Record<never, never>>,
  const Columns extends ByColumn<ColumnDeclaration> = Readonly<Record<never, never>>,
  const Nullable extends boolean = false,
  const Optional extends boolean = false,
> extends DescribedParameterType<FrameOf<Sample, NamedColumns<Dtypes> & NamedColumns<Columns>> | MissingOf<Nullable, Optional>> {
  constructor(sampleInput: Sample, options: PandasParameterTypeOptions<Dtypes, Columns, Nullable, Optional> = {}) {
    checkOptions(options, ['orient', 'dtypes', 'columns', 'index', 'enforceColumnType', 'enforceShape', 'casting', ...presenceNames])
    const {
      orient = 'records',
      dtypes = {},
      columns = {},
      index,
      enforceColumnType = true,
      enforceShape = true,
      casting = 'safe',
    } = options
    const description = describeFrame(sampleInput, {
      orient,
      dtypes,
      columns,
      ...(index === undefined ? {} : { index }),
      enforceColumnType,
      enforceShape,
      casting: checkCasting(casting),
    })
    super(sampleInput, withPresence(description, options))
  }
}
