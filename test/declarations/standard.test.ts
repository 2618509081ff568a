import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type AbstractParameterType,
  decodePayload,
  decodePayloadAsync,
  defineRun,
  generateSwagger,
  getInputSchema,
  inputSchema,
  numpy,
  SchemaDefinitionError,
  StandardPythonParameterType,
  standard,
  validatePayload,
  validatePayloadAsync,
} from '../../src/index.js'
import { exampleProblem } from '../support/schemas.js'

const messages = (of: { '~standard': { validate(value: unknown): unknown } }, value: unknown) =>
  (of['~standard'].validate(value) as { issues?: readonly { message: string }[] }).issues?.map(({ message }) => message) ?? []

describe('a value that is declared', () => {
  it.each([
    [{ type: 'number', minimum: 0 }, 1.5, 1.5, -1],
    [{ type: 'number', format: 'float' }, 0.1, Math.fround(0.1), 1e39],
    [{ type: 'number', format: 'float', enum: [0.1] }, 0.1, Math.fround(0.1), 0.2],
    [{ type: 'integer', maximum: 10 }, 7, 7, 1.5],
    [{ type: 'integer', format: 'int64' }, 7, 7n, 1.5],
    [{ type: 'string', maxLength: 2 }, 'ab', 'ab', 'abc'],
    [{ type: 'string', enum: ['a', 'b'] }, 'b', 'b', 'c'],
    [{ type: 'integer', enum: [1, 2] }, 2, 2, 3],
    [{ type: 'boolean' }, true, true, 1],
    [{ type: 'string', format: 'date-time' }, '2024-01-01T00:00:00Z', new Date('2024-01-01'), 'today'],
    [{ type: 'string', format: 'date' }, '2024-01-01', '2024-01-01', '2024-13-01'],
    [{ type: 'string', format: 'time' }, '07:30:00Z', '07:30:00Z', '25:00:00Z'],
    [{ type: 'string', format: 'byte' }, 'aGk=', Uint8Array.of(104, 105), '?'],
  ] as const)('%j takes what it says, and has an example', (declaration, given, received, bad) => {
    const of = standard(declaration)
    expect(of.deserializeInput(given)).toEqual(received)
    expect(messages(of, bad)).toHaveLength(1)
    const schema = of.inputToSwagger()
    expect(exampleProblem(schema)).toBeUndefined()
    expect(messages(of, schema.example)).toEqual([])
  })

  it('holds integers to bounds that float32 has no place for', () => {
    const type = standard({ type: 'integer', maximum: 2 ** 31 - 1 })
    expect(type['~standard'].validate(2 ** 31 - 1)).toEqual({ value: 2147483647 })
    expect(type['~standard'].validate(2 ** 31)).toHaveProperty('issues.length', 1)
  })

  it('refuses null for a float, which is no NaN where a value stands alone', () => {
    expect(messages(standard({ type: 'number', format: 'float' }), null)).toEqual(['the payload is null, expected a number (float32)'])
  })

  it('shows in a list what all of its items are: floats and numbers together are numbers', () => {
    const float = standard({ type: 'number', format: 'float' })
    expect(new StandardPythonParameterType([float]).inputToSwagger().items).toEqual({ type: 'number', format: 'float' })
    expect(new StandardPythonParameterType([float, 0.1]).inputToSwagger().items).toEqual({ type: 'number', format: 'double' })
    expect(new StandardPythonParameterType([float, 0.1]).deserializeInput([0.1])).toEqual([0.1])
  })

  it('says in its document what is declared', () => {
    expect(standard({ type: 'number', minimum: 0, maximum: 1, default: 0.5, nullable: true }).inputToSwagger()).toEqual({
      type: 'number',
      format: 'double',
      minimum: 0,
      maximum: 1,
      default: 0.5,
      'x-nullable': true,
      example: 0.5,
    })
  })

  it('stands inside of a sample, and fills in its default there', () => {
    const of = new StandardPythonParameterType({
      threshold: standard({ type: 'number', minimum: 0, default: 0.5 }),
      label: standard({ type: 'string', optional: true }),
      names: [standard({ type: 'string', maxLength: 3 })],
      image: numpy({ dtype: 'uint8', shape: [null, 2] }),
    })
    expect(of.deserializeInput({ names: ['a'], image: [[1, 2]] })).toMatchObject({ threshold: 0.5, names: ['a'] })
    expect(messages(of, { names: ['abcd'], image: [[1]], threshold: -1 })).toEqual([
      'threshold is -1, expected a number of at least 0',
      'names[0] is "abcd" with 4 characters, expected a string with at most 3 characters',
      'image[0] has 1 value on axis 1, expected 2',
    ])
    expect(of.inputToSwagger().required).toEqual(['names', 'image'])
  })

  it.each([
    [{ type: 'float' }, 'there is no type "float"'],
    [{ type: 'string', format: 'email' }, 'there is no type "string email"'],
    [{ type: 'string', minimum: 1 }, 'cannot have'],
    [{ type: 'string', pattern: '[' }, 'which is none'],
    [{ type: 'string', pattern: /a/i, example: 'a' }, 'flags i'],
    [{ type: 'string', minLength: -1 }, 'the minLength -1'],
    [{ type: 'integer', default: 1.5 }, 'the example is 1.5'],
    [{ type: 'number', maximum: 1, default: 2 }, 'the sample is 2'],
    [{ type: 'boolean', example: 'yes' }, 'the example is "yes", expected a boolean'],
    [{ type: 'string', format: 'date-time', enum: ['x'] }, 'enum is for a single text'],
  ])('refuses %j', (declaration, message) => {
    expect(() => standard(declaration as never)).toThrow(SchemaDefinitionError)
    expect(() => standard(declaration as never)).toThrow(message)
  })

  it.each([[5], [null], [undefined], [[]]])('refuses %j, which declares nothing', (given) => {
    expect(() => standard(given as never)).toThrow(SchemaDefinitionError)
  })
})

