import ndarray from 'ndarray'
import {
  type AbstractParameterType,
  type DtypeSpec,
  date,
  inputSchema,
  int,
  NumpyParameterType,
  outputSchema,
  type RunFunction,
  StandardPythonParameterType,
  time,
} from '../../src/index.js'
import { bytesOf } from './arrow-sample.js'
import { type BuildOptions, buildFrameType } from './build-frame.js'
import type { DtypeJson, GoldenCase, NumpySpec, TypeSpec } from './golden-file.js'

/** Decorates a function like the case's, which returns what it receives. */
export function buildRun(golden: GoldenCase, options: BuildOptions): RunFunction {
  const optional = new Set(golden.inputs.filter(([, , given]) => given?.optional).map(([name]) => name))
  const parameters = golden.parameters.map((name) => (optional.has(name) ? `${name} = null` : name))
  let run = isWritable(golden)
    ? (new Function(...parameters, `return {${golden.parameters.join(', ')}}`) as RunFunction)
    : runByOrder(golden)
  if (golden.output !== null) run = outputSchema(buildType(golden.output, options))(run)
  for (const [name, type, given] of [...golden.inputs].reverse())
    run = inputSchema(name, buildType(type, options), {
      ...given,
      ...(isWritable(golden) ? {} : { index: golden.parameters.indexOf(name) }),
    })(run)
  return run
}

/** Names that Python allows may be reserved words here. */
function isWritable({ parameters }: GoldenCase): boolean {
  try {
    return new Function(...parameters, '') !== undefined
  } catch {
    return false
  }
}

/** A function whose source does not show its parameters: those that are decorated are then found by their position. */
function runByOrder({ parameters }: GoldenCase): RunFunction {
  return (...args) => Object.fromEntries(parameters.map((name, index) => [name, args[index]]))
}

function buildType(spec: TypeSpec, options: BuildOptions): AbstractParameterType {
  switch (spec.type) {
    case 'numpy':
      return buildArrayType(spec, options)
    case 'pandas':
      return buildFrameType(spec, options)
    case 'standard':
      return new StandardPythonParameterType(buildValue(spec.value, options), { casting: options.casting })
  }
}

function buildArrayType(spec: NumpySpec, { casting }: BuildOptions): AbstractParameterType {
  const { enforceColumnType = true, enforceShape = true } = spec
  return new NumpyParameterType(buildArray(spec), { dtype: spec.dtype as DtypeSpec, enforceColumnType, enforceShape, casting })
}

function buildArray(spec: NumpySpec): unknown {
  // Nested lists cannot say how wide the rows of an empty array are.
  if (spec.shape.includes(0)) return ndarray([], [...spec.shape])
  const nest = (node: unknown, depth: number): unknown =>
    depth === 0 ? buildCell(node, spec.dtype) : (node as unknown[]).map((item) => nest(item, depth - 1))
  return nest(spec.data, spec.shape.length)
}

function buildCell(value: unknown, dtype: DtypeJson): unknown {
  if (typeof dtype !== 'string') {
    return Object.fromEntries(
      dtype.map(([name, field, shape = []], index) => [name, nestField((value as unknown[])[index], field, shape.length)]),
    )
  }
  const kind = dtype.replace(/^[<>=|]/, '')
  if (/^S\d/.test(kind)) return bytesOf(value as string)
  if (value === 'NaT') return -(2n ** 63n)
  if (/^(timedelta|datetime)/.test(kind) && typeof value === 'number') return BigInt(value)
  return kind.startsWith('float') && typeof value === 'string' ? Number(value) : value
}

function nestField(value: unknown, dtype: DtypeJson, depth: number): unknown {
  return depth === 0 ? buildCell(value, dtype) : (value as unknown[]).map((item) => nestField(item, dtype, depth - 1))
}

function buildValue(value: unknown, options: BuildOptions): unknown {
  if (Array.isArray(value)) return value.map((item) => buildValue(item, options))
  if (typeof value !== 'object' || value === null) return value
  const [entry, ...others] = Object.entries(value)
  const built = entry !== undefined && others.length === 0 ? buildTagged(entry[0], entry[1], options) : undefined
  return built ?? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, buildValue(item, options)]))
}

function buildTagged(tag: string, inner: unknown, options: BuildOptions): unknown {
  switch (tag) {
    case '$int':
      // Python's integers have no end; a bigint takes all that int64 does.
      return BigInt(inner as string)
    case '$float':
      return Number(inner)
    case '$bytes':
    case '$bytearray':
      return bytesOf(atob(inner as string))
    case '$date':
      return date(inner as string)
    case '$datetime':
      return new Date(/[Z+]|-\d\d:\d\d$/.test(inner as string) ? (inner as string) : `${inner}Z`)
    case '$time':
      return time(/[Z+-]/.test(inner as string) ? (inner as string) : `${inner}Z`)
    case '$tuple':
      return (inner as unknown[]).map((item) => buildValue(item, options))
    case '$range': {
      const [start, stop, step] = inner as [number, number, number]
      const length = Math.max(0, Math.ceil((stop - start) / step))
      return Array.from({ length }, (_, index) => int(start + index * step))
    }
    case '$type':
      return buildType(inner as TypeSpec, options)
    default:
      return undefined
  }
}
