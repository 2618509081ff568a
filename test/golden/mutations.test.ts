import { describe, expect, it } from 'vitest'
import { arrowTable } from './arrow-sample.js'
import { frameForms } from './build-frame.js'
import { compareEnums, inputEnums, withoutEnums } from './compare-enums.js'
import { compareResult } from './compare-result.js'
import { compareShown } from './compare-shown.js'
import type { PandasSpec } from './golden-file.js'
import { array, frame, kinds, kindsSpec, mutate, problemsOf } from './small-cases.js'

describe('the runner', () => {
  it('accepts the cases that the mutations start from', async () => {
    expect(await problemsOf(array)).toEqual([])
    for (const form of frameForms) expect([...(await problemsOf(frame, form)), ...(await problemsOf(kinds, form))]).toEqual([])
  })

  it.each([
    ['an array value', '"data":[3,4]', '"data":[3,5]', /data\[1\]/],
    ['an array dtype', '"dtype":"int32","shape":[1,2],"data":[3', '"dtype":"int16","shape":[1,2],"data":[3', /Int32Array/],
    ['an array shape', '"shape":[1,2],"data":[3,4]', '"shape":[2,1],"data":[3,4]', /shape/],
    ['a format', '"format":"int32"', '"format":"int64"', /inputSchema/],
    ['a type', '"type":"integer"', '"type":"number"', /inputSchema/],
    ['an example', '"example":{"data":[[1,2]]}', '"example":{"data":[[1,3]]}', /inputSchema/],
    ['an output schema', '"outputSchema":{"type":"object"}', '"outputSchema":{"type":"array"}', /outputSchema/],
    ['the versions', '["2.0","3.0","3.1"]', '["3.0","3.1"]', /versions/],
    ['an expectation of acceptance', '"expect":"same"', '"expect":"refuse"', /accepted/],
    ['an expectation of refusal', '[[3, 4]]', '[[3, 4, 5]]', /refused/],
  ])('reports a mutation of %s', async (_, from, to, problem) => {
    expect((await problemsOf(mutate(array, from, to))).join()).toMatch(problem)
  })

  it.each(['string', 'boolean', 'object', 'array'])(
    'reports the type "%s" for an integer, whether the example fits it or not',
    async (type) => {
      expect(await problemsOf(mutate(array, '"type":"integer"', `"type":"${type}"`))).toHaveLength(1)
      expect(await problemsOf(mutate(frame, '"type":"integer"', `"type":"${type}"`))).toHaveLength(1)
    },
  )
})

