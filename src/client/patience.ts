/** How long a caller waits for an answer: until the caller's signal is aborted, or the time is up. */
export class Patience {
  private readonly controller = new AbortController()
  private readonly end: () => void

  constructor(signal: AbortSignal | undefined, timeout: number | undefined) {
    const { controller } = this
    const abort = () => controller.abort(signal?.reason)
    const timeUp = () => controller.abort(new DOMException(`There was no answer in ${timeout} ms`, 'TimeoutError'))
    // Longer times than this overflow, and the timer would fire at once.
    const timer = timeout === undefined ? undefined : setTimeout(timeUp, Math.min(timeout, 2 ** 31 - 1))
    if (signal?.aborted === true) abort()
    else signal?.addEventListener('abort', abort, { once: true })
    this.end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  }

  /** For those who can stop what they do. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Does some work while there is patience: rejects with the reason when it ends, whether the work has stopped or not. */
  async until<T>(work: () => T | Promise<T>): Promise<T> {
    const { signal } = this
    signal.throwIfAborted()
    let giveUp: () => void = () => {}
    const ended = new Promise<never>((_, reject) => {
      giveUp = () => reject(signal.reason)
      signal.addEventListener('abort', giveUp, { once: true })
    })
    try {
      return await Promise.race([work(), ended])
    } catch (error) {
      // What was stopped may say so in words of its own.
      throw signal.aborted ? signal.reason : error
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }

  async pause(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    try {
      await this.until(
        () =>
          new Promise<void>((resolve) => {
            timer = setTimeout(resolve, milliseconds)
          }),
      )
    } finally {
      clearTimeout(timer)
    }
  }

  /** Nothing is waited for any more. */
  done(): void {
    this.end()
  }
}
