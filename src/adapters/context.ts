import type { RunContext } from '../run/invoke.js'
import type { RequestHeaders } from '../run/payload.js'

/** Whose signal it is: it is made for those alone who ask for it. */
interface Signalling {
  readonly signal: AbortSignal
}

/** What a run is told of a request. */
export class Context implements RunContext {
  declare readonly signal: AbortSignal
  readonly requestId: string
  readonly headers: RequestHeaders
  readonly #source: Signalling

  constructor(source: Signalling, requestId: string, headers: RequestHeaders) {
    this.#source = source
    Object.defineProperty(this, 'signal', Context.#signal)
    this.requestId = requestId
    this.headers = headers
  }

  // A property of the object's own, so that copies have it, but one getter for all: for each literal with a getter V8 makes a hidden
  // class, which holds the request until the next full collection.
  static readonly #signal: PropertyDescriptor & ThisType<Context> = {
    enumerable: true,
    get() {
      return this.#source.signal
    },
  }
}
