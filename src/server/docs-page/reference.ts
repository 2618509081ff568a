import type { ColumnDescription, Description } from '../../description/description.js'
import type { JsonValue } from '../../json/json-value.js'
import { stringifyJson } from '../../json/stringify.js'
import { prettyJson } from './form-model.js'
import { type Html, html } from './html.js'
import { columnWords, shortWords } from './words.js'

/** A described value for the page. */
export interface Described {
  readonly description: Description
  readonly example: JsonValue
}

/** A line of a table: a column, or a member of an object. */
interface Row {
  readonly name: string
  readonly words: string
  readonly example: JsonValue | undefined
}

const longestExample = 60

/** What a value is: its type in words, its columns or fields, and the sample. */
export function reference({ description, example }: Described, label: string): Html {
  const rows = rowsOf(description, example, '')
  const noun = description.kind === 'frame' ? 'Column' : 'Field'
  return html`<p>${sentence(description)}</p>
${rows.length === 0 ? '' : table(rows, noun, `${noun}s of ${label}`)}
<details><summary>Sample<span class="unseen"> of ${label}</span></summary>
<pre tabindex="0" role="region" aria-label="Sample of ${label}">${prettyJson(example)}</pre></details>`
}

function sentence(description: Description): string {
  const words = shortWords(description)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

function table(rows: readonly Row[], noun: string, label: string): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr><th scope="col">${noun}</th><th scope="col">Type</th><th scope="col">Example</th></tr></thead>
<tbody>${rows.map(
    ({ name, words, example }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${words}</td><td>${example === undefined ? '' : html`<code>${shorten(example)}</code>`}</td></tr>
`,
  )}</tbody></table></div>`
}

function shorten(example: JsonValue): string {
  const text = stringifyJson(example)
  return text.length > longestExample ? `${text.slice(0, longestExample)}…` : text
}

/** The columns or fields of a value, with those of the values in it: `houses[].area`. */
function rowsOf(description: Description, example: JsonValue | undefined, prefix: string): Row[] {
  switch (description.kind) {
    case 'frame':
      return description.columns.flatMap((column) =>
        columnRows(column, exampleCell(description.orient, column.name, description, example), prefix),
      )
    case 'object':
      return description.fields.flatMap(({ name, value, required }) => {
        const member = ownMember(example, name)
        const words = `${shortWords(value)}${required ? '' : ', or left out'}`
        return [
          { name: `${prefix}${name}`, words, example: shownIn(value) ? member : undefined },
          ...rowsOf(value, member, `${prefix}${name}${suffix(value)}`),
        ]
      })
    case 'list':
      return rowsOf(description.item, Array.isArray(example) ? example[0] : undefined, prefix === '' ? '[].' : prefix)
    default:
      return []
  }
}

function columnRows(column: ColumnDescription, example: JsonValue | undefined, prefix: string): Row[] {
  const name = `${prefix}${column.name}`
  const own = { name, words: columnWords(column), example }
  return column.value === undefined ? [own] : [own, ...rowsOf(column.value, example, `${name}${suffix(column.value)}`)]
}

/** What stands between a name and the names in it. */
function suffix(value: Description): string {
  return value.kind === 'frame' || value.kind === 'list' ? '[].' : '.'
}

/** Whether a value's example says more than those of the values in it. */
function shownIn(value: Description): boolean {
  return value.kind !== 'frame' && value.kind !== 'object'
}

function ownMember(example: JsonValue | undefined, name: string): JsonValue | undefined {
  const isObject = typeof example === 'object' && example !== null && !Array.isArray(example)
  return isObject && Object.hasOwn(example, name) ? example[name] : undefined
}

/** The first cell of a column that the sample shows. */
function exampleCell(
  orient: string,
  name: string,
  { columns }: { readonly columns: readonly ColumnDescription[] },
  example: JsonValue | undefined,
): JsonValue | undefined {
  const index = columns.findIndex((column) => column.name === name)
  switch (orient) {
    case 'columns':
      return Object.values((ownMember(example, name) ?? {}) as object)[0]
    case 'index':
      return ownMember(Object.values((example ?? {}) as object)[0], name)
    case 'split':
    case 'table':
      return cellIn(ownMember(example, 'data'))
    default:
      return cellIn(example)
  }

  function cellIn(rows: JsonValue | undefined): JsonValue | undefined {
    const [first] = Array.isArray(rows) ? rows : []
    return Array.isArray(first) ? first[index] : ownMember(first, name)
  }
}
