import { describe, expect, it } from 'vitest'
import { compareDocuments } from '../../src/build/index.js'
import {
  defineRun,
  generateSwagger,
  inputSchema,
  int,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  StandardPythonParameterType,
} from '../../src/index.js'

type Schema = Record<string, unknown>

const one = new StandardPythonParameterType(1.5)

/** A document of each version with these schemas, written as 3.1 writes them where versions do not differ. */
function documentOf(input: Schema, output: Schema = {}, version: '2.0' | '3.0' | '3.1' = '3.1'): Record<string, unknown> {
  const run = inputSchema('x', one)(outputSchema(one)((x) => x))
  const document = structuredClone(generateSwagger(run, { version })) as unknown as Record<string, Schema>
  const schemas = version === '2.0' ? document['definitions'] : (document['components'] as Schema)['schemas']
  Object.assign(schemas as Schema, { ServiceInput: input, ServiceOutput: output })
  return document
}

const object = (properties: Schema, ...required: string[]): Schema => ({
  type: 'object',
  ...(required.length > 0 ? { required } : {}),
  properties,
})
const member = (schema: Schema) => object({ a: schema }, 'a')

/** The changes of one schema to another in what is sent, as "kind place: change". */
function changes(before: Schema, after: Schema, side: 'input' | 'output' = 'input', version: '2.0' | '3.0' | '3.1' = '3.1'): string[] {
  const of = (schema: Schema) => (side === 'input' ? documentOf(schema, {}, version) : documentOf({}, schema, version))
  return compareDocuments(of(before), of(after)).map(({ kind, place, change }) => `${kind} ${place}: ${change}`)
}

const number = { type: 'number' }
const integer = { type: 'integer' }
const text = { type: 'string' }

describe('a change of values breaks one side and leaves the other alone', () => {
  it.each<[string, Schema, Schema, string]>([
    ['a type becomes narrower', number, integer, 'type'],
    ['null is no longer taken', { type: ['number', 'null'] }, number, 'type'],
    ['a value is taken from a list', { enum: ['a', 'b'] }, { enum: ['a'] }, 'values'],
    ['values are listed', text, { ...text, enum: ['a'] }, 'values'],
    ['a list becomes a constant', { enum: [1, 2] }, { const: 1 }, 'values'],
    ['a lower bound comes', number, { ...number, minimum: 0 }, 'minimum'],
    ['a lower bound rises', { ...number, minimum: 0 }, { ...number, minimum: 1 }, 'minimum'],
    ['a bound becomes exclusive', { ...number, maximum: 1 }, { ...number, exclusiveMaximum: 1 }, 'maximum'],
    ['a text must be longer', text, { ...text, minLength: 1 }, 'minLength'],
    ['a list must be shorter', { type: 'array', maxItems: 3 }, { type: 'array', maxItems: 2 }, 'maxItems'],
    ['a format comes', text, { ...text, format: 'date' }, 'format'],
    ['a format holds less', { ...integer, format: 'int64' }, { ...integer, format: 'int32' }, 'format'],
    ['a pattern comes', text, { ...text, pattern: 'a' }, 'pattern'],
    ['multiples become fewer', { ...integer, multipleOf: 2 }, { ...integer, multipleOf: 4 }, 'multipleOf'],
    ['items must differ', { type: 'array' }, { type: 'array', uniqueItems: true }, 'uniqueItems'],
    ['one of several goes', { anyOf: [number, text] }, { anyOf: [number] }, 'one of several'],
    ['one of several becomes the only one', { anyOf: [number, text] }, number, 'one of several'],
    ['a condition comes', { allOf: [number, {}] }, { allOf: [number, { minimum: 1 }] }, 'minimum'],
    ['one more condition comes', { allOf: [number] }, { allOf: [number, { minimum: 1 }] }, 'additional constraint'],
    ['an axis gets a size', { type: 'array', 'x-shape': [null] }, { type: 'array', 'x-shape': [2] }, 'shape'],
    ['a dtype holds less', { ...number, 'x-dtype': 'float64' }, { ...number, 'x-dtype': 'float32' }, 'dtype'],
  ])('%s', (_what, wide, narrow, change) => {
    const of = (kind: string, place: string) => [`${kind} ${place}: ${change}`]
    expect(changes(member(wide), member(narrow), 'input').slice(-1)).toEqual(of('breaking', 'a'))
    expect(changes(member(narrow), member(wide), 'input').slice(-1)[0]).toMatch(/^compatible a: /)
    expect(changes(member(narrow), member(wide), 'output').slice(-1)[0]).toMatch(/^breaking response a: /)
    expect(changes(member(wide), member(narrow), 'output').slice(-1)).toEqual(of('compatible', 'response a'))
  })
})

