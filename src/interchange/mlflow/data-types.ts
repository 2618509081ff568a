import type { ScalarDescription } from '../../description/description.js'
import { standard } from '../../parameter-types/standard.js'

/** What one of MLflow's data types is, in a column and as a value of its own. */
export interface DataType {
  /** numpy's dtype of it (`DataType.to_numpy` in mlflow/types/schema.py). */
  readonly dtype: string
  /** The value, where it stands alone: in lists and objects, and as a parameter. */
  readonly value: ScalarDescription
}

function scalar(declaration: Parameters<typeof standard>[0]): ScalarDescription {
  return standard(declaration)['~description'] as ScalarDescription
}

const int32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }

/** MLflow's data types (`DataType` in mlflow/types/schema.py) by their names. */
export const dataTypes: Readonly<Record<string, DataType>> = {
  boolean: { dtype: 'bool', value: scalar({ type: 'boolean' }) },
  integer: { dtype: 'int32', value: scalar({ type: 'integer', ...int32 }) },
  long: { dtype: 'int64', value: scalar({ type: 'integer', format: 'int64' }) },
  float: { dtype: 'float32', value: scalar({ type: 'number', format: 'float' }) },
  double: { dtype: 'float64', value: scalar({ type: 'number' }) },
  string: { dtype: 'str', value: scalar({ type: 'string' }) },
  binary: { dtype: 'bytes', value: scalar({ type: 'string', format: 'byte' }) },
  datetime: { dtype: 'datetime64[ns]', value: scalar({ type: 'string', format: 'date-time' }) },
}
