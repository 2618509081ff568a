import type { parse } from 'yaml'
import { isRecord } from '../../json/own.js'
import { member, problemAt, readJson, readList, readRecord } from '../read.js'

/**
 * A model's signature as MLflow writes it (`ModelSignature.to_dict`): each part is a list as JSON text, so that it is compact
 * inside of an MLmodel file, or null.
 */
export interface MlflowSignature {
  /** What the model takes: columns (ColSpec) or tensors (TensorSpec). */
  readonly inputs: string | null
  /** What it gives, in the same words. */
  readonly outputs: string | null
  /** Parameters besides, each with a default (ParamSpec). */
  readonly params: string | null
}

/** The parts of a signature; undefined for those that it does not have. */
export interface SignatureParts {
  readonly inputs: readonly unknown[] | undefined
  readonly outputs: readonly unknown[] | undefined
  readonly params: readonly unknown[] | undefined
}

/**
 * Reads a signature: the text of an MLmodel file, the dict of `to_dict`, or the same with its parts parsed.
 *
 * @throws SchemaDefinitionError naming what is not as MLflow writes it
 */
export function readSignature(given: unknown): SignatureParts {
  const read = typeof given === 'string' ? readYaml(given) : given
  const outer = readRecord(read, ['signature'], 'what ModelSignature.to_dict() gives, or the text of an MLmodel file')
  const signature = isSignature(outer) ? outer : readRecord(member(outer, 'signature'), ['signature'], 'a signature in the MLmodel file')
  const [inputs, outputs, params] = (['inputs', 'outputs', 'params'] as const).map((name) => readPart(signature, name))
  if (inputs === undefined && outputs === undefined && params === undefined)
    throw problemAt(['signature'], 'has no inputs, no outputs and no params')
  return { inputs, outputs, params }
}

function isSignature(record: Readonly<Record<string, unknown>>): boolean {
  return !Object.hasOwn(record, 'signature') && ['inputs', 'outputs', 'params'].some((name) => Object.hasOwn(record, name))
}

/**
 * The reader of YAML, loaded when the text of a file is first read: it takes longer than all else that is loaded with it, and few
 * need it. Platforms that load nothing on the way (browsers, Workers) have parsed the file themselves.
 */
function yamlParser(): typeof parse {
  const nodeModule = globalThis.process?.getBuiltinModule?.('node:module')
  if (nodeModule === undefined) throw problemAt(['signature'], 'is a text, which only Node.js reads here; hand over the parsed file')
  return (nodeModule.createRequire(import.meta.url)('yaml') as { parse: typeof parse }).parse
}

function readYaml(text: string): unknown {
  const parse = yamlParser()
  try {
    const read: unknown = parse(text, { logLevel: 'error' })
    if (isRecord(read)) return read
  } catch (error) {
    throw problemAt(['signature'], `is no YAML: ${error instanceof Error ? error.message : String(error)}`)
  }
  throw problemAt(['signature'], 'is a text, but not that of an MLmodel file')
}

function readPart(signature: Readonly<Record<string, unknown>>, name: string): readonly unknown[] | undefined {
  const path = ['signature', name]
  const given = member(signature, name)
  // Python's empty text is false, so that MLflow takes it for nothing given.
  if (given === undefined || given === null || given === '') return undefined
  const list = readList(typeof given === 'string' ? readJson(given, path) : given, path, 'a list, or the JSON text of one')
  if (list.length === 0 && name !== 'params') throw problemAt(path, 'is empty, expected at least one column or tensor')
  return list.length === 0 ? undefined : list
}
