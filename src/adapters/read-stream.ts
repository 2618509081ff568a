import type { Readable } from 'node:stream'
import type { RequestHeaders } from '../run/payload.js'
import { inflaterOf } from './inflaters.js'
import { cutOff, notInflatable, tooLarge } from './request-error.js'

/**
 * Reads a stream to its end, inflating what is compressed.
 *
 * @throws RequestError 413 when it holds more than it may, compressed or not; 415 for an unknown encoding; 400 when it is cut off
 *   or cannot be inflated
 */
export function readStream(stream: Readable, headers: RequestHeaders, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    collect(stream, headers, limit, (error, bytes) => (bytes === undefined ? reject(error) : resolve(bytes)))
  })
}

/** The same for who waits without a promise. */
export function collect(
  stream: Readable,
  headers: RequestHeaders,
  limit: number,
  done: (error: Error | null, bytes?: Uint8Array) => void,
): void {
  const inflater = inflaterOf(headers['content-encoding'] as string | undefined)?.()
  const length = Number(headers['content-length'])
  if (length > limit) {
    stream.resume()
    done(tooLarge(limit))
    return
  }
  // A parser that came to the end of an empty body leaves nothing behind that could tell.
  if (stream.readableEnded) {
    done(null, nothing)
    return
  }
  if (stream.destroyed) {
    done(cutOff())
    return
  }
  const body = new Body(inflater === undefined && length <= limit ? length : limit)
  let isDone = false
  const isLast = () => {
    if (isDone) return false
    isDone = true
    // Node takes the listeners that are left away at the end of a request, at a greater cost.
    source.off('data', keep)
    return true
  }
  const finish = () => {
    if (isLast()) done(null, body.bytes)
  }
  const fail = (error: Error) => {
    if (!isLast()) return
    if (inflater !== undefined) stream.unpipe(inflater)
    inflater?.destroy()
    // What still comes is read and thrown away: a client that is still sending does not read the answer. Node's time limit ends it.
    stream.resume()
    done(error)
  }
  const keep = (given: Uint8Array | string) => {
    // Somebody else's stream may be one of text.
    const chunk = typeof given === 'string' ? Buffer.from(given) : given
    if (body.size + chunk.length > limit) fail(tooLarge(limit))
    else body.add(chunk)
  }
  const source = inflater === undefined ? stream : stream.pipe(inflater)
  source.on('data', keep).on('end', finish)
  stream.on('error', () => fail(cutOff()))
  stream.on('close', () => {
    if (!stream.readableEnded) fail(cutOff())
  })
  if (inflater === undefined) return
  inflater.on('error', (error) => fail(notInflatable(error.message)))
  let received = 0
  stream.on('data', (chunk: Uint8Array) => {
    received += chunk.length
    if (received > limit) fail(tooLarge(limit))
  })
}

const nothing: Uint8Array = new Uint8Array()

/** The bytes of a body while they come. */
class Body {
  size = 0
  private readonly expected: number
  private buffer = nothing

  /** @param expected how many bytes there will be: as many as the client says, or at most */
  constructor(expected: number) {
    this.expected = expected
  }

  /** What has come so far. */
  get bytes(): Uint8Array {
    return this.size === this.buffer.length ? this.buffer : this.buffer.subarray(0, this.size)
  }

  add(chunk: Uint8Array): void {
    const size = this.size + chunk.length
    // Most bodies are one chunk, which is taken as it is.
    if (this.size === 0) this.buffer = chunk
    else {
      if (size > this.buffer.length) this.grow(size)
      this.buffer.set(chunk, this.size)
    }
    this.size = size
  }

  /** Makes room for what is to come, but for no more than a multiple of what has: a length is easily claimed. */
  private grow(size: number): void {
    const grown = Buffer.allocUnsafeSlow(size > this.expected ? size * 2 : Math.min(this.expected, size * 8))
    grown.set(this.bytes)
    this.buffer = grown
  }
}
