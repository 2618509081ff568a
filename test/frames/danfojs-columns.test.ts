import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { columnsOf, encodeResult, outputSchema, PandasParameterType, SchemaDefinitionError } from '../../src/index.js'
import { decodeText, messages, validate } from '../support/decode.js'

interface Frame {
  readonly columns: readonly string[]
  readonly dtypes: readonly string[]
  readonly index: readonly (string | number)[]
  readonly values: readonly (readonly unknown[])[]
}

type FrameClass = new (rows: readonly (readonly unknown[])[], options: Partial<Frame>) => Frame

// Its own declarations name packages that it does not bring.
const dfd = createRequire(import.meta.url)('danfojs-node') as { readonly DataFrame: FrameClass }

const frameOf = (rows: readonly (readonly unknown[])[], options: Partial<Frame>, Frame = dfd.DataFrame) => new Frame(rows, options)
const typed = { columns: ['s', 'b'], dtypes: ['string', 'boolean'] }
const sample = frameOf(
  [
    ['x', true],
    [null, null],
  ],
  typed,
)

function written(type: PandasParameterType<unknown>, result: unknown): unknown {
  return JSON.parse(
    encodeResult(
      outputSchema(type)(() => undefined),
      result,
    ),
  )
}

describe('what danfojs calls a column', () => {
  it.each([
    ['for an empty request', '[]'],
    ['where all are null', '[{"s": null, "b": true}]'],
    ['where some are', '[{"s": null, "b": true}, {"s": "0.5", "b": true}]'],
    ['where all look like numbers', '[{"s": "0.5", "b": true}]'],
  ])('of texts is "string" %s', (_, json) => {
    expect((decodeText(new PandasParameterType<unknown>(sample), json) as Frame).dtypes).toEqual(['string', 'boolean'])
  })
})

describe('a sample', () => {
  it('may have booleans with a null', () => {
    const type = new PandasParameterType<unknown>(sample)
    expect((decodeText(type, '[{"s": "y", "b": null}, {"s": null, "b": false}]') as Frame).values).toEqual([
      ['y', null],
      [null, false],
    ])
    expect(messages(type, [{ s: 'y', b: 1 }])).toEqual(['data[0].b is 1, expected a boolean'])
  })

  it('may have texts that danfojs takes for numbers', () => {
    const numeric = frameOf([['0.5'], ['7']], { columns: ['s'] })
    expect(numeric.dtypes).toEqual(['float32'])
    const type = new PandasParameterType<unknown>(numeric)
    expect(type.inputToSwagger()).toHaveProperty('items.properties.s', { type: 'string' })
    expect((decodeText(type, '[{"s": "x"}]') as Frame).values).toEqual([['x']])
    expect(messages(type, [{ s: 0.5 }])).toEqual(['data[0].s is 0.5, expected a string'])
  })
})

it('NaN among texts is a missing one', () => {
  const given = frameOf([['x'], [Number.NaN]], { columns: ['s'], dtypes: ['string'] })
  expect(columnsOf(given)).toEqual({ s: ['x', null] })
  const type = new PandasParameterType<unknown>(given)
  expect(written(type, given)).toEqual([{ s: 'x' }, { s: null }])
  expect(validate(new PandasParameterType([{ s: 'x' }, { s: null }]), { data: given }).value).toEqual([{ s: 'x' }, { s: null }])
})

describe('row labels', () => {
  const type = (orient: 'split' | 'table') => new PandasParameterType<unknown>(frameOf([[1]], { columns: ['i'] }), { orient })
  const json = {
    split: (label: string) => `{"columns": ["i"], "index": [7, ${label}], "data": [[1], [2]]}`,
    table: (label: string) =>
      `{"schema": {"fields": [{"name": "index", "type": "integer"}, {"name": "i", "type": "integer"}]}, "data": [{"index": 7, "i": 1}, {"index": ${label}, "i": 2}]}`,
  }
  const places = { split: ['data', 'index', 1], table: ['data', 'data', 1, 'index'] }

  describe.each(['split', 'table'] as const)('of orient %s', (orient) => {
    it.each([
      ['null', 'null'],
      ['a list', '[1]'],
      ['there twice', '7'],
      ['beyond all numbers', '1e400'],
    ])('are refused at their place where one is %s', (_, label) => {
      const { issues } = validate(type(orient), `{"data": ${json[orient](label)}}`)
      expect(issues).toEqual([
        expect.objectContaining({ path: places[orient], expected: 'a row label that is text or a number, each once' }),
      ])
    })

    it('keep every digit beside integers that do, as text where no number has them', () => {
      const exact = new PandasParameterType<unknown>(frameOf([[1]], { columns: ['i'] }), { orient, dtypes: { i: 'int64' } })
      const frame = decodeText(exact, json[orient]('9007199254740993')) as Frame
      expect([frame.index, frame.values]).toEqual([
        [7, '9007199254740993'],
        [[1n], [2n]],
      ])
    })
  })
})

describe.each(['columns', 'values', 'index', 'constructor', 'shape', 'tensor'])(
  'a column called "%s", like a member of DataFrame,',
  (name) => {
    /** danfojs itself makes such a frame or throws, as it comes: what it makes is not to be trusted. */
    function odd(): Frame | undefined {
      try {
        return frameOf([[1, 2]], { columns: ['a', name] })
      } catch {
        return undefined
      }
    }

    it('is refused in a sample', () => {
      const frame = odd() ?? frameOf([], { columns: ['a'] })
      const make = () => new PandasParameterType<unknown>(frame, { dtypes: odd() === undefined ? { a: 'int32', [name]: 'int32' } : {} })
      expect(make).toThrow(SchemaDefinitionError)
      expect(make).toThrow(`sample.${name} is a column with the name of a member of danfojs DataFrames`)
    })

    it('is refused in a payload, where the shape is not enforced', () => {
      const type = new PandasParameterType<unknown>(frameOf([[1]], { columns: ['a'] }), { enforceShape: false })
      expect(validate(type, { data: [{ a: 1, [name]: 2 }] }).issues).toEqual([
        expect.objectContaining({ path: ['data', 0, name], code: 'unexpected' }),
      ])
    })
  },
)

describe('the tensor of a frame', () => {
  class Untouchable extends (dfd.DataFrame as FrameClass) {}
  Object.defineProperty(Untouchable.prototype, 'tensor', {
    get: () => {
      throw new Error('a tensor was made')
    },
  })
  const frame = frameOf([[1, 'x']], { columns: ['i', 's'] }, Untouchable)

  it('is never made', () => {
    const type = new PandasParameterType<unknown>(frame)
    expect(type.inputToSwagger().example).toEqual([{ i: 1, s: 'x' }])
    expect(validate(type, { data: frame }).value).toBe(frame)
    expect(decodeText(type, '[{"i": 2, "s": "y"}]')).toBeInstanceOf(Untouchable)
    expect(columnsOf(frame)).toEqual({ i: [1], s: ['x'] })
    expect(written(type, frame)).toEqual([{ i: 1, s: 'x' }])
    expect(validate(new PandasParameterType([{ i: 1, s: 'x' }]), { data: frame }).value).toEqual([{ i: 1, s: 'x' }])
  })
})
