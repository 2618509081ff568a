import type { ColumnModel, GridField } from '../form-model.js'
import { type Cell, createCell } from './cell.js'
import { announce, button, createMark, element, newId } from './dom.js'
import type { Editor } from './editor.js'

interface GridRow {
  readonly element: HTMLTableRowElement
  readonly cells: readonly Cell[]
  readonly head: HTMLElement
  readonly remove: HTMLButtonElement
}

/** A table to type rows into. */
export function createGridEditor({ columns, rows: tokens, isList }: GridField, name: string, hints: readonly string[]): Editor {
  const lists = columns.map(({ suggestions }) =>
    suggestions.length === 0
      ? undefined
      : element('datalist', { id: newId() }, ...suggestions.map((value) => element('option', { value }))),
  )
  const body = element('tbody')
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Row'),
    ...columns.map(columnHead),
    element('th', { scope: 'col' }, element('span', { class: 'unseen' }, 'Remove')),
  )
  const table = element(
    'table',
    { class: 'grid' },
    element('caption', { class: 'unseen' }, `Rows of ${name}`),
    element('thead', {}, head),
    body,
  )
  const group = element('div', { id: newId(), role: 'group', 'aria-label': `Rows of ${name}`, tabindex: '-1' })
  const mark = createMark(group, hints)
  const add = button('Add a row', addRow)
  const rows: GridRow[] = []
  group.append(element('div', { class: 'scroll' }, table), ...lists.filter((list) => list !== undefined), add, mark.element)
  for (const row of tokens) append(row)

  function append(row: readonly (string | null)[]): void {
    const cells = columns.map((column, index) => createCell(column, row[index] ?? null, lists[index]?.id))
    const remove = button('Remove', () => removeRow(made))
    remove.classList.add('small')
    const rowHead = element('th', { scope: 'row' })
    const made: GridRow = {
      element: element('tr', {}, rowHead, ...cells.map((cell) => cell.element), element('td', {}, remove)),
      cells,
      head: rowHead,
      remove,
    }
    rows.push(made)
    body.append(made.element)
    number()
  }

  /** Rows count from 0, as in the messages of the server. */
  function number(): void {
    rows.forEach((row, index) => {
      row.head.textContent = String(index)
      row.remove.setAttribute('aria-label', `Remove row ${index}`)
      for (const cell of row.cells) cell.setPlace(`row ${index}`)
    })
  }

  /** A new row starts as the last one: most of it is right already. */
  function addRow(): void {
    const last = rows.at(-1)?.cells.map((cell) => cell.text() ?? null)
    append(last ?? tokens[0] ?? columns.map(emptyToken))
    changed(`Row ${rows.length - 1} added.`)
    rows.at(-1)?.cells[0]?.element.querySelector<HTMLElement>('input, select, textarea')?.focus()
  }

  function removeRow(row: GridRow): void {
    const index = rows.indexOf(row)
    rows.splice(index, 1)
    row.element.remove()
    // Marks name rows by their numbers, which are others now.
    clear()
    number()
    changed(`Row ${index} removed, ${rows.length} left.`)
    const next = rows[Math.min(index, rows.length - 1)]
    if (next === undefined) add.focus()
    else next.remove.focus()
  }

  function changed(message: string): void {
    announce(message)
    group.dispatchEvent(new Event('change', { bubbles: true }))
  }

  function clear(): void {
    mark.clear()
    for (const cell of rows.flatMap((row) => row.cells)) cell.clear()
  }

  function writeRow({ cells }: GridRow): string {
    const texts = cells.map((cell) => cell.text())
    if (isList) return `[${texts.map((text) => text ?? 'null').join(', ')}]`
    const members = columns.flatMap((column, index) =>
      texts[index] === undefined ? [] : [`${JSON.stringify(column.name)}: ${texts[index]}`],
    )
    return `{${members.join(', ')}}`
  }

  return {
    element: group,
    text: () => (rows.length < 2 ? `[${rows.map(writeRow).join('')}]` : `[\n${rows.map((row) => `    ${writeRow(row)}`).join(',\n')}\n  ]`),
    check() {
      const wrong = rows.flatMap((row) => row.cells).flatMap((cell) => cell.check() ?? [])
      return wrong[0]
    },
    mark([row, place], message) {
      const column = isList ? place : columns.findIndex((known) => known.name === place)
      const cell = typeof row === 'number' && typeof column === 'number' ? rows[row]?.cells[column] : undefined
      if (cell !== undefined) return cell.mark(message)
      mark.show(message)
      return group
    },
    clear,
  }
}

function columnHead(column: ColumnModel): HTMLElement {
  return element('th', { scope: 'col' }, element('code', {}, column.name), element('span', { class: 'type' }, column.words))
}

/** A cell where there is no row to start from. */
function emptyToken({ cell, nullable, optional }: ColumnModel): string | null {
  if (optional) return null
  if (nullable) return 'null'
  return { number: '0', boolean: 'false', text: '""', json: '{}' }[cell]
}
