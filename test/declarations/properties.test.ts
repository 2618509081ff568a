import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AbstractParameterType,
  decodePayload,
  encodeResult,
  inputSchema,
  numpy,
  outputSchema,
  pandas,
  standard,
  validatePayload,
} from '../../src/index.js'
import { exampleProblem } from '../support/schemas.js'

const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false, ownProperties: true }))

const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -5, max: 5, noNaN: true }).map((value) => value + 0),
)
const text = fc.oneof(fc.constantFrom('', 'a', 'ab', 'abc', '😀', '😀😀'), fc.string({ maxLength: 4 }))
const options = { requiredKeys: [] }

const range = fc.record({ minimum: fc.integer({ min: -3, max: 0 }), maximum: fc.integer({ min: 0, max: 3 }) }, options)
const lengths = fc.record({ minLength: fc.nat(1), maxLength: fc.integer({ min: 1, max: 3 }) }, options)
const numeric = fc.oneof(range, fc.record({ enum: fc.uniqueArray(fc.integer({ min: -3, max: 3 }), { minLength: 1 }) }))
const textual = fc.oneof(lengths, fc.record({ enum: fc.uniqueArray(text, { minLength: 1 }) }))

/** A dtype with constraints that values may meet, and values for it, that meet them or not. */
const element = fc.oneof(
  fc.record({ declaration: numeric.map((rest) => ({ dtype: 'float64' as const, ...rest })), value: fc.oneof(number, text, fc.boolean()) }),
  fc.record({ declaration: numeric.map((rest) => ({ dtype: 'int8' as const, ...rest })), value: fc.oneof(number, text) }),
  fc.record({ declaration: textual.map((rest) => ({ dtype: 'str' as const, ...rest })), value: fc.oneof(number, text) }),
  fc.record({ declaration: fc.constant({ dtype: 'bool' as const, enum: [true] }), value: fc.oneof(fc.boolean(), number) }),
)

/** A validator's and our answer to one value are the same. */
function agree(type: AbstractParameterType, value: unknown): void {
  const { $schema: _, ...schema } = type['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
  const ours = (type['~standard'].validate(value) as { issues?: unknown }).issues === undefined
  const theirs = ajv.validate(schema, value)
  expect(ours, `${JSON.stringify(value)}: ${ajv.errorsText()}`).toBe(theirs)
}

describe('what a declaration accepts is what its JSON Schema accepts', () => {
  it('for elements of tensors and the sizes of their axes', () => {
    fc.assert(
      fc.property(element, fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }), ({ declaration, value }, widths) => {
        const type = numpy({ shape: [null, 2], ...declaration })
        agree(type, [[value, value]])
        const [first = 0] = widths
        // Rows that differ in width are refused by every tensor, which JSON Schema cannot say of a free axis.
        agree(
          type,
          widths.map(() => Array.from({ length: first }, () => value)),
        )
      }),
    )
  })

  it('for cells of frames, null and missing ones', () => {
    const cell = fc.oneof({ weight: 4, arbitrary: fc.constant('value') }, fc.constant('null'), fc.constant('missing'))
    fc.assert(
      fc.property(
        element,
        fc.record({ nullable: fc.boolean(), optional: fc.boolean() }),
        cell,
        ({ declaration, value }, presence, kind) => {
          const type = pandas({ columns: { a: { ...declaration, ...presence }, b: 'int8' } })
          agree(type, [{ b: 1, ...(kind === 'missing' ? {} : { a: kind === 'null' ? null : value }) }])
        },
      ),
    )
  })

  it('for single values', () => {
    const declared = fc.oneof(
      numeric.map((rest) => ({ type: 'number' as const, ...rest })),
      numeric.map((rest) => ({ type: 'integer' as const, ...rest })),
      textual.map((rest) => ({ type: 'string' as const, ...rest })),
    )
    fc.assert(
      fc.property(declared, fc.boolean(), fc.oneof(number, text, fc.constant(null)), (declaration, nullable, value) =>
        agree(standard({ ...declaration, nullable }), value),
      ),
    )
  })
})

describe('a declaration', () => {
  const anyType = fc.oneof(
    element.map(({ declaration }) => numpy({ shape: ['n', 2], ...declaration }) as AbstractParameterType),
    fc
      .record({ one: element, two: element, orient: fc.constantFrom('records', 'columns', 'split', 'index', 'values', 'table') })
      .map(({ one, two, orient }) => pandas({ columns: { one: one.declaration, two: two.declaration }, orient }) as AbstractParameterType),
  )

  it('has an example that its schema and its decoder accept', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        const schema = type.inputToSwagger() as { example: unknown }
        expect(exampleProblem(schema as never)).toBeUndefined()
        expect(type['~standard'].validate(schema.example)).not.toHaveProperty('issues')
      }),
    )
  })

  it('decodes what it encodes, and text, bytes and objects alike', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        const run = outputSchema(type)(inputSchema('data', type)((data: unknown) => data))
        const { example } = type.inputToSwagger() as { example: unknown }
        const { data } = decodePayload(run, { data: example })
        const body = `{"data": ${encodeResult(run, data)}}`
        expect(decodePayload(run, body)).toEqual({ data })
        expect(decodePayload(run, new TextEncoder().encode(body))).toEqual({ data })
      }),
    )
  })

  it('has a default like any value, in text, bytes and objects alike', () => {
    const run = inputSchema(
      'data',
      pandas({ columns: { at: { dtype: 'datetime64[s]', default: '2024-02-29' }, n: 'int64' } }),
    )((data: unknown) => data)
    const expected = { data: [{ at: 1709164800n, n: 2n ** 60n }] }
    const body = '{"data": [{"n": 1152921504606846976}]}'
    expect(decodePayload(run, body)).toEqual(expected)
    expect(decodePayload(run, new TextEncoder().encode(body))).toEqual(expected)
    expect(validatePayload(run, { data: [{ n: 2n ** 60n }] })).toEqual({ value: expected })
  })
})
