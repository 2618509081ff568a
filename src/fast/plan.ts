import type { Description, FrameDescription } from '../description/description.js'
import { frameReading } from './frame.js'
import type { Reading } from './reading.js'
import { keysOf } from './records.js'
import { tensorReading } from './tensor.js'

/** How the value of a key is read. */
export interface MemberPlan {
  readonly name: string
  /** The key with its quotes. */
  readonly key: Uint8Array
  /** The fast reading, where its description has one. */
  readonly reading?: Reading | undefined
  /** For an object with such values in it. */
  readonly members?: ObjectPlan | undefined
}

export interface ObjectPlan {
  readonly members: readonly MemberPlan[]
  /**
   * Whether a value may be what the decoder hands on as it came. Then an object of nothing but such values comes out as it
   * came, too, with its keys in their own order; others have the sample's.
   */
  readonly keepsOrder: boolean
}

/** Keys are looked for one after the other: an object of more is quicker by way of `JSON.parse`. */
export const mostMembers = 64

/** The plan of a member; its description may have no fast reading. */
export function planMember(name: string, description: Description): MemberPlan {
  const [key] = keysOf([name]) as [Uint8Array]
  return { name, key, reading: readingOf(description), members: objectPlan(description) }
}

function readingOf(description: Description): Reading | undefined {
  if (description.kind === 'tensor') return tensorReading(description)
  return description.kind === 'frame' ? frameReading(description) : undefined
}

function objectPlan(description: Description): ObjectPlan | undefined {
  if (description.kind !== 'object') return undefined
  const members = description.fields.map(({ name, value }) => planMember(name, value))
  const keepsOrder = description.fields.some(({ value }) => value.kind === 'frame' && isPlainForm(value)) || members.some(isOrdered)
  return members.length <= mostMembers && members.some(isFast) ? { members, keepsOrder } : undefined
}

function isPlainForm({ form }: FrameDescription): boolean {
  return form.name === 'records' || form.name === 'columns'
}

function isOrdered({ members }: MemberPlan): boolean {
  return members?.keepsOrder === true
}

/** Whether there is anything to gain. */
export function isFast({ reading, members }: MemberPlan): boolean {
  return reading !== undefined || members !== undefined
}

/** From how many bytes of a body on there is. */
export function leastBytes({ members }: ObjectPlan): number {
  return Math.min(...members.map(({ reading, members }) => reading?.least ?? (members === undefined ? Infinity : leastBytes(members))))
}
