import { Bool, Field, Float64, Int64, Schema, Table, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { decodePayload, inputSchema, type NdArray, NumpyParameterType, PandasParameterType } from '../../src/index.js'
import { cases, expectSame, runOf } from './both-ways.js'

const table = new Table({
  name: vectorFromArray(['a', null], new Utf8()),
  age: vectorFromArray([1n, null], new Int64()),
  weight: vectorFromArray([0.5, 1], new Float64()),
  member: vectorFromArray([true, null], new Bool()),
})
const strict = new Table(new Schema([new Field('x', new Float64(), false)]), { x: vectorFromArray([1], new Float64()) })

const all = {
  ...cases,
  arrow: {
    run: runOf(new PandasParameterType(table)),
    body: '{"data":[{"name":"état","age":9223372036854775807,"weight":1.5,"member":true},{"name":null,"age":null,"weight":null,"member":null},{"name":"\\ud83d\\ude42","age":-5,"weight":2,"member":false}]}',
  },
  strict: { run: runOf(new PandasParameterType(strict)), body: '{"data":[{"x":1.5},{"x":null}]}' },
}

const bytesOf = (text: string) => new TextEncoder().encode(text)
const replaced = (bytes: Uint8Array, at: number, byte: number) => {
  const copy = bytes.slice()
  copy[at] = byte
  return copy
}

describe.each(Object.entries(all))('%s: bytes are read as JSON.parse and a checked copy read them', (_name, { run, body }) => {
  it('when they are right', () => {
    expect(expectSame(run, body)).toHaveProperty('value')
  })

  it('cut off at every byte', () => {
    const bytes = bytesOf(body)
    for (let end = 0; end < bytes.length; end++) expectSame(run, bytes.subarray(0, end))
  })

  it('with each byte changed for those that mean something', () => {
    const bytes = bytesOf(body)
    const others = [...bytesOf('09-.e,:[]{}"\\ n'), 0x00, 0x80, 0xc3, 0xff]
    for (let at = 0; at < bytes.length; at++) for (const byte of others) expectSame(run, replaced(bytes, at, byte))
  })

  it('with a byte left out, or there twice', () => {
    const bytes = bytesOf(body)
    for (let at = 0; at < bytes.length; at++) {
      expectSame(run, Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]))
      expectSame(run, Uint8Array.from([...bytes.subarray(0, at + 1), ...bytes.subarray(at)]))
    }
  })

  it('with white space wherever it may be', () => {
    expect(expectSame(run, ` \n\r\t${body.replaceAll(/[[\]{}:,](?=[^"]*(?:"[^"]*"[^"]*)*$)/g, ' \n$&\r\t ')} \n`)).toEqual(
      expectSame(run, body),
    )
  })

  it('within every limit', () => {
    for (let depth = 0; depth < 7; depth++) expectSame(run, body, { limits: { depth } })
    for (let elements = 0; elements < 40; elements++) expectSame(run, body, { limits: { elements, depth: 100 } })
  })
})

describe('a body of more than one parameter', () => {
  const run = inputSchema(
    'a',
    new NumpyParameterType([[1, 2]], { shape: ['n', 2] }),
  )(
    inputSchema(
      'b',
      new NumpyParameterType([1], { dtype: 'int64', shape: ['n'] }),
    )(
      inputSchema('c', new NumpyParameterType(['x']), { optional: true })((a: unknown, b: unknown, c: unknown, d: unknown = 1) => [
        a,
        b,
        c,
        d,
      ]),
    ),
  )

  it.each([
    '{"a":[[1,2]],"b":[3],"c":["x"],"d":{"e":[1]}}',
    '{"b":[3],"more":[[[{}]]],"a":[[1,2]],"c":null}',
    '{"b":[3,4],"a":[[1,2]]}',
    '{"a":[[1,"x"]],"b":[1.5]}',
    '{"a":[[1,2]],"a":[[3,4]],"b":[5],"b":[6]}',
    '{"a":[[1,2]],"a":7,"b":[5]}',
    '{"\\u0061":[[1,2]],"\\u0062":[9007199254740993]}',
    '{"a":[[1,2]],"b":[5],"__proto__":{"c":1}}',
    '{"a":[[1,2]],"b":[5],"d":12345678901234567890}',
    '{"a":[[1,2]],"b":[5],"d":[1,}',
    '{"a":[[1,2]],"b":[5],"d":"\\ud800"}',
    '{"a":[[1,2]],"b":[5],"d":"\u0001"}',
    '{"a":[[1,2]],"b":[5],"é":"\\x"}',
    '{"a":[[1,2]],"b":[5]}{}',
    '{"a":[[1,2]],"b":[5],}',
    '{"a":[[1,2]]}',
    '{}',
    '[]',
    ' ',
  ])('is read likewise: %s', (body) => {
    expectSame(run, body)
  })

  it('is refused with broken UTF-8 wherever it is', () => {
    const bytes = bytesOf('{"a":[[1,2]],"b":[5],"d":"été","ü":["ß"]}')
    for (let at = 0; at < bytes.length; at++) for (const byte of [0x80, 0xc3, 0xe9, 0xff]) expectSame(run, replaced(bytes, at, byte))
  })
})

