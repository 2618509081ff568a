import type { ClientOptions } from './options.js'

/** The key for a try; undefined where the endpoint needs none. */
export async function readKey(key: ClientOptions['key']): Promise<string | undefined> {
  if (key === undefined) return undefined
  const given: unknown = typeof key === 'function' ? await key() : key
  // What a header cannot hold would stand in the platform's error: keys are shown to nobody.
  if (typeof given !== 'string') throw new TypeError(`The key is of type ${typeof given}, expected text`)
  if (!/^[\x21-\x7e]+$/.test(given))
    throw new TypeError('The key is empty, or has a character that no header can hold (a line break, perhaps)')
  return given
}