describe.each(frameForms)('the runner, of frames shown as %s,', (form) => {
  it.each([
    ['a value', '"data":[[7]]', '"data":[[8]]', /a is "?7/],
    ['a dtype', '"dtypes":["int64"]', '"dtypes":["bool"]', /data\[0\]\.a/],
    ['a column name', '"columns":["a"]', '"columns":["b"]', /column/],
    ['a row count', '"data":[[7]]', '"data":[[7],[7]]', /row/],
  ])('reports a mutation of %s', async (_, from, to, problem) => {
    expect((await problemsOf(mutate(frame, from, to), form)).join()).toMatch(problem)
  })

  it.each([
    ['a required column more', '"required":["a"]', '"required":["a","b"]'],
    ['no required column', '"required":["a"],', ''],
    ['another format', '"format":"int64"', '"format":"int32"'],
    ['another example', '"example":{"data":[{"a":1}]}', '"example":{"data":[{"a":"one"}]}'],
  ])('reports %s', async (_, from, to) => {
    expect(await problemsOf(mutate(frame, from, to), form)).toHaveLength(1)
  })

  it.each([
    ['a nanosecond', '123456789+00:00', '123456788+00:00', /when is/],
    ['a category', '"large",["w"],"r"', '"small",["w"],"r"', /size is "large"/],
    ['an item of a list', '["w"],"r"', '["v"],"r"', /tags\[0\] is "w"/],
    ['a text', '["w"],"r"', '["w"],"s"', /note is "r"/],
  ])('reports a mutation of %s', async (_, from, to, problem) => {
    const problems = await problemsOf(mutate(kinds, from, to), form)
    expect(problems).toHaveLength(2)
    expect(problems.join()).toMatch(problem)
  })
})

describe('the runner, of Arrow tables,', () => {
  const table = (columns: PandasSpec['columns']) => arrowTable({ type: 'pandas', columns })
  const shown = (received: unknown, spec: PandasSpec = kindsSpec) => compareShown({ spec, received, path: ['data'] }, 'arrow')

  it.each([
    ['an integer of another width', 'a', 'int64', [1], 'int32', [1], 'data.a is of Int32 not null, shown as Int64 not null'],
    ['another unit', 'a', 'datetime64[ns]', [null], 'datetime64[us]', [null], /MICROSECOND>, shown as Timestamp<NANOSECOND>/],
    ['another zone', 'a', 'datetime64[ns, UTC]', [null], 'datetime64[ns]', [null], /shown as Timestamp<NANOSECOND, UTC>/],
    ['text for categories', 'a', 'category', ['x'], 'object', ['x'], 'data.a is of Utf8, shown as Dictionary<Int32, Utf8>'],
    ['lists of other items', 'a', 'object', [[1]], 'object', [[0.5]], 'data.a is of List<Float64>, shown as List<Int64>'],
    ['null where the sample has none', 'a', 'int64', [1], 'int64', [1, null], 'data.a is of Int64, shown as Int64 not null'],
  ])('reports %s', (_, name, dtype, sample, otherDtype, cells, problem) => {
    expect(shown(table([[name, otherDtype, cells]]), { type: 'pandas', columns: [[name, dtype, sample]] })).toMatch(problem)
    expect(shown(table([[name, dtype, sample]]), { type: 'pandas', columns: [[name, dtype, sample]] })).toBeUndefined()
  })

  it('reports other types only where they are enforced', () => {
    const spec: PandasSpec = { type: 'pandas', columns: [['a', 'int64', [1]]], enforceColumnType: false }
    expect(shown(table([['a', 'float64', [1]]]), spec)).toBeUndefined()
  })

  it('reports a frame of another kind', () => {
    expect(shown([{ when: 1n }])).toBe('data arrived as records, shown as arrow')
    expect(shown({ when: [1n] })).toBe('data arrived as columns, shown as arrow')
    expect(shown(null)).toBe('data arrived as object, shown as arrow')
    expect(compareShown({ spec: kindsSpec, received: arrowTable(kindsSpec), path: ['data'] }, 'records')).toMatch('arrived as arrow')
  })

  it('reports columns in another order', () => {
    expect(shown(table([...kindsSpec.columns].reverse()))).toMatch('data has the columns note,tags,size,when, shown as when,size,tags,note')
  })

  it('reads a member that an object lacks as null, and no other member', () => {
    const received = table([['a', 'object', [{ x: 1, y: 'p' }, { x: 2 }]]])
    const expected = (data: unknown[][]) => ({ kind: 'dataframe', columns: ['a'], dtypes: ['object'], data }) as const
    expect(compareResult(received, expected([[{ x: 1, y: 'p' }], [{ x: 2 }]]), 'data')).toBeUndefined()
    expect(compareResult(received, expected([[{ x: 1, y: 'p' }], [{ x: 2, y: null }]]), 'data')).toBeUndefined()
    expect(compareResult(received, expected([[{ x: 1 }], [{ x: 2 }]]), 'data')).toMatch('data[0].a has the keys x,y')
  })
})

describe('the runner, of cells that an Arrow column cannot hold together,', () => {
  const call = '"note": ["mixed"]}'
  const answer = '[null,null,null,["mixed"]]'

  it('reports that they are accepted', async () => {
    const problems = await problemsOf(
      mutate(kinds, JSON.stringify(call).slice(1, -1), JSON.stringify('"note": "text"}').slice(1, -1)),
      'arrow',
    )
    expect(problems.join()).toMatch('accepted, though no Arrow column holds the cells of note')
  })

  it('reports a refusal of another column', async () => {
    const problems = await problemsOf(mutate(kinds, answer, '[null,null,"mixed",null]'), 'arrow')
    expect(problems.join()).toMatch('refused without naming tags: data[0].note is')
  })

  it('reports a refusal of cells that it could hold', async () => {
    const problems = await problemsOf(mutate(kinds, answer, '[null,null,null,"text"]'), 'arrow')
    expect(problems.join()).toMatch('refused: PayloadError: data[0].note is')
  })

  it.each([
    ['values', '{"data":[[null,null,null,["mixed"]]]}'],
    ['split', '{"data":{"columns":["note","when","size","tags"],"data":[[["mixed"],null,null,null]]}}'],
    ['index', '{"data":{"r":{"when":null,"size":null,"tags":null,"note":["mixed"]}}}'],
    ['columns', '{"data":{"when":{"r":null},"size":{"r":null},"tags":{"r":null},"note":{"r":["mixed"]}}}'],
    ['table', '{"data":{"schema":{},"data":[{"index":0,"when":null,"size":null,"tags":null,"note":["mixed"]}]}}'],
  ])('finds the column in orient "%s", and reports another one', async (orient, json) => {
    const [, mixed] = kinds.calls ?? []
    const golden = {
      ...kinds,
      inputs: [['data', { ...kindsSpec, orient }]],
      calls: [{ ...mixed, json }],
      definitionError: {},
    } as unknown as typeof kinds
    expect(await problemsOf(golden, 'arrow')).toEqual([])
    expect((await problemsOf(mutate(golden, answer, '[null,null,"mixed",null]'), 'arrow')).join()).toMatch('refused without naming tags')
  })
})

describe('the runner, of the categories in documents of Arrow tables,', () => {
  const enums = inputEnums(kinds, 'arrow')
  const document = (size: object) => ({
    properties: { data: { items: { properties: { when: {}, size, tags: {}, note: {} } } } },
  })

  it('accepts the categories of the sample, and takes them out of the comparison', () => {
    const schema = document({ type: 'string', enum: ['large', 'small'] })
    expect(compareEnums(schema, enums, 'inputSchema')).toBeUndefined()
    expect(withoutEnums(schema, enums)).toEqual(document({ type: 'string' }))
  })

  it.each([
    ['none', undefined],
    ['one less', ['large']],
    ['one more', ['large', 'small', 'tiny']],
    ['another one', ['large', 'tiny']],
  ])('reports %s', (_, list) => {
    const schema = document(list === undefined ? { type: 'string' } : { type: 'string', enum: list })
    expect(compareEnums(schema, enums, 'inputSchema')).toMatch('inputSchema.properties.data.items.properties.size.enum is')
  })

  it('leaves lists in other places to be reported', () => {
    const schema = { ...document({ enum: ['large', 'small'] }), enum: ['x'] }
    expect(withoutEnums(schema, enums)).toHaveProperty('enum', ['x'])
  })

  it('expects them of no other frames', () => {
    expect(inputEnums(kinds, 'records')).toEqual([])
  })
})
