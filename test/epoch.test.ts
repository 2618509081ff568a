import { Int64, Table, tableToIPC, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodePayload,
  encodeResult,
  encodeResultBytes,
  generateSwagger,
  inputSchema,
  invoke,
  NumpyParameterType,
  numpy,
  outputSchema,
  PandasParameterType,
  pandas,
  SchemaDefinitionError,
} from '../src/index.js'
import { orients } from './support/arbitraries.js'
import { decodeText, messages, validate } from './support/decode.js'
import { exampleProblem, inlined } from './support/schemas.js'

/** Units, each with a number of it and the nanoseconds that it stands for. */
const units = [
  ['s', 1709208000, 1709208000000000000n],
  ['ms', 1709208000123, 1709208000123000000n],
  ['us', 1709208000123456, 1709208000123456000n],
  ['ns', 1709208000123456789n, 1709208000123456789n],
] as const

const kinds = ['records', 'columns', 'pairs', 'arrow'] as const
const frameOf = (column: object, options: object = {}) => pandas({ columns: { at: column as { dtype: string } }, ...options })
const encode = (type: PandasParameterType<unknown> | NumpyParameterType, result: unknown) =>
  encodeResult(
    outputSchema(type)(() => undefined),
    result,
  )
/** What a text gives, as text and as bytes. */
const both = (type: PandasParameterType<unknown>, data: string) =>
  [`{"data": ${data}}`, new TextEncoder().encode(`{"data": ${data}}`)].map((payload) => validate(type, payload))

