import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  date,
  defineRun,
  generateSwagger,
  getInputSchema,
  inputSchema,
  int,
  NumpyParameterType,
  numpy,
  PandasParameterType,
  pandas,
  payloadSchema,
  StandardPythonParameterType,
  standard,
  validatePayload,
} from '../../src/index.js'
import { namedSchemas } from '../support/schemas.js'

const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false, ownProperties: true }))
// As OpenAPI's registry of formats says them. The lowest int64 is a double, which JavaScript writes as an integer below it.
ajv.addFormat('int64', { type: 'number', validate: (value) => Number.isInteger(value) && value > -(2 ** 63) && value < 2 ** 63 })
ajv.addFormat('uint64', { type: 'number', validate: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 64 })

type Orient = 'records' | 'index' | 'columns' | 'split' | 'values' | 'table'

/** Compiled once for each type, which takes longer than all else. */
const compiled = new WeakMap<AbstractParameterType, { run: (value: unknown) => unknown; accepts: ValidateFunction }>()

function compile(type: AbstractParameterType): { run: (value: unknown) => unknown; accepts: ValidateFunction } {
  const known = compiled.get(type)
  if (known !== undefined) return known
  const run = inputSchema('data', type, { index: 0 })((value: unknown) => value)
  const { $schema: _, ...schema } = payloadSchema(run)['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
  const made = { run, accepts: ajv.compile(schema) }
  compiled.set(type, made)
  return made
}

/** Whether a payload fits, by the schema of OpenAPI 3.1, and by the service itself, which reads the JSON text. */
function judges(type: AbstractParameterType, data: unknown): { schema: boolean; service: boolean; why: string } {
  const { run, accepts } = compile(type)
  const text = JSON.stringify({ data })
  const { issues } = validatePayload(run, text)
  const schema = accepts(JSON.parse(text))
  return { schema, service: issues === undefined, why: `${text}: ${ajv.errorsText(accepts.errors)} | ${issues?.[0]?.message}` }
}

function agree(type: AbstractParameterType, data: unknown): void {
  const { schema, service, why } = judges(type, data)
  expect(schema, why).toBe(service)
}

const integer = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -(2 ** 33), max: 2 ** 33 }))
const number = fc.oneof(
  integer,
  fc.double({ min: -1e30, max: 1e30, noNaN: true }).map((value) => value + 0),
)
const text = fc.string({ maxLength: 5 })
const instant = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((value) => value.toISOString())
const calendarDay = instant.map((value) => value.slice(0, 10))
/** What JSON may hold, null apart: what null means is said below. */
const anything = fc.oneof(number, text, fc.boolean(), fc.constant([]), fc.constant({}), fc.constant([1]), fc.constant({ a: 1 }))

/** dtypes with the values that a request has for them. */
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int8: integer,
  int32: integer,
  int64: integer,
  uint16: integer,
  float32: number,
  float64: number,
  str: text,
  '<U3': text,
  'datetime64[ms]': instant,
}
const dtypeValue = fc
  .constantFrom(...Object.keys(values))
  .chain((dtype) => fc.tuple(fc.constant(dtype), mostly(values[dtype] as fc.Arbitrary<unknown>)))

/** Mostly values of a kind, and now and then something else. */
function mostly(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: good }, { weight: 1, arbitrary: anything })
}

const emptySample = (dtype: string) =>
  dtype === 'bool' ? false : dtype === 'str' || dtype === '<U3' ? '' : dtype.startsWith('date') ? '2024-01-01' : 0