describe('a schema that lets less through is never called compatible for those who send', () => {
  const list = { type: 'array' }
  const plain = object({ a: number })
  it.each<[string, Schema | false, Schema | false]>([
    ['a condition that nothing meets', { allOf: [number] }, { allOf: [number, false] } as Schema],
    ['such a condition in the place of another', { allOf: [number, {}] }, { allOf: [number, false] } as Schema],
    ['such a condition beside a type', number, { ...number, allOf: [false] }],
    ['one in the place of a schema without any', number, { allOf: [number, false] }],
    ['an option that nothing meets', { anyOf: [number] }, { anyOf: [false] }],
    ['nothing at all', number, false],
    ['others become nothing', { ...plain, unevaluatedProperties: {} }, { ...plain, unevaluatedProperties: false }],
    ['others become narrower', { ...plain, unevaluatedProperties: number }, { ...plain, unevaluatedProperties: integer }],
    ['others come to be refused', plain, { ...plain, unevaluatedProperties: false }],
    [
      'others of two schemas',
      { ...plain, $ref: '#/x', unevaluatedProperties: number },
      { ...plain, $ref: '#/x', unevaluatedProperties: false },
    ],
    ['items become narrower', { ...list, unevaluatedItems: number }, { ...list, unevaluatedItems: integer }],
    ['items come to be refused', list, { ...list, unevaluatedItems: false }],
    [
      'members are no longer looked at, so that they are left over',
      { additionalProperties: text, unevaluatedProperties: number },
      { unevaluatedProperties: number },
    ],
    [
      'a condition that looked at them goes',
      { allOf: [plain, { required: ['b'] }], unevaluatedProperties: false },
      { allOf: [{ required: ['b'] }], unevaluatedProperties: false },
    ],
    ['an option that looked at them goes', { anyOf: [plain, {}], unevaluatedProperties: false }, { unevaluatedProperties: false }],
    ['names become fewer', { ...plain, propertyNames: {} }, { ...plain, propertyNames: { maxLength: 1 } }],
    ['names by pattern', { ...plain, patternProperties: { b: number } }, { ...plain, patternProperties: { b: integer } }],
    ['one more where another is', { ...plain, dependentSchemas: { a: {} } }, { ...plain, dependentSchemas: { a: { required: ['b'] } } }],
    ['one more name where another is', { ...plain, dependentRequired: {} }, { ...plain, dependentRequired: { a: ['b'] } }],
    ['what follows a condition', { if: number, then: {} }, { if: number, then: { minimum: 1 } }],
    ['what follows without the condition', { if: number, else: text }, { if: number, else: false }],
    ['what is contained', { ...list, contains: number }, { ...list, contains: integer }],
    ['how often', { ...list, contains: number, minContains: 0 }, { ...list, contains: number }],
    ['what must not be', { not: integer }, { not: number }],
  ])('%s', (_what, before, after) => {
    const found = changes(member(before as Schema), member(after as Schema), 'input')
    expect(found.filter((change) => change.startsWith('breaking'))).not.toEqual([])
    const back = changes(member(after as Schema), member(before as Schema), 'output')
    expect(back.filter((change) => change.startsWith('breaking'))).not.toEqual([])
  })

  it('but others that are left over are judged like others where nothing else looks at them', () => {
    const closed = { ...plain, unevaluatedProperties: false }
    expect(changes(closed, plain)).toEqual(['compatible .*: other members'])
    expect(changes({ ...list, unevaluatedItems: integer }, { ...list, unevaluatedItems: number })).toEqual(['compatible []: type'])
    const both = (title: string) => ({ allOf: [{ ...plain, title }], unevaluatedProperties: false })
    expect(changes(both('one'), both('two'))).toEqual(['text the input: title'])
  })

  it('and what nothing meets is called nothing', () => {
    const [change] = compareDocuments(documentOf({ allOf: [number] }), documentOf({ allOf: [number, false] }))
    expect(change).toMatchObject({ change: 'additional constraint', after: 'nothing' })
  })
})

