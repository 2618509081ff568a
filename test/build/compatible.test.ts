// If nothing breaks by compareDocuments, what fitted the earlier document fits the later one: judged by Ajv on generated payloads.
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDocuments } from '../../src/build/index.js'
import { generateSwagger, inputSchema, outputSchema, StandardPythonParameterType } from '../../src/index.js'
import { anySample } from '../support/arbitraries.js'

type Schema = Readonly<Record<string, unknown>>

const ajv = new Ajv2020({ strict: false, logger: false, ownProperties: true })
addFormats.default(ajv)

const names = ['a', 'b', 'c', '__proto__']
const small = fc.integer({ min: -2, max: 3 })
const size = fc.nat(3)

/** Schemas of few words, so that two of them often have to do with each other. */
const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ type: fc.constantFrom('string', 'boolean', ['string', 'null'], ['number', 'boolean']) }),
    fc.record(
      { type: fc.constant('string'), minLength: size, maxLength: size, enum: fc.constant(['', 'ab', 'abc']) },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constantFrom('number', 'integer', ['integer', 'null']),
        minimum: small,
        maximum: small,
        exclusiveMinimum: small,
        exclusiveMaximum: small,
        multipleOf: fc.constantFrom(1, 2, 4),
        format: fc.constantFrom('double', 'int32', 'int64'),
        enum: fc.uniqueArray(small, { minLength: 1 }),
        const: small,
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), minItems: size, maxItems: size, uniqueItems: fc.boolean() },
      { requiredKeys: ['type', 'items'] },
    ),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc
          .uniqueArray(fc.tuple(fc.constantFrom(...names), tie('schema')), { selector: ([name]) => name, maxLength: 3 })
          .map(fromEntries),
        required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
      },
      { requiredKeys: ['type', 'properties'] },
    ),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('schema') }),
  ),
}))

function fromEntries<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries)
}

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, '', 'ab', 'abc', 'abcd', 0.5, 2 ** 40),
    small,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(fc.constantFrom(...names), tie('value')), { selector: ([name]) => name, maxLength: 3 }).map(fromEntries),
  ),
})).value

/** The schema with a change somewhere. */
function changed(before: Schema): fc.Arbitrary<Schema> {
  const places: ((replacement: unknown) => Schema)[] = [(replacement) => replacement as Schema]
  collect(before, (replacement) => replacement as Schema)
  return fc.nat(places.length - 1).chain((index) => schema.map((replacement) => places[index]?.(replacement) ?? before))

  function collect(node: unknown, rebuild: (replacement: unknown) => Schema): void {
    if (typeof node !== 'object' || node === null) return
    for (const [key, child] of Object.entries(node)) {
      const at = (replacement: unknown) =>
        rebuild(Array.isArray(node) ? node.with(Number(key), replacement) : { ...node, [key]: replacement })
      if (!Array.isArray(node)) places.push(() => rebuild(Object.fromEntries(Object.entries(node).filter(([other]) => other !== key))))
      if (typeof child === 'number')
        places.push(
          () => at(child + 1),
          () => at(Math.max(child - 1, /^m.*[shf]$/.test(key) ? 1 : -3)),
        )
      else if (key === 'required')
        places.push(
          () => at([]),
          () => at(['a']),
        )
      else if (key === 'enum' || key === 'type' || key === 'format') places.push(() => at(child))
      else if (typeof child === 'object' && child !== null && !Array.isArray(child) && key !== 'properties') places.push(at)
      collect(child, at)
    }
  }
}

function documentOf(input: Schema, output: Schema): Record<string, unknown> {
  const run = inputSchema('x', new StandardPythonParameterType(1))(outputSchema(new StandardPythonParameterType(1))((x) => x))
  const document = structuredClone(generateSwagger(run, { version: '3.1' })) as unknown as {
    components: { schemas: Record<string, unknown> }
  }
  Object.assign(document.components.schemas, { ServiceInput: input, ServiceOutput: output })
  return document as unknown as Record<string, unknown>
}

/** A member that the schema describes nowhere: whoever sends one sends what nobody asked for. */
function hasOnlyDescribed(sent: unknown, { properties, items, additionalProperties, anyOf, allOf, oneOf, not }: Schema): boolean {
  if (Array.isArray(sent)) return sent.every((item) => hasOnlyDescribed(item, (items ?? {}) as Schema) || items === undefined)
  const isCombined = anyOf !== undefined || allOf !== undefined || oneOf !== undefined || not !== undefined
  if (typeof sent !== 'object' || sent === null) return true
  if (isCombined) return false
  return Object.entries(sent).every(([name, member]) => {
    const described = Object.entries((properties ?? {}) as Record<string, Schema>).find(([known]) => known === name)?.[1]
    if (described !== undefined) return hasOnlyDescribed(member, described)
    return typeof additionalProperties === 'object' && hasOnlyDescribed(member, additionalProperties as Schema)
  })
}

const pairs = schema.chain((before) => fc.tuple(fc.constant(before), fc.oneof(changed(before), changed(before).chain(changed))))
const wrapped = (inner: Schema) => ({ type: 'object', required: ['x'], properties: { x: inner } })

