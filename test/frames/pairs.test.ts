import { Float64, Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  columnsOf,
  decodePayload,
  defineRun,
  encodeArrow,
  encodeResult,
  encodeResultBytes,
  fromMlflowSignature,
  inputSchema,
  invoke,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  pandas,
  SchemaDefinitionError,
  toNumpy,
} from '../../src/index.js'
import { frame, orients } from '../support/arbitraries.js'
import { decodeText, messages, validate } from '../support/decode.js'
import { exampleProblem } from '../support/schemas.js'

const pairs = [
  ['lag', [1, 2]],
  ['2010', [0.5, 1.5]],
  ['a', ['x', 'y']],
] as const
const type = new PandasParameterType<unknown>(pairs)
const encode = (by: PandasParameterType<unknown>, result: unknown) =>
  encodeResult(
    outputSchema(by)(() => undefined),
    result,
  )

describe('columns with names like integers', () => {
  it.each<[string, () => unknown, string]>([
    ['records', () => new PandasParameterType([{ lag: 1, 2010: 2 }]), 'the sample has the columns "2010" and "lag": objects put names'],
    ['columns', () => new PandasParameterType({ lag: [1], 2010: [2] }), 'write [["2010", [values]], …] instead'],
    [
      'records of which a later one has such a name',
      () => new PandasParameterType([{ a: 1 }, { a: 1, 0: 2 }]),
      'the sample has the columns',
    ],
    ['dtypes', () => new PandasParameterType([], { dtypes: { lag: 'int8', 2010: 'int8' } }), 'dtypes has the columns "2010" and "lag"'],
    [
      'columns',
      () => new PandasParameterType([], { columns: { b: { dtype: 'int8' }, 7: { dtype: 'int8' } } }),
      'columns has the columns "7"',
    ],
    ['a declaration', () => pandas({ columns: { lag: 'int8', 2010: 'int8' } }), 'columns has the columns "2010" and "lag": objects put'],
  ])('are refused in %s, which would reorder them', (_, make, message) => {
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message)
  })

  it.each<[string, object]>([
    ['are one alone', [{ 2010: 1 }]],
    ['are 0, 1, 2, …', [{ 0: 1, 1: 2, 2: 3 }]],
    ['have a sign, a point or a leading zero', [{ '-1': 1, '0.04': 2, '01': 3, '4294967295': 4 }]],
  ])('are taken where they %s, which objects keep in order', (_, sample) => {
    const [shown] = sample as object[]
    expect(new PandasParameterType<unknown>(sample, { orient: 'values' }).deserializeInput([Object.values(shown as object)])).toEqual(
      sample,
    )
  })

  it('of a sample may get their order from dtypes in pairs', () => {
    const byName = new PandasParameterType([{ lag: 1, 2010: 2 }], {
      dtypes: [
        ['lag', 'float64'],
        ['2010', 'int64'],
      ],
      orient: 'values',
    })
    expect(byName.deserializeInput([[0.5, 7]])).toEqual([{ lag: 0.5, 2010: 7n }])
  })

  it('are those that MLflow and AutoML write', async () => {
    const names = ['0', '1', '0.04', 'label']
    const signature = { inputs: JSON.stringify(names.map((name) => ({ name, type: 'double' }))) }
    const run = defineRun(fromMlflowSignature(signature, { as: 'pairs' }), (given) => given)
    expect(await invoke(run, { input_data: [[1, 2, 3, 4]] })).toEqual({
      input_data: names.map((name, index) => [name, Float64Array.of(index + 1)]),
    })
    const frame = pandas({ columns: names.map((name) => [name, 'float64'] as const), orient: 'split' })
    expect(frame.inputToSwagger().example).toMatchObject({ columns: names })
  })
})

