import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import { checkOptions } from '../parameter-types/options.js'
import type { Declared } from '../parameter-types/received-value.js'
import { standard } from '../parameter-types/standard.js'
import { StandardPythonParameterType } from '../parameter-types/standard-python-parameter-type.js'
import { holdTo } from './build-for.js'

/** The methods that AutoML's own endpoints have. */
const defaultMethods = ['predict', 'predict_proba'] as const

/** What a service in the form of AutoML's takes and gives: samples, or parameter types. */
export interface AutoMlShape<Data, Method extends string, Results> {
  /** The rows: a frame, or a list of records. */
  readonly data: Data
  /** What the caller may ask for; the first one is what is done unasked. Default `predict` and `predict_proba`. */
  readonly methods?: readonly Method[]
  /** What is returned under `Results`. Default: a list of anything. */
  readonly results?: Results
}

/** What {@link autoMl} gives to `defineRun`. */
export interface AutoMlSchemas<Data, Method extends string, Results> {
  readonly inputs: {
    readonly Inputs: StandardPythonParameterType<{ readonly data: Data }>
    readonly GlobalParameters: StandardPythonParameterType<{ readonly method: Declared<Method> }>
  }
  readonly output: StandardPythonParameterType<{ readonly Results: Results }>
}

/**
 * The schemas of a service in the form that the endpoints of automated machine learning have: the rows in `Inputs.data`, and
 * `GlobalParameters.method`, which may be left out. Give them to `defineRun`. Power BI can call such a service too.
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
export function autoMl<Data, const Method extends string = (typeof defaultMethods)[number], Results = unknown[]>(
  shape: AutoMlShape<Data, Method, Results>,
): AutoMlSchemas<Data, Method, Results> {
  checkOptions(shape, ['data', 'methods', 'results'])
  const { data, methods = defaultMethods, results = [] } = shape
  const first = Array.isArray(methods) ? methods[0] : undefined
  if (first === undefined) throw new SchemaDefinitionError(`the option methods is ${showValue(methods)}, expected a list of names`)
  const method = standard({ type: 'string', enum: methods, default: first })
  const schemas = {
    inputs: {
      Inputs: new StandardPythonParameterType({ data }),
      GlobalParameters: new StandardPythonParameterType({ method }, { default: { method: first } }),
    },
    output: new StandardPythonParameterType({ Results: results }),
  }
  return holdTo('automl', schemas) as unknown as AutoMlSchemas<Data, Method, Results>
}
