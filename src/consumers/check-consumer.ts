import { atOnce } from '../decode/at-once.js'
import { isPromise } from '../decode/promise.js'
import { supportedVersions } from '../document/versions.js'
import { IssueLog } from '../errors/issue-log.js'
import { formatPointer } from '../errors/place.js'
import { oneOf, showValue } from '../errors/show.js'
import { checkLimits } from '../json/limits.js'
import { isRecord } from '../json/own.js'
import { runSchemaOf } from '../run/payload.js'
import type { RunFunction } from '../run/run-schema.js'
import { documentOf } from '../run/schemas.js'
import { autoMlProfile } from './automl.js'
import { gates } from './common-rules.js'
import type { Consumer, ConsumerProblem, ConsumerProfile, ConsumerReport, ConsumerRule, Rule } from './consumer.js'
import type { Part } from './place.js'
import { powerBiProfile } from './power-bi.js'
import { powerPlatformProfile } from './power-platform.js'
import { type Service, serviceOf, unreadableService } from './service.js'
import { streamAnalyticsProfile } from './stream-analytics.js'

const profiles: Readonly<Record<Consumer, ConsumerProfile>> = {
  'power-bi': powerBiProfile,
  automl: autoMlProfile,
  'stream-analytics': streamAnalyticsProfile,
  'power-platform': powerPlatformProfile,
}

/** The consumers that are known. */
export const consumers: readonly Consumer[] = Object.keys(profiles) as Consumer[]

/** What each consumer needs: the rules that {@link checkConsumer} goes by, in its order. */
export const consumerRules: Readonly<Record<Consumer, readonly ConsumerRule[]>> = Object.fromEntries(
  Object.entries(profiles).map(([name, { rules }]) => [
    name,
    [...gates, ...rules].map(({ code, severity, needs, source }) => ({ code, severity, needs, source })),
  ]),
) as Record<Consumer, ConsumerRule[]>

/** Which of all the problems of a rule are listed. */
const mostOfARule = 20

/** Documents that are nested deeper are no documents: no consumer would read them. */
const deepest = 500

/**
 * Says whether a consumer can read a service, and if not, why, point by point: the place in the document, what the consumer needs,
 * how to mend it, and where that is known from.
 *
 * @param subject a run, whose Swagger 2.0 document is looked at; or a document: Swagger 2.0 or OpenAPI 3, parsed or as JSON text
 * @throws TypeError for a consumer that is not known; for a subject that is neither a function nor an object nor text, or that JSON
 *   cannot say
 * @throws SchemaDefinitionError where a custom type writes its schema asynchronously: for that there is {@link checkConsumerAsync}
 * @example
 * ```ts
 * const run = inputSchema('houses', new PandasParameterType([{ area: 95.5 }]))((houses) => houses)
 * const { ok, problems } = checkConsumer(run, 'power-bi')
 * ok // false
 * problems[0].code // 'inputs_missing'
 * problems[0].pointer // '/definitions/ServiceInput'
 * problems[0].mend // 'put them into an object called Inputs, or describe it with powerBi()'
 * ```
 */
export function checkConsumer(subject: RunFunction | object | string, consumer: Consumer): ConsumerReport {
  return atOnce(consumerReport(subject, consumer), 'checkConsumer', 'checkConsumerAsync')
}

/** Like {@link checkConsumer}, for runs whose custom types may write their schemas asynchronously. */
export async function checkConsumerAsync(subject: RunFunction | object | string, consumer: Consumer): Promise<ConsumerReport> {
  return consumerReport(subject, consumer)
}

/** The report: at once, or as a promise where a custom type writes its schema asynchronously. */
export function consumerReport(subject: RunFunction | object | string, consumer: Consumer): ConsumerReport | Promise<ConsumerReport> {
  if (typeof consumer !== 'string' || !Object.hasOwn(profiles, consumer))
    throw new TypeError(`the consumer is ${showValue(consumer)}, expected ${oneOf(consumers.map((name) => `"${name}"`))}`)
  const service = typeof subject === 'function' ? serviceOfRun(subject as RunFunction) : readDocument(subject)
  return isPromise(service) ? service.then((known) => report(known as Service, consumer)) : report(service, consumer)
}

function report(service: Service, consumer: Consumer): ConsumerReport {
  const { label, rules, notes } = profiles[consumer]
  const stopped = problemsOf(service, gates, label)
  const { problems, more, isOk } = stopped.isOk ? problemsOf(service, rules, label) : stopped
  return {
    consumer,
    ok: isOk,
    problems,
    ...(more > 0 ? { moreProblems: more } : {}),
    ...(notes === undefined ? {} : { notes }),
  }
}

function problemsOf(service: Service, rules: readonly Rule[], label: string) {
  const problems: ConsumerProblem[] = []
  let [more, isOk] = [0, true]
  for (const { code, severity, needs, source, check } of rules) {
    let count = 0
    for (const { at, found, mend } of check(service)) {
      if (severity === 'error') isOk = false
      if (++count > mostOfARule) {
        more++
        continue
      }
      const message = `${at.place} ${found}; ${label} needs ${needs}; ${mend}`
      problems.push({ code, severity, pointer: formatPointer(at.path), place: at.place, message, found, needs, mend, source })
    }
  }
  return { problems, more, isOk }
}

function serviceOfRun(run: RunFunction): Service | Promise<Service> {
  const mixed = mixedOf(run)
  if (mixed.length > 0) return unreadableService({ mixed })
  const document: unknown = documentOf(run)
  return isPromise(document) ? document.then(readDocument) : readDocument(document)
}

/** What of a run Swagger 2.0 cannot say, at the places where it would stand. */
function mixedOf(run: RunFunction): Part[] {
  const { inputs, output } = runSchemaOf(run)
  const named = inputs.map(({ name, type }) => ({
    place: `the parameter ${name}`,
    path: ['definitions', 'ServiceInput', 'properties', name],
    type,
  }))
  const all = output === undefined ? named : [...named, { place: 'the result', path: ['definitions', 'ServiceOutput'], type: output }]
  return all
    .filter(({ type }) => !supportedVersions(type['~description']).includes('2.0'))
    .map(({ place, path }) => ({ place, path, value: {} }))
}

/** A document of one's own: nothing runs when it is looked at, and nobody changes it meanwhile. */
function readDocument(given: unknown): Service {
  // Files that are written on Windows may begin with a byte order mark, which is no JSON (RFC 8259, section 8.1).
  const text = typeof given === 'string' ? given.replace(/^\ufeff/, '') : writeDocument(given)
  const bytes = new TextEncoder().encode(text)
  const log = new IssueLog()
  checkLimits(bytes, { depth: deepest }, log)
  if (log.failed) return unreadableService({ unreadable: `is nested more than ${deepest} deep` })
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return unreadableService({ unreadable: 'is no JSON' })
  }
  return isRecord(document) ? serviceOf(document, bytes.length) : unreadableService({ unreadable: `is ${showValue(document)}` })
}

function writeDocument(given: unknown): string {
  if (typeof given !== 'object' || given === null)
    throw new TypeError(`the subject is ${showValue(given)}, expected a run, a document, or the JSON text of one`)
  let text: unknown
  try {
    text = JSON.stringify(given)
  } catch (error) {
    throw new TypeError('the document is no JSON: it holds itself, or a value that JSON cannot say', { cause: error })
  }
  if (typeof text !== 'string') throw new TypeError('the document is no JSON: its toJSON gives nothing')
  return text
}
