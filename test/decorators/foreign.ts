// Decorators as other packages have them: each knows both settings, and puts a function of its own around the method's.

// biome-ignore lint/suspicious/noExplicitAny: one signature for both settings, as lit and others have it.
type AnyDecorator = (...args: any[]) => any

/** Writes a line to `calls` whenever the method is called, then calls it. */
export function logged(calls: string[], line: string): AnyDecorator {
  return around((original) => {
    return function (this: unknown, ...args: unknown[]) {
      calls.push(line)
      return original.apply(this, args)
    }
  })
}

/** Waits a moment before the method is called, as a rate limiter does. */
export function delayed(): AnyDecorator {
  return around((original) => {
    return async function (this: unknown, ...args: unknown[]) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return original.apply(this, args)
    }
  })
}

/** Leaves the method as it is and remembers how it was called: what a setting passes to decorators. */
export function probe(seen: unknown[][]): AnyDecorator {
  return (...args) => {
    seen.push(args)
  }
}

type Method = (this: unknown, ...args: unknown[]) => unknown

function around(wrap: (original: Method) => Method): AnyDecorator {
  return (target, _context, descriptor) =>
    descriptor === undefined ? wrap(target as Method) : { ...descriptor, value: wrap(descriptor.value as Method) }
}
