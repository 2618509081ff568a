// A small harness. check(name, fn) runs a case: an exception is a deviation. na(name, why) notes a case that does not apply.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

export { assert }

/** Whether the log lists everything: SHOW_ALL=1. */
export const showsAll = Boolean(process.env.SHOW_ALL)

const passed = []
const failed = []
const skipped = []

export async function check(name, fn) {
  try {
    await fn()
    passed.push(name)
  } catch (error) {
    failed.push([
      name,
      String(error?.message ?? error)
        .split('\n')
        .slice(0, 12)
        .join(' | ')
        .slice(0, 700),
    ])
  }
}

export function na(name, why) {
  skipped.push([name, why])
}

/** Prints the deviations and, as the last line, the counts. */
export function done({ isGrouped = false } = {}) {
  if (!isGrouped || showsAll) for (const [name, message] of failed) console.log(`FAIL ${name}: ${message}`)
  if (showsAll) for (const [name, why] of skipped) console.log(`n/a  ${name}: ${why}`)
  console.log(`${passed.length} passed, ${failed.length} failed, ${skipped.length} not applicable`)
}

/** Prints deviations by kind: the count, and the first of them, or all with SHOW_ALL=1. */
export function showGroups(groups, mark = 'FAIL', most = 5) {
  for (const [group, lines] of Object.entries(groups)) {
    console.log(`${mark} ${group}: ${lines.length}`)
    for (const line of showsAll ? lines : lines.slice(0, most)) console.log(`     ${line}`)
  }
}

/** Notes a line of a group. */
export function put(groups, group, line) {
  groups[group] ??= []
  groups[group].push(line)
}

/** The cases of a suite: gzipped JSON beside its run.mjs. */
export function readCases(name, suite) {
  return JSON.parse(gunzipSync(readFileSync(new URL(name, suite))))
}

/** Sorted keys and lists, for documents that are compared without regard to order. */
export function ordered(x) {
  if (Array.isArray(x))
    return x
      .map(ordered)
      .map((v) => JSON.stringify(v))
      .sort()
  if (x && typeof x === 'object')
    return Object.entries(x)
      .map(([k, v]) => [k, ordered(v)])
      .sort((a, b) => (a[0] < b[0] ? -1 : 1))
  return x
}
