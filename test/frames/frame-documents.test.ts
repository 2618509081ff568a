import { Dictionary, Int8, Int32, Utf8 } from 'apache-arrow'
import { expect, it } from 'vitest'
import { PandasParameterType } from '../../src/index.js'
import { cellsOf, tableOf } from '../support/arrow.js'
import { decodeText } from '../support/decode.js'
import { exampleProblem } from '../support/schemas.js'

const texts = tableOf(
  [
    ['colour', new Dictionary(new Utf8(), new Int8()), false],
    ['name', new Utf8(), false],
  ],
  [['red'], ['x']],
)

it.each([
  ['values', 'items.items', [['red', 'x']]],
  ['split', 'properties.data.items.items', { columns: ['colour', 'name'], index: [0], data: [['red', 'x']] }],
] as const)('orient %s describes rows of categories and texts as rows of texts', (orient, place, example) => {
  const type = new PandasParameterType<unknown>(texts, { orient })
  const schema = type.inputToSwagger()
  expect(schema).toHaveProperty(place, { type: 'string' })
  expect(schema.example).toEqual(example)
  expect(exampleProblem(schema)).toBeUndefined()
  expect(cellsOf(decodeText(type, JSON.stringify(example)) as never)).toEqual({ colour: ['red'], name: ['x'] })
})

it.each(['values', 'split'] as const)('orient %s describes rows of several kinds as rows of anything', (orient) => {
  const mixed = tableOf(
    [
      ['n', new Int32()],
      ['t', new Utf8()],
    ],
    [[1], ['x']],
  )
  expect(exampleProblem(new PandasParameterType(mixed, { orient }).inputToSwagger())).toBeUndefined()
})

it('objects keep every digit of integers where casting is "unsafe"', () => {
  const type = new PandasParameterType<unknown>([{ a: 'x' }, { a: { deep: [1] } }], { casting: 'unsafe' })
  expect(decodeText(type, '[{"a": 9007199254740993}, {"a": {"deep": [-9223372036854775808]}}, {"a": 1}]')).toEqual([
    { a: 9007199254740993n },
    { a: { deep: [-9223372036854775808n] } },
    { a: 1 },
  ])
})
