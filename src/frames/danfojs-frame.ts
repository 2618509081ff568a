import type { Dtype } from '../dtype/dtype.js'
import { showValue } from '../errors/show.js'
import type { BuiltColumn, ColumnTarget, FormColumn, FrameForm } from './frame-form.js'
import type { RowLabel } from './orient.js'
import { arrayTarget, namesOf } from './plain-forms.js'
import { absent, type Rows } from './rows.js'

/** danfojs's names of what a column holds: all numbers with a fraction are float32 there, whatever their digits. */
type DanfoDtype = 'float32' | 'int32' | 'boolean' | 'string' | 'undefined'

/** What is used of a danfojs DataFrame; the package itself is never imported, the sample brings its class. */
export interface DanfoFrame {
  // A column called "columns" or "index" stands in the way of the members of these names: the fields behind them are read.
  readonly $columns: readonly (string | number)[]
  readonly $index: readonly RowLabel[]
  readonly dtypes: readonly DanfoDtype[]
  readonly values: readonly unknown[]
}

interface DanfoOptions {
  columns: string[]
  dtypes: DanfoDtype[]
  index?: RowLabel[]
}

/** Whether a value is a danfojs DataFrame: by what it has, so that every copy and build of danfojs counts. */
export function isDanfoFrame(value: unknown): value is DanfoFrame {
  if (typeof value !== 'object' || value === null) return false
  // Its member `tensor` is not looked at: that would make one.
  const { dtypes, iloc, $isSeries, $columns, $index } = value as Record<string, unknown>
  // Methods count: a request's JSON can have members of these names, but no functions.
  return typeof iloc === 'function' && $isSeries === false && Array.isArray($columns) && Array.isArray($index) && dtypes !== undefined
}

/** Reads a DataFrame as rows. */
export function danfoRows(frame: DanfoFrame): Rows {
  const names = frame.$columns.map(String)
  const positions = new Map(names.map((name, position) => [name, position]))
  const rows = frame.values as readonly (readonly unknown[])[]
  const isNumeric = (position: number | undefined) => ['int32', 'float32'].includes(frame.dtypes[position ?? -1] ?? '')
  return {
    origin: 'danfojs',
    length: rows.length,
    names,
    isUniform: true,
    namesColumns: true,
    cellCount: rows.length * names.length,
    labels: frame.$index,
    cells: (name) => {
      const position = positions.get(name)
      if (position === undefined) return () => absent
      // danfojs's missing value is NaN, also among texts.
      const isMissing = (cell: unknown) => cell === undefined || (Number.isNaN(cell) && !isNumeric(position))
      return (row) => {
        const cell = rows[row]?.[position]
        return isMissing(cell) ? null : cell
      }
    },
    cellPath: (row, name) => [row, name],
    namePath: (name) => [name],
    dtypeName: (name) => {
      const position = positions.get(name) ?? -1
      const shown = dtypeNames[frame.dtypes[position] ?? 'undefined']
      // danfojs calls a column of texts like "0.5" float32, too: then the cells know better.
      const isTrue = rows.every((cells) => (cells[position] ?? null) === null || typeof cells[position] === shown?.type)
      return isTrue ? shown?.name : undefined
    },
  }
}

/** What danfojs's dtypes mean. Its numbers are JavaScript's own, which "float32" does not round. */
const dtypeNames: Readonly<Record<DanfoDtype, { readonly name: string; readonly type: string } | undefined>> = {
  float32: { name: 'float64', type: 'number' },
  int32: { name: 'int32', type: 'number' },
  boolean: { name: 'bool', type: 'boolean' },
  string: undefined,
  undefined: undefined,
}

/** What builds DataFrames of the sample's class. */
export function danfoForm(sample: DanfoFrame): FrameForm {
  return new DanfoForm(Object.getPrototypeOf(sample).constructor as DanfoClass)
}

type DanfoClass = new (rows: unknown[][], options: DanfoOptions) => object

class DanfoForm implements FrameForm {
  readonly name = 'danfojs'
  readonly hasStrictNulls = false
  readonly lacksCells = false
  private readonly DataFrame: DanfoClass

  constructor(DataFrame: DanfoClass) {
    this.DataFrame = DataFrame
  }

  isWhole(value: unknown): boolean {
    return value instanceof this.DataFrame
  }

  target({ dtype }: FormColumn, length: number): ColumnTarget {
    const values = new Array<unknown>(length)
    return { ...arrayTarget(values), finish: () => this.listColumn(dtype, values) }
  }

  listColumn(dtype: Dtype, values: ArrayLike<unknown>): DanfoColumn {
    return new DanfoColumn(values, danfoDtype(dtype))
  }

  keep(): undefined {
    return undefined
  }

  undescribed(_name: string, cells: ArrayLike<unknown>): DanfoColumn {
    return new DanfoColumn(cells, shownDtype(cells))
  }

  objects(_name: string, values: ArrayLike<unknown>): DanfoColumn {
    return new DanfoColumn(values, 'string')
  }

  nameProblem(name: string): string | undefined {
    const isMember = name in this.DataFrame.prototype || name.startsWith('$')
    return isMember ? 'a column with the name of a member of danfojs DataFrames, which could not be asked for any more' : undefined
  }

  labelProblem(labels: readonly unknown[]): { row: number; received: string } | undefined {
    const wrong = labels.findIndex((label) => typeof label !== 'string' && !Number.isFinite(label) && typeof label !== 'bigint')
    if (wrong >= 0) return { row: wrong, received: showValue(labels[wrong]) }
    const seen = new Set<unknown>()
    const twice = labels.findIndex((label) => seen.size === seen.add(label).size)
    return twice < 0 ? undefined : { row: twice, received: `${showValue(labels[twice])}, which is there twice` }
  }

  build(columns: readonly BuiltColumn[], length: number, labels: readonly RowLabel[] | undefined): object {
    const own = columns.map((column) => column.values as DanfoColumn)
    const rows: unknown[][] = []
    for (let row = 0; row < length; row++) {
      const cells: unknown[] = []
      for (const { values } of own) cells.push(values[row] === absent ? null : values[row])
      rows.push(cells)
    }
    // Text with exact integers gives bigints, which danfojs has no labels of.
    const label = (given: unknown) =>
      typeof given !== 'bigint' ? given : Number.isSafeInteger(Number(given)) ? Number(given) : String(given)
    const index = labels === undefined ? {} : { index: labels.map(label) as RowLabel[] }
    return new this.DataFrame(rows, { columns: namesOf(columns), dtypes: own.map(({ dtype }) => dtype), ...index })
  }
}

/** A column with danfojs's word for what it holds. */
class DanfoColumn {
  readonly values: ArrayLike<unknown>
  readonly dtype: DanfoDtype

  constructor(values: ArrayLike<unknown>, dtype: DanfoDtype) {
    this.values = values
    this.dtype = dtype
  }
}

function danfoDtype(dtype: Dtype): DanfoDtype {
  switch (dtype.kind) {
    case 'bool':
      return 'boolean'
    case 'integer':
      return 'int32'
    case 'float':
      return 'float32'
    default:
      return 'string'
  }
}

/** What danfojs would call a column of values that nobody described. */
function shownDtype(values: ArrayLike<unknown>): DanfoDtype {
  const present = Array.from(values).filter((value) => value !== null && value !== absent)
  if (present.length > 0 && present.every((value) => typeof value === 'boolean')) return 'boolean'
  if (present.every((value) => typeof value === 'number' || typeof value === 'bigint'))
    return present.length > 0 && present.every((value) => typeof value === 'bigint' || Number.isInteger(value)) ? 'int32' : 'float32'
  return 'string'
}
