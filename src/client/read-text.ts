/** No string of V8 is longer. */
const longestText = 2 ** 29 - 24

/**
 * The text of an answer: as much as it may hold at most, counted in bytes when they are inflated. Of what is larger, no more than that
 * is read.
 *
 * @returns undefined where it holds more
 */
export async function readText(response: Response, limit: number): Promise<string | undefined> {
  const most = Math.min(limit, longestText)
  if (Number(response.headers.get('content-length')) > most) {
    response.body?.cancel?.().catch(() => {})
    return undefined
  }
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of chunksOf(response)) {
    size += chunk.byteLength
    if (size > most) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** A fetch of the caller's own may give a body that is no stream of the web: one of Node, or none that can be read in parts. */
async function* chunksOf(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const body = response.body as
    | (ReadableStream<Uint8Array<ArrayBuffer>> & Partial<AsyncIterable<Uint8Array<ArrayBuffer>>>)
    | null
    | undefined
  if (body === null) return
  if (typeof body?.getReader === 'function') {
    const reader = body.getReader()
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        yield value
      }
    } finally {
      // Of what is left nothing is wanted; at the end, or after an error, there is nothing to stop.
      reader.cancel().catch(() => {})
    }
  } else if (body !== undefined && Symbol.asyncIterator in body) yield* body as AsyncIterable<Uint8Array<ArrayBuffer>>
  else yield new TextEncoder().encode(await response.text())
}
