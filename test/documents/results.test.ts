import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { makeVector, Table, tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  defineRun,
  encodeResult,
  encodeResultBytes,
  generateSwagger,
  getOutputSchema,
  int,
  NumpyParameterType,
  numpy,
  outputSchema,
  PandasParameterType,
  pandas,
  ResultError,
  SchemaDefinitionError,
  SparkParameterType,
  StandardPythonParameterType,
  standard,
} from '../../src/index.js'
import { encodeArrow } from '../../src/run/arrow-result.js'
import { createServer } from '../../src/server/index.js'
import { orients } from '../support/arbitraries.js'
import { inlined, namedSchemas } from '../support/schemas.js'

const NaT = -(2n ** 63n)
const versions = ['3.0', '3.1'] as const
const options = { strict: false, logger: false, ownProperties: true } as const
/** The first knows 3.0's `nullable` beside a type; the second is for 3.1. */
const validators = { '3.0': addFormats.default(new Ajv(options)), '3.1': addFormats.default(new Ajv2020(options)) }

const runOf = (type: AbstractParameterType) => outputSchema(type)(() => undefined)

/** ServiceOutput of a version, with the named schemas in their places. */
function outputOf(type: AbstractParameterType, version: '3.0' | '3.1'): Record<string, unknown> {
  const document = generateSwagger(runOf(type), { version })
  return inlined(namedSchemas(document)['ServiceOutput'] ?? {}, document)
}

/** Why a result does not fit the document; undefined where it does. */
function problem(type: AbstractParameterType, json: unknown, version: '3.0' | '3.1'): string | undefined {
  const { example: _, examples: __, ...schema } = outputOf(type, version)
  const ajv = validators[version]
  return ajv.validate(schema, json) ? undefined : `${version}: ${ajv.errorsText()}: ${JSON.stringify(schema)}`
}

/** A kind of results: what describes it, as far as NaN is refused or not, and results of it. */
interface Kind {
  readonly type: (nan: 'null' | 'error') => AbstractParameterType
  readonly result: fc.Arbitrary<unknown>
}

const double = fc.double()
const time = (min: bigint, max: bigint) =>
  fc.oneof({ weight: 5, arbitrary: fc.bigInt({ min, max }) }, { weight: 1, arbitrary: fc.constant(NaT) })
const dates = fc.oneof(
  { weight: 5, arbitrary: fc.date({ min: new Date(0), max: new Date(2 ** 40), noInvalidDate: true }) },
  fc.constant(new Date(Number.NaN)),
)

/** dtypes with a sample's element, and the elements of results. */
const dtypes: Readonly<Record<string, readonly [sample: unknown, element: fc.Arbitrary<unknown>]>> = {
  float16: [0.5, fc.constantFrom(1, 0.5, Number.NaN, Number.POSITIVE_INFINITY)],
  float32: [0.5, fc.float()],
  float64: [0.5, double],
  'datetime64[ms]': ['2024-01-01', time(0n, 2n ** 40n)],
  'timedelta64[s]': ['3 seconds', time(-(2n ** 40n), 2n ** 40n)],
  int8: [1, fc.integer({ min: -128, max: 127 })],
  int64: [1, fc.bigInt({ min: -(2n ** 50n), max: 2n ** 50n })],
  bool: [true, fc.boolean()],
  str: ['a', fc.string({ maxLength: 3 })],
}
const dtype = fc.constantFrom(...Object.keys(dtypes))
const sampleOf = (name: string) => dtypes[name]?.[0]
const elementOf = (name: string) => dtypes[name]?.[1] as fc.Arbitrary<unknown>

const tensors: fc.Arbitrary<Kind> = fc.tuple(dtype, fc.boolean()).map(([name, enforceColumnType]) => ({
  type: (nan) => new NumpyParameterType([[sampleOf(name)]], { dtype: name, enforceColumnType, nan }),
  result: fc.array(elementOf(name).map((element) => [element])),
}))

const structs: fc.Arbitrary<Kind> = fc.tuple(dtype, dtype).map(([a, b]) => ({
  type: (nan) => {
    const spec = [
      ['a', a],
      ['b', b, [2]],
    ] as never
    return new NumpyParameterType([{ a: sampleOf(a), b: [sampleOf(b), sampleOf(b)] }], { dtype: spec, nan })
  },
  result: fc.array(fc.record({ a: elementOf(a), b: fc.array(elementOf(b), { minLength: 2, maxLength: 2 }) })),
}))

const frames: fc.Arbitrary<Kind> = fc
  .tuple(dtype, dtype, fc.constantFrom(...orients), fc.boolean())
  .map(([a, b, orient, enforceShape]) => ({
    type: (nan) =>
      new PandasParameterType([{ a: sampleOf(a), b: sampleOf(b), when: new Date(0), list: [0.5] }], {
        orient,
        dtypes: { a, b },
        enforceShape,
        nan,
      }),
    result: fc.array(fc.record({ a: elementOf(a), b: elementOf(b), when: dates, list: fc.array(double, { maxLength: 2 }) }), {
      minLength: 1,
      maxLength: 20,
    }),
  }))

