import type { GoldenCase, PandasSpec, ResultSpec, TypeSpec } from './golden-file.js'

/** A key of an object, or the position of a list's item: that of the last one stands for all items after it. */
type Step = string | { readonly index: number; readonly isLast: boolean }

/** A frame that a sample shows, and where in the value it stands. */
export interface ShownFrame {
  readonly spec: PandasSpec
  readonly steps: readonly Step[]
}

/** The frames that a case's samples show. */
export function shownFrames(golden: GoldenCase): ShownFrame[] {
  const inputs = golden.inputs.flatMap(([, type]) => framesOf(type))
  return golden.output === null ? inputs : [...inputs, ...framesOf(golden.output)]
}

/** The frames that a sample shows: itself, or those inside. */
export function framesOf(type: TypeSpec, steps: readonly Step[] = []): ShownFrame[] {
  if (type.type === 'pandas') return [{ spec: type, steps }]
  return type.type === 'standard' ? framesIn(type.value, steps) : []
}

function framesIn(value: unknown, steps: readonly Step[]): ShownFrame[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, index) => framesIn(item, [...steps, { index, isLast: index === value.length - 1 }]))
  if ('$type' in value) return framesOf(value.$type as TypeSpec, steps)
  if ('$tuple' in value) return framesIn(value.$tuple, steps)
  return Object.entries(value).flatMap(([key, item]) => framesIn(item, [...steps, key]))
}

/** A frame that a function received, and what the Python package's did. */
export interface FramePair {
  readonly spec: PandasSpec
  readonly received: unknown
  readonly expected: ResultSpec & { readonly kind: 'dataframe' }
  readonly path: readonly (string | number)[]
}

/** The frames of one parameter, for each the expectation that stands at its place. */
export function pairFrames(type: TypeSpec, received: unknown, expected: ResultSpec, name: string): FramePair[] {
  return framesOf(type).flatMap(({ spec, steps }) =>
    follow(steps, received, expected.kind === 'standard' ? expected.value : { $result: expected }, [name]).flatMap((found) => {
      const result = (found.expected as { $result?: ResultSpec } | undefined)?.$result
      return result?.kind === 'dataframe' ? [{ ...found, spec, expected: result }] : []
    }),
  )
}

interface Found {
  readonly received: unknown
  readonly expected: unknown
  readonly path: readonly (string | number)[]
}

function follow([step, ...rest]: readonly Step[], received: unknown, expected: unknown, path: Found['path']): Found[] {
  if (step === undefined) return [{ received, expected, path }]
  if (typeof expected !== 'object' || expected === null) return []
  const keys =
    typeof step === 'string'
      ? [step]
      : Object.keys(expected)
          .map(Number)
          .filter((index) => (step.isLast ? index >= step.index : index === step.index))
  return keys.flatMap((key) => {
    const inner = (value: unknown) => (value as Record<string | number, unknown> | undefined | null)?.[key]
    return inner(expected) === undefined ? [] : follow(rest, inner(received), inner(expected), [...path, key])
  })
}
