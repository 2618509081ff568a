import { cpus } from 'node:os'

/** Something that is measured. */
export interface Contender {
  readonly name: string
  readonly action: () => unknown
}

export interface Timing {
  readonly name: string
  /** Nanoseconds of one run: the fastest of all rounds, and the middle one. */
  readonly least: number
  readonly median: number
}

/** How long all rounds together may take, in nanoseconds. */
const longest = 15e9

export const rounds: number = Number(process.env['ROUNDS'] ?? 25)

/** What numbers are measured on. */
export const machine: string = `Node.js ${process.version.slice(1)}, ${process.platform} ${process.arch}, ${cpus().length} cores`

/**
 * Measures all contenders in turns, so that whatever else the machine does falls on all of them. Their order changes from round to
 * round: each leaves garbage to the one that follows it.
 *
 * @param shortest the nanoseconds that one measurement takes at least
 */
export function measure(contenders: readonly Contender[], shortest = 2e6): Timing[] {
  const all = contenders.map(({ name, action }) => {
    // The first runs are slow, and tell how many fill a measurement.
    for (const start = process.hrtime.bigint(); Number(process.hrtime.bigint() - start) < 20 * shortest; ) action()
    const once = duration(action, 3)
    return { name, action, once, times: Math.ceil(shortest / once), durations: [] as number[] }
  })
  const oneRound = all.reduce((sum, { once, times }) => sum + once * times, 0)
  // What takes long is measured less often, and with less noise.
  const count = Math.max(5, Math.min(rounds, Math.floor(longest / oneRound)))
  for (let round = 0; round < count; round++) {
    const shift = round % all.length
    for (const one of [...all.slice(shift), ...all.slice(0, shift)]) one.durations.push(duration(one.action, one.times))
  }
  return all.map(({ name, durations }) => {
    const [least = Number.NaN] = durations.sort((one, other) => one - other)
    return { name, least, median: durations[durations.length >> 1] ?? Number.NaN }
  })
}

function duration(action: () => unknown, times: number): number {
  const start = process.hrtime.bigint()
  for (let i = 0; i < times; i++) action()
  return Number(process.hrtime.bigint() - start) / times
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export function milliseconds(nanoseconds: number): string {
  const value = nanoseconds / 1e6
  return `${value < 1 ? value.toFixed(4) : value.toFixed(2)} ms`
}
