import type { ResultColumn } from '../encode/encode-result.js'
import { absent } from '../frames/rows.js'
import { stringifyJson } from '../json/stringify.js'
import { type Area, type Place, validity } from './area.js'
import { cellKinds } from './kernel.js'

/** Puts the cells of some rows into the kernel's input; undefined when there is no room for them. */
export type PutCells = (area: Area, from: number, count: number, valid: Uint8Array) => Place | undefined

/** How a column's cells get into the kernel. */
export interface KernelColumn {
  readonly put: PutCells
  /** Whether each row has a cell that is not null. */
  readonly isFull: boolean
}

/** Puts what a writer makes of cells. */
export function putJson(area: Area, cells: readonly unknown[], valid: Uint8Array, write: ResultColumn['write']): Place | undefined {
  const texts = cells.map((cell, i) => {
    const written = write(cell, i)
    valid[i] = written === absent ? validity.isAbsent : validity.isPresent
    return written === absent ? '' : stringifyJson(written)
  })
  return putTexts(area, texts)
}

/** Puts texts that are JSON, which has no character U+0000 in it. */
export function putTexts(area: Area, texts: readonly string[]): Place | undefined {
  const place = putJoined(area, `${texts.join('\0')}\0`, texts.length, cellKinds.json)
  return place === 'other' ? undefined : place
}

/** Puts texts with a character U+0000 behind each: other texts than these when there is one in them. */
export function putJoined(area: Area, joined: string, count: number, kind: number, isFull = false): Place | undefined | 'other' {
  const data = area.take((count + 1) * 4)
  const place = data === undefined ? undefined : area.takeText(joined)
  if (data === undefined || place === undefined) return undefined
  const isSplit = area.kernel.splitTexts(place.at, place.at + place.length, count, data) === 1
  return isSplit ? { kind, data, gap: 1, isFull } : 'other'
}