describe('what no caller notices breaks none', () => {
  it('a member that is only for readers, or only for those who send', () => {
    const only = (word: string) => member({ ...number, [word]: true })
    expect(changes(object({ a: number }), object({ a: { ...number, readOnly: true } }))).toEqual(['text a: readOnly'])
    // One that must be there need not be sent any more, or has to be again.
    expect(changes(member(number), only('readOnly'))).toEqual(['compatible a: no longer required', 'text a: readOnly'])
    expect(changes(only('readOnly'), member(number))).toEqual(['breaking a: newly required', 'text a: readOnly'])
    expect(changes(member(number), only('readOnly'), 'output')).toEqual(['text response a: readOnly'])
    expect(changes(member(number), only('writeOnly'))).toEqual(['text a: writeOnly'])
    expect(changes(member(number), only('writeOnly'), 'output')).toEqual([
      'breaking response a: no longer always there',
      'text response a: writeOnly',
    ])
    expect(changes(object({}), object({ b: { ...number, readOnly: true } }, 'b'))).toEqual(['compatible b: added, may be left out'])
  })

  it.each(['.*', '', '^', '^.*'])('a pattern that becomes one that any text has: %j', (pattern) => {
    expect(changes(member({ ...text, pattern: '^a' }), member({ ...text, pattern }))).toEqual(['compatible a: pattern'])
    expect(changes(member({ ...text, pattern }), member({ ...text, pattern: '^a' }))).toEqual(['breaking a: pattern'])
    expect(changes(member({ ...text, pattern: '^a' }), member({ ...text, pattern: '^.*$' }))).toEqual(['breaking a: pattern'])
  })

  it.each(['3.0', '2.0'] as const)('a security scheme that nobody asked for goes, or is another: %s', (version) => {
    const withScheme = (used: boolean, scheme?: Schema) => {
      const document = documentOf(number, {}, version)
      const place = (version === '2.0' ? document : document['components']) as Schema
      const word = version === '2.0' ? 'securityDefinitions' : 'securitySchemes'
      place[word] = { ...(place[word] as Schema), ...(scheme === undefined ? {} : { key: scheme }) }
      for (const operations of Object.values(document['paths'] as Record<string, Record<string, Schema>>))
        for (const operation of Object.values(operations)) if (used) operation['security'] = [{ key: [] }]
      return document
    }
    const scheme = { type: 'apiKey', name: 'key', in: 'header' }
    const kinds = (before: Schema, after: Schema) =>
      compareDocuments(before, after)
        .filter(({ place }) => place.startsWith('the security scheme'))
        .map(({ kind, change }) => `${kind}: ${change}`)
    expect(kinds(withScheme(false, scheme), withScheme(false))).toEqual(['text: removed'])
    expect(kinds(withScheme(false, scheme), withScheme(false, { ...scheme, name: 'other' }))).toEqual(['text: changed'])
    expect(kinds(withScheme(true, scheme), withScheme(true))).toEqual(['breaking: removed'])
    expect(kinds(withScheme(true, scheme), withScheme(true, { ...scheme, name: 'other' }))).toEqual(['breaking: changed'])
  })
})

describe('what breaks both sides, or cannot be told', () => {
  it.each<[string, Schema, Schema, string]>([
    ['another type', number, text, 'type'],
    ['another format', { ...text, format: 'date' }, { ...text, format: 'time' }, 'format'],
    ['another pattern', { ...text, pattern: 'a' }, { ...text, pattern: 'b' }, 'pattern'],
    ['other values', { enum: [1, 2] }, { enum: [2, 3] }, 'values'],
    ['another size', { type: 'array', minItems: 2, maxItems: 2 }, { type: 'array', minItems: 3, maxItems: 3 }, 'number of items'],
    ['what only one version of JSON Schema knows', { ...text, contentEncoding: 'base64' }, text, 'contentEncoding (cannot be judged)'],
    ['what nobody knows', { ...text, weight: 1 }, { ...text, weight: 2 }, 'weight (cannot be judged)'],
    ['what must not be', { not: { enum: [1] } }, { not: { enum: [2] } }, 'not (cannot be judged)'],
    ['a reference out of the document', { $ref: 'a.json' }, { $ref: 'b.json' }, '$ref (cannot be judged)'],
  ])('%s', (_what, before, after, change) => {
    expect(changes(member(before), member(after), 'input')).toEqual([`breaking a: ${change}`])
    expect(changes(member(before), member(after), 'output')).toEqual([`breaking response a: ${change}`])
  })
})

