/**
 * Measures `decodePayload` against `JSON.parse` of the same text, and the usual ways that begin with it against both, in turns in one
 * process for each payload and each form of it: a service has one function and gets one form, and what is quick for one may be slow
 * after others. The first table compares; the second one says how far each form is from what is aimed for, and how much the machine's
 * noise is worth: what `JSON.parse` takes when it is measured as another contender.
 */
import { decodePayload } from 'inference-schema'
import { apart } from './apart.js'
import { machine, measure, milliseconds, rounds, type Timing, table } from './measure.js'
import { type BenchPayload, payloads } from './payloads.js'
import { peerNames, peersOf } from './peers.js'

type Form = 'bytes' | 'text' | 'object'

interface Measured {
  readonly name: string
  readonly payload: BenchPayload
  readonly form: Form
}

/** A number that was parsed has lost its last digits, and is refused. */
function formsOf({ content }: BenchPayload): readonly Form[] {
  return content.kind === 'tensor' && content.isLarge === true ? ['bytes', 'text'] : ['bytes', 'text', 'object']
}

function measureOne({ payload, form }: Measured): Timing[] {
  const { run, text } = payload
  const given = { bytes: new TextEncoder().encode(text), text, object: JSON.parse(text) as object }[form]
  return measure([
    { name: 'JSON.parse', action: () => JSON.parse(text) },
    { name: form, action: () => decodePayload(run, given) },
    ...(form === 'bytes' ? [{ name: 'noise', action: () => JSON.parse(text) }, ...peersOf(payload)] : []),
  ])
}

/** How much time something takes, of that of JSON.parse in the same process. */
class Shares {
  private readonly timings: readonly (readonly Timing[])[]

  constructor(timings: readonly (readonly Timing[])[]) {
    this.timings = timings
  }

  of(wanted: string, what: 'least' | 'median' = 'least'): string {
    for (const all of this.timings) {
      const found = all.find(({ name }) => name === wanted)
      if (found !== undefined) return (found[what] / this.parse(all)[what]).toFixed(2)
    }
    return ''
  }

  both(wanted: string): string {
    return this.of(wanted) === '' ? '' : `${this.of(wanted)} / ${this.of(wanted, 'median')}`
  }

  parse([parse]: readonly Timing[] = this.timings[0] ?? []): Timing {
    if (parse === undefined) throw new Error('nothing was measured')
    return parse
  }
}

const things = payloads.flatMap((payload) =>
  formsOf(payload).map((form): Measured => ({ name: `${payload.name}, ${form}`, payload, form })),
)
const measured = new Map<BenchPayload, Timing[][]>()
for (const [{ payload }, timings] of apart(import.meta.filename, things, measureOne))
  measured.set(payload, [...(measured.get(payload) ?? []), timings])

const comparison: string[][] = []
const forms: string[][] = []
for (const [{ name, reach, objectReach }, timings] of measured) {
  const shares = new Shares(timings)
  const { least, median } = shares.parse()
  comparison.push([name, milliseconds(least), `**${shares.of('bytes')}**`, ...peerNames.map((peer) => shares.of(peer))])
  forms.push([
    name,
    shares.both('bytes'),
    reach?.toFixed(2) ?? '',
    shares.both('text'),
    shares.both('object'),
    objectReach?.toFixed(2) ?? '',
    shares.both('noise'),
    (median / least).toFixed(2),
  ])
}

console.log(`## Decoding, against others

Time as a multiple of \`JSON.parse(text)\` alone, the fastest of ${rounds} rounds. ${machine}.

${table(['payload', 'JSON.parse', '`decodePayload`', ...peerNames], comparison)}

## Decoding, each form of payload

Fastest / median of the rounds, as a multiple of \`JSON.parse(text)\`. An object was parsed before, so that its time comes on top.
Noise is the same for \`JSON.parse\` itself, measured once more; spread is its median over its fastest.

${table(['payload', 'bytes', 'aim', 'text', 'object', 'aim', 'noise', 'spread'], forms)}`)
