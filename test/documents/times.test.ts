import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { makeData, Table, TimestampMicrosecond, tableToIPC, Vector } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  date,
  decodePayload,
  inputSchema,
  NumpyParameterType,
  PandasParameterType,
  payloadSchema,
  StandardPythonParameterType,
  standard,
  validatePayload,
} from '../../src/index.js'
import { createServer } from '../../src/server/index.js'

const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false }))
const now = '2024-02-29T12:30:00.123987Z'
const cut = new Date('2024-02-29T12:30:00.123Z')

const runOf = (type: AbstractParameterType) => inputSchema('x', type, { index: 0 })((x: unknown) => x)
const received = (type: AbstractParameterType, json: unknown) => decodePayload(runOf(type), JSON.stringify({ x: json }))['x']
const schemaOf = (type: AbstractParameterType, target = 'draft-2020-12') => {
  const schema = payloadSchema(runOf(type))['~standard'].jsonSchema.input({ target }) as { properties: { x: Record<string, never> } }
  return schema.properties.x
}

describe('a Date takes what a client’s clock says, and cuts it below the millisecond', () => {
  const frame = (options = {}) => new PandasParameterType([{ at: new Date(0) }], options)

  it.each([
    ['a value', new StandardPythonParameterType(new Date(0)), now, cut],
    ['a declared value', standard({ type: 'string', format: 'date-time' }), now, cut],
    ['deep inside', new StandardPythonParameterType({ a: [new Date(0)] }), { a: [now] }, { a: [cut] }],
    ['a column', frame(), [{ at: now }], [{ at: cut }]],
    ['a column in another layout', frame(), { at: [now] }, [{ at: cut }]],
    ['a column by index', frame({ orient: 'index' }), { a: { at: now } }, [{ at: cut }]],
    ['a nullable column', frame({ columns: { at: { nullable: true } } }), [{ at: null }, { at: now }], [{ at: null }, { at: cut }]],
    ['numbers of a column', frame({ columns: { at: { epoch: 'us' } } }), [{ at: 1709209800123987 }], [{ at: cut }]],
    ['a column of columns', new PandasParameterType({ at: [new Date(0)] }), { at: [now] }, { at: [cut] }],
    ['unsafe casting', new StandardPythonParameterType(new Date(0), { casting: 'unsafe' }), now, cut],
    ['before 1970', new StandardPythonParameterType(new Date(0)), '1969-12-31T23:59:59.9999Z', new Date(-1)],
    ['another zone', new StandardPythonParameterType(new Date(0)), '2024-02-29T13:30:00.123987+01:00', cut],
  ])('%s', (_, type, sent, expected) => {
    expect(received(type, sent)).toEqual(expected)
    expect(decodePayload(runOf(type), { x: sent })['x']).toEqual(expected)
  })

  it('an array', () => {
    const array = received(new NumpyParameterType([new Date(0)]), [now]) as { data: BigInt64Array }
    expect([...array.data]).toEqual([BigInt(cut.getTime())])
  })

  it.each([null, 'UTC'])('an Arrow table, as it is and as a stream, of the zone %s', async (zone) => {
    const data = makeData({ type: new TimestampMicrosecond(zone), data: BigInt64Array.of(1_709_209_800_123_987n), length: 1 })
    const table = new Table({ at: new Vector([data]) })
    expect(decodePayload(runOf(frame()), { x: table })['x']).toEqual([{ at: cut }])
    const server = await createServer({ run: runOf(frame()) })
    const headers = { 'content-type': 'application/vnd.apache.arrow.stream' }
    const answer = await server.inject({ method: 'POST', url: '/score', headers, payload: Buffer.from(tableToIPC(table, 'stream')) })
    expect(answer.json()).toEqual([{ at: cut.toISOString() }])
    await server.close()
  })

  it('and the documents after 2.0 say so, of what is sent', () => {
    const type = frame()
    for (const target of ['draft-2020-12', 'openapi-3.0']) {
      expect(schemaOf(new StandardPythonParameterType(new Date(0)), target)['description']).toBe('Digits below the millisecond are cut.')
      expect(schemaOf(new NumpyParameterType([new Date(0)]), target)['items']).toMatchObject({
        description: 'Digits below the millisecond are cut.',
      })
      expect(JSON.stringify(schemaOf(type, target))).toContain('Digits below the millisecond are cut.')
    }
    expect(JSON.stringify(schemaOf(type, 'swagger-2.0'))).not.toContain('description')
  })

  it('no day is cut, and a declared unit is kept to', () => {
    expect(validatePayload(runOf(new StandardPythonParameterType(date('2024-02-29'))), { x: now })).toHaveProperty('issues')
    const declared = new PandasParameterType([{ at: new Date(0) }], { dtypes: { at: 'datetime64[ms]' } })
    expect(validatePayload(runOf(declared), { x: [{ at: now }] })).toMatchObject({ issues: [{ code: 'not_exact' }] })
  })
})

