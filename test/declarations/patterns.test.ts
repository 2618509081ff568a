import { toStandardJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  NumpyParameterType,
  numpy,
  PandasParameterType,
  pandas,
  SchemaDefinitionError,
  StandardPythonParameterType,
  standard,
} from '../../src/index.js'

/** Each takes more than minutes for a text of less than a hundred characters. */
const exponential: readonly (readonly [pattern: string, example: string])[] = [
  ['^(a+)+$', 'a'],
  ['^([a-zA-Z]+)*$', 'a'],
  ['^(a|a)*$', 'a'],
  ['^(a|aa)+$', 'a'],
  ['^(a|a?)+$', 'a'],
  ['^(\\w+\\s?)*$', 'a'],
  ['(x+x+)+y', 'xxy'],
  ['^(?:\\p{L}+\\s*)+$', 'a'],
  ['^(?=(a+)+$)a', 'a'],
  ['^(?:a?){30}a{30}$', 'a'.repeat(30)],
  ['^(a{1,5}){1,20}$', 'a'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a.Aa'],
]

/** Each takes minutes for a text of a million characters. */
const polynomial: readonly (readonly [pattern: string, example: string])[] = [
  ['\\s+$', ' '],
  ['^\\s+|\\s+$', ' '],
  ['^\\d*\\d*$', '1'],
  ['.*foo', 'foo'],
  ['^.*.*=.*$', '='],
  ['^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', 'a@b.c'],
  ['^(?<part>a+)\\k<part>+$', 'aa'],
]

const harmless: readonly (readonly [pattern: string, example: string])[] = [
  ['^[A-Z]{3}$', 'ABC'],
  ['foo', 'foo'],
  ['^.*$', 'a'],
  ['^\\d{4}-\\d{2}-\\d{2}$', '2024-02-29'],
  ['^[a-z0-9]+(-[a-z0-9]+)*$', 'a-b'],
  ['^[\\w.%+-]+@[\\w.-]+\\.[a-zA-Z]{2,}$', 'a@b.cd'],
  ['^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$', 'a.bc'],
  ['^(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)$', '127.0.0.1'],
  ['^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$', '00000000-0000-1000-8000-000000000000'],
  ['^(?=.*\\d)(?=.*[a-z]).{8,32}$', 'abcdefg1'],
  ['^\\p{Lu}\\p{Ll}*( \\p{Lu}\\p{Ll}*)*$', 'Ada Lovelace'],
  ['^(?!.*secret).*$', 'open'],
]

const text = (pattern: string, example: string, more: object = {}) => standard({ type: 'string', pattern, example, ...more })

describe('a pattern', () => {
  it.each(exponential)('that takes exponential time is refused: %s', (pattern, example) => {
    expect(() => text(pattern, example)).toThrow(SchemaDefinitionError)
    expect(() => text(pattern, example)).toThrow('exponential in the length of a text')
    expect(() => text(pattern, example, { maxLength: 100 })).toThrow('exponential in the length of a text')
  })

  it.each(polynomial)('that takes polynomial time is refused, except for short texts: %s', (pattern, example) => {
    expect(() => text(pattern, example)).toThrow(/of the length of a text .* maxLength of at most \d+, or say \{ trustPattern: true \}/)
    expect(() => text(pattern, example, { maxLength: 1_000_000 })).toThrow(SchemaDefinitionError)
    expect(text(pattern, example, { maxLength: 5 })['~standard'].validate(example)).toEqual({ value: example })
  })

  it.each(harmless)('that takes linear time is taken: %s', (pattern, example) => {
    expect(text(pattern, example)['~standard'].validate(example)).toEqual({ value: example })
  })

  it('is taken as it is where its author says that it is harmless', () => {
    const trusted = text('^(a+)+$', 'a', { trustPattern: true })
    expect(trusted['~standard'].validate('aaa')).toEqual({ value: 'aaa' })
    expect(trusted['~standard'].validate('ab')).toHaveProperty('issues')
    expect(() => text('^(a+)+$', 'a', { trustPattern: 'yes' })).toThrow('trustPattern is "yes", expected true or false')
  })

  it('is named with a text that it takes long for, and what to do', () => {
    const way = 'write it so that a text can match it in one way alone'
    expect(() => text('^(a+)+$', 'a')).toThrow(
      `the value has the pattern "^(a+)+$", which takes a time exponential in the length of a text for the text 'a' + 'a'.repeat(31) + '\\x00'; ${way}, or say { trustPattern: true }`,
    )
    expect(() => text('^\\d*\\d*$', '1')).toThrow(
      `which takes a time that grows with the square of the length of a text for the text '0'.repeat(`,
    )
  })

  it('may take polynomial time in texts that their dtype keeps short', () => {
    const cells = { shape: [null], pattern: '\\s+$', example: [' '] } as const
    expect(() => numpy({ ...cells, dtype: 'str' })).toThrow('square of the length')
    expect(
      numpy({ ...cells, dtype: '<U8' })
        .deserializeInput(['a '])
        .get(0),
    ).toBe('a ')
  })
})

const pattern = '^(a+)+$'

describe('a pattern that may backtrack for ever is refused wherever it is given', () => {
  it.each<[string, (options: { trustPattern?: boolean }) => unknown]>([
    ['beside a sample', (options) => new StandardPythonParameterType('a', { pattern, ...options })],
    ['as a regular expression', (options) => new StandardPythonParameterType('a', { pattern: /^(a+)+$/u, ...options })],
    ['beside a tensor', (options) => new NumpyParameterType(['a'], { dtype: 'str', pattern, ...options })],
    ['for a declared tensor', (options) => numpy({ dtype: 'str', shape: [null], pattern, example: ['a'], ...options })],
    ['beside a frame', (options) => new PandasParameterType([{ a: 'a' }], { columns: { a: { pattern, ...options } } })],
    ['for a declared frame', (options) => pandas({ columns: { a: { dtype: 'str', pattern, ...options } }, example: [{ a: 'a' }] })],
    [
      'in a schema of zod',
      (options) => standard(z.object({ names: z.array(z.string().regex(/^(a+)+$/)) }), { example: { names: ['a'] }, ...options }),
    ],
    ['in names of keys', (options) => standard(z.record(z.string().regex(/^(a+)+$/), z.number()), { example: { a: 1 }, ...options })],
    [
      'in a schema of valibot',
      (options) => standard(toStandardJsonSchema(v.pipe(v.string(), v.regex(/^(a+)+$/))), { example: 'a', ...options }),
    ],
    [
      'in JSON Schema',
      (options) => standard(z.unknown(), { jsonSchema: { patternProperties: { [pattern]: {} } }, example: { a: 1 }, ...options }),
    ],
  ])('%s', (_, define) => {
    expect(() => define({})).toThrow('exponential in the length of a text')
    expect(define({ trustPattern: true })).toBeDefined()
  })

  it('but for a text that only looks like one', () => {
    const schema = z.object({ pattern: z.literal('^(a+)+$') })
    expect(standard(schema).deserializeInput({ pattern: '^(a+)+$' })).toEqual({ pattern: '^(a+)+$' })
  })

  it('but for those of the formats that libraries bring', () => {
    const schema = z.object({ email: z.email(), id: z.uuid(), address: z.ipv4(), at: z.iso.datetime(), lasts: z.iso.duration() })
    const example = {
      email: 'a@b.cd',
      id: '00000000-0000-4000-8000-000000000000',
      address: '127.0.0.1',
      at: '2024-02-29T12:30:00Z',
      lasts: 'P1D',
    }
    expect(standard(schema, { example }).deserializeInput(example)).toEqual(example)
  })
})
