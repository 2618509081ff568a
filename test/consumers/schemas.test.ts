import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  autoMl,
  checkConsumer,
  checkConsumerAsync,
  defineRun,
  generateSwagger,
  getInputSchema,
  invoke,
  NumpyParameterType,
  PandasParameterType,
  powerBi,
  SchemaDefinitionError,
  StandardPythonParameterType,
  standard,
  validatePayload,
} from '../../src/index.js'
import { anySample, frame, fromEntries, name, scalar } from '../support/arbitraries.js'

const people = new PandasParameterType([{ name: 'Sarah', age: 25 }])

class Late extends AbstractParameterType<string> {
  override deserializeInput = String
  override async inputToSwagger() {
    return { type: 'array', items: { type: 'object', properties: { a: { type: 'number' } } }, example: [] } as const
  }
}

describe('powerBi', () => {
  it('builds the document that the shape has when it is written by hand', () => {
    const byHand = {
      inputs: {
        Inputs: new StandardPythonParameterType({ people, threshold: 0.5 }),
        GlobalParameters: new StandardPythonParameterType({ scale: 1.5 }),
      },
      output: new StandardPythonParameterType({ Results: new NumpyParameterType([0.5]) }),
    }
    const built = powerBi({
      inputs: { people, threshold: 0.5 },
      globalParameters: { scale: 1.5 },
      results: new NumpyParameterType([0.5]),
    })
    const run = () => ({ Results: [0.5] })
    expect(generateSwagger(defineRun(built, run))).toEqual(generateSwagger(defineRun(byHand, run)))
  })

  it('gives run what it asks for', async () => {
    const run = defineRun(
      powerBi({ inputs: { people, matrix: new NumpyParameterType([[1, 2]]) }, globalParameters: { scale: 1.5 }, results: [0.5] }),
      ({ Inputs, GlobalParameters }) => ({
        Results: Inputs.people.map(({ age }, row) => age * GlobalParameters.scale + Inputs.matrix.get(row, 1)),
      }),
    )
    const payload = { Inputs: { people: [{ age: 2, name: 'x' }], matrix: [[10, 20]] }, GlobalParameters: { scale: 3 } }
    expect(await invoke(run, payload)).toEqual({ Results: [26] })
  })

  it('has no GlobalParameters when none are shown, and results of any kind', () => {
    const { inputs, output } = powerBi({ inputs: { people } })
    expect(Object.keys(inputs)).toEqual(['Inputs'])
    expect(output.inputToSwagger()).toMatchObject({ properties: { Results: { type: 'array' } } })
    expect(
      checkConsumer(
        defineRun({ inputs, output }, () => ({ Results: [] })),
        'power-bi',
      ),
    ).toMatchObject({ ok: true, problems: [] })
  })

  it.each(['split', 'columns', 'index', 'values', 'table'] as const)('refuses a frame of orient %s, and says why', (orient) => {
    const inputs = { people: new PandasParameterType([{ a: 1 }], { orient }) }
    expect(() => powerBi({ inputs })).toThrow(SchemaDefinitionError)
    expect(() => powerBi({ inputs })).toThrow(
      `Inputs.people is a frame of orient "${orient}"; Power BI needs each input as a list of records; leave the orient out, or make it "records"`,
    )
  })

  it.each<[string, () => unknown, string]>([
    ['no inputs', () => powerBi({ inputs: {} }), 'Inputs is an object without members; '],
    ['inputs that are a frame', () => powerBi({ inputs: people }), 'Inputs is a list of records itself; '],
    [
      'inputs that are a list',
      () => powerBi({ inputs: [people] }),
      'the option inputs is an array of 1 value, expected an object of tables by name',
    ],
    ['an input that is an object', () => powerBi({ inputs: { a: { b: 1 } } }), 'Inputs.a is an object; '],
    ['an empty sample', () => powerBi({ inputs: { a: [] } }), 'Inputs.a is described as '],
    [
      'lists in cells',
      () => powerBi({ inputs: { a: new PandasParameterType([{ b: [1] }]) } }),
      'Inputs.a[].b is a list of single values in each row; ',
    ],
    ['a mixed list', () => powerBi({ inputs: { people }, results: ['a', 1] }), 'the result is shown with a list of mixed types; '],
    [
      'lists as global parameters',
      () => powerBi({ inputs: { people }, globalParameters: { a: [1] } }),
      'GlobalParameters.a is a list of single values; ',
    ],
    ['an option that does not exist', () => powerBi({ inputs: { people }, output: 1 } as never), 'there is no option "output"'],
    ['no options', () => powerBi(undefined as never), 'the options are undefined, expected an object'],
  ])('refuses %s', (_, build, message) => {
    expect(build).toThrow(SchemaDefinitionError)
    expect(build).toThrow(message)
  })

  it('takes custom types whose schema comes later at their word', async () => {
    const schemas = powerBi({ inputs: { rows: new Late('') }, results: [1] })
    expect(
      await checkConsumerAsync(
        defineRun(schemas, () => ({ Results: [1] })),
        'power-bi',
      ),
    ).toMatchObject({ ok: true })
  })

  it('with frames of any columns is read by Power BI', () => {
    const tables = fc.uniqueArray(fc.tuple(name, frame), { minLength: 1, maxLength: 3, selector: ([key]) => key })
    const global = fc.option(
      fc.dictionary(
        name,
        scalar.map(({ sample }) => sample),
        { minKeys: 1, maxKeys: 3 },
      ),
      { nil: undefined },
    )
    fc.assert(
      fc.property(tables, global, scalar, (frames, globalParameters, { sample }) => {
        const inputs = fromEntries(
          frames.map(([key, { pairs, dtypes }]) => [key, new PandasParameterType<unknown>(pairs, { dtypes })] as const),
        )
        const schemas = powerBi({ inputs, ...(globalParameters === undefined ? {} : { globalParameters }), results: [sample] })
        expect(
          checkConsumer(
            defineRun(schemas, () => ({ Results: [] }) as never),
            'power-bi',
          ).ok,
        ).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('with any sample is read by Power BI, or refused', () => {
    fc.assert(
      fc.property(anySample, anySample, anySample, (a, globalParameters, results) => {
        let schemas: ReturnType<typeof powerBi>
        try {
          schemas = powerBi({ inputs: { a }, globalParameters, results }) as ReturnType<typeof powerBi>
        } catch (error) {
          expect(error).toBeInstanceOf(SchemaDefinitionError)
          return
        }
        expect(
          checkConsumer(
            defineRun(schemas, () => ({ Results: [] })),
            'power-bi',
          ).ok,
        ).toBe(true)
      }),
    )
  })
})

describe('autoMl', () => {
  const run = defineRun(autoMl({ data: people, results: [0.5] }), ({ Inputs, GlobalParameters }) => ({
    Results: Inputs.data.map(({ age }) => (GlobalParameters.method === 'predict' ? Math.round(age) : age)),
  }))
  const data = [{ name: 'x', age: 1.6 }]

  it.each([
    ['nothing else', {}, [2]],
    ['predict', { GlobalParameters: { method: 'predict' } }, [2]],
    ['predict_proba', { GlobalParameters: { method: 'predict_proba' } }, [1.6]],
    ['no method', { GlobalParameters: {} }, [2]],
    ['null', { GlobalParameters: null }, [2]],
    ['the number that clients of regression models send', { GlobalParameters: 1.0 }, [2]],
  ])('does what is asked for: %s', async (_, asked, expected) => {
    expect(await invoke(run, { Inputs: { data }, ...asked })).toEqual({ Results: expected })
  })

  it('refuses a method that there is not', () => {
    expect(validatePayload(run, { Inputs: { data }, GlobalParameters: { method: 'classify' } }).issues?.[0]?.message).toBe(
      'GlobalParameters.method is "classify", expected "predict" or "predict_proba"',
    )
  })

  it.each([
    ['another number', 2, 'GlobalParameters is 2, expected an object with the key "method"'],
    ['a text', '1', 'GlobalParameters is "1", expected an object with the key "method"'],
  ])('refuses %s for a method', (_, GlobalParameters, message) => {
    expect(validatePayload(run, { Inputs: { data }, GlobalParameters }).issues?.map((issue) => issue.message)).toEqual([message])
  })

  it.each<[string, unknown, unknown]>([
    ['the number of regression models', 1.0, 2.5],
    ['the quantiles of forecasting models', { quantiles: [0.025, 0.975] }, { quantiles: [0.1, 0.9] }],
    ['a type with a default of its own', standard({ type: 'number', default: 1.0 }), 2],
  ])('has %s in the place of methods, which may be left out', async (_, globalParameters, given) => {
    const echo = defineRun(
      autoMl({ data: people, globalParameters, results: [new StandardPythonParameterType(0.5)] }),
      (inputs) => inputs as never,
    )
    const received = async (asked: object) =>
      ((await invoke(echo, { Inputs: { data }, ...asked })) as { GlobalParameters: unknown }).GlobalParameters
    expect(await received({ GlobalParameters: given })).toEqual(given)
    const fallback = globalParameters instanceof AbstractParameterType ? 1 : globalParameters
    expect(await received({})).toEqual(fallback)
    expect(await received({ GlobalParameters: null })).toEqual(fallback)
    expect(checkConsumer(echo, 'automl')).toMatchObject({ ok: true, problems: [] })
    expect(getInputSchema(echo)).toMatchObject({ properties: { GlobalParameters: { default: fallback } } })
  })

  it('has custom types in the place of methods, which may not be left out', () => {
    const run = defineRun(autoMl({ data: people, globalParameters: { rows: new Late('') } }), () => ({ Results: [] }))
    expect(validatePayload(run, { Inputs: { data } }).issues?.map(({ path }) => path)).toEqual([['GlobalParameters']])
  })

  it('has the methods that are named', async () => {
    const quantiles = defineRun(autoMl({ data: people, methods: ['predict', 'forecast'], results: [''] }), ({ GlobalParameters }) => ({
      Results: [GlobalParameters.method],
    }))
    expect(await invoke(quantiles, { Inputs: { data }, GlobalParameters: { method: 'forecast' } })).toEqual({ Results: ['forecast'] })
  })

  it.each<[string, () => unknown, string]>([
    [
      'a matrix',
      () => autoMl({ data: new NumpyParameterType([[1]]) }),
      'Inputs.data is a list of lists; AutoML needs data as a list of records; ',
    ],
    [
      'a frame of another orient',
      () => autoMl({ data: new PandasParameterType([{ a: 1 }], { orient: 'split' }) }),
      'Inputs.data is a frame of orient "split"; ',
    ],
    ['methods without predict', () => autoMl({ data: people, methods: ['classify'] }), 'GlobalParameters.method may not be "predict"; '],
    ['no methods', () => autoMl({ data: people, methods: [] }), 'the option methods is an empty array, expected a list of names'],
    [
      'methods that are a text',
      () => autoMl({ data: people, methods: 'predict' } as never),
      'the option methods is "predict", expected a list of names',
    ],
    [
      'methods beside something in their place',
      () => autoMl({ data: people, methods: ['predict'], globalParameters: 1 }),
      'the options methods and globalParameters are both there, expected one of them',
    ],
    ['nothing', () => autoMl({} as never), 'data'],
  ])('refuses %s', (_, build, message) => {
    expect(build).toThrow(SchemaDefinitionError)
    expect(build).toThrow(message)
  })

  it('with a frame of any columns is read by clients of AutoML, and by Power BI', () => {
    fc.assert(
      fc.property(frame, ({ pairs, dtypes }) => {
        const schemas = autoMl({ data: new PandasParameterType<unknown>(pairs, { dtypes }), results: [0.5] })
        const built = defineRun(schemas, () => ({ Results: [0.5] }))
        expect([checkConsumer(built, 'automl').ok, checkConsumer(built, 'power-bi').ok]).toEqual([true, true])
      }),
      { numRuns: 60 },
    )
  })
})
