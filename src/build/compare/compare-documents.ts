import { compareOperations } from './compare-operations.js'
import { SchemaComparison } from './compare-schemas.js'
import { compareService, compareUnused } from './compare-service.js'
import { ChangeLog, type DocumentChange } from './document-change.js'
import { isSame } from './references.js'
import { versionName, versionOfDocument } from './versions.js'

/**
 * What changed from one document to another, and whether it breaks callers: those who send what the earlier one describes, and those
 * who read the answers that it describes. Knows Swagger 2.0, OpenAPI 3.0 and 3.1, follows references within the documents, and
 * counts what cannot be judged as breaking.
 *
 * @returns the changes, those that break first; none when both say the same
 * @throws DocumentError when one of them is no document of these versions
 * @example
 * ```ts
 * const run = (age: number | bigint) => inputSchema('data', new PandasParameterType([{ age }]))((data) => data)
 * const documentOf = (age: number | bigint) => generateSwagger(run(age), { version: '3.1' })
 * compareDocuments(documentOf(1.5), documentOf(1.5)) // []
 * const [change] = compareDocuments(documentOf(1.5), documentOf(2n))
 * `${change?.kind}: ${change?.place}: ${change?.change} ${change?.before} → ${change?.after}` // 'breaking: data[].age: type number → integer'
 * ```
 */
export function compareDocuments(before: object, after: object): DocumentChange[] {
  const log = new ChangeLog()
  const [was, is] = [versionOfDocument(before), versionOfDocument(after)]
  if (was !== is) {
    // The versions say the same in different ways, and one says less than the other.
    const pointer = is === '2.0' ? '/swagger' : '/openapi'
    log.add({ kind: 'breaking', place: 'the document', pointer, change: 'version', before: versionName(was), after: versionName(is) })
    return log.sorted()
  }
  const comparison = new SchemaComparison([before, after], is, log)
  compareOperations(comparison)
  compareService(comparison)
  compareUnused(comparison)
  if (log.size === 0 && !isSame(before, after))
    log.add({ kind: 'text', place: 'the document', pointer: '', change: 'says the same in another way' })
  return log.sorted()
}
