import { createRequire } from 'node:module'
import { DenseUnion, Field, Float16, Float64, Int32, type Table, TimestampNanosecond, tableFromIPC, tableToIPC, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient, type PayloadError } from '../../src/client/index.js'
import { defineRun, inputSchema, PandasParameterType, StandardPythonParameterType } from '../../src/index.js'
import { arrowFrame } from '../frames/arrow-arbitraries.js'
import { cellsOf, oneColumn, tableOf, tableOfBatches } from '../support/arrow.js'
import { rejection, scripted, serve, serveOnce } from './support/services.js'

// Its own declarations name packages that it does not bring.
const dfd = createRequire(import.meta.url)('danfojs-node') as {
  readonly DataFrame: new (
    rows: readonly (readonly unknown[])[],
    options: object,
  ) => { readonly columns: string[]; readonly values: unknown[][] }
}

/** What a run receives whose frame is like a sample. */
async function received(sample: Table, data: unknown): Promise<Table> {
  let got: unknown
  const run = inputSchema(
    'data',
    new PandasParameterType(sample),
  )((data: unknown) => {
    got = data
  })
  await serveOnce(run, (url) => createClient(url, { retries: 0 }).score({ data }))
  return got as Table
}

async function sent(value: unknown): Promise<string> {
  const { url, seen } = await scripted([{ body: {} }])
  await createClient(url).score({ value })
  return seen[0]?.body ?? ''
}

describe('an Arrow Table', () => {
  it('is received with every cell, whatever its columns are', async () => {
    await fc.assert(
      fc.asyncProperty(arrowFrame(), async ({ fields, columns }) => {
        const table = tableOf(fields, columns)
        expect(cellsOf(await received(table, table))).toEqual(cellsOf(table))
      }),
      { numRuns: 100 },
    )
  })

  it('is received with every cell and comes back so, with schemas', async () => {
    await fc.assert(
      fc.asyncProperty(arrowFrame(), async ({ fields, columns }) => {
        const table = tableOf(fields, columns)
        const type = new PandasParameterType(table)
        const schemas = { inputs: { data: type }, output: type }
        const run = defineRun(schemas, ({ data }) => data)
        const answer = await serveOnce(run, (url) => createClient(url, { schemas }).score({ data: table }))
        expect(cellsOf(answer)).toEqual(cellsOf(table))
      }),
      { numRuns: 60 },
    )
  })

  it('is read through all its batches, and when it was sliced', async () => {
    const table = tableOfBatches([['c', new Int32()]], [[[1, null]], [[]], [[3]]])
    expect(await sent(table)).toBe('{"value":[{"c":1},{"c":null},{"c":3}]}')
    expect(await sent(table.slice(1, 3))).toBe('{"value":[{"c":null},{"c":3}]}')
    expect(await sent(tableOf([['b', new Utf8()]], [['x', 'y', 'z']]).slice(1))).toBe('{"value":[{"b":"y"},{"b":"z"}]}')
  })

  it('has null for NaN and infinities, half floats too', async () => {
    const cells = [0.5, -2, 6e-8, Number.NaN, Infinity]
    expect(await sent(oneColumn(new Float64(), cells))).toBe('{"value":[{"c":0.5},{"c":-2},{"c":6e-8},{"c":null},{"c":null}]}')
    expect(await sent(oneColumn(new Float16(), cells))).toBe(`{"value":[{"c":0.5},{"c":-2},{"c":${2 ** -24}},{"c":null},{"c":null}]}`)
  })

  it('keeps nanoseconds', async () => {
    expect(await sent(oneColumn(new TimestampNanosecond(), [1_700_000_000_123_456_789n]))).toBe(
      '{"value":[{"c":"2023-11-14T22:13:20.123456789Z"}]}',
    )
  })

  it('is a list where a column of it is sent alone', async () => {
    const table = tableOf([['when', new TimestampNanosecond()]], [[0n, 1n]])
    expect(await sent(table.getChild('when'))).toBe('{"value":["1970-01-01T00:00:00.000Z","1970-01-01T00:00:00.000000001Z"]}')
  })

  it('is refused with the column that JSON cannot say', async () => {
    const union = new DenseUnion([0], [new Field('a', new Int32())])
    const error = await rejection(createClient('http://127.0.0.1:1/score').score({ data: oneColumn(union, []) }))
    expect(error).toEqual(new TypeError(`data.c is a column of type ${union}, which JSON cannot say`))
  })
})

describe('an Arrow stream', () => {
  const sample = tableOf([['id', new Int32()]], [[1]])
  const run = defineRun(
    {
      inputs: {
        people: new PandasParameterType(sample),
        scale: new StandardPythonParameterType(1.5),
        note: new StandardPythonParameterType(''),
      },
    },
    ({ people, scale = 1, note = '' }) => `${note}${people.numRows * scale}`,
  )

  it('is the frame, with the other parameters beside it', async () => {
    const client = createClient<typeof run>(await serve(run))
    const stream = tableToIPC(tableOf([['id', new Int32()]], [[1, 2, 3]]), 'stream')
    expect(await client.score(stream)).toBe('3')
    expect(await client.score(stream, { parameters: { scale: 0.5, note: 'a&b=1 ' } })).toBe('a&b=1 1.5')
  })

  it('is refused with the place', async () => {
    const error = (await rejection(createClient(await serve(run)).score(Uint8Array.of(1, 2, 3)))) as PayloadError
    expect(error.issues[0]).toMatchObject({ path: ['people'], code: 'invalid_arrow' })
  })

  it('is sent as it was at the call, byte for byte', async () => {
    const bytes = tableToIPC(sample, 'stream')
    const answers = [new Response('', { status: 503, headers: { 'retry-after': '0' } }), new Response('1')]
    const bodies: number[] = []
    const fetch = async (_: unknown, init?: RequestInit) => {
      bodies.push(tableFromIPC(init?.body as Uint8Array).numRows)
      bytes.fill(0)
      return answers.shift() as Response
    }
    await createClient('http://host/score', { fetch }).score(bytes)
    expect(bodies).toEqual([1, 1])
  })
})

describe('a danfojs DataFrame', () => {
  const frame = new dfd.DataFrame(
    [
      ['Sarah', 25.5, true],
      ['John', Number.NaN, false],
    ],
    { columns: ['name', 'age', 'columns'] },
  )

  it('is its records, with null for what is missing', async () => {
    expect(await sent(frame)).toBe('{"value":[{"name":"Sarah","age":25.5,"columns":true},{"name":"John","age":null,"columns":false}]}')
  })

  it('is received as a DataFrame, and comes back as one with schemas', async () => {
    const sample = new dfd.DataFrame([['Sarah', 25.5]], { columns: ['name', 'age'] })
    const type = new PandasParameterType(sample)
    const schemas = { inputs: { people: type }, output: type }
    const run = defineRun(schemas, ({ people }) => people)
    const url = await serve(run)
    const people = new dfd.DataFrame(
      [
        ['John', 31.5],
        ['Ann', 1.5],
      ],
      { columns: ['name', 'age'] },
    )
    const answer = (await createClient(url, { schemas }).score({ people } as never)) as unknown as typeof people
    expect(answer).toBeInstanceOf(dfd.DataFrame)
    expect([answer.columns, answer.values]).toEqual([
      ['name', 'age'],
      [
        ['John', 31.5],
        ['Ann', 1.5],
      ],
    ])
    expect(await createClient(url).score({ people })).toEqual([
      { name: 'John', age: 31.5 },
      { name: 'Ann', age: 1.5 },
    ])
  })
})
