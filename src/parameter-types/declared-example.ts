import { Refusal } from '../cells/cell.js'
import { cellReader } from '../cells/cell-reader.js'
import type { Dtype } from '../dtype/dtype.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { JsonValue } from '../json/json-value.js'

/**
 * Makes sure that an example that was made up is one: nothing can be made up for a pattern.
 *
 * @throws SchemaDefinitionError asking the author for an example
 */
export function checkExample(example: JsonValue, dtype: Dtype, what: string): void {
  if (example === null) return
  const read = cellReader(dtype, false)(example)
  if (read instanceof Refusal)
    throw new SchemaDefinitionError(
      `${what} is declared without an example, and ${showValue(example)} is not ${read.expected}; give \`example\``,
    )
}