describe('numbers for times', () => {
  it.each(units)('count %s since 1970 where that is declared', (epoch, number, count) => {
    const type = frameOf({ dtype: 'datetime64[ns]', epoch })
    for (const { value, issues } of both(type as never, `[{"at": ${number}}, {"at": -${number}}, {"at": 0}]`)) {
      expect(issues).toEqual([])
      expect(value).toEqual([{ at: count }, { at: -count }, { at: 0n }])
    }
    if (typeof number === 'number') expect(type.deserializeInput([{ at: number }])).toEqual([{ at: count }])
  })

  it.each(units)('count %s of a duration', (epoch, number, count) => {
    const type = frameOf({ dtype: 'timedelta64[ns]', epoch })
    expect(decodeText(type, `[{"at": ${number}}]`)).toEqual([{ at: count }])
    expect(decodeText(type, '[{"at": "1 days"}]')).toEqual([{ at: 86_400_000_000_000n }])
  })

  it.each(units)('are elements of arrays in %s', (epoch, number, count) => {
    for (const dtype of ['datetime64[ns]', 'timedelta64[ns]']) {
      const type = numpy({ dtype: { dtype, epoch }, shape: [null, 1] })
      const { data } = decodeText(type, `[[${number}], [0]]`) as { data: unknown }
      expect(data).toEqual(BigInt64Array.of(count, 0n))
      expect(encode(type as never, [[count]])).toBe(`[[${number}]]`)
    }
  })

  it('may come as integers of an Arrow body', () => {
    const body = tableToIPC(new Table({ at: vectorFromArray([5n], new Int64()) }), 'stream')
    const received = (column: object) =>
      decodePayload(
        inputSchema('data', frameOf(column))((data: unknown) => data),
        body,
        { contentType: 'application/vnd.apache.arrow.stream' },
      )
    expect(received({ dtype: 'datetime64[ns]', epoch: 'ms' })).toEqual({ data: [{ at: 5_000_000n }] })
    expect(() => received({ dtype: 'datetime64[ns]' })).toThrow('data.at is a column of int64, expected a column of datetime64[ns]')
  })

  it('stand beside text', () => {
    const type = frameOf({ dtype: 'datetime64[ms]', epoch: 's' })
    expect(decodeText(type, '[{"at": "1970-01-01T00:00:00.5Z"}, {"at": 1}]')).toEqual([{ at: 500n }, { at: 1000n }])
  })

  it.each(kinds)('are read into frames of %s in every orient, and written again', (as) => {
    for (const orient of orients) {
      const type = frameOf(
        { dtype: 'datetime64[ns, UTC]', epoch: 'ms', nullable: true },
        { as, orient },
      ) as never as PandasParameterType<unknown>
      const text = encode(type, [{ at: 1709208000123000000n }, { at: null }, { at: -1000000n }])
      expect(text).toContain('1709208000123')
      for (const { value, issues } of both(type, text)) {
        expect(issues).toEqual([])
        expect(encode(type, value)).toBe(text)
        expect(
          new TextDecoder().decode(
            encodeResultBytes(
              outputSchema(type)(() => undefined),
              value,
            ),
          ),
        ).toBe(text)
      }
      expect(validate(type, { data: JSON.parse(text) }).issues).toEqual([])
    }
  })

  it.each<[string, (at: unknown) => unknown]>([
    ['records', (at) => [{ at }]],
    ['columns', (at) => ({ at: [at] })],
    ['a typed array', (at) => ({ at: Float64Array.of(Number(at)) })],
    ['pairs', (at) => [['at', [at]]]],
  ])('may be shown in a sample of %s', (_, sample) => {
    const options = { dtypes: { at: { dtype: 'datetime64[ns]', epoch: 'ms' } } }
    const type = new PandasParameterType<unknown>(sample(1709208000123), options as object)
    const schema = type.inputToSwagger()
    expect(schema.example).toEqual([{ at: 1709208000123 }])
    expect(exampleProblem(schema)).toBeUndefined()
    expect(messages(type, schema.example)).toEqual([])
  })

  it.each(kinds)('may be examples and defaults of declared columns, in frames of %s', (as) => {
    const type = frameOf({ dtype: 'datetime64[ns]', epoch: 'ms', example: 1709208000123, default: 5 }, { as })
    expect(type.inputToSwagger().example).toEqual([{ at: 1709208000123 }])
    expect(encode(type as never, decodeText(type, '[{}, {"at": 1}]'))).toBe('[{"at":5},{"at":1}]')
    expect(frameOf({ dtype: 'timedelta64[ns]', epoch: 's' }, { as, example: [{ at: 60 }] }).inputToSwagger().example).toEqual([{ at: 60 }])
  })

  it('are whole in examples, which Swagger 2.0 describes as integers, and in defaults', () => {
    for (const type of [
      new PandasParameterType([{ at: 1500n }], { dtypes: { at: { dtype: 'datetime64[ms]', epoch: 's' } } }),
      new PandasParameterType([{ at: new Date(1500) }], { dtypes: { at: { epoch: 's' } } }),
      new PandasParameterType([{ at: 1500n }], { dtypes: { at: { dtype: 'timedelta64[ms]', epoch: 's' } } }),
    ]) {
      expect(type.inputToSwagger().example).toEqual([{ at: 1 }])
      expect(exampleProblem(type.inputToSwagger())).toBeUndefined()
    }
    const before = new NumpyParameterType([-1n], { dtype: { dtype: 'datetime64[ns]', epoch: 'ms' } })
    expect(before.inputToSwagger().example).toEqual([-1])
    expect(() => frameOf({ dtype: 'datetime64[ns]', epoch: 'ms', example: 0, default: 5n })).toThrow(
      'the column "at" has the default 5, expected a whole number of milliseconds',
    )
  })

  it('are for no months and years of a duration, which have no fixed length', () => {
    for (const dtype of ['timedelta64[M]', 'timedelta64[Y]']) {
      expect(() => frameOf({ dtype, epoch: 'ms' })).toThrow(
        `epoch is for datetime64, and for timedelta64 of a fixed length, and the dtype is ${dtype}`,
      )
      expect(messages(frameOf({ dtype }), [{ at: 5 }])).toEqual([expect.not.stringContaining('epoch')])
    }
  })

  it('are written as text where 64 bits do not hold them, so that they can be read', () => {
    const type = numpy({ dtype: { dtype: 'datetime64[D]', epoch: 'ns' }, shape: [null] })
    const text = encode(type as never, decodeText(type, '["9999-12-31", 0]'))
    expect(text).toBe('["9999-12-31T00:00:00Z",0]')
    expect(encode(type as never, decodeText(type, text))).toBe(text)
  })

  it('become Dates of every year that a Date holds', () => {
    const type = new PandasParameterType([{ at: new Date(0) }], { dtypes: { at: { epoch: 'ms' } } })
    for (const at of [8.64e15, -8.64e15, Date.UTC(10000, 0)]) {
      expect(type.deserializeInput([{ at }])).toEqual([{ at: new Date(at) }])
      expect(encode(type as never, [{ at: new Date(at) }])).toBe(`[{"at":${at}}]`)
    }
    expect(messages(type, [{ at: 8.64e15 + 1 }])).toEqual([expect.stringContaining('since 1970 (datetime64[ms]) that a Date can hold')])
  })

  it('are named in the way to allow null', () => {
    const column = frameOf({ dtype: 'datetime64[ns]', epoch: 'ms' })
    expect(messages(column, [{ at: null }])).toEqual([
      expect.stringContaining('null only with columns: { "at": { dtype: "datetime64[ns]", epoch: "ms", nullable: true } }'),
    ])
    expect(messages(numpy({ dtype: { dtype: 'timedelta64[s]', epoch: 'ms' }, shape: [null] }), [null])).toEqual([
      expect.stringContaining('null only with dtype: { dtype: "timedelta64[s]", epoch: "ms", nullable: true }'),
    ])
  })

  it('become Dates where the sample shows Dates', () => {
    const type = new PandasParameterType([{ at: new Date(0) }], { dtypes: { at: { epoch: 'ms' } } })
    const at = new Date('2024-02-29T12:00:00.123Z')
    expect(type.deserializeInput([{ at: at.getTime() }, { at: at.toISOString() }])).toEqual([{ at }, { at }])
    expect(encode(type as never, [{ at }])).toBe('[{"at":1709208000123}]')
  })

  it('are refused where they are finer than the unit, out of range, or no integers', () => {
    expect(messages(frameOf({ dtype: 'datetime64[s]', epoch: 'ms' }), [{ at: 1500 }])).toEqual([
      expect.stringContaining('in whole seconds'),
    ])
    expect(messages(frameOf({ dtype: 'datetime64[ns]', epoch: 's' }), [{ at: 2 ** 52 }])).toEqual([expect.stringContaining('64 bits')])
    for (const at of [1.5, true, '12'])
      expect(messages(frameOf({ dtype: 'datetime64[ns]', epoch: 'ms' }), [{ at }])).toEqual([
        expect.stringContaining('or a whole number of milliseconds since 1970 (datetime64[ns])'),
      ])
    expect(decodeText(frameOf({ dtype: 'datetime64[s]', epoch: 'ms' }, { casting: 'unsafe' }), '[{"at": 1500}]')).toEqual([{ at: 1n }])
  })

  it.each(['datetime64[ns]', 'datetime64[ms, UTC]', 'timedelta64[ns]'])(
    'are refused for %s without a unit, which names what either side can do',
    (dtype) => {
      const hint = /; numbers only with epoch: "ms" \(or "s", "us", "ns"\) beside the dtype; pandas writes text with date_format="iso"$/
      for (const as of kinds) expect(messages(frameOf({ dtype }, { as }), [{ at: 1709208000000 }])).toEqual([expect.stringMatching(hint)])
      const array = dtype.includes('UTC') ? [] : messages(numpy({ dtype, shape: [null] }), [1709208000000])
      for (const message of array) expect(message).toMatch(hint)
    },
  )

  it('are counts of the dtype’s own unit in unsafe casting without a unit, as in pandas', () => {
    expect(decodeText(frameOf({ dtype: 'datetime64[s]' }, { casting: 'unsafe' }), '[{"at": 5}]')).toEqual([{ at: 5n }])
    expect(decodeText(frameOf({ dtype: 'datetime64[s]', epoch: 'ms' }, { casting: 'unsafe' }), '[{"at": 5000}]')).toEqual([{ at: 5n }])
  })

  it.each<[string, object, string]>([
    [
      'another dtype',
      { dtype: 'int64', epoch: 'ms' },
      'epoch is for datetime64, and for timedelta64 of a fixed length, and the dtype is int64',
    ],
    ['another unit', { dtype: 'datetime64[ns]', epoch: 'h' }, 'epoch is "h", expected ms, s, us or ns'],
  ])('cannot be declared for %s', (_, column, message) => {
    expect(() => frameOf(column)).toThrow(new SchemaDefinitionError(message))
    expect(() => numpy({ dtype: column as never, shape: [null] })).toThrow(new SchemaDefinitionError(message))
  })

  it('are called for by defaults and examples of the same kind', async () => {
    const type = frameOf({ dtype: 'datetime64[ms]', epoch: 'ms', default: '1970-01-01T00:00:01Z' })
    const run = inputSchema('data', type)((data: unknown) => data)
    expect(await invoke(run, { data: [{}] })).toEqual([{ at: 1000n }])
    expect(exampleProblem(type.inputToSwagger())).toBeUndefined()
  })
})

