import { referenceRule, scoreRule, swagger2Rule, whole } from './common-rules.js'
import type { ConsumerProfile, Rule } from './consumer.js'
import { nearName, showNames } from './names.js'
import { type Part, theAnswer, theRequest } from './place.js'
import { membersOf, type Service } from './service.js'
import { shapeOf, showShape } from './shape.js'
import { sources } from './sources.js'
import { distinctColumns, flatColumns, namedColumns, typedColumns } from './table-rules.js'

const { entryScript: source, dataflows, powerQueryNames, powerBiCase, python } = sources

/** The parameters of a request, and what stands in its `Inputs`. */
function requestOf(service: Service): Map<string, Part> {
  return service.input === undefined ? new Map() : membersOf(service, service.input)
}

/** The table of a request in the form that was documented first: a frame called data, and the result by itself. */
function plainTable(service: Service): Part | undefined {
  const request = requestOf(service)
  const data = request.has('Inputs') || nearName(request.keys(), 'Inputs') !== undefined ? undefined : request.get('data')
  return data !== undefined && shapeOf(service, data).kind === 'records' ? data : undefined
}

function* inputsOf(service: Service): Generator<Part> {
  const plain = plainTable(service)
  if (plain !== undefined) yield plain
  const inputs = requestOf(service).get('Inputs')
  if (inputs !== undefined && shapeOf(service, inputs).kind === 'object') yield* membersOf(service, inputs).values()
}

const names: readonly Rule[] = [
  {
    code: 'plain_form',
    severity: 'warning',
    needs: 'the form of Inputs and Results, which its documentation has in place of a frame called data by now',
    source,
    *check(service) {
      const at = plainTable(service)
      if (at !== undefined) yield { at, found: 'is a frame by itself', mend: 'describe it with powerBi()' }
    },
  },
  {
    code: 'inputs_missing',
    severity: 'error',
    needs: 'all input in one parameter called Inputs, in this very case',
    source,
    *check(service) {
      const request = requestOf(service)
      if (service.score === undefined || request.has('Inputs') || plainTable(service) !== undefined) return
      const near = nearName(request.keys(), 'Inputs')
      const at = near === undefined ? undefined : request.get(near)
      if (at !== undefined) yield { at, found: 'is not called Inputs', mend: 'did you mean Inputs? Rename it' }
      else {
        const found = request.size === 0 ? 'has no parameters' : `has the parameters ${showNames(request.keys())}`
        yield { at: whole(service.input, theRequest), found, mend: 'put them into an object called Inputs, or describe it with powerBi()' }
      }
    },
  },
  {
    code: 'global_parameters_name',
    severity: 'error',
    needs: 'what holds for all rows in a parameter called GlobalParameters, in this very case',
    source,
    *check(service) {
      const request = requestOf(service)
      const near = request.has('GlobalParameters') ? undefined : nearName(request.keys(), 'GlobalParameters')
      const at = near === undefined ? undefined : request.get(near)
      if (at !== undefined) yield { at, found: 'is not called GlobalParameters', mend: 'did you mean GlobalParameters? Rename it' }
    },
  },
  {
    code: 'parameter_ignored',
    severity: 'error',
    needs: 'no parameters but Inputs and GlobalParameters, or data alone',
    source,
    *check(service) {
      const request = requestOf(service)
      const isPlain = plainTable(service) !== undefined
      if (!request.has('Inputs') && !isPlain) return
      const known = isPlain ? ['data'] : ['Inputs', 'GlobalParameters']
      for (const [name, at] of request) {
        if (known.includes(name) || nearName([name], 'GlobalParameters') !== undefined) continue
        yield {
          at,
          found: 'is a parameter besides them',
          mend: isPlain
            ? 'describe both with powerBi()'
            : 'move it into Inputs, or, when it is the same for all rows, into GlobalParameters',
        }
      }
    },
  },
  {
    code: 'results_missing',
    severity: 'error',
    needs: 'an object as the answer, with the result in its member Results, in this very case',
    source,
    *check(service) {
      if (service.score === undefined || plainTable(service) !== undefined) return
      const answer = service.output === undefined ? new Map<string, Part>() : membersOf(service, service.output)
      if (answer.has('Results')) return
      const near = nearName(answer.keys(), 'Results')
      const at = near === undefined ? undefined : answer.get(near)
      if (at !== undefined) yield { at, found: 'is not called Results', mend: 'did you mean Results? Rename it' }
      else {
        const shape = service.output === undefined ? undefined : shapeOf(service, service.output)
        const found =
          shape === undefined ? 'is not described' : `is ${answer.size > 0 ? `an object of ${showNames(answer.keys())}` : showShape(shape)}`
        yield { at: whole(service.output, theAnswer), found, mend: 'return { Results: … }, and describe it so' }
      }
    },
  },
]

