import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  decodePayload,
  decodePayloadAsync,
  inputSchema,
  type NdArray,
  NumpyParameterType,
  PandasParameterType,
} from '../../src/index.js'
import { expectSame } from './both-ways.js'

/** Cases of JSONTestSuite (Nicolas Seriot): n is no JSON, y is, i is for each parser to say. Bytes stand for broken UTF-8. */
const values: readonly (string | Uint8Array)[] = [
  // n: arrays
  '[1 true]',
  '[a\u00e5]',
  '["": 1]',
  '[""],',
  '[,1]',
  '[1,,2]',
  '["x",,]',
  '["x"]]',
  '["",]',
  '["x"',
  '[x',
  '[3[4]]',
  '[1:2]',
  '[,]',
  '[-]',
  '[   , ""]',
  '["a",\n4\n,1,',
  '[1,]',
  '[1,,]',
  '["\u000ba"\\f]',
  '[*]',
  '[""',
  '[1,',
  '[1,\n1\n,1',
  '[{}',
  '[fals]',
  '[nul]',
  '[tru]',
  // n: numbers
  '[++1234]',
  '[+1]',
  '[+Inf]',
  '[-01]',
  '[-1.0.]',
  '[-2.]',
  '[-NaN]',
  '[.-1]',
  '[.2e-3]',
  '[0.1.2]',
  '[0.3e+]',
  '[0.3e]',
  '[0.e1]',
  '[0E+]',
  '[0E]',
  '[0e+]',
  '[0e]',
  '[1.0e+]',
  '[1.0e-]',
  '[1.0e]',
  '[1 000.0]',
  '[1eE2]',
  '[2.e+3]',
  '[2.e-3]',
  '[2.e3]',
  '[9.e+]',
  '[Inf]',
  '[NaN]',
  '[\uff11]',
  '[1+2]',
  '[0x1]',
  '[0x42]',
  '[Infinity]',
  '[0e+-1]',
  '[-123.123foo]',
  '[123.f]',
  '[1e1\u00e5]',
  '[-foo]',
  '[- 1]',
  '[-012]',
  '[-Infinity]',
  '[-1x]',
  '[1ea]',
  '[1.]',
  '[.123]',
  '[1.2a-3]',
  '[1.8011670033376514H-308]',
  '[012]',
  // n: objects
  '["x", truth]',
  '{[: "x"}',
  '{"x", null}',
  '{"x"::"b"}',
  '{\u{1f1e8}}',
  '{"a":"a" 123}',
  "{key: 'value'}",
  '{"a":"b",}',
  '{"a" b}',
  '{:"b"}',
  '{"a"',
  '{"a":',
  '{"a',
  '{1:1}',
  '{9999E9999:1}',
  '{null:null,null:null}',
  '{"id":0,,,,,}',
  "{'a':0}",
  '{"id":0,}',
  '{"a":"b"}/**/',
  '{"a":"b"}#',
  '{"a":"b",,"c":"d"}',
  '{a: "b"}',
  '{"a":"a',
  '{ "foo" : "bar", "a" }',
  '{"a":"b"}#',
  ' ',
  // n: texts
  '["\\uD800\\"]',
  '["\\uD800\\u"]',
  '["\\uD800\\u1"]',
  '["\\uD800\\u1x"]',
  '[\u00e9]',
  '["\\x00"]',
  '["\\\\\\"]',
  '["\\\t"]',
  '["\\\u{1f300}"]',
  '["\\"]',
  '["\\u00A"]',
  '["\\uD834\\uDd"]',
  '["\\uD800\\uD800\\x"]',
  '["\\a"]',
  '["\\uqqqq"]',
  '[\\u0020"asd"]',
  '[\\n]',
  '"',
  "['single quote']",
  'abc',
  '["\\',
  '["a\u0000a"]',
  '["new\nline"]',
  '["\t"]',
  '"\\UA66D"',
  '""x',
  // n: structure
  '[1]x',
  '[\u2060]',
  '<.>',
  '[<null>]',
  '[True]',
  '1]',
  '{"x": true,',
  '[][]',
  ']',
  '{}}',
  '',
  '[',
  '2@',
  '{"":',
  '[false, nul',
  '{"asd":"asd"',
  '["asd]',
  'a\u00e5',
  '{"a": true} "x"',
  '[1,{',
  '{"a',
  '{"a":/*comment*/"b"}',
  '[\\u000A""]',
  '\u2060',
  '[1\u000c]',
  '\u00a0[]',
  "{'",
  '{"',
  '*',
  '{]',
  '{,',
  '[null',
  '[true',
  '[false',
  // y: arrays, numbers, objects, texts, structure
  '[[]   ]',
  '[""]',
  '[]',
  '["a"]',
  '[false]',
  '[null, 1, "1", {}]',
  '[null]',
  '[1\n]',
  ' [1]',
  '[1,null,null,null,2]',
  '[2] ',
  '[123e65]',
  '[0e+1]',
  '[0e1]',
  '[ 4]',
  '[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]',
  '[20e1]',
  '[-0]',
  '[-123]',
  '[-1]',
  '[1E22]',
  '[1E-2]',
  '[1E+2]',
  '[123e45]',
  '[123.456e78]',
  '[1e-2]',
  '[1e+2]',
  '[123]',
  '[123.456789]',
  '{"asd":"sdf", "dfg":"fgh"}',
  '{"asd":"sdf"}',
  '{"a":"b","a":"c"}',
  '{"a":"b","a":"b"}',
  '{}',
  '{"":0}',
  '{"foo\\u0000bar": 42}',
  '{ "min": -1.0e+28, "max": 1.0e+28 }',
  '{"a":[]}',
  '{"title":"\\u041f\\u043e\\u043b" }',
  '{\n"a": "b"\n}',
  '["\\u0060\\u012a\\u12AB"]',
  '["\\uD801\\udc37"]',
  '["\\ud83d\\ude39\\ud83d\\udc8d"]',
  '["\\"\\\\\\/\\b\\f\\n\\r\\t"]',
  '["\\\\u0000"]',
  '["\\""]',
  '["a/*b*/c/*d//e"]',
  '["\\\\a"]',
  '["\\\\n"]',
  '["\\u0012"]',
  '["\\uFFFF"]',
  '["asd"]',
  '[ "asd"]',
  '["\\uDBFF\\uDFFF"]',
  '["new\\u00A0line"]',
  '["\u{10ffff}"]',
  '["\uffff"]',
  '["\\u0000"]',
  '["\\u002c"]',
  '["\u03c0"]',
  '["\u{1bfff}"]',
  '["asd "]',
  '" "',
  '["\\uD834\\uDd1e"]',
  '["\\u0821"]',
  '["\\u0123"]',
  '["\u2028"]',
  '["\u2029"]',
  '["\\u0061\\u30af\\u30EA\\u30b9"]',
  '["new\\u000Aline"]',
  '["\u007f"]',
  '["\\uA66D"]',
  '["\u2342\u32b4\u5678"]',
  '["\\u0022"]',
  '["\\uDBFF\\uDFFE"]',
  '["\\u200B"]',
  '["\\u2064"]',
  '["\\uFDD0"]',
  '["\\uFFFE"]',
  '["\\u005C"]',
  '["\u20ac\u{1d11e}"]',
  '["a\u007fa"]',
  '["\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}"]',
  '"\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}"',
  'false',
  '42',
  '-0.1',
  'null',
  '"asd"',
  'true',
  '""',
  '["a"]\n',
  '[true]',
  ' [] ',
  // i
  '[123.456e-789]',
  '[0.4e00669999999999999999999999999999999999999999999999999999999999999999999999969999999006]',
  '[-1e+9999]',
  '[1.5e+9999]',
  '[-123123e100000]',
  '[123123e100000]',
  '[123e-10000000]',
  '[-123123123123123123123123123123]',
  '[100000000000000000000]',
  '[-237462374673276894279832749832423479823246327846]',
  '{"\\uDFAA":0}',
  '["\\uDADA"]',
  '["\\uD888\\u1234"]',
  '["\\uD800\\n"]',
  '["\\uDd1ea"]',
  '["\\uD800\\uD800\\n"]',
  '["\\ud800"]',
  '["\\ud800abc"]',
  '["\\uDd1e\\uD834"]',
  '["\\uDFAA"]',
  `${'['.repeat(500)}${']'.repeat(500)}`,

  ...[
    [0xff],
    [0xe0, 0xff],
    [0xed, 0xa0, 0x80],
    [0xf4, 0xbf, 0xbf, 0xbf],
    [0xc0, 0xaf],
    [0xe6, 0x97, 0xa5, 0x88, 0xfa],
    [0xe0, 0x80, 0xaf],
    [0xe0, 0x9f, 0xbf],
    [0xed, 0xbf, 0xbf],
    [0xf0, 0x80, 0x80, 0xaf],
    [0xf0, 0x8f, 0xbf, 0xbf],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0xc1, 0xbf],
    [0xfc, 0x83, 0xbf, 0xbf, 0xbf, 0xbf],
    [0xc3],
    [0xe2, 0x82],
    [0xf0, 0x9f, 0x98],
    [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0x81],
  ].map((broken) => Uint8Array.from([0x5b, 0x22, ...broken, 0x22, 0x5d])),
]

