import type { Description } from '../../description/description.js'
import { standard } from '../../parameter-types/standard.js'

/** What one of MLflow's data types is, in a column and as a value of its own. */
export interface DataType {
  /** numpy's dtype of it (`DataType.to_numpy` in mlflow/types/schema.py). */
  readonly dtype: string
  /** The value, where it stands alone: in lists and objects, and as a parameter. */
  readonly value: Description
}

const int32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }

/** MLflow's data types (`DataType` in mlflow/types/schema.py) by their names. */
export const dataTypes: Readonly<Record<string, DataType>> = {
  boolean: { dtype: 'bool', value: standard({ type: 'boolean' })['~description'] },
  integer: { dtype: 'int32', value: standard({ type: 'integer', ...int32 })['~description'] },
  long: { dtype: 'int64', value: standard({ type: 'integer', format: 'int64' })['~description'] },
  float: { dtype: 'float32', value: standard({ type: 'number', format: 'float' })['~description'] },
  double: { dtype: 'float64', value: standard({ type: 'number' })['~description'] },
  string: { dtype: 'str', value: standard({ type: 'string' })['~description'] },
  binary: { dtype: 'bytes', value: standard({ type: 'string', format: 'byte' })['~description'] },
  datetime: { dtype: 'datetime64[ns]', value: standard({ type: 'string', format: 'date-time' })['~description'] },
}
