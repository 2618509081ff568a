import type { IssueLog } from '../../errors/issue-log.js'
import { showValue } from '../../errors/show.js'
import { recordsRows } from '../../frames/records.js'
import { listCells, type Rows } from '../../frames/rows.js'
import { isRecord } from '../../json/own.js'

/**
 * Reads pandas's orient "table" (a JSON Table Schema): `{schema, data: [records]}`. The records carry the index as well,
 * under the names of `schema.primaryKey`, or "index".
 */
export function tableRows(value: unknown, sample: readonly string[], log: IssueLog): Rows | undefined {
  if (!isRecord(value) || !Array.isArray(value['data'])) {
    log.add('wrong_type', 'an object with "schema" and "data" (a list of records)', showValue(value))
    return undefined
  }
  log.path.push('data')
  const records = recordsRows(value['data'], log)
  log.path.pop()
  if (records === undefined) return undefined
  const { origin: _, fill: __, ...rows } = records
  const index = new Set(indexNames(value['schema']))
  const known = new Set(sample)
  const [label] = index
  const isLabelled = index.size === 1 && typeof label === 'string' && !known.has(label) && rows.names.includes(label)
  return {
    ...rows,
    ...(isLabelled ? { labels: listCells(rows, label), labelPath: (row: number) => ['data', row, label] } : {}),
    names: rows.names.filter((name) => known.has(name) || !index.has(name)),
    isUniform: false,
    cellPath: (row, name) => ['data', row, name],
    namePath: (name) => ['data', ...rows.namePath(name)],
  }
}

function indexNames(schema: unknown): readonly unknown[] {
  const key = isRecord(schema) ? schema['primaryKey'] : undefined
  return Array.isArray(key) ? key : ['index']
}
