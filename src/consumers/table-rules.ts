import type { Rule } from './consumer.js'
import { showNames } from './names.js'
import type { Part } from './place.js'
import { membersOf, type Service } from './service.js'
import { type Shape, shapeOf, showShape } from './shape.js'

type TablesOf = (service: Service) => Iterable<Part>
type Source = Pick<Rule, 'source'>

/** Every column has a type. */
export function typedColumns(tablesOf: TablesOf, { source }: Source): Rule {
  return {
    code: 'column_untyped',
    severity: 'warning',
    needs: 'a type for each column',
    source,
    *check(service) {
      for (const { column, shape } of columnsOf(service, tablesOf))
        if (shape.kind === 'untyped') yield { at: column, found: 'may be anything', mend: 'show a value of it, or declare its dtype' }
    },
  }
}

/** Cells are single values. */
export function flatColumns(tablesOf: TablesOf, { source }: Source): Rule {
  return {
    code: 'column_nested',
    severity: 'error',
    needs: 'cells that are single values',
    source,
    *check(service) {
      for (const { column, shape } of columnsOf(service, tablesOf)) {
        if (shape.kind !== 'untyped' && shape.kind !== 'scalar')
          yield { at: column, found: `is ${showShape(shape)} in each row`, mend: 'give each value in it a column of its own' }
      }
    },
  }
}

/** Names of columns can be written down and told apart. */
export function namedColumns(tablesOf: TablesOf, { source }: Source): Rule {
  return {
    code: 'name_not_shown',
    severity: 'warning',
    needs: 'names of visible characters',
    source,
    *check(service) {
      for (const { column, name } of columnsOf(service, tablesOf)) {
        if (isShown(name)) continue
        const found = name === '' ? 'has no name at all' : `is called ${showNames([name])}, with characters that cannot be seen`
        yield { at: column, found, mend: 'call it something else' }
      }
    },
  }
}

/** Control characters, spaces other than the plain one, halves of characters, and marks without width, save those of emoji. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|[^\P{Cf}\u200d]/u

function isShown(name: string): boolean {
  return name.trim() !== '' && name.trim() === name && !unseen.test(name)
}

/** Names differ in more than their case. */
export function distinctColumns(tablesOf: TablesOf, { source }: Source): Rule {
  return {
    code: 'names_alike',
    severity: 'warning',
    needs: 'names of columns that differ in more than their case',
    source,
    *check(service) {
      for (const table of tablesOf(service)) {
        const shape = shapeOf(service, table)
        if (shape.kind !== 'records') continue
        const seen = new Map<string, string>()
        for (const [name, column] of membersOf(service, shape.row)) {
          const other = seen.get(name.toLowerCase())
          if (other !== undefined)
            yield { at: column, found: `differs from ${showNames([other])} in its case alone`, mend: 'rename one of them' }
          else seen.set(name.toLowerCase(), name)
        }
      }
    },
  }
}

function* columnsOf(service: Service, tablesOf: TablesOf): Generator<{ name: string; column: Part; shape: Shape }> {
  for (const table of tablesOf(service)) {
    const shape = shapeOf(service, table)
    if (shape.kind !== 'records') continue
    for (const [name, column] of membersOf(service, shape.row)) yield { name, column, shape: shapeOf(service, column) }
  }
}