describe('a list of [name, values] pairs', () => {
  it('is received as one, in the order of the sample', () => {
    const expected = [
      ['lag', [3]],
      ['2010', [4]],
      ['a', ['z']],
    ]
    for (const data of [
      [{ a: 'z', lag: 3, 2010: 4 }],
      { a: ['z'], lag: [3], 2010: [4] },
      [[3, 4, 'z']],
      { columns: ['2010', 'a', 'lag'], data: [[4, 'z', 3]] },
      [...expected].reverse(),
    ])
      expect(type.deserializeInput(data)).toEqual(expected)
  })

  it('that comes as it should be passes without a copy', () => {
    expect(type.deserializeInput(pairs)).toBe(pairs)
    const typed = new PandasParameterType<unknown>([['c', Float32Array.of(1)]])
    const given = [['c', Float32Array.of(2, 3)]]
    expect(typed.deserializeInput(given)).toBe(given)
  })

  it('has typed columns by their dtypes', () => {
    const typed = new PandasParameterType<unknown>(pairs, {
      dtypes: [
        ['2010', 'float32'],
        ['lag', 'int64'],
        ['a', 'str'],
      ],
    })
    expect(decodeText(typed, '[{"lag": 9007199254740993, "2010": 0.5, "a": "x"}]')).toEqual([
      ['2010', Float32Array.of(0.5)],
      ['lag', BigInt64Array.of(9007199254740993n)],
      ['a', ['x']],
    ])
  })

  it('is read of an Arrow body', () => {
    const table = new Table({
      2010: vectorFromArray([4], new Float64()),
      a: vectorFromArray(['z'], new Utf8()),
      lag: vectorFromArray([3], new Float64()),
    })
    const run = inputSchema('data', type)((data: unknown) => data)
    expect(decodePayload(run, tableToIPC(table, 'stream'), { contentType: 'application/vnd.apache.arrow.stream' })).toEqual({
      data: [
        ['lag', [3]],
        ['2010', [4]],
        ['a', ['z']],
      ],
    })
  })

  it.each<[string, unknown, string[]]>([
    [
      'another column',
      [
        ['lag', [1]],
        ['2010', [1]],
        ['b', ['x']],
      ],
      ['data[2][1] is a column that the sample does not have', 'data[3] is missing, expected the column "a"'],
    ],
    [
      'a column too few',
      [
        ['lag', [1]],
        ['2010', [1]],
      ],
      ['data[2] is missing, expected the column "a", each a string'],
    ],
    [
      'a column twice',
      [
        ['lag', [1]],
        ['lag', [1]],
        ['a', ['x']],
      ],
      ['data[1] is a second column of that name, expected each column once'],
    ],
    [
      'another length',
      [
        ['lag', [1]],
        ['2010', [1, 2]],
        ['a', ['x']],
      ],
      ['data[1][1] has 2 values, expected 1 like the first column'],
    ],
    [
      'a wrong cell',
      [
        ['lag', [1]],
        ['2010', ['x']],
        ['a', ['x']],
      ],
      ['data[1][1][0] is "x", expected a number (float64)'],
    ],
    [
      'null in texts',
      [
        ['lag', [1]],
        ['2010', [1]],
        ['a', [null]],
      ],
      ['data[2][1][0] is null, expected a string; null only with dtypes: { "a"'],
    ],
  ])('is refused by place for %s', (_, data, expected) => {
    expect(messages(type, data)).toEqual(expected.map((message) => expect.stringContaining(message)))
  })

  it('is taken in a call by frames of other forms', () => {
    const given = [
      ['b', [2]],
      ['a', ['y']],
    ]
    expect(new PandasParameterType<unknown>([{ a: 'x', b: 1 }]).deserializeInput(given)).toEqual([{ a: 'y', b: 2 }])
    expect(new PandasParameterType<unknown>({ a: ['x'], b: [1] }).deserializeInput(given)).toEqual({ a: ['y'], b: [2] })
  })

  it('is rows where rows of the frame may look like it', () => {
    const two = new PandasParameterType<unknown>([
      ['name', ['x']],
      ['tags', [['a']]],
    ])
    expect(two.deserializeInput([['x', ['b']]])).toEqual([
      ['name', ['x']],
      ['tags', [['b']]],
    ])
    const byRecords = new PandasParameterType<unknown>([{ name: 'x', tags: ['a'] }])
    expect(byRecords.deserializeInput([['name', ['b']]])).toEqual([{ name: 'name', tags: ['b'] }])
    expect(
      two.deserializeInput([
        ['tags', [['c']]],
        ['name', ['y']],
      ]),
    ).toEqual([
      ['name', ['y']],
      ['tags', [['c']]],
    ])
  })

  it.each<[string, unknown, string]>([
    [
      'a column twice',
      [
        ['a', [1]],
        ['a', [2]],
      ],
      'sample[1] is a second column of that name, expected each column once',
    ],
    [
      'columns of different length',
      [
        ['a', [1]],
        ['b', [1, 2]],
      ],
      'sample[1][1] has 2 values, expected 1 like the first column',
    ],
    [
      'values that are none',
      [
        ['a', [1]],
        ['b', 2],
      ],
      'sample[1][1] is 2, expected an array with the values of the column',
    ],
    [
      'a wrong cell',
      [
        ['a', [1]],
        ['b', [1, 'x']],
      ],
      'sample',
    ],
  ])('is refused as a sample for %s', (_, sample, message) => {
    const make = () => new PandasParameterType<unknown>(sample, { dtypes: [['b', 'int8']] })
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message)
  })

  it('is a sample without rows, too, with dtypes', () => {
    const empty = new PandasParameterType<unknown>(
      [
        ['b', []],
        ['7', []],
      ],
      {
        dtypes: [
          ['b', 'str'],
          ['7', 'int8'],
        ],
        orient: 'split',
      },
    )
    expect(empty.deserializeInput({ columns: ['b', '7'], data: [] })).toEqual([
      ['b', []],
      ['7', new Int8Array(0)],
    ])
  })
})