describe('a payload fits the schema of OpenAPI 3.1 exactly when the service accepts it', () => {
  it('for tensors', () => {
    const widths = fc.array(fc.constantFrom(2, 2, 2, 1, 3), { maxLength: 3 })
    fc.assert(
      fc.property(dtypeValue, widths, ([dtype, value], rows) => {
        const type = new NumpyParameterType([[emptySample(dtype), emptySample(dtype)]], { dtype })
        agree(
          type,
          rows.map((width) => Array.from({ length: width }, () => value)),
        )
        agree(type, value)
        agree(type, [value])
      }),
      { numRuns: 300 },
    )
  })

  it.each(['records', 'index', 'columns', 'split', 'values'] as const)('for frames in orient %s', (orient) => {
    const column = (dtype: string) => mostly(values[dtype] as fc.Arbitrary<unknown>)
    const row = fc.record({ a: column('int8'), b: column('str'), c: column('bool') })
    const lack = fc.constantFrom(undefined, undefined, undefined, 'a', 'more')
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), lack, (rows, change) => {
        const type = new PandasParameterType([{ a: 0, b: '', c: true }], { orient, dtypes: { a: 'int8', b: 'str' } })
        const changed = rows.map((cells) => {
          if (change === 'more') return { ...cells, more: 1 }
          const { a, ...rest } = cells
          return change === 'a' ? rest : { a, ...rest }
        })
        const names = Object.keys(changed[0] ?? {})
        const cells = changed.map((cellsOf) => Object.values(cellsOf))
        const byLabel = (list: readonly unknown[]) => Object.fromEntries(list.map((item, index) => [`row${index}`, item]))
        const layouts = {
          records: changed,
          index: byLabel(changed),
          columns: Object.fromEntries(
            names.map((name) => [name, byLabel(changed.map((cellsOf) => (cellsOf as Record<string, unknown>)[name]))]),
          ),
          split: { columns: names, index: changed.map((_, index) => index), data: cells },
          values: cells,
        }
        agree(type, layouts[orient])
      }),
    )
  })

  it('for columns that are nullable, categories, nested values and shapes that are not enforced', () => {
    const rows = [
      { kind: 'x', n: int(1), list: [1], nested: { on: true } },
      { kind: 'y', n: null, list: [2], nested: { on: false } },
    ]
    const type = new PandasParameterType(rows, { dtypes: { kind: 'category' } })
    const loose = new PandasParameterType([{ a: 1, b: 'x' }], { enforceShape: false })
    const row = fc.record(
      {
        kind: fc.constantFrom('x', 'y', 'z', 1),
        n: fc.oneof(integer, fc.constant(null), fc.constant(0.5)),
        list: fc.array(fc.oneof(number, fc.constant('x')), { maxLength: 2 }),
        nested: fc.oneof(fc.record({ on: fc.boolean() }), fc.constant({}), fc.record({ on: fc.boolean(), more: number })),
      },
      { requiredKeys: ['kind', 'n', 'list'] },
    )
    fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 2 }), (given) => agree(type, given)))
    const partial = fc.record({ a: mostly(number), b: mostly(text), c: anything }, { requiredKeys: [] })
    fc.assert(fc.property(partial, (given) => agree(loose, [given])))
  })

  it('for integers that are received as numbers, at the edges of what is exact', () => {
    const edges = fc.constantFrom(...[0, 2 ** 53 - 1, 2 ** 53, -(2 ** 53) + 1, -(2 ** 53), 2 ** 60, 127, 128, -129])
    const types: readonly [AbstractParameterType, (value: number) => unknown][] = [
      [new StandardPythonParameterType(int(5)), (value) => value],
      [new PandasParameterType([{ a: int(5) }]), (a) => [{ a }]],
      [new PandasParameterType([{ a: int(5) }], { dtypes: { a: 'int8' } }), (a) => [{ a }]],
      [new PandasParameterType([{ a: int(5) }], { dtypes: { a: 'uint64' } }), (a) => [{ a }]],
      [new PandasParameterType([{ a: int(5) }], { columns: { a: { minimum: -128 } } }), (a) => [{ a }]],
      [new PandasParameterType({ a: [int(5)] }, { orient: 'values' }), (a) => [[a]]],
    ]
    for (const [type, payload] of types) fc.assert(fc.property(edges, (value) => agree(type, payload(value))))
  })

  it('for plain values of every kind, lists and objects of them', () => {
    const samples: readonly [unknown, fc.Arbitrary<unknown>][] = [
      [0.5, number],
      [int(5), number],
      [5n, number],
      ['a', text],
      [true, fc.boolean()],
      [new Date(0), instant],
      [date('2024-02-29'), calendarDay],
      [[1, 'a'], fc.array(fc.oneof(number, text, fc.boolean()))],
      [{ a: 1, b: ['x'] }, fc.record({ a: mostly(number), b: mostly(fc.array(mostly(text))) }, { requiredKeys: ['a'] })],
      [[{ a: 1 }, { b: 'x' }], fc.array(fc.record({ a: mostly(number), b: mostly(text) }, { requiredKeys: [] }))],
      [[1, null], fc.array(fc.oneof(number, fc.constant(null), text))],
    ]
    for (const [sample, good] of samples) {
      const type = new StandardPythonParameterType(sample)
      fc.assert(fc.property(mostly(good), (value) => agree(type, value)))
    }
  })
})