describe('members', () => {
  const plain = object({ a: number }, 'a')

  it.each<[string, Schema, Schema, string[], string[]]>([
    ['removed', object({ a: number, b: number }, 'a', 'b'), plain, ['breaking b: removed'], ['breaking response b: removed']],
    [
      'added, required',
      plain,
      object({ a: number, b: number }, 'a', 'b'),
      ['breaking b: added, required'],
      ['compatible response b: added'],
    ],
    ['added', plain, object({ a: number, b: number }, 'a'), ['compatible b: added, may be left out'], ['compatible response b: added']],
    [
      'no longer required',
      plain,
      object({ a: number }),
      ['compatible a: no longer required'],
      ['breaking response a: no longer always there'],
    ],
    ['newly required', object({ a: number }), plain, ['breaking a: newly required'], ['compatible response a: always there']],
    [
      'with no others',
      plain,
      { ...plain, additionalProperties: false },
      ['breaking .*: other members'],
      ['compatible response .*: other members'],
    ],
    [
      'of any name',
      { type: 'object', additionalProperties: number },
      { type: 'object', additionalProperties: integer },
      ['breaking .*: type'],
      ['compatible response .*: type'],
    ],
  ])('%s', (_what, before, after, input, output) => {
    expect(changes(before, after, 'input')).toEqual(input)
    expect(changes(before, after, 'output')).toEqual(output)
  })

  it('of a response that was to have no others break it', () => {
    const closed = { ...plain, additionalProperties: false }
    const more = { ...object({ a: number, b: number }, 'a'), additionalProperties: false }
    expect(changes(closed, more, 'output')).toEqual(['breaking response b: added, where nothing else was to be'])
    expect(changes(closed, more, 'input')).toEqual(['compatible b: added, may be left out'])
  })

  it('that any name could have had before must still take what they took', () => {
    const before = { type: 'object', additionalProperties: number }
    expect(changes(before, { ...before, properties: { b: text } })).toEqual(['breaking b: type', 'compatible b: added, may be left out'])
  })

  it('that any name could have had before must be answered as they were', () => {
    const before = { type: 'object', additionalProperties: number }
    expect(changes(before, { ...before, properties: { b: text } }, 'output')).toContain('breaking response b: type')
    expect(changes(before, { ...before, properties: { b: integer } }, 'output')).not.toContainEqual(expect.stringMatching('breaking'))
  })

  it('that were required without a description must still take what they took', () => {
    const before = { type: 'object', required: ['a'] }
    expect(changes(before, object({ a: number }, 'a'))).toEqual(['breaking a: type'])
    expect(changes(before, object({ a: number }))).toContain('breaking a: type')
    expect(changes(before, object({ a: {} }, 'a'))).toEqual([expect.stringMatching('^text .*says the same in another way')])
  })

  it('are not known to be optional in Swagger 2.0, which lists nothing required', () => {
    const [change] = changes(object({ a: number }), object({ a: number, b: number }), 'input', '2.0')
    expect(change).toBe('breaking b: added (2.0 does not say whether it may be left out; 3.1 does)')
    expect(changes(object({ a: number }, 'a'), object({ a: number, b: number }, 'a'), 'input', '2.0')).toEqual([
      'compatible b: added, may be left out',
    ])
  })

  it('may have any name', () => {
    const names = Object.fromEntries(['__proto__', 'constructor', 'a b/~'].map((name) => [name, number]))
    const other = Object.fromEntries(Object.keys(names).map((name) => [name, text]))
    expect(changes(object(names), object(other))).toEqual([
      'breaking __proto__: type',
      'breaking constructor: type',
      'breaking ["a b/~"]: type',
    ])
  })
})

describe('null in each version', () => {
  it.each([
    ['2.0', { type: 'number', 'x-nullable': true }],
    ['3.0', { type: 'number', nullable: true }],
    ['3.1', { type: ['number', 'null'] }],
  ] as const)('%s', (version, nullable) => {
    expect(changes(object({ a: { ...nullable } }, 'a'), object({ a: number }, 'a'), 'input', version)).toEqual(['breaking a: type'])
    expect(changes(object({ a: number }, 'a'), object({ a: { ...nullable } }, 'a'), 'output', version)).toEqual([
      'breaking response a: type',
    ])
  })

  it('exclusive bounds are a word in 3.0', () => {
    const bound = { ...number, minimum: 0 }
    expect(changes(member(bound), member({ ...bound, exclusiveMinimum: true }), 'input', '3.0')).toEqual(['breaking a: minimum'])
  })
})

