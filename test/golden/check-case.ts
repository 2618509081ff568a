import { isDeepStrictEqual } from 'node:util'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import {
  getInputSchema,
  getOutputSchema,
  getSupportedVersions,
  invoke,
  PayloadError,
  type RunFunction,
  SchemaDefinitionError,
} from '../../src/index.js'
import type { BuildOptions, FrameForm } from './build-frame.js'
import { buildRun } from './build-run.js'
import { compareEnums, type ExpectedEnum, inputEnums, outputEnums, withoutEnums } from './compare-enums.js'
import { compareResult, type Difference, firstDifference } from './compare-result.js'
import { compareSchema } from './compare-schema.js'
import { compareShown } from './compare-shown.js'
import { loadDanfojs } from './danfojs.js'
import type { GoldenCall, GoldenCase, Json, ResultSpec, TypeSpec } from './golden-file.js'
import { castNumbers, compareRefusal, mixedColumns } from './mixed-cells.js'
import { pairFrames } from './shown-frames.js'

const ajv = new Ajv({ strict: false, logger: false })
addFormats.default(ajv)

/** One thing that was looked at: what, and why it is wrong. */
export interface Check {
  readonly title: string
  readonly problem: string | undefined
}

/** Holds one case to what the Python package does: its definition, and each call under both castings. */
export async function checkCase(
  golden: GoldenCase,
  frames: FrameForm,
  { withDocuments = false }: { readonly withDocuments?: boolean } = {},
): Promise<Check[]> {
  if (frames === 'danfojs') await loadDanfojs()
  const options = { casting: 'safe', frames } as const
  const defined = checkDefinition(golden, options)
  const documents = withDocuments ? await checkDocumentsOf(golden, options) : undefined
  const checks: Check[] = [{ title: golden.id, problem: defined ?? documents }]
  for (const [index, call] of (golden.calls ?? []).entries()) {
    for (const casting of ['safe', 'unsafe'] as const) {
      const problem = await checkCall(golden, call, { casting, frames })
      checks.push({ title: `${golden.id} call ${index} (${casting})`, problem })
    }
  }
  return checks
}

function checkDefinition(golden: GoldenCase, options: BuildOptions): string | undefined {
  try {
    const run = buildRun(golden, options)
    const input = getInputSchema(run) as Json
    const output = getOutputSchema(run) as Json
    const own = golden.inputs.length > 0 ? ownExample(input, 'inputSchema') : undefined
    const ownOutput = golden.output === null ? undefined : ownExample(output, 'outputSchema')
    if (own !== undefined || ownOutput !== undefined) return own ?? ownOutput
    // What Python cannot define, we may: then it only has to be right about itself.
    if (golden.definitionError !== undefined) return undefined
    const versions = getSupportedVersions(run)
    if (!isDeepStrictEqual(versions, golden.versions)) return `versions are ${versions}, expected ${golden.versions}`
    return (
      compareDocument(input, golden.inputSchema as Json, inputEnums(golden, options.frames), 'inputSchema') ??
      compareDocument(output, golden.outputSchema as Json, outputEnums(golden, options.frames), 'outputSchema')
    )
  } catch (error) {
    if (golden.definitionError !== undefined && error instanceof SchemaDefinitionError) return undefined
    return `cannot be defined: ${error}`
  }
}

/** The documents of a case in every version, where it can be defined. */
async function checkDocumentsOf(golden: GoldenCase, options: BuildOptions): Promise<string | undefined> {
  let run: RunFunction
  try {
    run = buildRun(golden, options)
  } catch {
    return undefined
  }
  const { checkDocuments } = await import('./check-documents.js')
  return checkDocuments(run)
}

/** Arrow's categories are listed, which the Python package does not do: they must be the sample's, then the rest must be alike. */
function compareDocument(ours: Json, theirs: Json, enums: readonly ExpectedEnum[], title: string): Difference {
  return compareEnums(ours, enums, title) ?? compareSchema(withoutEnums(ours, enums), theirs, title)
}

function ownExample(schema: Json, title: string): string | undefined {
  return accepts(schema, schema['example']) ? undefined : `our example of ${title} does not validate: ${ajv.errorsText()}`
}

function accepts(schema: Json, example: unknown): boolean {
  const { example: _, ...rest } = schema
  return ajv.validate(rest, example) === true
}