describe('records', () => {
  const run = runOf(new PandasParameterType([{ a: 1, b: 'x', é: true }]))

  it.each([
    '[]',
    '[{}]',
    '[{"a":1,"b":"x"}]',
    '[{"a":1,"b":"x","é":true,"a":2}]',
    '[{"a":1,"a":2,"b":"x","é":true}]',
    '[{"a":1,"b":"x","é":true,"c":1}]',
    '[{"é":true,"b":"x","a":1},{"a":1,"é":true,"b":"x"},{"b":"x","a":1,"é":false}]',
    '[{"\\u0061":1,"b":"x","é":true}]',
    '[{"a":1,"b":"\\ud800","é":true}]',
    '[{"a":1,"b":"\\ud83d\\ude42 \\"\\\\ \\/","é":true}]',
    '[{"a":1,"b":null,"é":true}]',
    '[{"a":1,"b":"x","é":null}]',
    '[[1,"x",true]]',
    '{"a":[1],"b":["x"],"é":[true]}',
    '{"columns":["a","b","é"],"data":[[1,"x",true]]}',
  ])('are read likewise: %s', (data) => {
    expectSame(run, `{"data":${data}}`)
  })

  it('hold texts to their length, and nulls to their rows', () => {
    const short = runOf(new PandasParameterType([{ a: 'x', b: null }], { dtypes: { a: '<U3', b: 'Int64' } }))
    const rows = (cells: readonly string[]) =>
      `{"data":[${cells.map((cell, row) => `{"a":${cell},"b":${row % 700 === 1 ? 'null' : row}}`)}]}`
    expectSame(short, rows(Array(6000).fill('"abc"')))
    for (const cell of ['"abcd"', '"éé"', '"ééé"', '"éééé"', '"🙂🙂🙂"', 'null', '""']) expectSame(short, rows(['"a"', '"b"', cell, '"c"']))
  })

  it('of thousands of rows come with every cell', () => {
    const rows = Array.from({ length: 5000 }, (_, row) => ({ a: row / 7, b: 'é'.repeat(row % 50), é: row % 3 === 0 }))
    expectSame(run, JSON.stringify({ data: rows }))
  })
})

describe('arrays of any size', () => {
  const run = runOf(new NumpyParameterType([[1, 2]], { shape: [null, null] }))

  it.each([1, 7, 8, 9, 63, 64, 65, 1000])('come with every element: rows of %i', (width) => {
    for (const rows of [1, 2, 9, 100]) {
      const data = Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, column) => (row * width + column) / 3))
      expectSame(run, JSON.stringify({ data }))
    }
  })

  it.each([
    ['float64', 1, 140_000],
    ['float64', 140_000, 1],
    ['float64', 1400, 100],
    ['int64', 20_000, 7],
    ['int8', 3, 600_000],
    ['float32', 40_000, 100],
  ])('come with every element when they are large: %s, %i by %i', (dtype, rows, width) => {
    const large = runOf(new NumpyParameterType([[1, 2]], { dtype, shape: [null, null] }))
    const data = Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, column) => (row + column) % 100))
    const { data: array } = decodePayload(large, JSON.stringify({ other: [1, 2], data, more: [[3]] }))
    const { shape, data: elements } = array as NdArray<Float64Array>
    expect(shape).toEqual([rows, width])
    expect(elements.length).toBe(rows * width)
    expect(elements.findIndex((element, index) => Number(element) !== (Math.floor(index / width) + (index % width)) % 100)).toBe(-1)
  })

  it('that grow longer after a start of short numbers come with every element', () => {
    expectSame(run, JSON.stringify({ data: [Array(3000).fill(0), Array(3000).fill(0.1234567890123456), Array(3000).fill(-1e-300)] }))
  })

  it.each(['[]', '[[]]', '[[],[]]', '[[1],[1,2]]', '[1]', '[[[1]]]', '[[1],2]', '[[1]', '[[1]],', '[[1,]]', '[[,1]]', '{}', 'null', '"x"'])(
    'are refused, or not, likewise: %s',
    (data) => {
      expectSame(run, `{"data":${data}}`)
    },
  )
})

describe('what comes before leaves nothing behind', () => {
  it('in requests of usual size between those of many megabytes', () => {
    const run = runOf(new NumpyParameterType([[1, 2]]))
    const bodyOf = (rows: number) => new TextEncoder().encode(`{"data":[${Array.from({ length: rows }, (_, row) => `[${row},0.5]`)}]}`)
    const [large, small] = [bodyOf(900_000), bodyOf(100)]
    for (const [body, rows] of [[small, 100] as const, [large, 900_000] as const, [small, 100] as const, [large, 900_000] as const]) {
      const { shape, data } = decodePayload(run, body)['data'] as NdArray<Float64Array>
      expect(shape).toEqual([rows, 2])
      expect(data.at(-2)).toBe(rows - 1)
    }
  })

  it('in the next request', () => {
    const run = runOf(new NumpyParameterType([[1, 2]]))
    const first = expectSame(run, '{"data":[[1,2],[3,4],[5,6]]}')
    expectSame(run, '{"data":[[9,9],[9,9],[9,"x"]]}')
    expectSame(run, '{"data":[[9,9],[9,9')
    expect(expectSame(run, '{"data":[[1,2],[3,4],[5,6]]}')).toEqual(first)
  })
})
