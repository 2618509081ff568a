import { readEnvelope } from '../fast/envelope.js'
import { isFast, leastBytes, mostMembers, type ObjectPlan, planMember } from '../fast/plan.js'
import type { JsonLimits } from '../json/limits.js'
import type { PayloadObject } from '../json/payload-object.js'
import type { InputSchema, RunSchema } from './run-schema.js'

/** Plans by the inputs that they are for: decorating a function further makes others. */
const plans = new WeakMap<readonly InputSchema[], BodyPlan>()

interface BodyPlan {
  readonly plan?: ObjectPlan
  /** How long a body must be for it. */
  readonly least: number
}

/**
 * Opens a body whose parameters can be read straight from its bytes, one pass for parsing, checking and converting.
 *
 * @returns undefined when there is nothing to gain, or anything to complain of: then the body is to be read as JSON
 */
export function openFast(payload: string | Uint8Array, { inputs }: RunSchema, limits: JsonLimits): PayloadObject | undefined {
  const { plan, least } = planOf(inputs)
  if (plan === undefined || payload.length < least) return undefined
  const bytes = typeof payload === 'string' ? encode(payload) : plainBytes(payload)
  return bytes && readEnvelope(bytes, plan, limits)
}

function planOf(inputs: readonly InputSchema[]): BodyPlan {
  const known = plans.get(inputs)
  if (known !== undefined) return known
  const members = inputs.filter(({ convert }) => convert).map(({ name, type }) => planMember(name, type['~description']))
  const isPlanned = isLittleEndian && members.length <= mostMembers && members.some(isFast)
  const plan = { members, keepsOrder: false }
  const planned = isPlanned ? { plan, least: leastBytes(plan) } : { least: Infinity }
  plans.set(inputs, planned)
  return planned
}

/** The halves of 64-bit integers are written in the machine's order. */
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

const encoder = new TextEncoder()

/** Text as UTF-8, which has no lone surrogates. */
function encode(text: string): Uint8Array | undefined {
  return text.isWellFormed() ? encoder.encode(text) : undefined
}

/** A view of the same bytes without a class of its own: loops that see two kinds of arrays are slower. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}
