import { isDeepStrictEqual } from 'node:util'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import {
  type Casting,
  getInputSchema,
  getOutputSchema,
  getSupportedVersions,
  invoke,
  PayloadError,
  SchemaDefinitionError,
} from '../../src/index.js'
import { type BuildOptions, buildRun, type FrameForm } from './build-run.js'
import { compareResult } from './compare-result.js'
import { compareSchema } from './compare-schema.js'
import type { GoldenCall, GoldenCase, Json, PandasSpec, ResultSpec } from './golden-file.js'

const ajv = new Ajv({ strict: false, logger: false })
addFormats.default(ajv)

/** One thing that was looked at: what, and why it is wrong. */
export interface Check {
  readonly title: string
  readonly problem: string | undefined
}

/** Holds one case to what the Python package does: its definition, and each call under both castings. */
export async function checkCase(golden: GoldenCase, frames: FrameForm): Promise<Check[]> {
  const checks: Check[] = [{ title: golden.id, problem: checkDefinition(golden, { casting: 'safe', frames }) }]
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
      compareSchema(input, golden.inputSchema as Json, 'inputSchema') ?? compareSchema(output, golden.outputSchema as Json, 'outputSchema')
    )
  } catch (error) {
    if (golden.definitionError !== undefined && error instanceof SchemaDefinitionError) return undefined
    return `cannot be defined: ${error}`
  }
}

function ownExample(schema: Json, title: string): string | undefined {
  return accepts(schema, schema['example']) ? undefined : `our example of ${title} does not validate: ${ajv.errorsText()}`
}

function accepts(schema: Json, example: unknown): boolean {
  const { example: _, ...rest } = schema
  return ajv.validate(rest, example) === true
}

async function checkCall(golden: GoldenCase, call: GoldenCall, options: BuildOptions): Promise<string | undefined> {
  try {
    const run = buildRun(golden, options)
    for (const payload of [call.json, new TextEncoder().encode(call.json)]) {
      const problem = await checkPayload(golden, call, payload, run, options.casting)
      if (problem !== undefined) return `${problem} for ${call.json.length > 160 ? `${call.json.slice(0, 160)}…` : call.json}`
    }
    return undefined
  } catch (error) {
    return `cannot be checked: ${error}`
  }
}

async function checkPayload(
  golden: GoldenCase,
  call: GoldenCall,
  payload: string | Uint8Array,
  run: ReturnType<typeof buildRun>,
  casting: Casting,
): Promise<string | undefined> {
  const isAccepted = call.expect === 'same' || call.expect === 'better' || (call.expect === 'stricter' && casting === 'unsafe')
  let received: Record<string, unknown>
  try {
    received = (await invoke(run, payload)) as Record<string, unknown>
  } catch (error) {
    if (isAccepted) return `refused: ${error}`
    return error instanceof PayloadError && namesPlace(error) ? undefined : `refused without naming a place: ${error}`
  }
  if (!isAccepted) return 'accepted'
  const expected = call.expect === 'better' ? betterValues(call.value, golden) : call.python?.values
  if (expected === undefined) return 'there is nothing to compare with: the Python package has no values here'
  for (const [name, result] of Object.entries(expected)) {
    const problem = compareResult(received[name], named(result, name, golden), name)
    if (problem !== undefined) return problem
  }
  return undefined
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
function named(result: ResultSpec, name: string, golden: GoldenCase): ResultSpec {
  const spec = golden.inputs.find(([input]) => input === name)?.[1]
  if (result.kind !== 'dataframe' || spec?.type !== 'pandas' || spec.orient !== 'values') return result
  return {
    ...result,
    columns: result.columns.map((label) => (typeof label === 'number' ? ((spec as PandasSpec).columns[label]?.[0] ?? label) : label)),
  }
}
