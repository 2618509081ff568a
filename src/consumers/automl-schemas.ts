import { hasDefault, opaqueTypes } from '../description/description.js'
import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { DescribedParameterType } from '../parameter-types/described-parameter-type.js'
import { checkOptions } from '../parameter-types/options.js'
import { standard } from '../parameter-types/standard.js'
import { StandardPythonParameterType } from '../parameter-types/standard-python-parameter-type.js'
import { holdTo } from './build-for.js'

/** The methods that AutoML's own endpoints have. */
const defaultMethods = ['predict', 'predict_proba'] as const

/** What AutoML's regression models have in `GlobalParameters`, so that something is there. */
const placeholder = 1

/** `{ method }`. Clients of regression models send their placeholder: then no method is asked for. */
class MethodType extends DescribedParameterType<unknown> {
  constructor(methods: readonly string[]) {
    const first = Array.isArray(methods) ? methods[0] : undefined
    if (first === undefined) throw new SchemaDefinitionError(`the option methods is ${showValue(methods)}, expected a list of names`)
    const method = standard({ type: 'string', enum: methods, default: first })
    const sample = { method }
    const described = new StandardPythonParameterType(sample, { default: { method: first } })['~description']
    super(sample, { ...described, standIn: placeholder })
  }
}

/** What a service in the form of AutoML's takes and gives: samples, or parameter types. */
export interface AutoMlShape<Data, Method extends string, Results, GlobalParameters = undefined> {
  /** The rows: a frame, or a list of records. */
  readonly data: Data
  /** What the caller may ask for; the first one is what is done unasked. Default `predict` and `predict_proba`. */
  readonly methods?: readonly Method[]
  /**
   * What a model without methods has in `GlobalParameters`, and what stands in when it is left out: AutoML's regression models have the
   * number 1 there, which says nothing, its forecasting models `{ quantiles: [0.025, 0.975] }`.
   */
  readonly globalParameters?: GlobalParameters
  /** What is returned under `Results`. Default: a list of anything. */
  readonly results?: Results
}

/** What {@link autoMl} gives to `defineRun`. */
export interface AutoMlSchemas<Data, Method extends string, Results, GlobalParameters = undefined> {
  readonly inputs: {
    readonly Inputs: StandardPythonParameterType<{ readonly data: Data }>
    readonly GlobalParameters: [GlobalParameters] extends [undefined]
      ? AbstractParameterType<{ readonly method: Method }>
      : StandardPythonParameterType<GlobalParameters>
  }
  readonly output: StandardPythonParameterType<{ readonly Results: Results }>
}

/**
 * The schemas of a service in the form that the endpoints of automated machine learning have: the rows in `Inputs.data`, and
 * `GlobalParameters.method`, which may be left out. Give them to `defineRun`. Power BI can call such a service too, where there are no
 * lists in `GlobalParameters`.
 *
 * @throws SchemaDefinitionError for what the callers of such endpoints do not send, a frame of another orient than records, say;
 *   and for samples that cannot be described
 * @example
 * ```ts
 * const run = defineRun(
 *   autoMl({ data: new PandasParameterType([{ age: 36 }]), results: [0.5] }),
 *   ({ Inputs, GlobalParameters: { method } }) => ({
 *     Results: Inputs.data.map(({ age }) => (method === 'predict' ? Math.round(age / 100) : age / 100)),
 *   }),
 * )
 * await invoke(run, { Inputs: { data: [{ age: 75 }] } }) // { Results: [1] }
 * await invoke(run, { Inputs: { data: [{ age: 75 }] }, GlobalParameters: { method: 'predict_proba' } }) // { Results: [0.75] }
 * checkConsumer(run, 'automl').ok // true
 * ```
 */
export function autoMl<
  Data,
  const Method extends string = (typeof defaultMethods)[number],
  Results = unknown[],
  GlobalParameters = undefined,
>(shape: AutoMlShape<Data, Method, Results, GlobalParameters>): AutoMlSchemas<Data, Method, Results, GlobalParameters> {
  checkOptions(shape, ['data', 'methods', 'globalParameters', 'results'])
  const { data, results = [] } = shape
  const schemas = {
    inputs: {
      Inputs: new StandardPythonParameterType({ data }),
      GlobalParameters: globalParametersType(shape),
    },
    output: new StandardPythonParameterType({ Results: results }),
  }
  return holdTo('automl', schemas) as unknown as AutoMlSchemas<Data, Method, Results, GlobalParameters>
}

function globalParametersType({ methods, globalParameters }: AutoMlShape<unknown, string, unknown, unknown>): AbstractParameterType {
  if (globalParameters === undefined) return new MethodType(methods ?? defaultMethods)
  if (methods !== undefined)
    throw new SchemaDefinitionError('the options methods and globalParameters are both there, expected one of them')
  const shown = new StandardPythonParameterType(globalParameters)
  const described = shown['~description']
  // A custom type knows its example too late.
  if (hasDefault(described) || opaqueTypes(described).length > 0) return shown
  return new StandardPythonParameterType(globalParameters, { default: described.example })
}