const libraries = {
  zod: z.object({ top: z.int().min(1), labels: z.array(z.string().max(5)).default([]), mode: z.enum(['a', 'b']).optional() }),
  valibot: toStandardJsonSchema(
    v.object({
      top: v.pipe(v.number(), v.integer(), v.minValue(1)),
      labels: v.optional(v.array(v.pipe(v.string(), v.maxLength(5))), []),
      mode: v.optional(v.picklist(['a', 'b'])),
    }),
  ),
  arktype: type({
    top: 'number.integer>=1',
    labels: type('string<=5')
      .array()
      .default(() => []),
    'mode?': "'a'|'b'",
  }),
}

describe.each(Object.entries(libraries))('a schema of %s', (_, schema) => {
  const of = standard(schema)
  const run = inputSchema('options', of)((options: unknown) => options)

  it('validates and converts', () => {
    expect(decodePayload(run, '{"options": {"top": 3}}')).toEqual({ options: { top: 3, labels: [] } })
  })

  it('names the place of what it refuses', () => {
    const { issues } = validatePayload(run, { options: { top: 3, labels: ['ok', 'too long'] } })
    expect(issues?.map(({ path, code, received }) => ({ path, code, received }))).toEqual([
      { path: ['options', 'labels', 1], code: 'refused', received: '"too long"' },
    ])
  })

  it.each(['2.0', '3.0', '3.1'] as const)('is described in %s, with an example that it accepts', (version) => {
    const document = JSON.stringify(generateSwagger(run, { version }))
    expect(document).toContain('"minimum":1')
    expect(document).not.toContain('$ref":"#/$defs')
    const schema = getInputSchema(run)
    expect(exampleProblem(schema)).toBeUndefined()
    expect(validatePayload(run, schema.example as object).issues).toBeUndefined()
  })
})