const shapes: readonly Rule[] = [
  {
    code: 'inputs_not_nested',
    severity: 'error',
    needs: 'an object in Inputs, with a member for each table',
    source,
    *check(service) {
      const at = requestOf(service).get('Inputs')
      if (at === undefined) return
      const shape = shapeOf(service, at)
      if (shape.kind !== 'object') yield { at, found: `is ${showShape(shape)} itself`, mend: 'put it into an object: { input1: … }' }
      else if (membersOf(service, at).size === 0)
        yield { at, found: 'is an object without members', mend: 'show a table in it: { input1: … }' }
    },
  },
  {
    code: 'input_not_rows',
    severity: 'error',
    needs: 'each input as a list of records',
    source: python,
    *check(service) {
      for (const at of inputsOf(service)) {
        const shape = shapeOf(service, at)
        if (shape.kind === 'frame') yield { at, found: `is ${showShape(shape)}`, mend: 'leave the orient out, or make it "records"' }
        if (shape.kind === 'object')
          yield { at, found: `is ${showShape(shape)}`, mend: 'show a list of such objects, or move it into GlobalParameters' }
      }
    },
  },
  {
    code: 'input_untyped',
    severity: 'error',
    needs: 'inputs that are described, to make parameters of a function from them',
    source: dataflows,
    *check(service) {
      for (const at of inputsOf(service)) {
        const shape = shapeOf(service, at)
        if (shape.kind === 'untyped' || (shape.kind === 'list' && !shape.isTyped))
          yield { at, found: `is described as ${showShape(shape)}`, mend: 'show a sample of it that is not empty' }
        if (shape.kind === 'records' && membersOf(service, shape.row).size === 0)
          yield { at, found: 'is described as rows without columns', mend: 'show a sample with a row, or declare the columns' }
      }
    },
  },
  {
    code: 'columns_unnamed',
    severity: 'warning',
    needs: "columns with names, which a table's columns are picked for",
    source: dataflows,
    *check(service) {
      for (const at of inputsOf(service)) {
        const shape = shapeOf(service, at)
        if (shape.kind === 'rows' || (shape.kind === 'list' && shape.isTyped))
          yield { at, found: `is ${showShape(shape)}`, mend: 'show a frame in place of the array (toNumpy() makes the matrix of it)' }
      }
    },
  },
  {
    code: 'global_parameters_nested',
    severity: 'error',
    needs: 'a single value in GlobalParameters, or an object of single values',
    source,
    *check(service) {
      const parameters = requestOf(service).get('GlobalParameters')
      if (parameters === undefined) return
      const inner = shapeOf(service, parameters).kind === 'object' ? membersOf(service, parameters).values() : [parameters]
      for (const at of inner) {
        const shape = shapeOf(service, at)
        if (shape.kind !== 'scalar')
          yield { at, found: `is ${showShape(shape)}`, mend: 'show a text, a number or a boolean, or move it into Inputs' }
      }
    },
  },
]

export const powerBiProfile: ConsumerProfile = {
  label: 'Power BI',
  rules: [
    swagger2Rule(python),
    scoreRule(source),
    referenceRule(dataflows),
    ...names,
    ...shapes,
    flatColumns(inputsOf, { source: dataflows }),
    typedColumns(inputsOf, { source: dataflows }),
    namedColumns(inputsOf, { source: powerQueryNames }),
    distinctColumns(inputsOf, { source: powerBiCase }),
  ],
  notes: ['Power BI asks for models in workspaces that its user can read; it calls them in batches of rows.'],
}
