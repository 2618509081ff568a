import type { Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { encodingOf } from './encoding.js'
import { unsupportedEncoding } from './request-error.js'

const inflaters: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: () => createBrotliDecompress({ params: { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 0 } }),
}

const knownEncodings: readonly string[] = ['gzip', 'deflate', 'br']

/**
 * What makes an inflater for a body of some content-encoding; undefined when it is not compressed.
 *
 * @throws RequestError 415 for encodings that nobody here reads
 */
export function inflaterOf(header: string | undefined): (() => Transform) | undefined {
  const encoding = encodingOf(header)
  if (encoding === undefined) return undefined
  if (!Object.hasOwn(inflaters, encoding)) throw unsupportedEncoding(encoding, knownEncodings)
  return inflaters[encoding]
}
