import type { FrameResult, ResultColumn } from '../encode/encode-result.js'
import { type Orient, tableSchema } from '../frames/orient.js'
import { cellsReader } from '../frames/rows.js'
import { setOwn } from '../json/own.js'
import { Area } from './area.js'
import { kernelColumn } from './column.js'
import { cellKinds, type Kernel, mostColumns } from './kernel.js'
import type { Sink } from './sink.js'
import { writeTensor } from './tensor.js'
import type { KernelColumn } from './texts.js'

/** A column, and what stands before each of its cells. */
interface KeyedColumn extends KernelColumn {
  readonly key: string
}

/** What stands around the cells of a row. */
interface RowForm {
  readonly open: string
  /** What follows on the row's number, where that stands after the opening. */
  readonly afterLabel?: string
  readonly close: string
}

/** As many rows at a time as the kernel's input has room for, but not more. */
const block = 1024
/** The longest number with a comma. */
const longest = 26

/**
 * Writes a frame; false where the kernel cannot, whatever is written then.
 *
 * Row labels that stand as keys are numbers from 0 on here: others may come in another order, as keys of objects do.
 */
export function writeFrame(kernel: Kernel, sink: Sink, { rows, columns }: FrameResult, orient: Orient): boolean {
  const names = columns.map(({ name }) => name)
  if (rows.length === 0 || columns.length === 0 || columns.length >= mostColumns || new Set(names).size < names.length) return false
  if (rows.having !== undefined || (rows.labels !== undefined && orient !== 'records' && orient !== 'values')) return false
  const { length } = rows
  const reader = cellsReader(rows)
  const keyed = (order: readonly string[]): readonly KeyedColumn[] => {
    const byName = new Map(columns.map((column) => [column.name, column]))
    return order.map((name) => withKey(kernelColumn(byName.get(name) as ResultColumn, rows, reader), `${JSON.stringify(name)}:`))
  }
  const grid = (): readonly KeyedColumn[] => columns.map((column) => withKey(filled(kernelColumn(column, rows, reader)), ''))
  const list = (given: readonly KeyedColumn[], form: RowForm) => inBrackets(sink, '[]', () => writeRows(kernel, sink, given, form, length))

  switch (orient) {
    case 'records':
      return list(keyed(asKeys(names)), { open: '{', close: '}' })
    case 'values':
      return list(grid(), { open: '[', close: ']' })
    case 'index':
      return inBrackets(sink, '{}', () =>
        writeRows(kernel, sink, keyed(asKeys(names)), { open: '"', afterLabel: '":{', close: '}' }, length),
      )
    case 'columns':
      return inBrackets(sink, '{}', () => keyed(asKeys(names)).every((column) => writeLabelled(kernel, sink, column, length)))
    case 'split':
      sink.text(`{"columns":${JSON.stringify(names)},"index":`)
      writeTensor(kernel, sink, counted(length))
      sink.text(',"data":')
      if (!list(grid(), { open: '[', close: ']' })) return false
      sink.char('}')
      return true
    case 'table': {
      if (names.includes('index')) return false
      sink.text(`{"schema":${JSON.stringify(tableSchema(columns, []))},"data":`)
      const order = asKeys(['index', ...asKeys(names)])
      const at = order.indexOf('index')
      const label = withKey(labelColumn, '"index":')
      const columnsOfTable = [...keyed(order.slice(0, at)), label, ...keyed(order.slice(at + 1))]
      if (!list(columnsOfTable, { open: '{', close: '}' })) return false
      sink.char('}')
      return true
    }
  }
}

function withKey({ put, isFull }: KernelColumn, key: string): KeyedColumn {
  return { put, isFull, key }
}

/** The order that names have as keys of an object: those that are integers come first. */
function asKeys(names: readonly string[]): readonly string[] {
  const object: Record<string, null> = {}
  for (const name of names) setOwn(object, name, null)
  return Object.keys(object)
}

/** Writes what ends with a comma, and a bracket instead of the comma. */
function inBrackets(sink: Sink, brackets: '[]' | '{}', write: () => boolean): boolean {
  sink.char(brackets[0] as string)
  if (!write()) return false
  sink.at--
  sink.char(brackets[1] as string)
  return true
}

