import { describe, expect, it } from 'vitest'
import {
  date,
  int,
  NumpyParameterType,
  PandasParameterType,
  SchemaDefinitionError,
  StandardPythonParameterType,
  time,
} from '../src/index.js'
import { decodeText, messages, validate } from './support/decode.js'
import { exampleProblem } from './support/schemas.js'

describe('single values', () => {
  it.each([
    ['a number', 1, '1.5', 1.5, 'number/double'],
    ['int()', int(5), '7', 7, 'integer/int64'],
    ['a bigint', 5n, '9223372036854775807', 9223372036854775807n, 'integer/int64'],
    ['a boolean', true, 'false', false, 'boolean/'],
    ['a string', 'a', '"b"', 'b', 'string/'],
    ['a Date', new Date(0), '"2024-02-29T12:30:00+01:00"', new Date('2024-02-29T11:30:00Z'), 'string/date-time'],
    ['date()', date('2024-02-29'), '"2023-01-31"', '2023-01-31', 'string/date'],
    ['time()', time('07:08:09Z'), '"01:02:03.5+01:00"', '01:02:03.5+01:00', 'string/time'],
    ['a Uint8Array', Uint8Array.of(1), '"AP8="', Uint8Array.of(0, 255), 'string/byte'],
    ['a Buffer', Buffer.of(1), '"AP8="', Buffer.of(0, 255), 'string/byte'],
  ])('receives %s as itself', (_, sample, json, value, described) => {
    const type: StandardPythonParameterType<unknown> = new StandardPythonParameterType<unknown>(sample)
    const schema = type.inputToSwagger()
    expect(decodeText(type, json)).toStrictEqual(value)
    expect(`${schema.type}/${schema.format ?? ''}`).toBe(described)
    expect(exampleProblem(schema)).toBeUndefined()
  })

  it.each([
    ['a number', 1, ['"1"', 'true', 'null', '1e400']],
    ['int()', int(5), ['1.5', '9007199254740993', '"5"', 'true']],
    ['a bigint', 5n, ['1.5', '9223372036854775808', '"5"']],
    ['a boolean', true, ['1', '"true"', 'null']],
    ['a string', 'a', ['1', 'null', '["a"]']],
    ['a Date', new Date(0), ['"2024-02-30"', '0', '"yesterday"']],
    ['date()', date('2024-02-29'), ['"2023-02-29"', '"2023-01-01T00:00:00Z"']],
    ['time()', time('07:08:09Z'), ['"25:00:00Z"', '"noon"']],
    ['a Uint8Array', Uint8Array.of(1), ['"A"', '"A=="', '"A B="', '[1]']],
  ])('refuses what is no %s', (_, sample, texts) => {
    for (const text of texts)
      expect(() => decodeText(new StandardPythonParameterType<unknown>(sample), text)).toThrow(/^data is .*, expected/)
  })

  it('reads a date with offset as the same instant in UTC', () => {
    expect(decodeText(new StandardPythonParameterType(new Date(0)), '"2024-01-01T00:30:00-00:30"')).toEqual(
      new Date('2024-01-01T01:00:00Z'),
    )
  })
})

describe('objects and lists', () => {
  const type = new StandardPythonParameterType({ threshold: 0.5, tags: ['a'], deep: { list: [{ id: int(1) }] } })

  it('are received as they are, without a copy when nothing changes', () => {
    const data = { threshold: 1, tags: [], deep: { list: [{ id: 2 }, { id: 3 }] } }
    expect(validate(type, { data }).value).toBe(data)
  })

  it('keep keys that the sample does not have', () => {
    expect(decodeText(new StandardPythonParameterType({ a: 5n }), '{"a": 1, "b": {"c": [9007199254740993]}}')).toEqual({
      a: 1n,
      b: { c: [9007199254740993n] },
    })
  })

  it('require nested keys', () => {
    expect(messages(type, { threshold: 1, tags: [], deep: { list: [{}] } })).toEqual([
      'data.deep.list[0].id is missing, expected an integer',
    ])
  })

  it('take anything in the place of an empty list', () => {
    expect(new StandardPythonParameterType({ list: [] }).deserializeInput({ list: [1, 'a', null] })).toEqual({ list: [1, 'a', null] })
  })

  it('take any of the kinds that a mixed list shows', () => {
    const mixed = new StandardPythonParameterType([1, 'a', null])
    expect(mixed.deserializeInput(['b', null, 2])).toEqual(['b', null, 2])
    expect(messages(mixed, [true])).toEqual(['data[0] is true, expected a number or a string'])
    expect(mixed.supportedVersions()).toEqual(['3.0', '3.1'])
  })

  it('require only the keys that all items of a list have', () => {
    const list = new StandardPythonParameterType([{ a: 1 }, { a: 2, b: 'x' }])
    expect(messages(list, [{ a: 1 }, { b: 'x' }])).toEqual(['data[1].a is missing, expected a number'])
  })

  it.each([
    ['a list', [1, null]],
    ['objects', [{ a: 1 }, { a: null }]],
    ['nested lists', [[1], [null, 2]]],
    ['a mix of integers', [1.5, 5n, null]],
  ])('accept null where %s shows one, and document an example that is right', (_, sample) => {
    const nullable: StandardPythonParameterType<unknown> = new StandardPythonParameterType<unknown>(sample)
    expect(messages(nullable, JSON.parse(JSON.stringify(sample, (_, item) => (typeof item === 'bigint' ? Number(item) : item))))).toEqual(
      [],
    )
    expect(exampleProblem(nullable.inputToSwagger())).toBeUndefined()
  })
})

