import type { IssueLog } from '../../errors/issue-log.js'
import { showValue } from '../../errors/show.js'
import { absent, type Rows } from '../../frames/rows.js'
import { cellGrid } from './split.js'

/**
 * Reads rows of cells without names, in the sample's column order. Where the shape is not enforced, cells beyond the
 * sample's columns are named by their position, or the next number that is no column's name yet.
 */
export function valuesRows(value: unknown, sample: readonly string[], enforceShape: boolean, log: IssueLog): Rows | undefined {
  if (!Array.isArray(value)) {
    log.add('wrong_type', 'a list of rows, each a list of cells', showValue(value))
    return undefined
  }
  const first: unknown = value[0]
  const width = enforceShape || !Array.isArray(first) ? sample.length : first.length
  const cells = cellGrid(value, width, log)
  if (cells === undefined) return undefined
  const names = columnNames(width, sample)
  const positions = new Map(names.map((name, position) => [name, position]))
  return {
    length: cells.length,
    names,
    isUniform: true,
    namesColumns: true,
    cellCount: width * cells.length,
    cells: (name) => {
      const position = positions.get(name)
      return position === undefined ? () => absent : (row) => cells[row]?.[position]
    },
    cellPath: (row, name) => [row, positions.get(name) ?? 0],
    namePath: (name) => [0, positions.get(name) ?? 0],
  }
}

function columnNames(width: number, sample: readonly string[]): readonly string[] {
  const names = sample.slice(0, width)
  const taken = new Set(sample)
  for (let number = names.length; names.length < width; number++) if (!taken.has(String(number))) names.push(String(number))
  return names
}
