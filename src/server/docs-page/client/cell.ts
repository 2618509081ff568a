import type { ColumnModel } from '../form-model.js'
import { createMark, element, newId } from './dom.js'
import { isJsonNumber, placeInText, readJson } from './json-text.js'

/** A cell of a grid. */
export interface Cell {
  readonly element: HTMLTableCellElement
  /** The value as JSON text; undefined when it is left out. */
  text(): string | undefined
  check(): HTMLElement | undefined
  mark(message: string): HTMLElement
  clear(): void
  /** Tells the cell where it stands. */
  setPlace(place: string): void
}

/**
 * @param token the value as JSON text; null when the row lacks it
 * @param list id of the datalist with the column's known values
 */
export function createCell(column: ColumnModel, token: string | null, list: string | undefined): Cell {
  return column.cell === 'boolean' ? createSelectCell(column, token) : createTextCell(column, token, list)
}

/** What a cell without a value is called. */
function emptyWord({ optional }: ColumnModel): string {
  return optional ? 'left out' : 'null'
}

function createSelectCell(column: ColumnModel, token: string | null): Cell {
  const known = [
    'true',
    'false',
    ...(column.nullable || token === 'null' ? ['null'] : []),
    ...(column.optional || token === null ? [''] : []),
  ]
  const all = token === null || known.includes(token) ? known : [...known, token]
  const control = element('select', {}, ...all.map((value) => element('option', { value }, value === '' ? 'left out' : value)))
  control.value = token ?? ''
  return cellOf(column, control, [], {
    text: () => (control.value === '' ? undefined : control.value),
    check: () => undefined,
  })
}

function createTextCell(column: ColumnModel, token: string | null, list: string | undefined): Cell {
  const shown = shownText(token)
  const isEmpty = token === null || token === 'null'
  // An input drops line breaks.
  const tag = shown.includes('\n') ? 'textarea' : 'input'
  const size = Math.min(24, Math.max(column.cell === 'text' ? 12 : 7, shown.length + 1))
  const control = element(tag, tag === 'input' ? { type: 'text', size, list } : { rows: 2 })
  control.setAttribute('autocomplete', 'off')
  control.setAttribute('spellcheck', 'false')
  control.value = shown
  const start = control.value

  // Text may be empty without being null, so that null needs a switch of its own.
  const toggle =
    column.cell === 'text' && (column.nullable || column.optional || isEmpty)
      ? element('button', { type: 'button', class: 'small' }, emptyWord(column))
      : undefined
  const setEmpty = (is: boolean) => {
    toggle?.setAttribute('aria-pressed', String(is))
    control.placeholder = column.cell !== 'text' || is ? emptyWord(column) : ''
    if (is) control.value = ''
  }
  setEmpty(isEmpty)
  control.addEventListener('input', () => setEmpty(false))
  toggle?.addEventListener('click', () => {
    setEmpty(toggle.getAttribute('aria-pressed') !== 'true')
    control.dispatchEvent(new Event('change', { bubbles: true }))
  })

  const isNow = () =>
    toggle === undefined ? column.cell !== 'text' && control.value.trim() === '' : toggle.getAttribute('aria-pressed') === 'true'
  return cellOf(column, control, toggle === undefined ? [] : [toggle], {
    text() {
      // What nobody touched is sent as the sample has it.
      if (control.value === start && isNow() === isEmpty) return token ?? undefined
      if (isNow()) return column.optional ? undefined : 'null'
      const typed = control.value.trim()
      if (column.cell === 'json' || (column.cell === 'number' && isJsonNumber(typed))) return typed
      // A number that is none goes as the text it is: what to say of it is the server's business.
      return JSON.stringify(control.value)
    },
    check() {
      const { problem } = column.cell === 'json' && !isNow() ? readJson(control.value) : {}
      return problem && `Not JSON at ${placeInText(control.value, problem.offset)}: ${problem.message}`
    },
  })
}

function shownText(token: string | null): string {
  if (token === null || token === 'null') return ''
  return token.startsWith('"') ? (JSON.parse(token) as string) : token
}

interface CellValue {
  text(): string | undefined
  /** What is wrong with the value. */
  check(): string | undefined
}

function cellOf(column: ColumnModel, control: HTMLElement, others: readonly HTMLElement[], value: CellValue): Cell {
  control.id = newId()
  const mark = createMark(control)
  control.addEventListener('input', mark.clear)
  control.addEventListener('change', mark.clear)
  return {
    element: element('td', {}, element('div', { class: 'cell' }, control, ...others), mark.element),
    text: value.text,
    check() {
      const problem = value.check()
      if (problem === undefined) return undefined
      mark.clear()
      mark.show(problem)
      return control
    },
    mark(message) {
      mark.show(message)
      return control
    },
    clear: mark.clear,
    setPlace(place) {
      control.setAttribute('aria-label', `${column.name}, ${place}`)
      for (const other of others) other.setAttribute('aria-label', `${other.textContent}: ${column.name}, ${place}`)
    },
  }
}