describe('an integer beyond 2^53', () => {
  const large = 9007199254740993n
  const bounded = { type: 'integer', format: 'int64' } as const
  const decode = (schema: AbstractParameterType, json: string) =>
    validatePayload(
      inputSchema('x', schema)((x: unknown) => x),
      `{"x": ${json.replaceAll('#', String(large))}}`,
    )

  it.each([
    ['number of zod', standard(z.object({ n: z.number() })), '{"n": #}', { n: 2 ** 53 }],
    ['number of zod that would be caught otherwise', standard(z.object({ n: z.number().catch(0) })), '{"n": #}', { n: 2 ** 53 }],
    [
      'number in lists and tuples of zod',
      standard(z.array(z.tuple([z.string(), z.number()], z.number()))),
      '[["", #, -#]]',
      [['', 2 ** 53, -(2 ** 53)]],
    ],
    [
      'number among options of zod',
      standard(z.object({ n: z.union([z.array(z.number()), z.number().nullable()]) })),
      '{"n": #}',
      { n: 2 ** 53 },
    ],
    ['number in a map of zod', standard(z.record(z.string(), z.number())), '{"toString": #}', { toString: 2 ** 53 }],
    ['number in a recursive schema of zod', standard(z.json(), { example: 1 }), '{"a": [{"b": #}]}', { a: [{ b: 2 ** 53 }] }],
    ['number of valibot', standard(toStandardJsonSchema(v.object({ n: v.number() }))), '{"n": #}', { n: 2 ** 53 }],
    ['number of arktype', standard(type({ n: 'number' })), '{"n": #}', { n: 2 ** 53 }],
  ])('is a number for a %s', (_, schema, json, expected) => {
    expect(decode(schema, json)).toEqual({ value: { x: expected } })
  })

  it.each([
    ['any of zod', standard(z.object({ n: z.number(), a: z.any() })), '{"n": 1, "a": [#]}', { n: 1, a: [large] }],
    [
      'one part of an intersection',
      standard(z.intersection(z.object({ a: z.number() }), z.object({ b: z.any() }))),
      '{"a": #, "b": #}',
      { a: 2 ** 53, b: large },
    ],
    ['a key of which nothing is said', standard(z.looseObject({ n: z.number() })), '{"n": #, "b": #}', { n: 2 ** 53, b: large }],
    ['text that is made of it', standard(z.coerce.string()), '#', String(large)],
    ['a bigint', standard(z.union([z.int(), z.bigint()]), { jsonSchema: bounded, example: 1 }), '#', large],
    ['a bigint that is made of it', standard(z.coerce.bigint(), { jsonSchema: bounded, example: 1 }), '#', large],
  ])('has all digits for %s', (_, schema, json, expected) => {
    expect(decode(schema, json)).toEqual({ value: { x: expected } })
  })

  it.each([
    ['zod', standard(z.object({ n: z.int() })), 'Too big: expected int to be <=9007199254740991'],
    [
      'valibot',
      standard(toStandardJsonSchema(v.object({ n: v.pipe(v.number(), v.integer()) }))),
      'Invalid type: Expected number but received 9007199254740993',
    ],
    ['arktype', standard(type({ n: 'number.integer' })), 'n must be a number (was a bigint)'],
  ])('is refused by an integer of %s, which has no more digits than a number', (_, schema, reason) => {
    const [issue] = decode(schema, '{"n": #}').issues ?? []
    expect(issue).toMatchObject({ path: ['x', 'n'], received: String(large), expected: `what its schema accepts: ${reason}` })
  })

  it('leaves what was given as it is', () => {
    const given = Object.freeze({ n: large, list: Object.freeze([large]) })
    expect(standard(z.looseObject({ n: z.number() })).deserializeInput(given)).toEqual({ n: 2 ** 53, list: [large] })
  })
})

