import { Table } from 'apache-arrow'
import { cellsOf } from '../support/arrow.js'
import type { FrameForm } from './build-frame.js'
import { isDanfojsFrame } from './danfojs.js'

/** A frame of any kind as columns. */
export interface FrameColumns {
  readonly form: FrameForm
  readonly names: readonly string[]
  readonly length: number
  cell(row: number, name: string): unknown
}

/** Reads a frame by the API of what it is; undefined for what is none. */
export function columnsOf(frame: unknown): FrameColumns | undefined {
  if (typeof frame !== 'object' || frame === null) return undefined
  if (frame instanceof Table) return arrowColumns(frame)
  if (isDanfojsFrame(frame)) {
    const { columns, values } = frame
    return { form: 'danfojs', names: columns, length: values.length, cell: (row, name) => values[row]?.[columns.indexOf(name)] }
  }
  if (isPairs(frame)) {
    const columns = new Map(frame)
    return { form: 'pairs', names: [...columns.keys()], length: frame[0]?.[1].length ?? 0, cell: (row, name) => columns.get(name)?.[row] }
  }
  if (Array.isArray(frame)) {
    const rows = frame as Record<string, unknown>[]
    return { form: 'records', names: Object.keys(rows[0] ?? {}), length: rows.length, cell: (row, name) => rows[row]?.[name] }
  }
  const columns = frame as Record<string, ArrayLike<unknown>>
  const names = Object.keys(columns)
  return { form: 'columns', names, length: columns[names[0] ?? '']?.length ?? 0, cell: (row, name) => columns[name]?.[row] }
}

function isPairs(frame: object): frame is [string, ArrayLike<unknown>][] {
  return Array.isArray(frame) && Array.isArray(frame[0])
}

function arrowColumns(table: Table): FrameColumns {
  const columns = cellsOf(table)
  return { form: 'arrow', names: Object.keys(columns), length: table.numRows, cell: (row, name) => columns[name]?.[row] }
}
