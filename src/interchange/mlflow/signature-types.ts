import type { Description } from '../../description/description.js'
import { DescribedType } from '../run-types.js'

/** Columns of a signature, with what its description does not say: their names as MLflow has them. */
export class ColumnsType extends DescribedType {
  /** pandas calls columns by numbers, too. Undefined where the columns have no names. */
  readonly names: readonly (string | number)[] | undefined
  /** Whether it says of columns that they are required: in files of old versions there is no such word. */
  readonly saysRequired: boolean

  constructor(description: Description, names: readonly (string | number)[] | undefined, saysRequired: boolean) {
    super(description)
    this.names = names
    this.saysRequired = saysRequired
  }
}

/** A tensor that has no name in its signature. */
export class UnnamedTensorType extends DescribedType {}
