import type { IssueLog } from '../../errors/issue-log.js'
import { showValue } from '../../errors/show.js'
import { readLabels } from '../../frames/orient.js'
import { recordsRows } from '../../frames/records.js'
import type { Rows } from '../../frames/rows.js'
import { isRecord } from '../../json/own.js'

/** Reads records by their row label: `{label: {column: cell}}`, pandas's orient "index". */
export function indexRows(value: unknown, log: IssueLog): Rows | undefined {
  if (!isRecord(value)) {
    log.add('wrong_type', 'an object with a record for each row label', showValue(value))
    return undefined
  }
  const labels = Object.keys(value)
  const before = log.count
  for (const label of labels) {
    if (!isRecord(value[label]))
      log.add('wrong_type', 'a record (an object with a value for each column)', showValue(value[label]), [label])
  }
  if (log.count > before) return undefined
  const records = recordsRows(Object.values(value), log)
  if (records === undefined) return undefined
  const { origin: _, ...rows } = records
  return {
    ...rows,
    labels: readLabels(labels),
    cellPath: (row, name) => [labels[row] as string, name],
    namePath: (name) => [labels[Number(rows.namePath(name)[0])] ?? '', name],
  }
}
