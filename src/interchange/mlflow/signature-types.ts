import type { Description } from '../../description/description.js'
import { DescribedType } from '../run-types.js'

/** Columns of a signature, with what its description does not say: their names as MLflow has them. */
export class ColumnsType extends DescribedType {
  /** pandas calls columns by numbers, too. Undefined where the columns have no names. */
  readonly names: readonly (string | number)[] | undefined

  constructor(description: Description, names: readonly (string | number)[] | undefined) {
    super(description)
    this.names = names
  }
}

/** A tensor that has no name in its signature. */
export class UnnamedTensorType extends DescribedType {}
