import { setOwn } from '../json/own.js'
import type { Query } from '../run/query.js'

/**
 * The query of a URL: texts by name, a list where a name is there more than once. Frameworks read queries each in their own way
 * (Express 4 makes objects of brackets), and the same request is to mean the same in all of them.
 */
export function queryOf(url: string): Query {
  const [, search = ''] = /\?([^#]*)/.exec(url) ?? []
  const values = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(search)) {
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else known.push(value)
  }
  const query: Record<string, unknown> = {}
  for (const [name, all] of values) setOwn<unknown>(query, name, all.length === 1 ? all[0] : all)
  return query
}
