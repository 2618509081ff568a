import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { documentText } from '../../src/build/index.js'
import { generateSwagger, inputSchema, PandasParameterType, StandardPythonParameterType } from '../../src/index.js'
import { anySample, name } from '../support/arbitraries.js'

const versions = ['2.0', '3.0', '3.1'] as const

const documents = fc.tuple(anySample, fc.constantFrom('3.0' as const, '3.1' as const)).map(([sample, version]) => {
  const run = inputSchema('x', new StandardPythonParameterType(sample))((x) => x)
  return generateSwagger(run, { version })
})

/** Keys that are names, or stand in values: their order is the author's. */
const ownOrder = new Set([
  'properties',
  'paths',
  'responses',
  'content',
  'headers',
  'definitions',
  'schemas',
  'example',
  'examples',
  'default',
  'enum',
])

/** The same document with the keys of everything else in the opposite order. */
function turned(node: unknown, isOwn = false): unknown {
  if (Array.isArray(node)) return node.map((item) => turned(item))
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).map(([key, child]) => {
    const isValue = !isOwn && ['example', 'examples', 'default', 'enum'].includes(key)
    return [key, isValue ? child : turned(child, !isOwn && ownOrder.has(key))] as const
  })
  return Object.fromEntries(isOwn ? entries : entries.reverse())
}

describe('documentText', () => {
  it.each(versions)('leaves nothing out of %s', (version) => {
    const run = inputSchema('people', new PandasParameterType([{ name: 'Sarah', age: 25 }]))((people) => people)
    const document = generateSwagger(run, { version })
    expect(JSON.parse(documentText(document))).toEqual(document)
    expect(documentText(document)).toMatch(/^\{\n {2}"\w+": "[23][\s\S]*\n\}\n$/)
  })

  it('is the same text for the same document, however its keys stood', () => {
    fc.assert(fc.property(documents, (document) => void expect(documentText(turned(document) as object)).toBe(documentText(document))))
  })

  it('keeps the order of columns, and of keys that nobody knows', () => {
    const schema = { properties: { b: {}, a: {} }, 'x-b': 1, 'x-a': 2, type: 'object' }
    const text = documentText({ definitions: { Z: schema, A: {} }, swagger: '2.0' })
    expect(text.match(/"[\w-]+":/g)?.join('')).toBe('"swagger":"definitions":"Z":"type":"properties":"b":"a":"x-b":"x-a":"A":')
  })

  it('says the same in YAML', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(parse(documentText(document, { format: 'yaml' }))).toEqual(JSON.parse(JSON.stringify(document)))
      }),
    )
  })

  it('leaves names and texts whole in YAML, whatever they look like', () => {
    const text = fc.oneof(
      name,
      fc.constantFrom('no', 'null', '1:30', '2.0', '0x1', '- a', '# b', 'a: b', '|', '<<', '2024-01-01', '~', '\u2028', 'a\n\nb\n'),
    )
    fc.assert(
      fc.property(text, text, (key, value) => {
        const document = { swagger: '2.0', definitions: Object.fromEntries([[key, { description: value, example: [value] }]]) }
        expect(parse(documentText(document, { format: 'yaml' }), { merge: false })).toEqual(document)
      }),
    )
  })

  it('changes nothing of what it is given', () => {
    const document = { definitions: {}, swagger: '2.0' }
    documentText(document)
    expect(Object.keys(document)).toEqual(['definitions', 'swagger'])
  })

  it('refuses another format', () => {
    expect(() => documentText({}, { format: 'xml' as 'json' })).toThrow('the option format is "xml", expected "json" or "yaml"')
  })
})
