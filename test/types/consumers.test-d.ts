import { describe, expectTypeOf, it } from 'vitest'
import {
  autoMl,
  type ConsumerProblem,
  type ConsumerReport,
  checkConsumer,
  defineRun,
  int,
  type NdArray,
  NumpyParameterType,
  PandasParameterType,
  powerBi,
} from '../../src/index.js'

const people = new PandasParameterType([{ name: 'Sarah', age: int(25) }])

describe('powerBi', () => {
  it('gives run what the samples show', () => {
    const schemas = powerBi({
      inputs: { people, matrix: new NumpyParameterType([[1, 2]]), threshold: 0.5 },
      globalParameters: { scale: 1.5, currency: 'EUR' },
      results: [0.5],
    })
    defineRun(schemas, ({ Inputs, GlobalParameters }) => {
      expectTypeOf(Inputs.people).toEqualTypeOf<{ name: string; age: number }[]>()
      expectTypeOf(Inputs.matrix).toEqualTypeOf<NdArray<Float64Array>>()
      expectTypeOf(Inputs.threshold).toEqualTypeOf<number>()
      expectTypeOf(GlobalParameters).toEqualTypeOf<{ scale: number; currency: string }>()
      return { Results: [0.5] }
    })
    expectTypeOf(schemas.output.deserializeInput({}).Results).toEqualTypeOf<number[]>()
  })

  it('takes a single global parameter, or none', () => {
    defineRun(powerBi({ inputs: { people }, globalParameters: 1.5 }), ({ GlobalParameters }) => {
      expectTypeOf(GlobalParameters).toEqualTypeOf<number>()
      return { Results: [] }
    })
    defineRun(powerBi({ inputs: { people } }), (inputs) => {
      expectTypeOf<keyof typeof inputs>().toEqualTypeOf<'Inputs'>()
      return { Results: [] }
    })
  })
})

describe('autoMl', () => {
  it('gives run the rows and the method', () => {
    defineRun(autoMl({ data: people }), ({ Inputs, GlobalParameters }) => {
      expectTypeOf(Inputs.data).toEqualTypeOf<{ name: string; age: number }[]>()
      expectTypeOf(GlobalParameters.method).toEqualTypeOf<'predict' | 'predict_proba'>()
      return { Results: [] }
    })
    defineRun(autoMl({ data: people, methods: ['predict', 'forecast'] }), ({ GlobalParameters }) => {
      expectTypeOf(GlobalParameters.method).toEqualTypeOf<'predict' | 'forecast'>()
      return { Results: [] }
    })
  })

  it('gives run what stands in the place of methods', () => {
    defineRun(autoMl({ data: people, globalParameters: 1.0 }), ({ GlobalParameters }) => {
      expectTypeOf(GlobalParameters).toEqualTypeOf<number>()
      return { Results: [] }
    })
    defineRun(autoMl({ data: people, globalParameters: { quantiles: [0.025, 0.975] } }), ({ GlobalParameters }) => {
      expectTypeOf(GlobalParameters).toEqualTypeOf<{ quantiles: number[] }>()
      return { Results: [] }
    })
  })
})

it('a report lists problems', () => {
  const report = checkConsumer({}, 'power-bi')
  expectTypeOf(report).toEqualTypeOf<ConsumerReport>()
  expectTypeOf(report.problems).toEqualTypeOf<readonly ConsumerProblem[]>()
  // @ts-expect-error there is no such consumer
  checkConsumer({}, 'excel')
})