describe('references', () => {
  const withNode = (value: Schema) => {
    const document = documentOf({ $ref: '#/components/schemas/Node' })
    const { schemas } = document['components'] as { schemas: Schema }
    schemas['Node'] = object({ value, next: { $ref: '#/components/schemas/Node' } }, 'value')
    return document
  }

  it('are followed, also to themselves', () => {
    expect(compareDocuments(withNode(number), withNode(number))).toEqual([])
    expect(compareDocuments(withNode(number), withNode(integer))).toEqual([
      {
        kind: 'breaking',
        place: 'value',
        pointer: '/components/schemas/Node/properties/value',
        change: 'type',
        before: 'number',
        after: 'integer',
      },
    ])
  })

  it('that only have another name break nobody', () => {
    const renamed = JSON.parse(JSON.stringify(withNode(number)).replaceAll('Node', 'Item')) as object
    expect(compareDocuments(withNode(number), renamed).every(({ kind }) => kind === 'text')).toBe(true)
  })

  it('that lead nowhere or round in a circle are no reason to fail', () => {
    const circle = { $ref: '#/components/schemas/ServiceInput' }
    expect(compareDocuments(documentOf(circle), documentOf(circle))).toEqual([])
    expect(compareDocuments(documentOf({ $ref: '#/none' }), documentOf(member(number)))[0]).toMatchObject({ kind: 'breaking' })
  })

  it('of options within options take no longer for being many', () => {
    const nested = (depth: number, leaf: Schema): Schema =>
      depth === 0 ? leaf : { anyOf: [nested(depth - 1, leaf), nested(depth - 1, text), nested(depth - 1, { type: 'boolean' })] }
    expect(compareDocuments(documentOf(nested(6, number)), documentOf(nested(6, integer)))[0]).toMatchObject({ kind: 'breaking' })
  })
})

describe('the document', () => {
  const paths = (document: object) => (document as { paths: Record<string, Record<string, Schema>> }).paths
  const changed = (change: (document: Record<string, unknown>) => void): string[] => {
    const [before, after] = [documentOf(member(number)), documentOf(member(number))]
    change(after)
    return compareDocuments(before, after).map((found) => `${found.kind} ${found.place}: ${found.change}`)
  }

  it.each<[string, (document: Record<string, unknown>) => void, string[]]>([
    ['without a path', (document) => delete paths(document)['/'], ['breaking GET /: removed']],
    ['with one more', (document) => Object.assign(paths(document), { '/new': { get: { responses: {} } } }), ['compatible GET /new: added']],
    [
      'with a parameter that must be sent',
      (document) =>
        Object.assign(paths(document)['/']?.['get'] ?? {}, { parameters: [{ in: 'query', name: 'q', required: true, schema: text }] }),
      ['breaking GET / query parameter q: added, required'],
    ],
    [
      'without its only answer',
      (document) => Reflect.deleteProperty(paths(document)['/']?.['get']?.['responses'] as Schema, '200'),
      ['breaking GET / response 200: removed'],
    ],
    [
      'that asks for a key',
      (document) => Object.assign(paths(document)['/']?.['get'] ?? {}, { security: [{ Bearer: [] }] }),
      ['breaking GET /: security'],
    ],
    ['that asks for none', (document) => delete paths(document)['/score']?.['post']?.['security'], ['compatible POST /score: security']],
    ['with a name', (document) => Object.assign(document['info'] as Schema, { title: 'New' }), ['text info: title']],
    ['with words of its own', (document) => Object.assign(document, { 'x-internal': true }), ['text the document: x-internal']],
    ['somewhere else', (document) => Object.assign(document, { servers: [{ url: '/v2' }] }), ['breaking the document: servers']],
    [
      'with a schema that nobody uses',
      (document) => Object.assign((document['components'] as { schemas: Schema }).schemas, { New: text }),
      ['text the definition New: added'],
    ],
  ])('%s', (_what, change, expected) => {
    expect(changed(change)).toEqual(expected)
  })

  it('with another prefix is told once for each path, not as removed and added', () => {
    const run = inputSchema('x', one)((x) => x)
    const found = compareDocuments(generateSwagger(run), generateSwagger(run, { pathPrefix: '/v2' }))
    expect(found.map(({ place, change, before, after }) => [place, change, before, after])).toEqual([
      ['GET /v2/', 'path', '/', '/v2/'],
      ['POST /v2/score', 'path', '/score', '/v2/score'],
      ['GET /v2/swagger.json', 'path', '/swagger.json', '/v2/swagger.json'],
    ])
  })

  it('of another version is not compared further', () => {
    const run = inputSchema('x', one)((x) => x)
    expect(compareDocuments(generateSwagger(run), generateSwagger(run, { version: '3.1' }))).toEqual([
      { kind: 'breaking', place: 'the document', pointer: '/openapi', change: 'version', before: 'Swagger 2.0', after: 'OpenAPI 3.1' },
    ])
  })

  it.each([
    [{}, /neither "swagger" nor "openapi"/],
    [[], /expected a Swagger or OpenAPI document/],
    [{ openapi: '4.0' }, /is of version "4.0"/],
  ])('that is none is refused: %j', (none, message) => {
    expect(() => compareDocuments(none, documentOf({}))).toThrow(message)
  })
})