/** A column as an object of its cells by label. */
function writeLabelled(kernel: Kernel, sink: Sink, column: KeyedColumn, length: number): boolean {
  sink.text(column.key)
  const form = { open: '"', afterLabel: '":', close: '' }
  if (!inBrackets(sink, '{}', () => writeRows(kernel, sink, [withKey(filled(column), '')], form, length))) return false
  sink.char(',')
  return true
}

/** Layouts that are not made of records have no way to leave a cell out. */
function filled({ put, isFull }: KernelColumn): KernelColumn {
  if (isFull) return { put, isFull }
  return {
    isFull,
    put: (area, from, count, valid) => {
      const place = put(area, from, count, valid)
      for (let i = 0; i < count; i++) valid[i] = (valid[i] as number) & 1
      return place
    },
  }
}

/** The numbers of the rows. */
const labelColumn: KernelColumn = {
  isFull: true,
  put: (area, from, count) => {
    const data = area.take(count * 4)
    if (data === undefined) return undefined
    for (let i = 0; i < count; i++) area.kernel.ints[data / 4 + i] = from + i
    return { kind: cellKinds.int32, data, gap: 0 }
  },
}

function counted(length: number): Parameters<typeof writeTensor>[2] {
  const put = ({ ints }: Kernel, from: number, count: number, at: number): void => {
    for (let i = 0; i < count; i++) ints[at / 4 + i] = from + i
  }
  return { kind: 'int32', shape: [length], size: length, put }
}

/** Writes rows, each with a comma behind it; false where the kernel has no room for one. */
function writeRows(kernel: Kernel, sink: Sink, columns: readonly KeyedColumn[], form: RowForm, length: number): boolean {
  const area = new Area(kernel)
  const fixed = [form.open, form.afterLabel ?? '', ...columns.map(({ key }) => key)].map((text) => area.takeText(text))
  if (fixed.includes(undefined)) return false
  const [open, afterLabel, ...keys] = fixed as { readonly at: number; readonly length: number }[]
  if (open === undefined || afterLabel === undefined) return false
  area.keep()
  const room = fixed.reduce((sum, text) => sum + (text?.length ?? 0) + longest, 64)
  const close = form.close === '' ? 0 : form.close.charCodeAt(0)
  const before = sink.written

  let rows = Math.min(block, length)
  for (let from = 0; from < length; ) {
    const count = Math.min(rows, length - from)
    area.reset()
    if (!columns.every((column, index) => planColumn(area, column, keys[index], index, from, count))) {
      if (rows === 1) return false
      rows = rows >> 1
      continue
    }
    for (let row = 0; row < count; row = kernel.reached.value as number) {
      const label = form.afterLabel === undefined ? -1 : from
      const at = kernel.writeRows(
        columns.length,
        row,
        count,
        sink.at,
        room,
        open.at,
        open.length,
        label,
        afterLabel.at,
        afterLabel.length,
        close,
      )
      sink.at = at
      if (kernel.reached.value === count) break
      // The output is full. When it was empty before, there is no room for the row at all.
      if (sink.at === kernel.outputAt) return false
      const done = from + (kernel.reached.value as number)
      sink.flush(done === 0 ? 0 : before + Math.ceil(((sink.written - before) / done) * length * 1.02) + 1024)
    }
    from += count
  }
  return true
}

/** Puts a column's cells into the kernel's input, and where they are into its plan; false when there is no room for them. */
function planColumn(
  area: Area,
  { put, isFull }: KernelColumn,
  key: { readonly at: number; readonly length: number } | undefined,
  index: number,
  from: number,
  count: number,
): boolean {
  const { kernel } = area
  const valid = isFull ? 0 : area.take(count)
  if (valid === undefined) return false
  const place = put(area, from, count, kernel.bytes.subarray(valid, valid + (isFull ? 0 : count)))
  if (place === undefined) return false
  const { words, columnsAt } = kernel
  const at = columnsAt / 4 + 8 * index
  words[at] = place.kind
  words[at + 1] = place.data
  words[at + 2] = place.gap
  words[at + 3] = place.isFull ? 0 : valid
  words[at + 4] = key?.at ?? 0
  words[at + 5] = key?.length ?? 0
  return true
}
