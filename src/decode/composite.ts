import { type Description, defaultOf, hasDefault, type OpaqueDescription } from '../description/description.js'
import { isPayloadError } from '../errors/payload-error.js'
import { allOf, oneOf, showValue } from '../errors/show.js'
import { isRecord, setOwn } from '../json/own.js'
import { type Decoder, failed } from './decoder.js'
import { attemptLog, keepNames } from './dimensions.js'
import { isPromise, settle } from './promise.js'

/** An object with the described fields; keys besides them are kept as they are. */
export function objectDecoder(
  fields: readonly { name: string; required: boolean; value: Description; expected: string; decode: Decoder }[],
): Decoder {
  const names = new Set(fields.map((field) => field.name))
  return (value, log) => {
    if (!isRecord(value)) {
      const keys = allOf([...names].map((name) => showValue(name)))
      log.add(
        'wrong_type',
        names.size === 0 ? 'an object' : `an object with ${names.size === 1 ? 'the key' : 'the keys'} ${keys}`,
        showValue(value),
      )
      return failed
    }
    const before = log.count
    const result: Record<string, unknown> = {}
    const pending: Promise<void>[] = []
    let isSame = true
    for (const { name, required, value: described, expected, decode } of fields) {
      const isGiven = Object.hasOwn(value, name)
      if (!isGiven && !hasDefault(described)) {
        if (required) log.add('missing', expected, 'missing', [name])
        continue
      }
      log.path.push(name)
      const decoded = decode(isGiven ? value[name] : defaultOf(described), log)
      log.path.pop()
      isSame &&= isGiven && Object.is(decoded, value[name])
      // The key is set at once, so that the order of keys does not depend on what finishes first.
      setOwn(result, name, decoded)
      if (isPromise(decoded)) pending.push(decoded.then((item) => setOwn(result, name, item)))
    }
    for (const key of Object.keys(value)) {
      if (names.has(key)) continue
      setOwn(result, key, value[key])
    }
    return settle(pending, () => (log.count > before ? failed : isSame ? value : result))
  }
}

/** A list of any length. */
export function listDecoder(decodeItem: Decoder): Decoder {
  return (value, log) => {
    if (!Array.isArray(value)) {
      log.add('wrong_type', 'a list', showValue(value))
      return failed
    }
    const before = log.count
    const result = new Array<unknown>(value.length)
    const pending: Promise<void>[] = []
    let isSame = true
    for (let i = 0; i < value.length; i++) {
      log.path.push(i)
      const decoded = decodeItem(value[i], log)
      log.path.pop()
      isSame &&= Object.is(decoded, value[i])
      result[i] = decoded
      if (isPromise(decoded)) {
        pending.push(
          decoded.then((item) => {
            result[i] = item
          }),
        )
      }
    }
    return settle(pending, () => (log.count > before ? failed : isSame ? value : result))
  }
}

/** The first of several descriptions that fits. */
export function unionDecoder(options: readonly { expected: string; decode: Decoder }[]): Decoder {
  const expected = oneOf(options.map((option) => option.expected))
  return (value, log) => {
    const tryFrom = (index: number): unknown => {
      const option = options[index]
      if (option === undefined) {
        log.add('wrong_type', expected, showValue(value))
        return failed
      }
      const attempt = attemptLog(log)
      const settled = (decoded: unknown): unknown => {
        if (attempt.failed) return tryFrom(index + 1)
        keepNames(attempt, log)
        return decoded
      }
      const decoded = option.decode(value, attempt)
      return isPromise(decoded) ? decoded.then(settled) : settled(decoded)
    }
    return tryFrom(0)
  }
}

/** A custom type's value: its own `deserializeInput`, whose exceptions are issues at the value's place. */
export function opaqueDecoder({ type }: OpaqueDescription): Decoder {
  return (value, log) => {
    const path = [...log.path]
    const refuse = (error: unknown): typeof failed => {
      // By the time a promise is refused, the log is somewhere else.
      const now = log.path.splice(0, log.path.length, ...path)
      if (isPayloadError(error)) log.adopt(error.issues, error.moreIssues)
      else log.add('refused', `${nameOf(type)}: ${error instanceof Error ? error.message : String(error)}`, showValue(value))
      log.path.splice(0, log.path.length, ...now)
      return failed
    }
    try {
      const decoded = type.deserializeInput(value)
      return isPromise(decoded) ? decoded.then(undefined, refuse) : decoded
    } catch (error) {
      return refuse(error)
    }
  }
}

function nameOf(type: object): string {
  return `what ${type.constructor.name || 'the parameter type'} accepts`
}
