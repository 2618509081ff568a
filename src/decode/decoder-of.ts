import type { Description } from '../description/description.js'
import { listDecoder, objectDecoder, opaqueDecoder, unionDecoder } from './composite.js'
import { asItCame, type Decoder } from './decoder.js'
import { expectedOfDescription } from './expected.js'
import { frameDecoder } from './frame.js'
import { Ready } from './ready.js'
import { scalarDecoder } from './scalar.js'
import { tensorDecoder } from './tensor.js'

const decoders = new WeakMap<Description, Decoder>()

/** The decoder of a description, made once. */
export function decoderOf(description: Description): Decoder {
  const known = decoders.get(description)
  if (known !== undefined) return known
  const decode = makeDecoder(description)
  const decoder: Decoder = description.nullable ? (value, log) => (value === null ? null : decode(value, log)) : decode
  decoders.set(description, decoder)
  return decoder
}

/** Takes what was read already as it is. */
function unlessReady(description: Description, decode: Decoder): Decoder {
  return (value, log) => (value instanceof Ready ? value.take(description, log) : decode(value, log))
}

function makeDecoder(description: Description): Decoder {
  switch (description.kind) {
    case 'tensor':
      return unlessReady(description, tensorDecoder(description))
    case 'frame':
      return unlessReady(description, frameDecoder(description, decoderOf))
    case 'scalar':
      return scalarDecoder(description)
    case 'object':
      return objectDecoder(
        description.fields.map(({ name, required, value }) => ({
          name,
          required,
          value,
          expected: expectedOfDescription(value),
          decode: decoderOf(value),
        })),
      )
    case 'list':
      return listDecoder(decoderOf(description.item))
    case 'union':
      return unionDecoder(description.options.map((option) => ({ expected: expectedOfDescription(option), decode: decoderOf(option) })))
    case 'any':
      return asItCame
    case 'opaque':
      return opaqueDecoder(description)
  }
}
