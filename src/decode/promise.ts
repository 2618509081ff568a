/** Whether a value is a promise, of whatever library. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}

/** Goes on with what some work gives, or with what it throws: at once, or when that has come. */
export function proceed<T, R>(
  work: () => T | Promise<T>,
  next: (value: T) => R | Promise<R>,
  failed: (error: unknown) => R | Promise<R>,
): R | Promise<R> {
  let begun: T | Promise<T>
  try {
    begun = work()
  } catch (error) {
    return failed(error)
  }
  return isPromise(begun) ? Promise.resolve(begun).then(next, failed) : next(begun)
}

/** Does some work, and tells when it is done: after what comes of it, error or not. */
export function watch<T>(work: () => T | Promise<T>, done: (error?: { readonly thrown: unknown }) => void): T | Promise<T> {
  return proceed(
    work,
    (value) => {
      done()
      return value
    },
    (thrown) => {
      done({ thrown })
      throw thrown
    },
  )
}

/** The result at once, or when everything that is pending has come. */
export function settle(pending: readonly Promise<void>[], result: () => unknown): unknown {
  return pending.length === 0 ? result() : Promise.all(pending).then(result)
}