describe('a request is taken exactly when the document of OpenAPI 3.1 takes it, with what it refers to', () => {
  /** A type, and what is sent for it. */
  type Kind = readonly [make: () => AbstractParameterType, value: fc.Arbitrary<unknown>]
  const bounds = fc.constantFrom<object>({ minimum: -1 }, { maximum: 100 }, { minimum: 0, maximum: 1 }, { enum: [0, 1] })
  const maybe = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0, 1, -1, 0.5, 101) }, { weight: 1, arbitrary: fc.constant(null) })
  const numeric = fc.constantFrom('float32', 'float64', 'int8', 'uint16', 'int64')

  const tensors = dtypeValue.map(
    ([dtype]): Kind => [
      () => new NumpyParameterType([[emptySample(dtype)]], { dtype }),
      fc.array(mostly(values[dtype] as fc.Arbitrary<unknown>).map((value) => [value])),
    ],
  )
  const ranges = fc.tuple(numeric, bounds, fc.boolean()).map(([dtype, range, nullable]): Kind => {
    // Integers have no place for null.
    const spec = nullable && dtype.startsWith('float') ? { dtype, nullable } : dtype
    return [() => numpy({ dtype: spec, shape: [null], ...range } as never), fc.array(maybe)]
  })
  const columns = fc.tuple(numeric, bounds, fc.boolean()).map(([dtype, range, nullable]): Kind => {
    const type = () => pandas({ columns: { a: { dtype, nullable, ...range }, b: 'str' } as never })
    return [type, fc.array(fc.record({ a: maybe, b: mostly(text) }), { minLength: 1, maxLength: 3 })]
  })
  const frames = fc.tuple(fc.constantFrom(...Object.keys(values)), fc.constantFrom('records', 'index')).map(([dtype, orient]): Kind => {
    const row = fc.record({ a: mostly(values[dtype] as fc.Arbitrary<unknown>), b: mostly(text) })
    const rows = orient === 'records' ? fc.array(row, { minLength: 1, maxLength: 3 }) : row.map((only) => ({ x: only }))
    return [() => new PandasParameterType([{ a: emptySample(dtype), b: '' }], { dtypes: { a: dtype }, orient: orient as Orient }), rows]
  })
  const plain = fc.constantFrom<Kind>(
    [() => new StandardPythonParameterType({ a: 1, b: ['x'] }), fc.record({ a: mostly(number), b: fc.array(mostly(text)) })],
    [() => new StandardPythonParameterType([{ a: int(1) }]), fc.array(fc.record({ a: mostly(integer) }))],
    [() => new StandardPythonParameterType(new Date(0)), mostly(instant)],
    [() => standard({ type: 'integer', minimum: 0, nullable: true }), mostly(maybe)],
  )

  it('whatever the types, of several parameters', () => {
    const kind = fc.oneof(tensors, ranges, columns, frames, plain)
    const cases = fc
      .tuple(kind, kind)
      .chain(([[first, one], [second, other]]) =>
        fc.tuple(fc.constant([first, second] as const), fc.array(fc.record({ one, other }), { minLength: 1, maxLength: 5 })),
      )
    const outcomes = new Set<boolean>()
    fc.assert(
      fc.property(cases, ([[first, second], requests]) => {
        const run = defineRun({ inputs: { one: first(), other: second() } }, ({ one }) => one)
        const schemas = namedSchemas(generateSwagger(run, { version: '3.1' }))
        const accepts = ajv.compile({ $ref: '#/components/schemas/ServiceInput', components: { schemas } })
        for (const request of requests) {
          const json = JSON.stringify(request)
          const isTaken = validatePayload(run, json).issues === undefined
          outcomes.add(isTaken)
          // null for NaN is the exception of floats without a range: none is sent there.
          expect(accepts(JSON.parse(json)), `${json}: ${ajv.errorsText(accepts.errors)}: ${JSON.stringify(schemas)}`).toBe(isTaken)
        }
        const { examples = [] } = schemas['ServiceInput'] as { examples?: unknown[] }
        for (const example of examples) expect(accepts(example), JSON.stringify(example)).toBe(true)
      }),
      { numRuns: 150 },
    )
    expect(outcomes.size).toBe(2)
  })
})

