import { describe, expect, it } from 'vitest'
import { compareDocuments } from '../src/build/index.js'
import {
  type AbstractParameterType,
  checkConsumer,
  decodePayload,
  encodeResult,
  encodeResultBytes,
  generateSwagger,
  getSupportedVersions,
  inputSchema,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  StandardPythonParameterType,
  standard,
  validatePayload,
} from '../src/index.js'
import { countSteps, growth } from './support/steps.js'

/** More than growth with the size, less than growth with its square. */
const linear = 6

function runOf(type: AbstractParameterType) {
  return outputSchema(type)(inputSchema('data', type)((data: unknown) => data) as () => never)
}

function nest(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1.5
  for (let i = 0; i < depth; i++) value = wrap(value)
  return value
}

const wide = (size: number, make: (index: number) => unknown = (index) => index + 0.5): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${index}`, make(index)]))

/** Records of which each has a key of its own. */
const unlike = (size: number): Record<string, unknown>[] => Array.from({ length: size }, (_, index) => ({ [`k${index}`]: index + 0.5 }))

describe.each([
  ['objects', 20, (inner: unknown) => ({ a: inner })],
  ['lists', 20, (inner: unknown) => [inner]],
  ['mixed lists', 10, (inner: unknown) => [1, 'x', { a: inner }]],
  ['lists of unlike objects', 10, (inner: unknown) => [{ a: inner }, { b: 1, a: null }]],
])('a sample of %s in each other takes steps that grow with its depth', (_, depth, wrap) => {
  const ofRun = (work: (run: ReturnType<typeof runOf>, sample: unknown) => unknown) =>
    growth(depth, (size) => {
      const sample = nest(size, wrap)
      const run = runOf(new StandardPythonParameterType(sample))
      return () => work(run, sample)
    })
  const documentOf = (size: number) => generateSwagger(runOf(new StandardPythonParameterType(nest(size, wrap))), { version: '3.1' })

  it.each([
    ['to name its versions', (run) => getSupportedVersions(run)],
    ['to document', (run) => generateSwagger(run, { version: '3.1' })],
    ['to read', (run, sample) => validatePayload(run, { data: sample })],
    ['to refuse', (run) => validatePayload(run, { data: nest(100, wrap) })],
    ['to write', (run, sample) => encodeResult(run, sample as never)],
    ['to check for Power BI', (run) => checkConsumer(run, 'power-bi')],
  ] as [string, (run: ReturnType<typeof runOf>, sample: unknown) => unknown][])('%s', (_what, work) => {
    expect(ofRun(work)).toBeLessThan(linear)
  })

  it('to compare with itself', () => {
    const compare = (size: number) => {
      const [before, after] = [documentOf(size), documentOf(size)]
      return () => compareDocuments(before, after)
    }
    expect(growth(depth, compare)).toBeLessThan(linear)
  })
})

describe('the merging of unlike samples takes steps that grow with their number', () => {
  it.each([
    ['tensors of other shapes', 20, (index: number) => new NumpyParameterType([Array.from({ length: index + 1 }, () => 1)])],
    ['lists of other things in each other', 10, (index: number) => nest(index % 10, (inner) => [inner, { a: inner }])],
  ])('%s', (_, size, item) => {
    const make = (count: number) => {
      const sample = Array.from({ length: count }, (_item, index) => item(index))
      return () => new StandardPythonParameterType(sample)
    }
    expect(growth(size, make)).toBeLessThan(linear)
  })

  it('objects with keys of their own', () => {
    const make = (count: number) => {
      const sample = unlike(count)
      return () => new StandardPythonParameterType(sample)
    }
    expect(growth(100, make)).toBeLessThan(linear)
  })

  it('categories', () => {
    const make = (count: number) => {
      const sample = Array.from({ length: count }, (_, index) => ({ a: `c${index}` }))
      return () => generateSwagger(runOf(new PandasParameterType(sample, { dtypes: { a: 'category' } })), { version: '3.1' })
    }
    expect(growth(100, make)).toBeLessThan(linear)
  })
})

describe('records that have no key in common take steps that grow with their number', () => {
  const free = (enforceColumnType: boolean) => runOf(new PandasParameterType([{ a: 1 }], { enforceShape: false, enforceColumnType }))

  it.each([true, false])('to read, enforceColumnType %s', (enforceColumnType) => {
    const make = (count: number) => {
      const [run, data] = [free(enforceColumnType), unlike(count)]
      return () => decodePayload(run, { data })
    }
    expect(growth(500, make)).toBeLessThan(linear)
  })

  it('to read where all of the keys are optional columns', () => {
    const make = (count: number) => {
      const [run, data] = [runOf(new PandasParameterType(unlike(count))), unlike(count)]
      return () => decodePayload(run, { data })
    }
    expect(growth(100, make)).toBeLessThan(linear)
  })

  it.each(['records', 'index', 'table'] as const)('to write as %s', (orient) => {
    const make = (count: number) => {
      const run = runOf(new PandasParameterType([{ a: 1 }], { orient, enforceShape: false }))
      return () => [encodeResult(run, unlike(count)), encodeResultBytes(run, unlike(count))]
    }
    expect(growth(500, make)).toBeLessThan(linear)
  })
})

describe('names and labels take steps that grow with their number', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `r${index}`)
  it.each<[string, (count: number) => () => unknown]>([
    [
      'keys that an object sample does not have',
      (count) => {
        const run = runOf(new StandardPythonParameterType({ a: 1 }))
        return () => decodePayload(run, { data: { a: 1, ...wide(count) } })
      },
    ],
    [
      'columns that a sample does not have',
      (count) => {
        const run = runOf(new PandasParameterType([{ a: 1 }]))
        return () => validatePayload(run, { data: [{ a: 1, ...wide(count) }] })
      },
    ],
    [
      'columns that are there twice',
      (count) => {
        const run = runOf(new PandasParameterType([{ a: 1 }], { orient: 'split' }))
        return () => validatePayload(run, { data: { columns: many(count).map(() => 'a'), data: [] } })
      },
    ],
    [
      'labels that differ by column',
      (count) => {
        const run = runOf(new PandasParameterType([{ a: 1 }], { orient: 'columns', enforceShape: false }))
        const data = wide(count, (index) => ({ 0: 1, [`x${index}`]: 1 }))
        return () => validatePayload(run, { data })
      },
    ],
    [
      'row labels',
      (count) => {
        const run = runOf(new PandasParameterType([{ a: 1 }], { orient: 'split' }))
        return () => decodePayload(run, { data: { columns: ['a'], index: many(count), data: many(count).map(() => [1]) } })
      },
    ],
    [
      'members of a result',
      (count) => {
        const run = runOf(new StandardPythonParameterType(wide(count, () => new NumpyParameterType([1.5]))))
        return () => encodeResultBytes(run, wide(count, () => Float64Array.of(1.5)) as never)
      },
    ],
  ])('%s', (_, make) => {
    expect(growth(200, make)).toBeLessThan(linear)
  })
})

describe('a text that is too long', () => {
  const refusal = (text: string) => {
    const run = runOf(standard({ type: 'string', maxLength: 5 }))
    const refuse = () => validatePayload(run, { data: text })
    refuse()
    return { steps: countSteps(refuse), issue: refuse().issues?.[0] }
  }

  it('is refused without a look at the whole of it', () => {
    expect(refusal('x'.repeat(1_000_000)).steps).toBeLessThan(1000)
  })

  it('is refused with its length in characters, of which pairs of surrogates are one', () => {
    expect(refusal('😀'.repeat(1000)).issue).toMatchObject({ code: 'too_long', received: `"${'😀'.repeat(40)}"… (1000 characters)` })
    expect(refusal('😀'.repeat(6)).issue).toMatchObject({ code: 'too_long', received: `"${'😀'.repeat(6)}" with 6 characters` })
  })

  it('is cut at characters by numpy’s unsafe casting', () => {
    const run = runOf(new NumpyParameterType(['ab'], { dtype: '<U3', casting: 'unsafe' }))
    expect(decodePayload(run, { data: ['😀'.repeat(1000)] })['data']).toMatchObject({ data: ['😀😀😀'] })
  })
})
