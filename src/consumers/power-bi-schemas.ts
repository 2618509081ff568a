import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'
import { isRecord } from '../json/own.js'
import { checkOptions } from '../parameter-types/options.js'
import { StandardPythonParameterType } from '../parameter-types/standard-python-parameter-type.js'
import { holdTo } from './build-for.js'

/** What a service for Power BI takes and gives: samples, or parameter types. */
export interface PowerBiShape<Inputs, GlobalParameters, Results> {
  /** The tables, by name: frames, or lists of records. */
  readonly inputs: Inputs
  /** What is the same for all rows: a single value, or an object of single values. Default: there is none. */
  readonly globalParameters?: GlobalParameters
  /** What is returned under `Results`. Default: a list of anything. */
  readonly results?: Results
}

/** What {@link powerBi} gives to `defineRun`. */
export interface PowerBiSchemas<Inputs, GlobalParameters, Results> {
  readonly inputs: { readonly Inputs: StandardPythonParameterType<Inputs> } & ([GlobalParameters] extends [undefined]
    ? unknown
    : { readonly GlobalParameters: StandardPythonParameterType<GlobalParameters> })
  readonly output: StandardPythonParameterType<{ readonly Results: Results }>
}

/**
 * The schemas of a service that Power BI can call: all input in `Inputs`, what is the same for all rows in `GlobalParameters`, the
 * result in `Results`. Give them to `defineRun`.
 *
 * @throws SchemaDefinitionError for what Power BI cannot read, a frame of another orient than records, say; and for samples that
 *   cannot be described
 * @example
 * ```ts
 * const run = defineRun(
 *   powerBi({
 *     inputs: { houses: new PandasParameterType([{ area: 95.5 }]) },
 *     globalParameters: { pricePerArea: 2500 },
 *     results: [238_750],
 *   }),
 *   ({ Inputs, GlobalParameters }) => ({ Results: Inputs.houses.map(({ area }) => area * GlobalParameters.pricePerArea) }),
 * )
 * await invoke(run, { Inputs: { houses: [{ area: 10 }] }, GlobalParameters: { pricePerArea: 3 } }) // { Results: [30] }
 * checkConsumer(run, 'power-bi').ok // true
 * ```
 */
export function powerBi<Inputs extends object, GlobalParameters = undefined, Results = unknown[]>(
  shape: PowerBiShape<Inputs, GlobalParameters, Results>,
): PowerBiSchemas<Inputs, GlobalParameters, Results> {
  checkOptions(shape, ['inputs', 'globalParameters', 'results'])
  const { inputs, globalParameters, results = [] } = shape
  if (!isRecord(inputs)) throw new SchemaDefinitionError(`the option inputs is ${showValue(inputs)}, expected an object of tables by name`)
  const schemas = {
    inputs: {
      Inputs: new StandardPythonParameterType(inputs),
      ...(globalParameters === undefined ? {} : { GlobalParameters: new StandardPythonParameterType(globalParameters) }),
    },
    output: new StandardPythonParameterType({ Results: results }),
  }
  return holdTo('power-bi', schemas) as unknown as PowerBiSchemas<Inputs, GlobalParameters, Results>
}