describe('a schema of another library', () => {
  it('that takes undefined may be left out, and makes its default itself', () => {
    const run = defineRun(
      { inputs: { top: standard(z.int().default(5)), note: standard(z.string().optional()), flag: standard(z.boolean().nullish()) } },
      (inputs) => inputs,
    )
    expect(decodePayload(run, {})).toEqual({ top: 5 })
    expect(decodePayload(run, { flag: null })).toEqual({ top: 5, flag: null })
    expect(decodePayload(run, { top: null })).toEqual({ top: 5 })
    expect(getInputSchema(run).properties).toMatchObject({ top: { default: 5 } })
  })

  it('stands inside of a sample', () => {
    const of = new StandardPythonParameterType({ mode: standard(z.enum(['a', 'b'])), image: numpy({ dtype: 'int8', shape: [null] }) })
    expect(messages(of, { mode: 'c', image: [1] })).toEqual([expect.stringMatching(/^mode is "c", expected what its schema accepts: /)])
  })

  it('that is asynchronous is waited for', async () => {
    const slow = z.string().refine(async (text) => text === 'ok')
    const run = inputSchema('x', standard(slow, { example: 'ok' }))((x: string) => x)
    expect(await decodePayloadAsync(run, { x: 'ok' })).toEqual({ x: 'ok' })
    expect((await validatePayloadAsync(run, { x: 'no' })).issues?.[0]?.path).toEqual(['x'])
  })

  it('converts once, where a decorated function is called with what it gave', () => {
    const run = inputSchema(
      'x',
      standard(z.object({ n: z.string().transform(Number) }), { jsonSchema: { type: 'object' }, example: { n: '1' } }),
    )((x: { n: number }) => x.n)
    expect(run(decodePayload(run, { x: { n: '5' } })['x'] as { n: number })).toBe(5)
  })

  it('has its references resolved, recursive ones as any value', () => {
    const Shared = z.object({ q: z.number() }).meta({ id: 'Shared' })
    const shared = standard(z.object({ a: Shared, b: Shared }))
    expect(shared['~standard'].jsonSchema.input({ target: 'draft-2020-12' })).toMatchObject({
      properties: { a: { properties: { q: { type: 'number' } } }, b: { properties: { q: { type: 'number' } } } },
    })
    const Tree = z.object({
      name: z.string(),
      get children() {
        return z.array(Tree)
      },
    })
    const tree = standard(Tree, { example: { name: 'root', children: [] } })
    expect(JSON.stringify(tree.inputToSwagger())).not.toContain('$ref')
    expect(tree.deserializeInput({ name: 'a', children: [{ name: 'b', children: [] }] })).toMatchObject({ children: [{ name: 'b' }] })
  })

  it('says what each version can say', () => {
    const of = standard(
      z.object({
        either: z.union([z.string(), z.number()]),
        maybe: z.string().nullable(),
        pair: z.tuple([z.string(), z.number()]),
        above: z.number().gt(1),
        only: z.literal('q'),
        map: z.record(z.string(), z.int()),
      }),
    )
    const says = (target: string) => of['~standard'].jsonSchema.input({ target })['properties'] as Record<string, unknown>
    expect(says('openapi-3.0')).toMatchObject({
      either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      maybe: { type: 'string', nullable: true },
      pair: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
      above: { type: 'number', minimum: 1, exclusiveMinimum: true },
      only: { type: 'string', enum: ['q'] },
      map: { type: 'object', additionalProperties: { type: 'integer' } },
    })
    expect(says('swagger-2.0')).toMatchObject({
      either: {},
      maybe: { type: 'string', 'x-nullable': true },
      pair: { type: 'array', items: {} },
    })
    expect(JSON.stringify(says('swagger-2.0'))).not.toMatch(/anyOf|oneOf|nullable":true,"type|const|prefixItems/)
  })

  it('is asked to be wrapped, inside of a sample', () => {
    expect(() => new StandardPythonParameterType({ a: z.string() })).toThrow('sample.a is a schema of "zod"; wrap it in standard(…)')
    expect(() => new StandardPythonParameterType([type('string')])).toThrow('sample[0] is a schema of "arktype"; wrap it in standard(…)')
  })

  it.each([
    ['does not write itself as JSON Schema', () => standard(v.object({ a: v.string() })), 'give { jsonSchema }'],
    ['cannot write itself as JSON Schema', () => standard(z.object({ at: z.date() })), 'Date cannot be represented'],
    ['accepts no example that could be made up', () => standard(z.string().regex(/^u\d$/)), 'give { example }'],
    ['refuses the given example', () => standard(z.string(), { example: 5 }), 'the example is 5'],
    ['is given an option that does not exist', () => standard(z.string(), { exmple: 'x' } as never), 'there is no option "exmple"'],
  ])('that %s is refused', (_, make, message) => {
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message)
  })
})
