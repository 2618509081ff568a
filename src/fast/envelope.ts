import { Ready } from '../decode/ready.js'
import { exceededLimit, type JsonLimits } from '../json/limits.js'
import { setOwn } from '../json/own.js'
import { parseJson } from '../json/parse.js'
import type { PayloadObject } from '../json/payload-object.js'
import type { MemberPlan, ObjectPlan } from './plan.js'
import type { Read } from './reading.js'
import { closeObject, colon, comma, gaveUp, openObject, skipSpace, skipValue, startsWith } from './scan.js'
import { readString } from './text.js'
import { withBody } from './wasm/memory.js'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A body that is to be read by the plain path alone: it is no JSON, or more than it may be. */
class Refused extends Error {}

/**
 * Reads a body whose values have fast readings: an object with a {@link Ready} in the place of each value that was read so, and
 * everything else as `parseJson` gives it. So all of the body has been checked.
 *
 * @returns undefined when the body is no JSON object, or holds more than it may
 */
export function readEnvelope(
  bytes: Uint8Array,
  plan: ObjectPlan,
  { depth = Infinity, elements = Infinity }: JsonLimits,
): PayloadObject | undefined {
  // A value takes two bytes at least, with what stands between it and the next: this many have to be counted.
  if (bytes.length / 2 > elements) return undefined
  try {
    const read = withBody(bytes, () => readObject(bytes, skipSpace(bytes, 0), plan, depth))
    return read !== undefined && skipSpace(bytes, read.end) === bytes.length ? (read.value as PayloadObject) : undefined
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/** Reads an object; undefined when it is none, or one that the decoder is to see as it is. */
function readObject(bytes: Uint8Array, start: number, plan: ObjectPlan, depth: number): Read | undefined {
  if (bytes[start] !== openObject || depth < 1) return undefined
  const value: Record<string, unknown> = {}
  let latest = -1
  let at = skipSpace(bytes, start + 1)
  if (bytes[at] === closeObject) return { value, end: at + 1 }
  for (;;) {
    let index = memberAt(bytes, at, plan)
    const known = plan.members[index]
    const key = known === undefined ? readString(bytes, at) : { value: known.name, end: at + known.key.length }
    if (key === undefined) throw new Refused()
    // A known key may be written with escapes that it does not need.
    if (known === undefined) index = namedMember(key.value, plan)
    const member = plan.members[index]
    if (plan.keepsOrder && (member === undefined ? latest + 1 < plan.members.length : index < latest)) return undefined
    // The last one counts: what was read of the others was for nothing, however often it is there.
    if (member !== undefined && Object.hasOwn(value, member.name)) throw new Refused()
    latest = Math.max(latest, index)
    at = skipSpace(bytes, key.end)
    if (bytes[at] !== colon) return undefined
    const read = readValue(bytes, skipSpace(bytes, at + 1), member, depth - 1)
    setOwn(value, key.value, read.value)
    at = skipSpace(bytes, read.end)
    if (bytes[at] === closeObject) return { value, end: at + 1 }
    if (bytes[at] !== comma) return undefined
    at = skipSpace(bytes, at + 1)
  }
}

/** Which member's key is here; -1 when it is none's. */
function memberAt(bytes: Uint8Array, at: number, { members }: ObjectPlan): number {
  for (let index = 0; index < members.length; index++) if (startsWith(bytes, at, (members[index] as MemberPlan).key)) return index
  return -1
}

function namedMember(wanted: string, { members }: ObjectPlan): number {
  return members.findIndex(({ name }) => name === wanted)
}

/** Reads a member's value: fast where that works, and as plain JSON otherwise. */
function readValue(bytes: Uint8Array, start: number, member: MemberPlan | undefined, depth: number): Read {
  const { reading, members } = member ?? {}
  if (reading !== undefined && reading.depth <= depth) {
    const read = reading.read(bytes, start)
    if (read !== undefined) return { value: new Ready(read.value), end: read.end }
  }
  const read = members && readObject(bytes, start, members, depth)
  return read ?? parse(bytes, start, depth)
}

/** Reads plain JSON. */
function parse(bytes: Uint8Array, start: number, depth: number): Read {
  const end = skipValue(bytes, start)
  if (end === gaveUp) throw new Refused()
  const slice = bytes.subarray(start, end)
  if (exceededLimit(slice, { depth }) !== undefined) throw new Refused()
  try {
    return { value: parseJson(decoder.decode(slice)), end }
  } catch {
    throw new Refused()
  }
}