describe.each(['2.0', '3.0', '3.1'] as const)('what scripts show, in %s', (version) => {
  const people = (...columns: [string, unknown][]) =>
    generateSwagger(
      inputSchema('people', new PandasParameterType([Object.fromEntries(columns)]))((people) => people),
      { version },
    )
  const kinds = (before: object, after: object) => compareDocuments(before, after).filter(({ kind }) => kind !== 'text')

  it('names a column that became an integer', () => {
    expect(kinds(people(['age', 1.5]), people(['age', int(1)])).slice(0, 2)).toMatchObject([
      { kind: 'breaking', place: 'people[].age', change: 'type', before: 'number', after: 'integer' },
      { kind: 'breaking', place: 'people[].age', change: 'format', before: 'double', after: 'int64' },
    ])
  })

  it('names it in each frame that has such rows', () => {
    const of = (one: object, other: object) => {
      const inputs = { one: new PandasParameterType([{ ...one }]), other: new PandasParameterType([{ ...other }]) }
      return generateSwagger(
        defineRun({ inputs }, ({ one }) => one),
        { version },
      )
    }
    const places = (before: object, after: object) => [
      ...new Set(kinds(before, after).map(({ kind, place, change }) => `${kind} ${place}: ${change}`)),
    ]
    const [was, is] = [{ a: 1.5 }, { a: 'x' }]
    expect(places(of(was, was), of(is, is))).toEqual(['breaking one[].a: type', 'breaking other[].a: type'])
    expect(places(of(was, was), of(was, is))).toEqual(['breaking other[].a: type'])
    expect(places(of(was, is), of(was, was))).toEqual(['breaking other[].a: type'])
    expect(kinds(of(was, is), of(was, is))).toEqual([])
  })

  it('tells a parameter once, whether it is sent in the body or in the query', () => {
    const of = (samples: Record<string, unknown>) => {
      const inputs = Object.fromEntries(Object.entries(samples).map(([name, sample]) => [name, new StandardPythonParameterType(sample)]))
      return generateSwagger(
        defineRun({ inputs }, () => 1),
        { version },
      )
    }
    const told = (before: object, after: object) => kinds(before, after).map(({ kind, place, change }) => `${kind} ${place}: ${change}`)
    expect(told(of({ x: true }), of({ x: 'text' }))).toEqual(['breaking x: type'])
    // The service goes on taking the query.
    const more = told(of({ x: true }), of({ x: true, list: ['a'] }))
    expect(more.filter((line) => line.includes('GET'))).toEqual(version === '2.0' ? [] : ['compatible GET /score: removed'])
  })

  it('tells of columns that changed places: rows may be sent as lists', () => {
    expect(kinds(people(['a', 1], ['b', 2]), people(['b', 2], ['a', 1]))).toMatchObject([
      { kind: 'breaking', place: 'people[]', change: 'order of columns (of rows that are sent as lists)', before: 'a, b', after: 'b, a' },
    ])
  })

  it('tells of a column more in the result', () => {
    const of = (row: object) =>
      generateSwagger(
        outputSchema(new PandasParameterType([{ ...row }]))(() => []),
        { version },
      )
    expect(kinds(of({ a: 1 }), of({ a: 1, b: 2 }))).toMatchObject([{ kind: 'compatible', place: 'response [].b', change: 'added' }])
  })

  it('tells another example from another array', () => {
    const of = (sample: number[][]) =>
      generateSwagger(
        inputSchema('x', new NumpyParameterType(sample))((x) => x),
        { version },
      )
    expect(compareDocuments(of([[1, 2]]), of([[3, 4]]))).toMatchObject([{ kind: 'text', place: 'the input' }])
    const [change] = kinds(of([[1, 2]]), of([[1, 2, 3]]))
    expect(change).toEqual(
      version === '2.0'
        ? undefined
        : expect.objectContaining({ kind: 'breaking', place: 'x[]', change: 'number of items', before: '2', after: '3' }),
    )
  })
})
