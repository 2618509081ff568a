import type { RunFunction } from './run-schema.js'

/**
 * Plain functions have no class that remembers what is known of one when somebody else's function goes around it:
 *
 *     inputSchema('b', b)(logged(inputSchema('a', a)(run)))
 *
 * Nothing leads from what `logged` gives to what it was given, but the order of evaluation does: the inner function is
 * decorated after the outer decorator is made, and before that is applied.
 */
let moment = 0
let latest: { readonly moment: number; readonly fn: WeakRef<RunFunction> } | undefined

/** When a decorator is made. */
export function nextMoment(): number {
  return ++moment
}

/** Remembers the function that was decorated last. */
export function noteDecorated(fn: RunFunction): void {
  latest = { moment: ++moment, fn: new WeakRef(fn) }
}

/** The function that was decorated last, if that was after a moment. */
export function decoratedSince(moment: number): RunFunction | undefined {
  return latest !== undefined && latest.moment > moment ? latest.fn.deref() : undefined
}
