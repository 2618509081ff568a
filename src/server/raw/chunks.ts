import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { showValue } from '../../errors/show.js'
import { bytesOf } from '../../json/typed-array.js'

/** What a stream begins with: `nothing` when it is empty, `gone` when the client left before anything came. */
export type Beginning = 'text' | 'bytes' | 'nothing' | 'gone'

/** A streamed answer, one chunk at a time. */
export interface Chunks {
  /** Waits for the first chunk. */
  begin(): Promise<Beginning>
  /** All chunks, that one too. */
  stream(): Readable
  /** Tells the script that nobody wants more. */
  close(): void
}

/**
 * Opens what a script streams.
 *
 * @param length how many bytes the headers promise: more or fewer would be taken for another answer of the connection
 */
export function openChunks(source: AsyncIterable<unknown> | Iterable<unknown>, reply: FastifyReply, length: number | undefined): Chunks {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  let isOver = false
  let sent = 0
  let waiting: Buffer | undefined
  let beginning: Beginning = 'nothing'

  /** The next chunk that holds anything; undefined at the end. */
  async function next(): Promise<Buffer | undefined> {
    for (;;) {
      let result: IteratorResult<unknown>
      try {
        result = await iterator.next()
      } catch (error) {
        isOver = true
        throw error
      }
      if (result.done) {
        isOver = true
        if (length !== undefined && sent < length) throw new Error(`the answer has ${sent} bytes, but its content-length is ${length}`)
        return undefined
      }
      const chunk = toBuffer(result.value)
      sent += chunk.byteLength
      if (length !== undefined && sent > length) throw new Error(`the answer has more bytes than its content-length, ${length}`)
      if (chunk.byteLength === 0) continue
      if (beginning === 'nothing') beginning = typeof result.value === 'string' ? 'text' : 'bytes'
      return chunk
    }
  }

  function close(): void {
    if (isOver) return
    isOver = true
    // A generator that is waiting for something ends when that has come; nobody waits for it here.
    Promise.resolve()
      .then(() => iterator.return?.())
      .catch((error: unknown) => reply.log.error({ err: error }, 'the scoring script failed when its answer was closed'))
  }

  async function begin(): Promise<Beginning> {
    let leave = () => {}
    const gone = new Promise<'gone'>((resolve) => {
      leave = () => resolve('gone')
      if (reply.raw.destroyed) leave()
      else reply.raw.once('close', leave)
    })
    try {
      const chunk = await Promise.race(reply.raw.destroyed ? [gone] : [gone, next()])
      if (chunk === 'gone') {
        close()
        return chunk
      }
      waiting = chunk
      return beginning
    } catch (error) {
      close()
      throw error
    } finally {
      reply.raw.off('close', leave)
    }
  }

  async function pull(stream: Readable): Promise<void> {
    try {
      const chunk = waiting ?? (isOver ? undefined : await next())
      waiting = undefined
      if (!stream.destroyed) stream.push(chunk ?? null)
    } catch (error) {
      // A script that hears that the client is gone may well throw that.
      if (stream.destroyed) return
      reply.log.error({ err: error }, 'the scoring script failed in the middle of its answer')
      // Without an error: Fastify ends the connection all the same, and logs only that it did.
      stream.destroy()
    }
  }

  /** Reads nothing ahead (its high-water mark is 0): a chunk is asked for when the response has taken the one before. */
  function stream(): Readable {
    return new Readable({
      highWaterMark: 0,
      read() {
        void pull(this)
      },
      destroy(error, done) {
        close()
        done(error)
      },
    })
  }

  return { begin, stream, close }
}

function toBuffer(chunk: unknown): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk)
  const bytes = bufferOf(chunk)
  if (bytes === undefined) throw new TypeError(`run streamed ${showValue(chunk)}, expected text or bytes`)
  return bytes
}

/** Bytes as a Buffer, without a copy; undefined for anything else. */
export function bufferOf(value: unknown): Buffer | undefined {
  const bytes = bytesOf(value)
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
