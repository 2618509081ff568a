import type { FrameForm } from './build-frame.js'
import { checkCase } from './check-case.js'
import type { GoldenCase, PandasSpec } from './golden-file.js'

/** What is wrong with a case, a line for each. */
export async function problemsOf(golden: GoldenCase, frames: FrameForm = 'records'): Promise<string[]> {
  return (await checkCase(golden, frames)).flatMap(({ title, problem }) => (problem === undefined ? [] : [`${title}: ${problem}`]))
}

/** A copy of a case in which one text of its JSON is another. */
export function mutate(golden: GoldenCase, from: string, to: string): GoldenCase {
  const text = JSON.stringify(golden)
  if (text.split(from).length !== 2) throw new Error(`${from} does not stand once in ${text}`)
  return JSON.parse(text.replace(from, () => to)) as GoldenCase
}

export const array: GoldenCase = {
  id: 'array',
  parameters: ['data'],
  inputs: [['data', { type: 'numpy', dtype: 'int32', shape: [1, 2], data: [[1, 2]] }]],
  output: null,
  inputSchema: {
    type: 'object',
    properties: {
      data: { type: 'array', items: { type: 'array', items: { type: 'integer', format: 'int32' } }, format: 'numpy.ndarray' },
    },
    example: { data: [[1, 2]] },
  },
  outputSchema: { type: 'object' },
  versions: ['2.0', '3.0', '3.1'],
  calls: [
    {
      json: '{"data": [[3, 4]]}',
      expect: 'same',
      python: { values: { data: { kind: 'ndarray', dtype: 'int32', shape: [1, 2], data: [3, 4] } } },
    },
  ],
}

export const frame: GoldenCase = {
  id: 'frame',
  parameters: ['data'],
  inputs: [['data', { type: 'pandas', columns: [['a', 'int64', [1]]] }]],
  output: null,
  inputSchema: {
    type: 'object',
    properties: {
      data: {
        type: 'array',
        items: { type: 'object', required: ['a'], properties: { a: { type: 'integer', format: 'int64' } } },
        format: 'pandas.DataFrame:records',
      },
    },
    example: { data: [{ a: 1 }] },
  },
  outputSchema: { type: 'object' },
  versions: ['2.0', '3.0', '3.1'],
  calls: [
    {
      json: '{"data": [{"a": 7}]}',
      expect: 'same',
      python: { values: { data: { kind: 'dataframe', columns: ['a'], dtypes: ['int64'], data: [[7]] } } },
    },
  ],
}

export const kindsSpec: PandasSpec = {
  type: 'pandas',
  columns: [
    ['when', 'datetime64[ns, UTC]', ['2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z']],
    ['size', 'category', ['small', 'large']],
    ['tags', 'object', [['x'], ['y', 'z']]],
    ['note', 'object', ['p', 'q']],
  ],
}

const columns = kindsSpec.columns.map(([name]) => String(name))
const dtypes = kindsSpec.columns.map(([, dtype]) => dtype)

/** A frame with a column of each kind that the forms hold in their own ways. */
export const kinds: GoldenCase = {
  id: 'kinds',
  parameters: ['data'],
  inputs: [['data', kindsSpec]],
  output: null,
  inputSchema: {
    type: 'object',
    properties: {
      data: {
        type: 'array',
        items: {
          type: 'object',
          required: columns,
          properties: {
            when: { type: 'string', format: 'date-time' },
            size: { type: 'string' },
            tags: { type: 'array', items: { type: 'string' } },
            note: { type: 'string' },
          },
        },
        format: 'pandas.DataFrame:records',
      },
    },
    example: {
      data: [
        { when: '2020-01-01T00:00:00.000Z', size: 'small', tags: ['x'], note: 'p' },
        { when: '2020-01-02T00:00:00.000Z', size: 'large', tags: ['y', 'z'], note: 'q' },
      ],
    },
  },
  outputSchema: { type: 'object' },
  versions: ['2.0', '3.0', '3.1'],
  calls: [
    {
      json: '{"data": [{"note": "r", "tags": ["w"], "size": "large", "when": "2021-02-03T04:05:06.123456789Z"}]}',
      expect: 'better',
      value: {
        kind: 'dataframe',
        columns,
        dtypes,
        data: [[{ $datetime: '2021-02-03T04:05:06.123456789+00:00' }, 'large', ['w'], 'r']],
      },
    },
    {
      json: '{"data": [{"when": null, "size": null, "tags": null, "note": ["mixed"]}]}',
      expect: 'stricter',
      python: { values: { data: { kind: 'dataframe', columns, dtypes, data: [[null, null, null, ['mixed']]] } } },
    },
  ],
}