const singles: readonly (readonly [sample: unknown, result: fc.Arbitrary<unknown>])[] = [
  [0.5, double],
  [int(5), fc.integer()],
  [5n, fc.bigInt({ min: 0n, max: 2n ** 50n })],
  ['a', fc.string()],
  [true, fc.boolean()],
  [new Date(0), dates],
  [[0.5], fc.array(double)],
  [[0.5, 'a'], fc.array(fc.oneof(double, fc.string()))],
]
const single = fc.constantFrom(...singles)

const values: fc.Arbitrary<Kind> = fc
  .tuple(single, single, fc.oneof(tensors, structs, frames))
  .map(([[one, first], [other, second], { type, result }]) => ({
    type: (nan) => new StandardPythonParameterType({ one, list: [other], inner: type('null') }, { nan }),
    result: fc.record({ one: first, list: fc.array(second, { maxLength: 2 }), inner: result }),
  }))

describe('what the service writes fits ServiceOutput of 3.0 and 3.1', () => {
  it('whatever the types, with NaN, infinities and NaT as null; and where these are refused, none is written', () => {
    const kinds = fc.oneof(
      tensors,
      structs,
      frames,
      values,
      single.map(
        ([sample, result]): Kind => ({
          type: (nan) => new StandardPythonParameterType(sample, { nan }),
          result,
        }),
      ),
    )
    const cases = kinds.chain(({ type, result }) => fc.tuple(fc.constant(type), result))
    fc.assert(
      fc.property(cases, ([type, result]) => {
        const [lenient, strict] = [type('null'), type('error')]
        const written = encodeResult(runOf(lenient), result)
        expect(new TextDecoder().decode(encodeResultBytes(runOf(lenient), result))).toBe(written)
        const json: unknown = JSON.parse(written)
        const hasNull = JSON.stringify(json, (_, value: unknown) => (typeof value === 'string' ? '' : value)).includes('null')
        for (const version of versions) {
          expect(problem(lenient, json, version)).toBeUndefined()
          for (const type of [lenient, strict]) {
            const { example, examples } = outputOf(type, version)
            expect(problem(type, version === '3.0' ? example : (examples as unknown[])[0], version)).toBeUndefined()
          }
          if (!hasNull) expect(problem(strict, json, version)).toBeUndefined()
        }
        for (const encode of [encodeResult, encodeResultBytes]) {
          if (hasNull) expect(() => encode(runOf(strict), result)).toThrow(ResultError)
          else expect(new TextDecoder().decode(Buffer.from(encode(runOf(strict), result)))).toBe(written)
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('ServiceOutput of 3.x says null', () => {
  const nullable = { '3.0': { type: 'number', nullable: true }, '3.1': { type: ['number', 'null'] } } as const
  const number = (version: '3.0' | '3.1') => nullable[version]

  it.each(versions)('of floats and times alone, in %s', (version) => {
    const row = { f: 0.5, i: int(1), t: new Date(0), s: 'a', b: true }
    const { items } = outputOf(new PandasParameterType([row], { dtypes: { i: 'int8' } }), version) as { items: { properties: object } }
    const text = version === '3.0' ? { type: 'string', nullable: true } : { type: ['string', 'null'] }
    expect(items.properties).toMatchObject({
      f: number(version),
      i: { type: 'integer' },
      t: text,
      s: { type: 'string' },
      b: { type: 'boolean' },
    })
    expect(JSON.stringify(items.properties).match(/null/g)).toHaveLength(2)
  })

  it.each(versions)('with a declared range or list of values, in %s', (version) => {
    const range = { minimum: 0, maximum: 1 } as const
    expect(outputOf(numpy({ dtype: 'float32', shape: [null], ...range }), version)['items']).toMatchObject({ ...number(version), ...range })
    expect(outputOf(standard({ type: 'number', enum: [0, 1] }), version)).toMatchObject({ ...number(version), enum: [0, 1, null] })
    expect(problem(standard({ type: 'number', enum: [0, 1] }), null, version)).toBeUndefined()
  })

  it.each(versions)('of Spark’s doubles and timestamps, of lists and Arrow columns of floats, in %s', (version) => {
    const fields = [
      { name: 'd', type: 'double', nullable: false, metadata: {} },
      { name: 'l', type: { type: 'array', elementType: 'float', containsNull: false }, nullable: false, metadata: {} },
      { name: 'n', type: 'long', nullable: false, metadata: {} },
    ]
    const spark = new SparkParameterType({ schema: { type: 'struct', fields }, rows: [{ d: 1, l: [1], n: 1 }] })
    const { items } = outputOf(spark, version) as { items: { properties: object } }
    expect(items.properties).toMatchObject({ d: number(version), l: { items: number(version) }, n: { type: 'integer' } })
    const arrow = new PandasParameterType(new Table({ x: makeVector(Float32Array.of(1)) }))
    expect(problem(arrow, [{ x: null }], version)).toBeUndefined()
  })

  it('and ServiceInput does not, nor do the schemas of Swagger 2.0', () => {
    const type = new PandasParameterType([{ f: 0.5, t: new Date(0) }])
    const run = defineRun({ inputs: { frame: type }, output: type }, ({ frame }) => frame)
    for (const version of versions) {
      const document = generateSwagger(run, { version })
      expect(JSON.stringify(inlined(namedSchemas(document)['ServiceInput'], document))).not.toContain('null')
    }
    expect(JSON.stringify(getOutputSchema(run))).not.toContain('null')
    expect(JSON.stringify(generateSwagger(run).definitions?.['ServiceOutput'])).not.toContain('null')
  })
})

describe('an output that refuses NaN', () => {
  const frame = () => new PandasParameterType([{ f: 0.5, t: new Date(0) }], { nan: 'error' })
  const refused: readonly [string, AbstractParameterType, unknown, string][] = [
    ['NaN in an array', new NumpyParameterType([0.5], { nan: 'error' }), Float64Array.of(1, Number.NaN), '[1] is NaN'],
    ['an infinity', numpy({ dtype: 'float32', shape: [null], nan: 'error' }), [1, -Infinity], '[1] is -Infinity'],
    ['NaT', new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]', nan: 'error' }), BigInt64Array.of(NaT), '[0] is NaT'],
    ['a Date that is none', frame(), [{ f: 1, t: new Date(Number.NaN) }], '[0].t is '],
    [
      'NaN of a column',
      frame(),
      [
        { f: 0.5, t: new Date(0) },
        { f: Number.NaN, t: new Date(0) },
      ],
      '[1].f is NaN',
    ],
    ['NaN of a declared frame', pandas({ columns: { f: 'float32' }, nan: 'error' }), [{ f: Number.NaN }], '[0].f is NaN'],
    ['NaN of a value', standard({ type: 'number', nan: 'error' }), Number.NaN, 'the result is NaN'],
    ['NaN deep inside', new StandardPythonParameterType({ a: [0.5] }, { nan: 'error' }), { a: [1, Number.NaN] }, 'a[1] is NaN'],
    ['NaN that nothing describes', new StandardPythonParameterType({ a: 1 }, { nan: 'error' }), { a: 1, b: [Number.NaN] }, 'b[0] is NaN'],
  ]

  it.each(refused)('throws for %s, with its place', (_, type, result, message) => {
    for (const encode of [encodeResult, encodeResultBytes]) {
      expect(() => encode(runOf(type), result)).toThrow(ResultError)
      expect(() => encode(runOf(type), result)).toThrow(message)
    }
  })

  it('refuses it in the part that says so alone', () => {
    const type = new StandardPythonParameterType({ a: new NumpyParameterType([0.5], { nan: 'error' }), b: 0.5 })
    expect(encodeResult(runOf(type), { a: [1], b: Number.NaN })).toBe('{"a":[1],"b":null}')
    expect(() => encodeResult(runOf(type), { a: [Number.NaN], b: 1 })).toThrow('a[0] is NaN')
    const { properties } = outputOf(type, '3.1') as { properties: { a: { items: object }; b: object } }
    expect([properties.a.items, properties.b]).toMatchObject([{ type: 'number' }, { type: ['number', 'null'] }])
  })

  it('refuses it in Arrow, which has NaN', () => {
    const run = runOf(frame())
    expect(() => encodeArrow(run, [{ f: Number.NaN, t: new Date(0) }])).toThrow('[0].f is NaN')
    expect(() => encodeArrow(run, [{ f: 1, t: new Date(Number.NaN) }])).toThrow(ResultError)
    expect(tableFromIPC(encodeArrow(run, [{ f: 1, t: new Date(0) }])).numRows).toBe(1)
  })

  it('keeps null that is null, and texts about it', () => {
    const type = new PandasParameterType([{ f: 0.5, s: 'a' }], { columns: { f: { nullable: true } }, nan: 'error' })
    const rows = Array.from({ length: 20 }, () => ({ f: null, s: 'null' }))
    expect(new TextDecoder().decode(encodeResultBytes(runOf(type), rows))).toBe(JSON.stringify(rows))
    expect(problem(type, [{ f: null, s: 'null' }], '3.1')).toBeUndefined()
  })

  it('answers 500, and 200 with null where it does not say so', async () => {
    for (const [nan, status] of [
      ['error', 500],
      ['null', 200],
    ] as const) {
      const output = new NumpyParameterType([0.5], { nan })
      const server = await createServer({ run: defineRun({ inputs: { x: new NumpyParameterType([0.5]) }, output }, ({ x }) => x) })
      const answer = await server.inject({
        method: 'POST',
        url: '/score',
        headers: { 'content-type': 'application/json' },
        payload: '{"x":[null]}',
      })
      expect(answer.statusCode).toBe(status)
      if (nan === 'null') expect(answer.body).toBe('[null]')
      await server.close()
    }
  })

  it('knows no other words', () => {
    expect(() => new NumpyParameterType([0.5], { nan: 'throw' as never })).toThrow(SchemaDefinitionError)
    expect(() => standard({ type: 'number', nan: true as never })).toThrow('nan is true, expected "null" or "error"')
  })
})