describe('declarations in pairs', () => {
  it.each<[string, unknown, string]>([
    [
      'a column twice',
      [
        ['a', 'int8'],
        ['a', 'int8'],
      ],
      'has the column "a" twice',
    ],
    ['no pairs', [['a'], ['b', 'int8']], "[0] is an array of 1 value, expected a pair of a column's name and what is said of it"],
    ['names that are numbers', [[7, 'int8']], '[0] is an array of 2 values, expected a pair'],
    ['what is no list', 5, 'is 5, expected an object by column, or a list of [column, …] pairs'],
  ])('are refused for %s', (_, given, message) => {
    expect(() => pandas({ columns: given as never })).toThrow(`columns${message.startsWith('[') ? '' : ' '}${message}`)
    expect(() => new PandasParameterType([], { dtypes: given as never })).toThrow(`dtypes${message.startsWith('[') ? '' : ' '}${message}`)
  })

  it.each(['records', 'columns', 'pairs', 'arrow'] as const)('give %s their positions', (as) => {
    const declared = pandas({
      columns: [
        ['lag', 'int8'],
        ['2010', { dtype: 'str', nullable: true }],
      ],
      as,
      orient: 'values',
    })
    const { value, issues } = validate(declared, '{"data": [[1, "x"], [2, null]]}')
    expect(issues).toEqual([])
    expect(encode(declared as never, value)).toBe('[[1,"x"],[2,null]]')
    expect(messages(declared, [['x', 1]])).toHaveLength(2)
  })

  it('stand beside objects in options of their own', () => {
    const both = new PandasParameterType(
      [
        ['lag', [1]],
        ['2010', ['x']],
      ],
      { dtypes: [['lag', 'int8']], columns: { 2010: { maxLength: 1 } } },
    )
    expect(messages(both, [{ lag: 1, 2010: 'xy' }])).toEqual([expect.stringContaining('data[0]["2010"] is "xy" with 2 characters')])
  })
})

describe('documents of columns in pairs', () => {
  it.each(orients)('have an example of orient %s that is accepted, and the columns in their order', (orient) => {
    const by = new PandasParameterType<unknown>(pairs, { orient })
    expect(exampleProblem(by.inputToSwagger())).toBeUndefined()
    expect(messages(by, by.inputToSwagger().example)).toEqual([])
    for (const target of ['openapi-3.0', 'draft-2020-12']) {
      const schema = JSON.stringify(by['~standard'].jsonSchema.input({ target }))
      for (const list of schema.match(/"required":\[[^\]]*2010[^\]]*\]/g) ?? []) expect(list).toContain('"lag","2010","a"]')
    }
  })

  it('say the type of each position in OpenAPI 3.1', () => {
    const schema = new PandasParameterType<unknown>(pairs, { orient: 'values' })['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
    expect(schema).toMatchObject({ items: { prefixItems: [{ type: 'number' }, { type: 'number' }, { type: 'string' }] } })
  })
})

