import { referenceRule, scoreRule, whole } from './common-rules.js'
import type { ConsumerProfile, Rule } from './consumer.js'
import { nearName, showNames } from './names.js'
import { get, type Part, theRequest } from './place.js'
import { membersOf, type Service } from './service.js'
import { shapeOf, showShape } from './shape.js'
import { sources } from './sources.js'

const { autoMl: source, python } = sources

/**
 * The parts of a request, where the two kinds of scripts that AutoML has made have them: `{ data, method }`, and
 * `{ Inputs: { data }, GlobalParameters: { method } }`. Only classifying models have a method: others have the number 1.0 in
 * GlobalParameters, forecasting ones `{ quantiles }`, and the first scripts data alone.
 */
interface AutoMlRequest {
  readonly isNested: boolean
  /** The members that `data` should be among. */
  readonly inputs: ReadonlyMap<string, Part>
  /** The members that `method` should be among. */
  readonly parameters: ReadonlyMap<string, Part>
  readonly all: ReadonlyMap<string, Part>
}

function requestOf(service: Service): AutoMlRequest {
  const all = service.input === undefined ? new Map<string, Part>() : membersOf(service, service.input)
  const [inputs, parameters] = [all.get('Inputs'), all.get('GlobalParameters')]
  if (inputs === undefined) return { isNested: false, inputs: all, parameters: all, all }
  const none = new Map<string, Part>()
  return {
    isNested: true,
    inputs: membersOf(service, inputs),
    parameters: parameters === undefined ? none : membersOf(service, parameters),
    all,
  }
}

/** Whether nothing is said of the answer: the Python package writes any object then, and AutoML's scripts for text leave it so. */
function isUndescribed(service: Service, answer: Part): boolean {
  const { kind } = shapeOf(service, answer)
  return kind === 'untyped' || (kind === 'object' && membersOf(service, answer).size === 0)
}

const rules: readonly Rule[] = [
  {
    code: 'data_missing',
    severity: 'error',
    needs: 'the rows in data, or in the data of Inputs',
    source: python,
    *check(service) {
      const { inputs, isNested, all } = requestOf(service)
      if (service.score === undefined || inputs.has('data')) return
      const near = nearName(inputs.keys(), 'data') ?? (isNested ? undefined : nearName(inputs.keys(), 'Inputs'))
      const at = near === undefined ? undefined : inputs.get(near)
      if (at !== undefined) {
        const meant = nearName([near ?? ''], 'Inputs') === undefined ? 'data' : 'Inputs'
        yield { at, found: `is not called ${meant}`, mend: `did you mean ${meant}? Rename it` }
      } else {
        const holder = all.get('Inputs') ?? whole(service.input, theRequest)
        const found = inputs.size === 0 ? 'has no parameters' : `has the members ${showNames(inputs.keys())}`
        yield { at: holder, found, mend: 'call the frame data, or describe it with autoMl()' }
      }
    },
  },
  {
    code: 'data_not_records',
    severity: 'error',
    needs: 'data as a list of records',
    source: python,
    *check(service) {
      const at = requestOf(service).inputs.get('data')
      if (at === undefined) return
      const shape = shapeOf(service, at)
      if (shape.kind !== 'records') yield { at, found: `is ${showShape(shape)}`, mend: 'show a frame of orient "records"' }
      else if (membersOf(service, shape.row).size === 0) yield { at, found: 'has rows without columns', mend: 'show a row of it' }
    },
  },
  {
    code: 'method_name',
    severity: 'warning',
    needs: 'what asks for probabilities, where there is such a thing, called method, in this very case',
    source: python,
    *check(service) {
      const { inputs, parameters } = requestOf(service)
      if (!inputs.has('data') || parameters.has('method')) return
      const near = nearName(parameters.keys(), 'method')
      const at = near === undefined ? undefined : parameters.get(near)
      if (at !== undefined) yield { at, found: 'is not called method', mend: 'did you mean method? Rename it' }
    },
  },
  {
    code: 'method_not_text',
    severity: 'error',
    needs: 'method as a text that may be "predict"',
    source: python,
    *check(service) {
      const at = requestOf(service).parameters.get('method')
      if (at === undefined) return
      const values = get(at.value, 'enum')
      if (get(at.value, 'type') !== 'string') yield { at, found: 'is no text', mend: 'show "predict"' }
      else if (Array.isArray(values) && !values.includes('predict'))
        yield { at, found: 'may not be "predict"', mend: 'add "predict" to its values' }
    },
  },
  {
    code: 'results_missing',
    severity: 'error',
    needs: 'the predictions in the member Results of the answer, where the request has Inputs and the answer is described',
    source: python,
    *check(service) {
      if (!requestOf(service).isNested || service.output === undefined) return
      const answer = membersOf(service, service.output)
      if (answer.has('Results') || isUndescribed(service, service.output)) return
      const near = nearName(answer.keys(), 'Results')
      const at = near === undefined ? undefined : answer.get(near)
      if (at !== undefined) yield { at, found: 'is not called Results', mend: 'did you mean Results? Rename it' }
      else yield { at: service.output, found: 'has no Results', mend: 'return { Results: … }, and describe it so' }
    },
  },
  {
    code: 'parameter_ignored',
    severity: 'warning',
    needs: 'no parameters but these, for it sends no others',
    source: python,
    *check(service) {
      const { all, inputs, isNested } = requestOf(service)
      if (!inputs.has('data')) return
      const known = isNested ? ['Inputs', 'GlobalParameters'] : ['data', 'method']
      for (const [name, at] of all)
        if (!known.includes(name)) yield { at, found: 'is a parameter besides them', mend: 'make it optional, or leave it out' }
    },
  },
]

export const autoMlProfile: ConsumerProfile = {
  label: 'AutoML',
  rules: [scoreRule(source), referenceRule(source), ...rules],
}
