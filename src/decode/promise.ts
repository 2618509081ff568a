/** Whether a value is a promise, of whatever library. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}

/** The result at once, or when everything that is pending has come. */
export function settle(pending: readonly Promise<void>[], result: () => unknown): unknown {
  return pending.length === 0 ? result() : Promise.all(pending).then(result)
}
