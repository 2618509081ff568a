/**
 * Measures `decodePayload` against `JSON.parse` of the same text, and the usual ways that begin with it against both, in turns in one
 * process for each payload: a service has one function, and what is quick for one may be slow after others. The first table
 * compares; the second one says how far each form of payload is from what is aimed for, and how much the machine's noise is worth:
 * what `JSON.parse` takes when it is measured as another contender.
 */
import { decodePayload } from 'inference-schema'
import { apart } from './apart.js'
import { machine, measure, milliseconds, rounds, type Timing, table } from './measure.js'
import { type BenchPayload, payloads } from './payloads.js'
import { peerNames, peersOf } from './peers.js'

function measureOne(payload: BenchPayload): Timing[] {
  const { run, text, content } = payload
  const bytes = new TextEncoder().encode(text)
  const object = JSON.parse(text) as object
  // A number that was parsed has lost its last digits, and is refused.
  const hasObject = !(content.kind === 'tensor' && content.isLarge === true)
  return measure([
    { name: 'JSON.parse', action: () => JSON.parse(text) },
    { name: 'noise', action: () => JSON.parse(text) },
    { name: 'bytes', action: () => decodePayload(run, bytes) },
    { name: 'text', action: () => decodePayload(run, text) },
    ...(hasObject ? [{ name: 'object', action: () => decodePayload(run, object) }] : []),
    ...peersOf(payload),
  ])
}

const comparison: string[][] = []
const forms: string[][] = []
for (const [{ name, reach, objectReach }, timings] of apart(import.meta.filename, payloads, measureOne)) {
  const [parse] = timings
  if (parse === undefined) throw new Error('nothing was measured')
  const share = (wanted: string, of: 'least' | 'median' = 'least'): string => {
    const found = timings.find((timing) => timing.name === wanted)
    return found === undefined ? '' : (found[of] / parse[of]).toFixed(2)
  }
  const both = (wanted: string): string => (share(wanted) === '' ? '' : `${share(wanted)} / ${share(wanted, 'median')}`)
  comparison.push([name, milliseconds(parse.least), `**${share('bytes')}**`, ...peerNames.map((peer) => share(peer))])
  forms.push([
    name,
    both('bytes'),
    reach?.toFixed(2) ?? '',
    both('text'),
    both('object'),
    objectReach?.toFixed(2) ?? '',
    both('noise'),
    (parse.median / parse.least).toFixed(2),
  ])
}

console.log(`## Decoding, against others

Time as a multiple of \`JSON.parse(text)\` alone, the fastest of ${rounds} rounds. ${machine}.

${table(['payload', 'JSON.parse', '`decodePayload`', ...peerNames], comparison)}

## Decoding, each form of payload

Fastest / median of the rounds, as a multiple of \`JSON.parse(text)\`. An object was parsed before, so that its time comes on top.
Noise is the same for \`JSON.parse\` itself, measured once more; spread is its median over its fastest.

${table(['payload', 'bytes', 'aim', 'text', 'object', 'aim', 'noise', 'spread'], forms)}`)