describe('results with numbers for times', () => {
  it('are text where the number would lose digits', () => {
    const type = frameOf({ dtype: 'datetime64[ns]', epoch: 'ms' }) as never as PandasParameterType<unknown>
    const text = encode(type, [{ at: 1_000_000n }, { at: 1_000_001n }])
    expect(text).toBe('[{"at":1},{"at":"1970-01-01T00:00:00.001000001Z"}]')
    expect(decodeText(type, text)).toEqual([{ at: 1_000_000n }, { at: 1_000_001n }])
  })

  it('are null for NaT', () => {
    const type = numpy({ dtype: { dtype: 'datetime64[s]', epoch: 's', nullable: true }, shape: [null] })
    expect(encode(type as never, BigInt64Array.of(-(2n ** 63n), 5n))).toBe('[null,5]')
  })

  it('come back from any of them', () => {
    const time = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n })
    fc.assert(
      fc.property(
        fc.array(fc.option(time), { minLength: 1 }),
        fc.constantFrom('s', 'ms', 'us', 'ns'),
        fc.constantFrom(...orients),
        (cells, epoch, orient) => {
          for (const dtype of ['datetime64[ns]', 'timedelta64[ns]']) {
            const type = frameOf({ dtype, epoch, nullable: true }, { orient }) as never as PandasParameterType<unknown>
            const rows = cells.map((at) => ({ at }))
            expect(decodeText(type, encode(type, rows))).toEqual(rows)
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('the document', () => {
  const number = { type: 'integer', format: 'int64', description: 'Milliseconds since 1970-01-01T00:00:00Z.' }

  it('says the number in Swagger 2.0, and both later', () => {
    const run = inputSchema('data', frameOf({ dtype: 'datetime64[ns]', epoch: 'ms' }))((data: unknown) => data)
    const propertyOf = (version: '2.0' | '3.0' | '3.1') => {
      const document = generateSwagger(run, { version }) as unknown as Record<string, Record<string, Record<string, unknown>>>
      const schemas = (version === '2.0' ? document['definitions'] : document['components']?.['schemas']) as Record<string, unknown>
      const input = inlined(schemas['ServiceInput'], document) as { properties: { data: { items: { properties: { at: unknown } } } } }
      return input.properties.data.items.properties.at
    }
    expect(propertyOf('2.0')).toEqual(number)
    for (const version of ['3.0', '3.1'] as const)
      expect(propertyOf(version)).toMatchObject({ anyOf: [number, { type: 'string', format: 'date-time' }] })
  })

  it.each(orients)('shows a number, which the service takes, in orient %s', (orient) => {
    for (const dtype of ['datetime64[ns]', 'timedelta64[ns]']) {
      const type = frameOf({ dtype, epoch: 'ms' }, { orient })
      expect(exampleProblem(type.inputToSwagger())).toBeUndefined()
      expect(messages(type, type.inputToSwagger().example)).toEqual([])
    }
  })

  it('says null beside them', () => {
    const type = frameOf({ dtype: 'datetime64[ns]', epoch: 'ms', nullable: true })
    expect(JSON.stringify(type['~standard'].jsonSchema.input({ target: 'draft-2020-12' }))).toContain('null')
    expect(JSON.stringify(type.inputToSwagger())).toContain('"x-nullable":true')
  })

  it('of an array says them, too', () => {
    const type = numpy({ dtype: { dtype: 'timedelta64[ms]', epoch: 's' }, shape: [null] })
    expect(type.inputToSwagger()).toMatchObject({ items: { type: 'integer', format: 'int64', description: 'Seconds.' } })
  })
})

describe('a date with one digit for month or day', () => {
  it('is a date, as in the scripts that AutoML writes', () => {
    const type = new PandasParameterType([{ date: '2000-1-1', n: 1 }], { dtypes: { date: 'datetime64[ns]' } })
    expect(type.inputToSwagger().example).toEqual([{ date: '2000-01-01T00:00:00.000Z', n: 1 }])
    expect(type.deserializeInput([{ date: '2024-2-9', n: 1 }])).toEqual([{ date: 1707436800000000000n, n: 1 }])
    const { data } = decodeText(new NumpyParameterType(['2000-1-1'], { dtype: 'datetime64[D]' }), '["1970-1-2", "1970-01-3"]') as {
      data: unknown
    }
    expect(data).toEqual(BigInt64Array.of(1n, 2n))
  })

  it.each(['2000-0-1', '2000-13-1', '2000-2-30', '2000-1-', '2000-1-001', '20-1-1'])(
    'is refused where there is no such day: %s',
    (date) => {
      expect(messages(new PandasParameterType([{ date: '2000-1-1' }], { dtypes: { date: 'datetime64[ns]' } }), [{ date }])).toHaveLength(1)
    },
  )
})