async function checkCall(golden: GoldenCase, call: GoldenCall, options: BuildOptions): Promise<Difference> {
  try {
    const run = buildRun(golden, options)
    const outcome = expectedOutcome(golden, call, options)
    if (typeof outcome === 'string') return outcome
    for (const payload of [call.json, new TextEncoder().encode(call.json)]) {
      const problem = await checkPayload(run, payload, outcome, call)
      if (problem !== undefined) return `${problem} for ${call.json.length > 160 ? `${call.json.slice(0, 160)}…` : call.json}`
    }
    return undefined
  } catch (error) {
    return `cannot be checked: ${error}`
  }
}

/** What must come of a call: what each parameter receives, or nothing. */
interface Outcome {
  readonly parameters: readonly ExpectedParameter[] | undefined
  readonly frames: FrameForm
}

interface ExpectedParameter {
  readonly name: string
  readonly type: TypeSpec | undefined
  readonly result: ResultSpec
}

function expectedOutcome(golden: GoldenCase, call: GoldenCall, { casting, frames }: BuildOptions): Outcome | string {
  const isAccepted = call.expect === 'same' || call.expect === 'better' || (call.expect === 'stricter' && casting === 'unsafe')
  if (!isAccepted) return { parameters: undefined, frames }
  const values = call.expect === 'better' ? betterValues(call.value, golden) : call.python?.values
  if (values === undefined) return 'there is nothing to compare with: the Python package has no values here'
  const parameters = Object.entries(values).map(([name, result]) => {
    const type = golden.inputs.find(([input]) => input === name)?.[1]
    return { name, type, result: named(result, type, frames) }
  })
  return { parameters, frames }
}

async function checkPayload(run: RunFunction, payload: string | Uint8Array, outcome: Outcome, { json }: GoldenCall): Promise<Difference> {
  const { parameters, frames } = outcome
  const mixed = (parameters ?? []).flatMap(({ name, type, result }) =>
    type === undefined ? [] : pairFrames(type, undefined, result, name).flatMap((pair) => mixedColumns(pair, frames)),
  )
  let received: Record<string, unknown>
  try {
    received = (await invoke(run, payload)) as Record<string, unknown>
  } catch (error) {
    if (mixed.length > 0) return compareRefusal(error, mixed, JSON.parse(json))
    if (parameters !== undefined) return `refused: ${error}`
    return error instanceof PayloadError && namesPlace(error) ? undefined : `refused without naming a place: ${error}`
  }
  if (parameters === undefined) return 'accepted'
  if (mixed.length > 0) return `accepted, though no Arrow column holds the cells of ${mixed.map(({ name }) => name)}`
  return firstDifference(parameters, (parameter) => compareParameter(received[parameter.name], parameter, frames))
}

function compareParameter(received: unknown, { name, type, result }: ExpectedParameter, frames: FrameForm): Difference {
  const difference = compareResult(received, result, name)
  if (difference !== undefined || type === undefined) return difference
  return firstDifference(pairFrames(type, received, result, name), (pair) => compareShown(pair, frames))
}

function namesPlace(error: PayloadError): boolean {
  return error.issues.length > 0 && error.issues.every((issue) => issue.message !== '' && Array.isArray(issue.path))
}

/** A "better" value is a RESULT, or a VALUE, of the one parameter. */
function betterValues(value: unknown, golden: GoldenCase): Readonly<Record<string, ResultSpec>> {
  const name = golden.parameters[0] as string
  const isResult =
    typeof value === 'object' && value !== null && 'kind' in value && ['ndarray', 'dataframe', 'standard'].includes(value.kind as string)
  return { [name]: isResult ? (value as ResultSpec) : { kind: 'standard', value } }
}

/**
 * pandas loses the names of columns in orient "values" and counts them instead; ours keep the sample's. A column's number is
 * then its position.
 */
function named(result: ResultSpec, type: TypeSpec | undefined, frames: FrameForm): ResultSpec {
  if (result.kind !== 'dataframe' || type?.type !== 'pandas') return result
  const nameOf = (label: string | number) => (typeof label === 'number' ? (type.columns[label]?.[0] ?? label) : label)
  const columns = type.orient === 'values' ? result.columns.map(nameOf) : result.columns
  return castNumbers(type, { ...result, columns }, frames)
}