describe('results', () => {
  const records = [
    { a: 'x', lag: 1, 2010: 0.5 },
    { a: 'y', lag: 2, 2010: 1.5 },
  ]

  it.each(orients)('in pairs are written like others in orient %s', (orient) => {
    const by = new PandasParameterType<unknown>(pairs, { orient })
    const text = encode(by, pairs)
    expect(encode(by, [...pairs].reverse())).toBe(text)
    expect(encode(by, records)).toBe(text)
    expect(
      new TextDecoder().decode(
        encodeResultBytes(
          outputSchema(by)(() => undefined),
          pairs,
        ),
      ),
    ).toBe(text)
    expect(decodeText(by, text)).toEqual(pairs)
  })

  it('keep their positions where objects would not', () => {
    expect(encode(new PandasParameterType<unknown>(pairs, { orient: 'values' }), records)).toBe('[[1,0.5,"x"],[2,1.5,"y"]]')
    expect(encode(new PandasParameterType<unknown>(pairs, { orient: 'split' }), pairs)).toBe(
      '{"columns":["lag","2010","a"],"index":[0,1],"data":[[1,0.5,"x"],[2,1.5,"y"]]}',
    )
  })

  it('in pairs are written as Arrow, by name', () => {
    const run = outputSchema(type)(() => undefined)
    for (const result of [pairs, [...pairs].reverse(), records]) {
      const table = tableFromIPC(encodeArrow(run, result))
      expect(table.schema.names).toEqual(['lag', '2010', 'a'])
      expect(table.toArray().map((row) => row?.toJSON())).toEqual(records)
    }
    expect(() =>
      encodeArrow(run, [
        ['lag', [1]],
        ['lag', [1]],
      ]),
    ).toThrow('a second column of that name')
    const one = outputSchema(new PandasParameterType([{ b: 1 }]))(() => undefined as never)
    expect(
      tableFromIPC(encodeArrow(one, [['b', [5]]]))
        .toArray()
        .map((row) => row?.toJSON()),
    ).toEqual([{ b: 5 }])
  })

  it('of a frame of another form may be pairs, too', () => {
    expect(
      encode(new PandasParameterType<unknown>([{ a: 'x', n: 1 }]), [
        ['n', [1]],
        ['a', ['y']],
      ]),
    ).toBe('[{"a":"y","n":1}]')
  })
})

describe('helpers of frames', () => {
  it('read pairs', () => {
    expect(
      columnsOf([
        ['b', [1, 2]],
        ['7', ['x', 'y']],
      ]),
    ).toEqual({ b: [1, 2], 7: ['x', 'y'] })
    expect(
      Array.from(
        toNumpy([
          ['b', [1, 2]],
          ['7', [3, 4]],
        ]).data,
      ),
    ).toEqual([1, 3, 2, 4])
  })

  it('do not guess the order of what objects reorder', () => {
    for (const frame of [[{ b: 1, 7: 2 }], { b: [1], 7: [2] }]) {
      expect(() => toNumpy(frame)).toThrow(
        new TypeError('the columns 7 and b have names like integers, which objects put first; give `columns` in their order'),
      )
      expect(Array.from(toNumpy(frame, { columns: ['b', '7'] }).data)).toEqual([1, 2])
    }
  })
})

it('any frame in pairs comes back from its JSON, alike from text, bytes and an object', () => {
  fc.assert(
    fc.property(frame, fc.constantFrom(...orients), ({ dtypes, pairs }, orient) => {
      const by = new PandasParameterType<unknown>(pairs, { dtypes, orient })
      const text = `{"data": ${encode(by, pairs)}}`
      const [fromText, fromBytes] = [text, new TextEncoder().encode(text)].map((payload) => validate(by, payload))
      expect(fromText?.issues).toEqual([])
      expect(fromBytes).toEqual(fromText)
      if (!dtypes.some(([, dtype]) => dtype.endsWith('int64'))) expect(validate(by, JSON.parse(text))).toEqual(fromText)
    }),
    { numRuns: 150 },
  )
})

it('arrays of lists are no frame', () => {
  expect(messages(new NumpyParameterType([['a']]), [['b']])).toEqual([])
})
