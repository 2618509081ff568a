import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkConsumer } from '../../src/index.js'
import { consumers, type Draft, follow, goodDocument } from './support/documents.js'

const names = [
  ...['"', "'", '/', '~', '~1', '%', '😀', 'a b', '\\', '__proto__', 'constructor', '$ref', 'items'].map((name) => [name, name]),
  ['x ten thousand times', 'x'.repeat(10_000)],
] as [string, string][]

describe.each(consumers)('%s, of a hostile document', (consumer) => {
  it.each<[string, string]>([
    ['a number', '5'],
    ['null', 'null'],
    ['a list', '[{"swagger": "2.0"}]'],
    ['no JSON', '{"swagger": '],
    ['nothing', ''],
    ['an object', '{}'],
    ['a version that is no text', '{"swagger": 2.0}'],
    ['nested without end', '{"a":'.repeat(100_000)],
  ])('text that is %s is no document', (_, text) => {
    expect(checkConsumer(text, consumer).problems.map(({ code, pointer }) => [code, pointer])).toEqual([['not_a_document', '']])
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a number', 5],
    ['a symbol', Symbol('x')],
  ])('%s is a TypeError', (_, subject) => {
    expect(() => checkConsumer(subject as object, consumer)).toThrow(
      /^the subject is .+, expected a run, a document, or the JSON text of one$/,
    )
    expect(() => checkConsumer(subject as object, consumer)).toThrow(TypeError)
  })

  it('one that holds itself is a TypeError', () => {
    const document = goodDocument(consumer)
    document.definitions.Self = document
    expect(() => checkConsumer(document, consumer)).toThrow(TypeError)
  })

  it.each<[string, Draft]>([
    ['paths that are no object', { paths: [] }],
    ['operations that are no objects', { paths: { '/score': { post: 5, get: null } } }],
    ['parameters that are no list', { paths: { '/score': { post: { parameters: { in: 'body' } } } } }],
    ['schemas that are no objects', { definitions: { ServiceInput: 'anything', ServiceOutput: [1] } }],
    ['properties that are a list', { definitions: { ServiceInput: { properties: [{ type: 'object' }] } } }],
    ['a type of several', { definitions: { ServiceInput: { type: ['object', 'string', 5] } } }],
    ['a reference to itself', { definitions: { ServiceInput: { $ref: '#/definitions/ServiceInput' } } }],
    ['references in a circle', { definitions: { ServiceInput: { $ref: '#/definitions/A' }, A: { $ref: '#/definitions/ServiceInput' } } }],
    ['a schema that is all of itself', { definitions: { ServiceInput: { allOf: [{ $ref: '#/definitions/ServiceInput' }] } } }],
    [
      'inputs that hold themselves',
      {
        definitions: {
          ServiceInput: { properties: { Inputs: { $ref: '#/definitions/ServiceInput' }, data: { $ref: '#/definitions/ServiceInput' } } },
        },
      },
    ],
    ['a reference to another document', { definitions: { ServiceInput: { $ref: 'https://example.com/a.json#/b' } } }],
    ['a reference that is no pointer', { definitions: { ServiceInput: { $ref: '#/definitions/%' } } }],
    ['an inherited name', { definitions: { ServiceInput: { $ref: '#/constructor/prototype' } } }],
    ['__proto__ as a name', { definitions: JSON.parse('{"ServiceInput": {"properties": {"__proto__": {"properties": {"Inputs": {}}}}}}') }],
  ])('%s: an answer, whose places are there', (_, change) => {
    const document = { ...goodDocument(consumer), ...change }
    const { problems } = checkConsumer(document, consumer)
    expect(problems.length).toBeGreaterThan(0)
    for (const { pointer } of problems.filter(({ pointer }) => pointer !== '/paths')) expect(follow(document, pointer)).toBeDefined()
  })

  it.each(names)('a column called %s is read, and found by its pointer', (_, name) => {
    const document = goodDocument(consumer)
    const frames = document.definitions.ServiceInput.properties.Inputs.properties
    const { properties } = (frames.houses ?? frames.data).items
    Object.defineProperty(properties, name, { value: {}, enumerable: true, configurable: true, writable: true })
    const { problems } = checkConsumer(document, consumer)
    for (const { pointer, message } of problems) {
      expect(follow(document, pointer)).toBeDefined()
      expect(message.length).toBeLessThan(1000)
    }
    if (consumer === 'automl') expect(problems).toEqual([])
    else expect(problems.map(({ code }) => code)).toContain(consumer === 'power-platform' ? 'schema_empty' : 'column_untyped')
  })

  it('ten thousand columns are read at once', () => {
    const document = goodDocument(consumer)
    const frames = document.definitions.ServiceInput.properties.Inputs.properties
    const { items } = frames.houses ?? frames.data
    items.properties = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`column ${index}`, { type: 'number' }]))
    const start = performance.now()
    expect(checkConsumer(document, consumer)).toMatchObject({ ok: true, problems: [] })
    expect(performance.now() - start).toBeLessThan(5000)
  })

  it('ten thousand schemas that refer to one another are read at once', () => {
    const document = goodDocument(consumer)
    for (let index = 0; index < 10_000; index++)
      document.definitions[`S${index}`] = { type: 'object', properties: { next: { $ref: `#/definitions/S${(index + 1) % 10_000}` } } }
    const start = performance.now()
    checkConsumer(document, consumer)
    expect(performance.now() - start).toBeLessThan(5000)
  })

  it('any JSON in any place is answered', () => {
    const places = ['paths', 'definitions', 'schemes', 'securityDefinitions', 'consumes', 'host', 'parameters', 'responses']
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
        expect(checkConsumer({ ...goodDocument(consumer), [place]: value }, consumer)).toHaveProperty('ok')
      }),
      { numRuns: 50 },
    )
  })

  it('any JSON in place of any schema is answered', () => {
    const words = fc.constantFrom('type', 'properties', 'items', '$ref', 'allOf', 'format', 'enum', 'Inputs', 'data', 'Results', 'method')
    const schema = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('object', 'array', 'string', '#/definitions/ServiceInput', 5, null, true),
        fc.dictionary(words, tie('node'), { maxKeys: 4 }),
        fc.array(tie('node'), { maxLength: 3 }),
      ),
    })).node
    fc.assert(
      fc.property(schema, schema, (input, output) => {
        const document = goodDocument(consumer)
        document.definitions = { ServiceInput: input, ServiceOutput: output }
        expect(checkConsumer(document, consumer)).toHaveProperty('ok')
      }),
      { numRuns: 100 },
    )
  })
})

it('a consumer that nobody knows is a TypeError', () => {
  for (const name of ['excel', 'constructor', '__proto__', undefined, null])
    expect(() => checkConsumer({}, name as 'power-bi')).toThrow(
      /^the consumer is .+, expected "power-bi", "automl", .+ or "power-platform"$/,
    )
})
