// What every adapter does, whatever framework it is for: each runs this suite over real sockets, by a harness of its own.
import { describe } from 'vitest'
import { bodies } from './suite/bodies.js'
import { documents } from './suite/documents.js'
import { errors } from './suite/errors.js'
import { type Harness, starter } from './suite/harness.js'
import { payloads } from './suite/payloads.js'
import { undecorated } from './suite/undecorated.js'

export function adapterSuite(name: string, harness: Harness): void {
  describe(name, () => {
    const start = starter(harness)
    payloads(start)
    undecorated(harness, start)
    bodies(harness, start)
    errors(harness, start)
    documents(start)
  })
}
