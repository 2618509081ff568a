import { parse, stringify } from 'yaml'
import { checkOptions, oneOfTexts } from '../errors/options.js'
import type { JsonValue } from '../json/json-value.js'
import { isRecord, setOwn } from '../json/own.js'
import { parseJson } from '../json/parse.js'
import { stringifyJson } from '../json/stringify.js'
import { type Holds, type KeyOrder, orders } from './key-orders.js'

export type DocumentFormat = 'json' | 'yaml'

export const documentFormats: readonly DocumentFormat[] = ['json', 'yaml']

export interface DocumentTextOptions {
  /** Default json. */
  readonly format?: DocumentFormat
}

/**
 * A document as the text of a file: indented by two, with a final newline. The keys that OpenAPI knows stand in a fixed order, those
 * that it does not know after them; what has names of its own (paths, parameters, columns, examples) keeps its order. The same
 * document is the same text, byte by byte. Bigints are written digit by digit.
 *
 * @throws TypeError for an option, or a format, that does not exist
 * @example
 * ```ts
 * documentText({ paths: {}, swagger: '2.0' }) // '{\n  "swagger": "2.0",\n  "paths": {}\n}\n'
 * documentText({ paths: {}, swagger: '2.0' }, { format: 'yaml' }) // 'swagger: "2.0"\npaths: {}\n'
 * ```
 */
export function documentText(document: object, options: DocumentTextOptions = {}): string {
  checkOptions(options, { format: oneOfTexts(documentFormats) }, TypeError)
  const { format = 'json' } = options
  const json = stringifyJson(ordered(document, orders.document) as JsonValue, 2)
  if (format === 'json') return `${json}\n`
  // Readers of YAML 1.1 take "no" and 1:30 for other things than texts. Lines are not folded: a change is in one line.
  return stringify(parseJson(json), { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false })
}

/**
 * Reads the text of a document.
 *
 * @throws Error with one sentence, when it is no JSON or YAML
 */
export function readDocumentText(text: string, format: DocumentFormat): unknown {
  return format === 'json' ? JSON.parse(text) : parse(text, { logLevel: 'error' })
}

/** The format that a file's name tells; undefined where it tells none. */
export function formatOfFile(file: string): DocumentFormat | undefined {
  if (/\.ya?ml$/i.test(file)) return 'yaml'
  return /\.json$/i.test(file) ? 'json' : undefined
}

function ordered(value: unknown, order: KeyOrder | undefined): unknown {
  if (order === undefined || !isRecord(value)) return value
  const copy: Record<string, unknown> = {}
  const known = order.keys.filter((key) => Object.hasOwn(value, key))
  const others = Object.keys(value).filter((key) => !order.keys.includes(key))
  for (const key of [...known, ...others]) setOwn(copy, key, orderedMember(value[key], order.holds[key] ?? order.others))
  return copy
}

function orderedMember(value: unknown, holds: Holds | undefined): unknown {
  if (holds === undefined) return value
  const order = orders[holds.what]
  if (Array.isArray(value)) return value.map((item) => ordered(item, order))
  if (!isRecord(value) || holds.as !== 'names') return ordered(value, order)
  const copy: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) setOwn(copy, name, ordered(member, order))
  return copy
}
