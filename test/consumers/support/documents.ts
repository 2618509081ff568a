import {
  autoMl,
  type Consumer,
  type ConsumerProblem,
  checkConsumer,
  consumerRules,
  defineRun,
  generateSwagger,
  PandasParameterType,
  powerBi,
} from '../../../src/index.js'

export const consumers = Object.keys(consumerRules) as Consumer[]

/** A document as tests change it, anywhere, rightly or wrongly. */
export type Draft = ReturnType<typeof JSON.parse>

const houses = () => new PandasParameterType([{ address: '1 Mill Lane', area: 95.5 }])

/** A service that each consumer reads without a complaint. */
const services = {
  'power-bi': powerBi({ inputs: { houses: houses() }, globalParameters: { factor: 1.5 }, results: [0.5] }),
  automl: autoMl({ data: houses(), results: [0.5] }),
  'stream-analytics': powerBi({ inputs: { houses: houses() }, results: [0.5] }),
  'power-platform': powerBi({ inputs: { houses: houses() }, results: [0.5] }),
} as const

/** The document of that service: a new one each time. */
export function goodDocument(consumer: Consumer): Draft {
  const { inputs, output } = services[consumer]
  const document: Draft = structuredClone(generateSwagger(defineRun({ inputs, output }, () => ({ Results: [] }))))
  if (consumer !== 'power-platform') return document
  // What an author adds for a connector.
  document.host = 'score.example.com'
  for (const item of Object.values<Draft>(document.paths))
    for (const operation of Object.values<Draft>(item)) operation.summary = operation.description
  delete document.definitions.ServiceInput.properties.Inputs.properties.houses.format
  return document
}

export function withCode(document: object, consumer: Consumer, code: string): readonly ConsumerProblem[] {
  return checkConsumer(document, consumer).problems.filter((problem) => problem.code === code)
}

/** What a JSON Pointer (RFC 6901) leads to. */
export function follow(document: Draft, pointer: string): unknown {
  const keys = pointer.split('/').slice(1)
  return keys.reduce((value, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? value[name] : undefined
  }, document)
}
