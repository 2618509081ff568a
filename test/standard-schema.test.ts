import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  inputSchema,
  int,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  payloadSchema,
  SchemaDefinitionError,
  StandardPythonParameterType,
} from '../src/index.js'
import { anySample } from './support/arbitraries.js'

const options = { strict: false, logger: false, ownProperties: true } as const
const judges = {
  'draft-2020-12': addFormats.default(new Ajv2020(options)),
  'draft-07': addFormats.default(new Ajv(options)),
  'openapi-3.0': addFormats.default(new Ajv(options)),
}
const targets = Object.keys(judges) as (keyof typeof judges)[]

const run = inputSchema(
  'data',
  new NumpyParameterType([[1, 2]]),
)(
  inputSchema(
    'people',
    new PandasParameterType([
      { name: 'Sarah', age: int(25) },
      { name: 'John', age: null },
    ]),
  )(
    inputSchema('top', new StandardPythonParameterType(int(3)), { optional: true })(
      outputSchema(new StandardPythonParameterType({ ok: true }))((data: unknown, people: unknown, top = 1, scale = 2) => ({
        ok: [data, people, top, scale].length === 4,
      })),
    ),
  ),
)

describe('payloadSchema', () => {
  const { validate, jsonSchema } = payloadSchema(run)['~standard']

  it('validates and converts an object, its text and its bytes', async () => {
    const payload = { data: [[1, 2]], people: [{ age: 5, name: 'x' }] }
    const text = JSON.stringify(payload)
    for (const given of [payload, text, new TextEncoder().encode(text)]) {
      expect(await validate(given)).toMatchObject({ value: { data: { shape: [1, 2] }, people: [{ name: 'x', age: 5 }] } })
    }
  })

  it.each([[undefined], [null], [5], [[]], ['[1'], ['']])('refuses %j, which is no payload', async (given) => {
    expect((await validate(given)).issues?.length).toBeGreaterThan(0)
  })

  it('tells what does not fit, with its path', async () => {
    const { issues } = await validate({ data: [[1, 'x']], people: [{ name: 'x', age: 1.5 }] })
    expect(issues?.map(({ path }) => path)).toEqual([
      ['data', 0, 1],
      ['people', 0, 'age'],
    ])
  })

  it.each(targets)('says in %s what a payload is', (target) => {
    const { $schema: _, ...schema } = jsonSchema.input({ target })
    expect(schema['required']).toEqual(['data', 'people'])
    const judge = judges[target]
    expect(judge.validate(schema, { data: [[1, 2]], people: [{ name: 'x', age: null }] }), judge.errorsText()).toBe(true)
    expect(judge.validate(schema, { data: [['x']], people: [] })).toBe(false)
    expect(judge.validate(schema, { people: [] })).toBe(false)
    expect(jsonSchema.output({ target })).toMatchObject({ type: 'object', properties: { ok: { type: 'boolean' } } })
  })

  it('says it in Swagger 2.0 as the document does', () => {
    expect(jsonSchema.input({ target: 'swagger-2.0' })).toMatchObject({ type: 'object', example: { data: [[1, 2]] } })
  })

  it('names the dialect of JSON Schema', () => {
    expect(jsonSchema.input({ target: 'draft-2020-12' })['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(jsonSchema.input({ target: 'draft-07' })['$schema']).toBe('http://json-schema.org/draft-07/schema#')
    expect(jsonSchema.input({ target: 'openapi-3.0' })).not.toHaveProperty('$schema')
  })

  it.each(['draft-04', '__proto__', ''])('refuses the target %j', (target) => {
    expect(() => jsonSchema.input({ target })).toThrow(SchemaDefinitionError)
  })

  it('refuses a target that cannot say what the samples show', () => {
    const mixed = payloadSchema(inputSchema('x', new StandardPythonParameterType(['a', 1]))((x: unknown) => x))
    expect(() => mixed['~standard'].jsonSchema.input({ target: 'swagger-2.0' })).toThrow('swagger-2.0 cannot say')
    expect(mixed['~standard'].jsonSchema.input({ target: 'draft-07' })).toMatchObject({ type: 'object' })
  })

  it('waits for types that are asynchronous, but cannot wait for their schemas', async () => {
    class Later extends AbstractParameterType<number> {
      override async deserializeInput(input: unknown): Promise<number> {
        if (typeof input !== 'number') throw new Error('a number')
        return input * 2
      }
      override async inputToSwagger() {
        return { type: 'number', example: 1 }
      }
    }
    const later = payloadSchema(inputSchema('x', new Later(1))((x: unknown) => x))['~standard']
    expect(await later.validate({ x: 4 })).toEqual({ value: { x: 8 } })
    expect((await later.validate({ x: 'y' })).issues?.[0]?.path).toEqual(['x'])
    expect(() => later.jsonSchema.input({ target: 'draft-07' })).toThrow('asynchronously')
  })

  it('leaves a frozen payload as it is', async () => {
    const payload = Object.freeze({
      data: Object.freeze([Object.freeze([1, 2])]),
      people: Object.freeze([Object.freeze({ name: 'x', age: 5 })]),
    })
    expect(await validate(payload)).toMatchObject({ value: { data: { shape: [1, 2] }, people: [{ name: 'x', age: 5 }] } })
  })

  it('passes over the options of other libraries', async () => {
    expect(await validate({ data: [[1, 2]], people: [] }, { libraryOptions: { abortEarly: true } })).toHaveProperty('value')
    expect(jsonSchema.input({ target: 'draft-07', libraryOptions: { unused: 1 } })).toEqual(jsonSchema.input({ target: 'draft-07' }))
  })

  it('accepts what it gave: a second library may validate with it again', async () => {
    const { value } = (await validate({ data: [[1, 2]], people: [{ name: 'x', age: null }] })) as { value: unknown }
    expect(await validate(value)).toEqual({ value })
  })

  it('takes a run of defineRun', async () => {
    const defined = defineRun({ inputs: { x: new StandardPythonParameterType(1.5) } }, ({ x }) => x * 2)
    expect(await payloadSchema(defined)['~standard'].validate({ x: 2 })).toEqual({ value: { x: 2 } })
  })
})

describe('a parameter type', () => {
  it.each(targets)('says in %s what it takes: its example fits', (target) => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const {
          $schema: _,
          example,
          examples,
          ...schema
        } = new StandardPythonParameterType(sample)['~standard'].jsonSchema.input({ target })
        expect(judges[target].validate(schema, example ?? (examples as unknown[] | undefined)?.[0] ?? null)).toBe(true)
      }),
    )
  })

  it('accepts what its schema accepts', async () => {
    const type = new PandasParameterType([{ a: 1, b: 'x' }])
    const schema = type['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
    fc.assert(
      fc.property(
        fc.array(fc.record({ a: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()), b: fc.string() })),
        (rows) => {
          const isValid = judges['draft-2020-12'].validate(schema, JSON.parse(JSON.stringify(rows)))
          const result = type['~standard'].validate(JSON.parse(JSON.stringify(rows))) as { issues?: unknown }
          expect(result.issues === undefined).toBe(isValid)
        },
      ),
    )
  })
})
