import type { Path } from '../errors/issue.js'
import { formatPlace } from '../errors/place.js'
import { isRecord } from '../json/own.js'

/** Part of a document. */
export type Json = Readonly<Record<string, unknown>>

/** A place in a document, and what a reader would call it. */
export interface Place {
  /** Keys and indexes from the document's root. */
  readonly path: Path
  readonly place: string
}

/** Part of a document with its place. */
export interface Part extends Place {
  readonly value: Json
}

/** The value of an own property; what a document inherits is not in it. */
export function get(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** A place that is called by its path. */
export function placeAt(path: Path): Place {
  return { path, place: formatPlace(path, 'the document') }
}

/** What a member is called: `Inputs.houses`, `Inputs["a b"]`. */
export function memberPlace(place: string, name: string): string {
  const member = formatPlace([name])
  return member.startsWith('[') || isRoot(place) ? `${isRoot(place) ? '' : place}${member}` : `${place}.${member}`
}

/** What the items of an array are called. */
export function itemPlace(place: string): string {
  return `${place}[]`
}

/** What the whole of a request and of an answer are called; their members are called by their names alone. */
export const theRequest = 'the request'
export const theAnswer = 'the answer'

function isRoot(place: string): boolean {
  return place === theRequest || place === theAnswer
}