describe('what compareDocuments calls compatible', () => {
  it('takes every payload that was taken before', () => {
    let judged = 0
    fc.assert(
      fc.property(pairs, fc.array(value, { minLength: 20, maxLength: 20 }), ([before, after], values) => {
        const found = compareDocuments(documentOf(wrapped(before), {}), documentOf(wrapped(after), {}))
        if (found.some(({ kind }) => kind === 'breaking')) return
        const [fitted, fits] = [ajv.compile(before), ajv.compile(after)]
        for (const sent of values.filter((one) => fitted(one) && hasOnlyDescribed(one, before))) {
          judged++
          expect(fits(sent), JSON.stringify({ sent, found })).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
    expect(judged).toBeGreaterThan(50)
  })

  it('gives only answers that could be given before', () => {
    let judged = 0
    fc.assert(
      fc.property(pairs, fc.array(value, { minLength: 20, maxLength: 20 }), ([before, after], values) => {
        const found = compareDocuments(documentOf({}, wrapped(before)), documentOf({}, wrapped(after)))
        if (found.some(({ kind }) => kind === 'breaking')) return
        const [could, can] = [ajv.compile(before), ajv.compile(after)]
        for (const answer of values.filter((one) => can(one) && hasOnlyDescribed(one, before))) {
          judged++
          expect(could(answer), JSON.stringify({ answer, found })).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
    expect(judged).toBeGreaterThan(50)
  })

  it('is no answer that lacks what was promised without being described, when it is described', () => {
    const before = { type: 'object', properties: {}, required: ['b'] }
    const after = { type: 'object', properties: { b: { type: 'string' } } }
    const found = compareDocuments(documentOf({}, wrapped(before)), documentOf({}, wrapped(after)))
    expect(found.map(({ kind, change }) => [kind, change])).toContainEqual(['breaking', 'no longer always there'])
  })
})

describe('a document', () => {
  const documents = fc.tuple(anySample, anySample, fc.constantFrom('3.0' as const, '3.1' as const)).map(([input, output, version]) => {
    const run = inputSchema('x', new StandardPythonParameterType(input))(outputSchema(new StandardPythonParameterType(output))((x) => x))
    return generateSwagger(run, { version })
  })

  it('has no changes to itself', () => {
    fc.assert(fc.property(documents, (document) => void expect(compareDocuments(document, structuredClone(document))).toEqual([])))
  })

  it('is compared where objects stand in the place of names', () => {
    const run = inputSchema('x', new StandardPythonParameterType(1))((x: unknown) => x)
    const document = generateSwagger(run, { version: '3.1' })
    const edited = structuredClone(document) as unknown as {
      components: { schemas: { ServiceInput: object } }
      paths: Record<string, unknown>
    }
    Object.assign(edited.components.schemas.ServiceInput, { required: [{ toString: 1 }] })
    edited.paths['/score'] = { post: { parameters: [{ in: { toString: 1 }, name: { toString: 2 } }] } }
    expect(compareDocuments(document, edited).length).toBeGreaterThan(0)
  })

  it('is compared whatever somebody wrote into it', () => {
    const edited = documents.chain((document) => {
      const placesOf = (copy: Record<string, unknown>) => {
        const places: [Record<string, unknown>, string][] = []
        collectPlaces(copy, places)
        return places
      }
      return fc
        .tuple(
          fc.nat(placesOf(document as unknown as Record<string, unknown>).length - 1),
          fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant({ $ref: '#/paths' })),
        )
        .map(([index, value]) => {
          const copy = structuredClone(document) as unknown as Record<string, unknown>
          const [holder, key] = placesOf(copy)[index] ?? [copy, 'info']
          holder[key] = value
          return [document, copy] as const
        })
    })
    fc.assert(
      fc.property(edited, ([document, copy]) => {
        if (document.openapi !== copy['openapi']) return
        const isSame = JSON.stringify(sorted(document)) === JSON.stringify(sorted(copy))
        expect(compareDocuments(document, copy).length > 0).toBe(!isSame)
        expect(compareDocuments(copy, document).length > 0).toBe(!isSame)
      }),
      { numRuns: 500 },
    )
  })

  it('has some to every other', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const found = compareDocuments(documentOf(before, {}), documentOf(after, {}))
        const isSame = JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))
        expect(found.length === 0).toBe(isSame)
      }),
    )
  })
})

function sorted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(sorted)
  if (typeof node !== 'object' || node === null) return node
  const members = Object.entries(node).map(([key, child]) => [key, sorted(child)] as const)
  return { members: members.sort(([one], [other]) => (one < other ? -1 : 1)) }
}

function collectPlaces(node: unknown, places: [Record<string, unknown>, string][]): void {
  if (typeof node !== 'object' || node === null) return
  for (const [key, child] of Object.entries(node)) {
    if (key !== '__proto__') places.push([node as Record<string, unknown>, key])
    collectPlaces(child, places)
  }
}
