import { count } from '../errors/show.js'

/** Examples in documents show at most this many values of a sample: a document of megabytes is read by few. */
const mostValues = 10_000

/** Texts of samples are shown up to here, in characters. */
export const mostCharacters = 10_000

/**
 * How many of a sample's rows its example shows: all, or so many that the values are not too many.
 *
 * @param perRow how many values one row has
 */
export function shownRows(rows: number, perRow: number): number {
  return rows * perRow <= mostValues ? rows : Math.floor(mostValues / Math.max(1, perRow))
}

/** What a document says of an example that shows less than the sample; undefined of one that shows all. */
export function shortNote(shown: number, of: number, noun: string): string | undefined {
  return shown < of ? `The example is shortened: it shows ${shown} of ${count(of, noun)}.` : undefined
}