/** What a frame with the columns a (numbers) and b (texts) may hold, right and wrong, by orient. */
function framesIn(orient: Orient): fc.Arbitrary<unknown> {
  const label = fc.constantFrom('r', 's', '0', '1.5')
  const name = fc.constantFrom('a', 'a', 'b', 'b', 'c', 'index')
  const cell = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(5, 'x') }, { weight: 1, arbitrary: anything })
  const byLabel = (values: fc.Arbitrary<unknown>) => fc.dictionary(label, values, { maxKeys: 2 })
  const good = fc.record({ a: fc.constant(1), b: fc.constant('x') })
  const record = fc.oneof(
    good,
    good.chain((cells) => cell.map((index) => ({ ...cells, index }))),
    fc.record({ a: cell, b: cell, c: cell, index: cell, id: cell }, { requiredKeys: [] }),
  )
  const row = fc.oneof(fc.constant([1, 'x']), fc.array(cell, { maxLength: 3 }))
  switch (orient) {
    case 'records':
      return fc.array(record, { maxLength: 3 })
    case 'index':
      return byLabel(record)
    case 'columns':
      return fc.oneof(
        fc.record({ a: byLabel(fc.constant(1)), b: byLabel(fc.constant('x')) }),
        fc.record({ a: fc.constant({ r: 1 }), b: fc.constant({ r: 'x' }), c: anything }, { requiredKeys: ['a', 'b'] }),
        fc.dictionary(name, byLabel(cell), { maxKeys: 3 }),
      )
    case 'values':
      return fc.array(row, { maxLength: 3 })
    case 'split':
      return fc.record({
        columns: fc.oneof(fc.constant(['a', 'b']), fc.array(name, { maxLength: 3 })),
        index: fc.oneof(fc.array(fc.integer(), { maxLength: 2 }), fc.array(anything, { maxLength: 2 })),
        data: fc.array(row, { maxLength: 2 }),
      })
    case 'table':
      return fc.record({
        schema: fc.record({
          fields: fc.constant([]),
          primaryKey: fc.oneof(fc.constant(['index']), fc.array(fc.constantFrom('index', 'id', 'a'), { maxLength: 2 })),
          pandas_version: fc.constant('1.4.0'),
        }),
        data: fc.array(record, { maxLength: 2 }),
      })
  }
}

/** What the description of a frame with the columns a (numbers) and b (texts) says in words, of data that fit its schema. */
function keepsToWords(orient: Orient, enforceShape: boolean, data: never): boolean {
  const same = (sizes: readonly unknown[]) => new Set(sizes.map((size) => JSON.stringify(size))).size <= 1
  const inAll = (rows: readonly object[]) => ['a', 'b'].every((name) => same(rows.map((row) => Object.hasOwn(row, name))))
  if (orient === 'columns') return same(Object.values(data).map((column) => Object.keys(column as object).sort()))
  if (orient === 'split') {
    const { columns, index, data: rows } = data as { columns: string[]; index: unknown[]; data: unknown[][] }
    const types: Readonly<Record<string, string>> = { a: 'number', b: 'string' }
    const fits = (row: readonly unknown[]) =>
      row.length === columns.length && row.every((cell, position) => (types[columns[position] ?? ''] ?? typeof cell) === typeof cell)
    return index.length === rows.length && (enforceShape || rows.every(fits))
  }
  if (enforceShape) return true
  if (orient === 'values') return same((data as unknown[][]).map((row) => row.length))
  const rows = orient === 'table' ? (data as { data: object[] }).data : Object.values(data)
  return inAll(rows as object[])
}