const bytesOf = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text)
const around = (before: string, value: string | Uint8Array, after: string) =>
  Uint8Array.from([...bytesOf(before), ...bytesOf(value), ...bytesOf(after)])

/** The cases, and what stands in the brackets of an array by itself too: texts and numbers as cells. */
const all = values.flatMap((value) => {
  const bytes = bytesOf(value)
  return bytes[0] === 0x5b && bytes.at(-1) === 0x5d && bytes.length > 2 ? [bytes, bytes.subarray(1, -1)] : [bytes]
})

const run = inputSchema(
  'data',
  new NumpyParameterType([1]),
)(
  inputSchema('rows', new PandasParameterType([{ a: 'x', b: 1 }]), { optional: true })(
    (data: unknown, rows?: unknown, more: unknown = 1) => [data, rows, more],
  ),
)

describe('JSON is what JSON.parse takes for it', () => {
  it.each(all.map((value) => [new TextDecoder().decode(value.subarray(0, 60)), value] as const))(
    'as a body, an array, a cell, a further parameter and an unknown key: %s',
    (_name, value) => {
      expectSame(run, value)
      expectSame(run, around('{"data":', value, '}'))
      expectSame(run, around('{"data":[1],"rows":[{"a":"x","b":1},{"a":"y","b":', value, '}]}'))
      expectSame(run, around('{"data":[1],"rows":[{"a":"x","b":1},{"b":2,"a":', value, '}]}'))
      expectSame(run, around('{"data":[1],"rows":[{"a":"x","b":1},{"a":', value, ',"b":2},{"a":"z","b":3}]}'))
      expectSame(run, around('{"more":', value, ',"data":[1]}'))
      expectSame(run, around('{"data":[1],"unknown":{"x":[', value, ']}}'))
      expectSame(run, around('{"data":[1],', value, ':1}'))
    },
  )

  it.each([
    ['arrays', '['.repeat(200_000)],
    ['objects', '{"data":'.repeat(50_000)],
    ['arrays under an unknown key', `{"data":[1],"other":${'['.repeat(100_000)}`],
    ['closed arrays under an unknown key', `{"data":[1],"other":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['an array of arrays', `{"data":${'['.repeat(100_000)}1${']'.repeat(100_000)}}`],
  ])('nested without end: %s', (_name, body) => {
    expectSame(run, body)
    expectSame(run, body, { limits: { depth: 100, elements: 1_000_000 } })
  })
})

describe('a reader that serves many requests', () => {
  const arrays = [3, 300, 30_000].map((length) => Array.from({ length }, (_, index) => index / 3))
  const bodies = arrays.map((data) => new TextEncoder().encode(JSON.stringify({ data, slow: data.length })))

  class Slow extends AbstractParameterType<Promise<unknown>> {
    override async deserializeInput(input: unknown): Promise<unknown> {
      await Promise.resolve()
      return input
    }
    override inputToSwagger() {
      return { type: 'integer' as const, example: 1 }
    }
  }

  class Inner extends AbstractParameterType<unknown> {
    override deserializeInput(input: unknown): unknown {
      const { data } = decodePayload(run, bodies[Number(input) % bodies.length] as Uint8Array)
      return (data as NdArray).shape[0]
    }
    override inputToSwagger() {
      return { type: 'integer' as const, example: 1 }
    }
  }

  it('gives each its own when they wait for something', async () => {
    const slow = inputSchema(
      'data',
      new NumpyParameterType([1]),
    )(inputSchema('slow', new Slow(1))((data: unknown, slow: unknown) => [data, slow]))
    const all = await Promise.all(Array.from({ length: 30 }, (_, index) => decodePayloadAsync(slow, bodies[index % 3] as Uint8Array)))
    for (const [index, { data, slow }] of all.entries()) {
      const expected = arrays[index % 3] as number[]
      expect([Array.from((data as NdArray).data as Float64Array), slow]).toEqual([expected, expected.length])
    }
  })

  it('gives each its own when one is read within another', () => {
    const outer = inputSchema(
      'data',
      new NumpyParameterType([1]),
    )(inputSchema('slow', new Inner(1))((data: unknown, slow: unknown) => [data, slow]))
    for (const [index, body] of bodies.entries()) {
      const { data, slow } = decodePayload(outer, body)
      expect([Array.from((data as NdArray).data as Float64Array), slow]).toEqual([
        arrays[index],
        arrays[(arrays[index] as number[]).length % 3]?.length,
      ])
    }
  })

  it('hands out values that nothing later changes, each over memory of its own', () => {
    const kept = [...bodies, ...bodies].map((body) => decodePayload(run, body)['data'] as NdArray<Float64Array>)
    for (const body of bodies) decodePayload(run, new TextEncoder().encode(new TextDecoder().decode(body).replaceAll(/\d/g, '7')))
    for (const [index, { data }] of kept.entries()) {
      expect(Array.from(data)).toEqual(arrays[index % 3])
      expect(data.buffer.byteLength).toBe(data.byteLength)
    }
  })
})