describe('parameter types inside', () => {
  it('are converted in objects and in lists', () => {
    const type = new StandardPythonParameterType({
      image: new NumpyParameterType([[1, 2]], { dtype: 'uint8' }),
      frames: [new PandasParameterType([{ a: 1 }])],
      wrapped: new StandardPythonParameterType({ id: 5n }),
    })
    const value = type.deserializeInput({ image: [[3, 4]], frames: [[{ a: 1 }], { a: [2, 3] }], wrapped: { id: 6 } })
    expect([value.image.data, value.frames, value.wrapped]).toEqual([Uint8Array.of(3, 4), [[{ a: 1 }], [{ a: 2 }, { a: 3 }]], { id: 6n }])
  })

  it('name the place of what does not fit', () => {
    const type = new StandardPythonParameterType({ images: [new NumpyParameterType([[1, 2]])] })
    expect(messages(type, { images: [[[1, 2]], [[1, 'x']]] })).toEqual(['data.images[1][0][1] is "x", expected a number (float64)'])
  })
})

describe('casting', () => {
  it.each([
    [int(5), true, 1],
    [5n, true, 1n],
  ])('takes a boolean for an integer when it is unsafe', (sample, given, value) => {
    expect(messages(new StandardPythonParameterType<unknown>(sample), given)).toHaveLength(1)
    expect(new StandardPythonParameterType<unknown>(sample, { casting: 'unsafe' }).deserializeInput(given)).toBe(value)
  })
})

describe('samples', () => {
  const self: Record<string, unknown> = {}
  self['again'] = [self]
  it.each([
    ['null', null, 'the sample is null, which shows no type'],
    ['undefined inside', { a: [1, undefined] }, 'sample.a[1] is undefined, which JSON cannot say'],
    ['NaN', { a: Number.NaN }, 'sample.a is NaN, which JSON cannot say'],
    ['a function', { a: { b: () => 1 } }, 'sample.a.b is a function, which JSON cannot say'],
    ['a symbol', [Symbol('x')], 'sample[0] is a symbol, which JSON cannot say'],
    ['an invalid Date', { a: new Date(Number.NaN) }, 'sample.a is an invalid Date, expected a date'],
    ['a Date beyond year 9999', new Date(8.64e15), 'the sample is the Date +275760-09-13T00:00:00.000Z, expected a date'],
    ['a bigint beyond 64 bits', { a: 2n ** 63n }, 'sample.a is 9223372036854775808, which 64 bits cannot hold'],
    ['a Map', { a: new Map() }, 'sample.a is a Map, expected plain values'],
    ['a typed array', { a: new Float32Array(2) }, 'sample.a is a Float32Array of 8 bytes; wrap it in a NumpyParameterType'],
    ['an object that holds itself', self, 'sample.again[0] holds itself'],
    ['deep nesting', JSON.parse('['.repeat(200) + ']'.repeat(200)), 'is nested more than 100 deep'],
  ])('are refused by place: %s', (_, sample, message) => {
    const make = () => new StandardPythonParameterType(sample as never)
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message)
  })

  it.each([
    [() => int(1.5), 'int(1.5)'],
    [() => int(2 ** 53), 'int(9007199254740992)'],
    [() => date('2023-02-29'), 'date("2023-02-29")'],
    [() => time('07:08'), 'time("07:08")'],
    [() => time('07:08:09'), 'time("07:08:09")'],
  ])('refuse markers of what they do not mark', (make, message) => {
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message)
  })
})