describe('what fits the schema of a frame in OpenAPI 3.1, and the words in its description, the service accepts', () => {
  const orients = ['records', 'index', 'columns', 'split', 'values', 'table'] as const
  it.each(orients.flatMap((orient) => [true, false].map((enforceShape) => [orient, enforceShape] as const)))(
    'in orient %s, with enforceShape %s',
    (orient, enforceShape) => {
      const type = new PandasParameterType([{ a: 1, b: 'x' }], { orient, enforceShape })
      fc.assert(
        fc.property(framesIn(orient), (data) => {
          const { schema, service, why } = judges(type, data)
          const fits = schema && keepsToWords(orient, enforceShape, data as never)
          // Nothing else that fits the schema is accepted: the words are true.
          if (schema) expect(service, why).toBe(fits)
        }),
        { numRuns: 500 },
      )
    },
  )

  it.each([
    ['columns', true, 'Every column has the same row labels.'],
    ['columns', false, 'Every column has the same row labels.'],
    ['split', true, 'There are as many labels in index as rows in data.'],
    ['values', false, 'Every row has the same number of cells.'],
    ['records', false, 'A column of the sample that one row has, every row has.'],
    ['records', true, undefined],
  ] as const)('says so: %s, with enforceShape %s', (orient, enforceShape, description) => {
    const type = new PandasParameterType([{ a: 1 }], { orient, enforceShape })
    for (const target of ['draft-2020-12', 'openapi-3.0'])
      expect(type['~standard'].jsonSchema.input({ target })['description']).toBe(description)
    expect(type['~standard'].jsonSchema.input({ target: 'swagger-2.0' })).not.toHaveProperty('description')
  })

  it('says how large its example was, too', () => {
    const rows = Array.from({ length: 20_000 }, () => ({ a: 1 }))
    const { description } = new PandasParameterType(rows, { orient: 'columns' })['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
    expect(description).toMatch(/^Every column has the same row labels\. The example/)
  })
})

it('null for an optional parameter, which is then left out, fits both', () => {
  const types = {
    number: new StandardPythonParameterType(1),
    list: new StandardPythonParameterType([1, 'a']),
    array: new NumpyParameterType([1]),
    frame: new PandasParameterType([{ a: 1 }]),
  }
  for (const type of Object.values(types)) {
    const run = inputSchema('data', type, { optional: true })((data?: unknown) => data)
    const { $schema: _, ...schema } = payloadSchema(run)['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
    expect([ajv.validate(schema, { data: null }), validatePayload(run, { data: null })]).toEqual([true, { value: {} }])
    agree(type, null)
  }
})

describe('the service accepts more than its schema says', () => {
  const acceptsMore = (type: AbstractParameterType, data: unknown) => {
    const { schema, service } = judges(type, data)
    expect({ schema, service }).toEqual({ schema: false, service: true })
  }
  const frame = new PandasParameterType([{ a: 1, b: 'x' }])

  it.each([
    ['columns', { a: [1], b: ['x'] }],
    ['split', { columns: ['b', 'a'], data: [['x', 1]] }],
    ['values', [[1, 'x']]],
  ])('in other layouts of a frame: %s', (_, data) => acceptsMore(frame, data))

  it('null for NaN, which JSON has no other word for', () => {
    acceptsMore(new NumpyParameterType([1.5]), [null])
    acceptsMore(new PandasParameterType([{ a: 1.5 }]), [{ a: null }])
  })

  it('dates in numpy’s spelling, and elements of structured arrays as lists', () => {
    acceptsMore(new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[s]' }), ['2024-01'])
    acceptsMore(new NumpyParameterType([{ a: 1 }], { dtype: [['a', 'int8']] }), [[5]])
  })

  it('whatever unsafe casting converts', () => {
    acceptsMore(new NumpyParameterType([1], { dtype: 'int8', casting: 'unsafe' }), ['5'])
  })
})

describe('Swagger 2.0 says more than the service holds to, as in the Python package', () => {
  const draft = addFormats.default(new Ajv({ strict: false, logger: false }), { mode: 'fast', formats: ['date-time'] })

  it.each([
    ['columns that may lack', new PandasParameterType([{ a: 1, b: 'x' }], { enforceShape: false }), [{ a: 1 }]],
    ['columns of a table', new PandasParameterType([{ a: 1, b: 'x' }], { enforceShape: false, orient: 'columns' }), { a: { 0: 1 } }],
    ['axes that are free', new NumpyParameterType([[1]], { enforceShape: false }), [1]],
    ['types of cells that are free', new PandasParameterType([{ a: 1 }], { enforceColumnType: false }), [{ a: 'x' }]],
    ['types of elements that are free', new NumpyParameterType([1], { enforceColumnType: false }), ['x']],
    ['labels of rows', new PandasParameterType([{ a: 1 }], { orient: 'index' }), { row: { a: 1 } }],
  ])('of %s, and the others do not', (_, type, data) => {
    const { example, ...schema } = getInputSchema(inputSchema('data', type, { index: 0 })((value: unknown) => value))
    expect(draft.validate(schema, { data }), JSON.stringify(schema)).toBe(false)
    expect(draft.validate(schema, example)).toBe(true)
    expect(judges(type, data)).toMatchObject({ schema: true, service: true })
  })
})

it('the names of columns in orient split are each there once, in OpenAPI 3.0, which has no order for them', () => {
  const type = new PandasParameterType([{ a: 1, b: 'x' }], { orient: 'split' })
  const schema = payloadSchema(inputSchema('data', type, { index: 0 })((data: unknown) => data))['~standard'].jsonSchema.input({
    target: 'openapi-3.0',
  })
  const draft = new Ajv({ strict: false, logger: false })
  const split = (columns: readonly string[]) => ({ data: { columns, index: [0], data: [[1, 'x']] } })
  const accepted = [['a', 'b'], ['a', 'a'], ['a'], ['a', 'b', 'a']].map((columns) => draft.validate(schema, split(columns)))
  expect(accepted).toEqual([true, false, false, false])
  expect(schema['properties']).toMatchObject({ data: { properties: { columns: { uniqueItems: true, minItems: 2, maxItems: 2 } } } })
})

it.each(['draft-2020-12', 'openapi-3.0'])('the primary key of orient table is index alone, in %s', (target) => {
  const type = new PandasParameterType([{ a: 1 }], { orient: 'table' })
  const schema = type['~standard'].jsonSchema.input({ target })
  const { $schema: _, ...rest } = schema
  const table = (primaryKey: readonly string[]) => ({
    schema: { fields: [], primaryKey, pandas_version: '1.4.0' },
    data: [{ index: 0, a: 1 }],
  })
  const accepts = (target === 'openapi-3.0' ? new Ajv({ strict: false, logger: false }) : ajv).compile(rest)
  expect([['index'], [], ['a'], ['index', 'index']].map((key) => accepts(table(key)))).toEqual([true, false, false, false])
})

describe('the schema says less than the service', () => {
  const refusesMore = (type: AbstractParameterType, data: unknown) => {
    const { schema, service } = judges(type, data)
    expect({ schema, service }).toEqual({ schema: true, service: false })
  }

  it.each([
    ['durations', new NumpyParameterType(['3 days'], { dtype: 'timedelta64[D]' }), ['soon']],
    ['numbers beyond float32', new NumpyParameterType([1], { dtype: 'float32' }), [1e300]],
    ['whole days', new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[D]' }), ['2024-01-01T12:00:00Z']],
    ['years that nanoseconds count', new NumpyParameterType(['2024-01-01'], { dtype: 'datetime64[ns]' }), ['1600-01-01T00:00:00Z']],
    ['leap seconds', new StandardPythonParameterType(new Date(0)), '2016-12-31T23:59:60Z'],
    ['the same width of all rows, where it is free', new NumpyParameterType([[1]], { enforceShape: false }), [[1], [1, 2]]],
  ])('of %s, which JSON Schema has no words for', (_, type, data) => refusesMore(type, data))
})

it.each(['3.0', '3.1'] as const)(
  'names each column of orient split once in OpenAPI %s, whatever that can say of their order',
  (version) => {
    const type = new PandasParameterType([{ a: 1, b: 'x' }], { orient: 'split' })
    const target = version === '3.0' ? 'openapi-3.0' : 'draft-2020-12'
    const { $schema: _, ...schema } = type['~standard'].jsonSchema.input({ target })
    const accepts = ajv.compile(schema)
    const named = (columns: readonly string[]) => accepts({ columns, index: [0], data: [[1, 'x']] })
    expect([named(['a', 'b']), named(['a', 'a']), named(['a'])]).toEqual([true, false, false])
  },
)