describe('datetime64 says in the documents after 2.0 what it takes', () => {
  const rules = {
    D: 'In whole days in UTC.',
    h: 'In whole hours in UTC.',
    m: 'In whole minutes.',
    s: 'In whole seconds.',
    ms: 'In whole milliseconds.',
    us: 'In whole microseconds.',
    ns: 'In whole nanoseconds, from 1677-09-21T00:12:43.145224193Z to 2262-04-11T23:47:16.854775807Z.',
    '25s': 'In whole steps of 25 seconds in UTC.',
  } as const
  const steps = { D: 86400n, h: 3600n, m: 60n, '25s': 25n, s: 1n } as const
  const fractions = { ms: 3, us: 6, ns: 9 } as const
  const units = Object.keys(rules) as (keyof typeof rules)[]
  const typesOf = (unit: string): readonly [AbstractParameterType, AbstractParameterType] => [
    new NumpyParameterType(['1970-01-01'], { dtype: `datetime64[${unit}]` }),
    new PandasParameterType([{ at: '1970-01-01' }], { dtypes: { at: `datetime64[${unit}]` } }),
  ]

  it.each(units)('datetime64[%s], in arrays and frames', (unit) => {
    const [array, frame] = typesOf(unit)
    for (const target of ['draft-2020-12', 'openapi-3.0']) {
      expect(schemaOf(array, target)['items']).toMatchObject({ type: 'string', format: 'date-time', description: rules[unit] })
      expect(JSON.stringify(schemaOf(frame, target))).toContain(JSON.stringify(rules[unit]))
    }
    expect(schemaOf(array, 'swagger-2.0')['items']).toEqual({ type: 'string', format: 'date-time' })
  })

  it('durations and times of day, too', () => {
    expect(schemaOf(new NumpyParameterType(['3 days'], { dtype: 'timedelta64[D]' }))['items']).toMatchObject({
      description: 'In whole days.',
    })
  })

  it('what fits the schema and these words is accepted, and nothing else that fits the schema', () => {
    const compiled = units.map((unit) => {
      const types = typesOf(unit).map((type) => ({ run: runOf(type), accepts: ajv.compile(schemaOf(type)) }))
      return { unit, types }
    })
    const seconds = fc.oneof(
      fc.integer({ min: -62135596800, max: 253402300799 }).map(BigInt),
      fc.integer({ min: -719000, max: 2900000 }).map((day) => BigInt(day) * 86400n),
      fc.integer({ min: -719000 * 24, max: 2900000 * 24 }).map((hour) => BigInt(hour) * 3600n),
    )
    const fraction = fc.constantFrom('', '', '.0', '.5', '.123', '.123000', '.123456', '.123456789', '.1234567890', '.1234567891')
    const zone = fc.constantFrom(0, 0, 0, 60, -330)
    fc.assert(
      fc.property(fc.constantFrom(...compiled), seconds, fraction, zone, ({ unit, types }, at, digits, minutes) => {
        const local = new Date(Number(at) * 1000 + minutes * 60_000)
        fc.pre(local.getTime() >= Date.UTC(1, 0, 1) - 2e15 && local.getUTCFullYear() >= 1 && local.getUTCFullYear() <= 9999)
        const absolute = Math.abs(minutes)
        const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(absolute / 60)).padStart(2, '0')}:${String(absolute % 60).padStart(2, '0')}`
        const text = `${local.toISOString().slice(0, 19)}${digits}${minutes === 0 ? 'Z' : offset}`
        const isWhole =
          unit in steps
            ? at % steps[unit as keyof typeof steps] === 0n && !/[1-9]/.test(digits)
            : !/[1-9]/.test(digits.slice(1 + fractions[unit as keyof typeof fractions]))
        const isInRange = unit !== 'ns' || (at > -9223372037n && at < 9223372036n)
        for (const [index, { run, accepts }] of types.entries()) {
          const x = index === 0 ? [text] : [{ at: text }]
          expect(accepts(x), text).toBe(true)
          expect(validatePayload(run, JSON.stringify({ x })).issues === undefined, `${unit} ${text}`).toBe(isWhole && isInRange)
        }
      }),
      { numRuns: 500 },
    )
  })
})
