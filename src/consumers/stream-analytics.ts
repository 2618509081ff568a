import { jsonType } from '../json/media-types.js'
import { isRecord } from '../json/own.js'
import { referenceRule, scoreRule, swagger2Rule, whole } from './common-rules.js'
import type { ConsumerProfile, Rule } from './consumer.js'
import { showNames } from './names.js'
import { get, type Part, placeAt, theAnswer, theRequest } from './place.js'
import { membersOf, type Service } from './service.js'
import { shapeOf, showShape } from './shape.js'
import { sources } from './sources.js'
import { typedColumns } from './table-rules.js'

const { streamAnalytics: source, streamAnalyticsSample } = sources

/** What may hold a batch: the parameters, and what stands in `Inputs`. */
function inputsOf(service: Service): Map<string, Part> {
  const all = service.input === undefined ? new Map<string, Part>() : membersOf(service, service.input)
  const inputs = all.get('Inputs')
  return inputs !== undefined && shapeOf(service, inputs).kind === 'object' ? membersOf(service, inputs) : all
}

const batchKinds: ReadonlySet<string> = new Set(['records', 'rows', 'list'])

function isBatch(service: Service, part: Part): boolean {
  return batchKinds.has(shapeOf(service, part).kind)
}

const rules: readonly Rule[] = [
  {
    code: 'not_json',
    severity: 'error',
    needs: 'a service that takes and gives JSON',
    source,
    *check({ document, score }) {
      if (score === undefined) return
      for (const key of ['consumes', 'produces']) {
        const [own, types] = [get(score.value, key), get(score.value, key) ?? get(document, key)]
        if (Array.isArray(types) && !types.includes(jsonType))
          yield {
            at: placeAt(own === undefined ? [key] : [...score.path, key]),
            found: `lists ${showNames(types.map(String))}`,
            mend: `add "${jsonType}" to it`,
          }
      }
    },
  },
  {
    code: 'input_untyped',
    severity: 'error',
    needs: 'a description of the input, to infer the signature of the function from',
    source,
    *check(service) {
      if (service.input === undefined) return
      if (inputsOf(service).size === 0)
        yield {
          at: whole(service.input, theRequest),
          found: 'has no parameters that are described',
          mend: 'decorate run with a sample of its input',
        }
      for (const at of inputsOf(service).values())
        if (shapeOf(service, at).kind === 'untyped') yield { at, found: 'may be anything', mend: 'decorate run with a sample of it' }
    },
  },
  {
    code: 'batch_missing',
    severity: 'error',
    needs: 'an array of rows or of records among the parameters, or in Inputs, to send a batch of events in',
    source,
    *check(service) {
      const inputs = inputsOf(service)
      if (inputs.size === 0 || [...inputs.values()].some((part) => isBatch(service, part))) return
      for (const at of inputs.values()) {
        const shape = shapeOf(service, at)
        const mend = shape.kind === 'frame' ? 'leave the orient out, or make it "records"' : 'show a list of it, or a frame'
        if (shape.kind !== 'untyped') yield { at, found: `is ${showShape(shape)}`, mend }
      }
    },
  },
  {
    code: 'result_untyped',
    severity: 'error',
    needs: 'a description of the result, to infer what the function returns from',
    source,
    *check(service) {
      if (service.score === undefined) return
      const part = service.output
      const shape = part === undefined ? undefined : shapeOf(service, part)
      const isMap = part !== undefined && isRecord(get(part.value, 'additionalProperties'))
      const isEmpty = part !== undefined && shape?.kind === 'object' && membersOf(service, part).size === 0 && !isMap
      if (shape === undefined || shape.kind === 'untyped' || isEmpty)
        yield {
          at: whole(part, theAnswer),
          found: 'is not described',
          mend: 'describe it with a sample: outputSchema, or the output of defineRun',
        }
    },
  },
  {
    code: 'result_not_batch',
    severity: 'warning',
    needs: 'an array in the answer, with a result for each event of the batch',
    source: streamAnalyticsSample,
    *check(service) {
      const { output } = service
      if (output === undefined) return
      const inner = [output, ...membersOf(service, output).values()]
      const results = membersOf(service, output).get('Results')
      if (results !== undefined) inner.push(...membersOf(service, results).values())
      if (shapeOf(service, output).kind === 'untyped' || inner.some((part) => isBatch(service, part))) return
      yield { at: whole(output, theAnswer), found: `is ${showShape(shapeOf(service, output))} without an array`, mend: 'return a list' }
    },
  },
]

function* batchesOf(service: Service): Generator<Part> {
  for (const part of inputsOf(service).values()) if (isBatch(service, part)) yield part
}

export const streamAnalyticsProfile: ConsumerProfile = {
  label: 'Stream Analytics',
  rules: [swagger2Rule(streamAnalyticsSample), scoreRule(source), referenceRule(source), ...rules, typedColumns(batchesOf, { source })],
  notes: [
    'A job fails for good when the service answers 400: let its query pass on only events whose fields are there and of the right types.',
  ],
}
