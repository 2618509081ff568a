import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AbstractParameterType,
  date,
  defineRun,
  fromMlflowSignature,
  inputSchema,
  int,
  NumpyParameterType,
  numpy,
  outputSchema,
  PandasParameterType,
  pandas,
  type RunFunction,
  SchemaDefinitionError,
  SparkParameterType,
  StandardPythonParameterType,
  standard,
  toMlflowSignature,
  validatePayload,
} from '../../src/index.js'
import { rawHttp } from '../../src/server/index.js'
import { name } from '../support/arbitraries.js'
import { chatSignature, generationSignature, irisModel, mnistSignature } from './mlflow-examples.js'

function runOf(inputs: Readonly<Record<string, AbstractParameterType>>, output?: AbstractParameterType): RunFunction {
  return defineRun(output === undefined ? { inputs } : { inputs, output }, (given) => given)
}

/** A part of a run's signature, parsed. */
function written(part: 'inputs' | 'outputs' | 'params', run: RunFunction): unknown {
  return JSON.parse(toMlflowSignature(run)[part] ?? 'null')
}

const inputs = (types: Readonly<Record<string, AbstractParameterType>>) => written('inputs', runOf(types))
const output = (type: AbstractParameterType) => written('outputs', runOf({}, type))

describe('a run as a signature', () => {
  it('has a frame’s columns, as JSON text like Python’s', () => {
    const run = runOf({ data: pandas({ columns: { 'größe "x"': 'float64', age: { dtype: 'int32', optional: true } } }) })
    expect(toMlflowSignature(run)).toEqual({
      inputs:
        '[{"type": "double", "name": "gr\\u00f6\\u00dfe \\"x\\"", "required": true}, {"type": "integer", "name": "age", "required": false}]',
      outputs: null,
      params: null,
    })
  })

  it.each([
    ['bool', 'boolean'],
    ['int8', 'integer'],
    ['int16', 'integer'],
    ['int32', 'integer'],
    ['int64', 'long'],
    ['uint8', 'integer'],
    ['uint16', 'integer'],
    ['uint32', 'long'],
    ['float16', 'float'],
    ['float32', 'float'],
    ['float64', 'double'],
    ['str', 'string'],
    ['<U8', 'string'],
    ['bytes', 'binary'],
    ['S4', 'binary'],
    ['datetime64[ns]', 'datetime'],
    ['datetime64[s]', 'datetime'],
    ['datetime64[ns, UTC]', 'datetime'],
    ['category', 'string'],
    ['object', 'any'],
  ])('calls a column of %s %s, as MLflow does', (dtype, type) => {
    expect(inputs({ data: new PandasParameterType([], { dtypes: { x: dtype } }) })).toEqual([{ type, name: 'x', required: true }])
  })

  it('has what samples show in columns', () => {
    const rows = [
      { text: 'a', list: [1], born: new Date(0), id: int(1), n: 1, note: null },
      { text: 'b', list: [], born: null, id: int(2), n: 2 },
    ]
    expect(inputs({ data: new PandasParameterType(rows) })).toEqual([
      { type: 'string', name: 'text', required: true },
      { type: 'array', items: { type: 'double' }, name: 'list', required: true },
      { type: 'datetime', name: 'born', required: false },
      { type: 'long', name: 'id', required: true },
      { type: 'double', name: 'n', required: true },
      { type: 'any', name: 'note', required: false },
    ])
  })

  it('has Spark’s types', () => {
    const fields = [
      ['d', 'date'],
      ['m', { type: 'map', keyType: 'string', valueType: 'long', valueContainsNull: false }],
      ['s', { type: 'struct', fields: [{ name: 'a', type: 'short', nullable: true, metadata: {} }] }],
      ['l', { type: 'array', elementType: 'binary', containsNull: false }],
    ] as const
    const schema = { type: 'struct', fields: fields.map(([name, type]) => ({ name, type, nullable: false, metadata: {} })) }
    expect(inputs({ data: new SparkParameterType({ schema }) })).toEqual([
      { type: 'datetime', name: 'd', required: true },
      { type: 'map', values: { type: 'long' }, name: 'm', required: true },
      { type: 'object', properties: { a: { type: 'integer', required: false } }, name: 's', required: true },
      { type: 'array', items: { type: 'binary' }, name: 'l', required: true },
    ])
  })

  it('has tensors by name, with -1 for free axes', () => {
    const types = { a: numpy({ dtype: '<U8', shape: ['n', null, 3] }), b: new NumpyParameterType([[1, 2]]) }
    expect(inputs(types)).toEqual([
      { name: 'a', type: 'tensor', 'tensor-spec': { dtype: 'str', shape: [-1, -1, 3] } },
      { name: 'b', type: 'tensor', 'tensor-spec': { dtype: 'float64', shape: [-1, 2] } },
    ])
  })

  it('has plain values as columns, those with a default as params', () => {
    const run = runOf({
      messages: new StandardPythonParameterType([{ role: 'user', content: 'Hello', name: standard({ type: 'string', optional: true }) }]),
      stop: new StandardPythonParameterType(['END'], { optional: true }),
      temperature: standard({ type: 'number', minimum: 0, default: 0.5 }),
      since: standard({ type: 'string', format: 'date-time', default: '2024-02-29T12:30:00.500Z' }),
      seeds: new StandardPythonParameterType([5n], { default: [2n ** 62n] }),
    })
    expect(written('inputs', run)).toEqual([
      {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            content: { type: 'string', required: true },
            name: { type: 'string', required: false },
            role: { type: 'string', required: true },
          },
        },
        name: 'messages',
        required: true,
      },
      { type: 'array', items: { type: 'string' }, name: 'stop', required: false },
    ])
    expect(toMlflowSignature(run).params).toBe(
      '[{"name": "temperature", "default": 0.5, "shape": null, "type": "double"}, ' +
        '{"name": "since", "default": "2024-02-29T12:30:00.500", "shape": null, "type": "datetime"}, ' +
        '{"name": "seeds", "default": [4611686018427387904], "shape": [-1], "type": "long"}]',
    )
  })

  it('has values beside a frame that may be left out as params without a default', () => {
    const run = defineRun(
      { inputs: { data: pandas({ columns: { a: 'str' } }), scale: new StandardPythonParameterType(1.5) } },
      ({ data, scale = 1 }) => [data, scale],
    )
    expect(written('params', run)).toEqual([{ name: 'scale', default: null, shape: null, type: 'double' }])
  })

  it.each<[string, AbstractParameterType, unknown]>([
    ['a tensor', numpy({ dtype: 'int64', shape: [null] }), [{ type: 'tensor', 'tensor-spec': { dtype: 'int64', shape: [-1] } }]],
    ['a frame', pandas({ columns: { a: 'str' } }), [{ type: 'string', name: 'a', required: true }]],
    ['a list of values', new StandardPythonParameterType([0.5]), [{ type: 'double', required: true }]],
    ['a value', new StandardPythonParameterType('text'), [{ type: 'string', required: true }]],
    ['a date', new StandardPythonParameterType([date('2024-02-29')]), [{ type: 'string', required: true }]],
    ['a mixed list', new StandardPythonParameterType(['a', 1]), [{ type: 'any', required: true }]],
    ['a list with nulls', new StandardPythonParameterType([1, null]), [{ type: 'array', items: { type: 'any' }, required: true }]],
    ['any object', new StandardPythonParameterType({}), [{ type: 'map', values: { type: 'any' }, required: true }]],
    [
      'a list of records',
      new StandardPythonParameterType([{ a: 1 }, { a: 1, b: 'x' }]),
      [
        { type: 'double', name: 'a', required: true },
        { type: 'string', name: 'b', required: false },
      ],
    ],
    [
      'an object of tensors',
      new StandardPythonParameterType({ a: numpy({ dtype: 'bool', shape: [2] }) }),
      [{ name: 'a', type: 'tensor', 'tensor-spec': { dtype: 'bool', shape: [2] } }],
    ],
    [
      'an object with tensors and frames in it',
      new StandardPythonParameterType({ a: numpy({ dtype: 'uint8', shape: [2, 2] }), b: pandas({ columns: { c: 'str' } }), d: 1 }),
      [
        { type: 'array', items: { type: 'array', items: { type: 'integer' } }, name: 'a', required: true },
        { type: 'array', items: { type: 'object', properties: { c: { type: 'string', required: true } } }, name: 'b', required: true },
        { type: 'double', name: 'd', required: true },
      ],
    ],
  ])('has %s as outputs', (_, type, expected) => {
    expect(output(type)).toEqual(expected)
  })

  it('keeps odd names', () => {
    const names = ['a.b', 'a/b', '😀', '__proto__', '"']
    const types = Object.fromEntries(names.map((key) => [key, numpy({ dtype: 'int8', shape: [null] })]))
    expect((inputs(types) as { name: string }[]).map((spec) => spec.name)).toEqual(names)
  })
})

describe('a run that MLflow has no words for is refused with the place', () => {
  class Celsius extends AbstractParameterType<number> {
    override deserializeInput(input: unknown): number {
      return Number(input)
    }
    override inputToSwagger() {
      return { type: 'number', example: 1 }
    }
  }
  const frame = pandas({ columns: { a: 'str' } })
  const tensor = numpy({ dtype: 'int8', shape: [null] })
  const value = new StandardPythonParameterType(1)

  it.each<[string, Readonly<Record<string, AbstractParameterType>>]>([
    ['data.x is of dtype uint64, which MLflow has no type for', { data: pandas({ columns: { x: 'uint64' } }) }],
    ['data["a.b"] is of dtype timedelta64[ns]', { data: pandas({ columns: { 'a.b': 'timedelta64[ns]' } }) }],
    ['data is a structured array', { data: numpy({ dtype: [['a', 'int8']], shape: [null] }) }],
    ['data.t is a Celsius, a type of its own', { data: new StandardPythonParameterType({ t: new Celsius(1) }) }],
    ['b is a frame beside "a"', { a: frame, b: frame }],
    ['x stands beside the frame "a": MLflow has params for that, which need a default', { a: frame, x: value }],
    ['x stands beside the tensor "a"', { a: tensor, x: value }],
    ['data is a frame that may be left out or null', { data: pandas({ columns: { a: 'str' }, optional: true }) }],
    ['data is a tensor that may be left out or null', { data: numpy({ dtype: 'int8', shape: [null], nullable: true }) }],
    ['data is a frame whose columns may be of any type', { data: new PandasParameterType([{ a: 1 }], { enforceColumnType: false }) }],
    ['data is a tensor of any dtype', { data: new NumpyParameterType([1], { enforceColumnType: false }) }],
    ['data is a tensor of any shape', { data: new NumpyParameterType([1], { enforceShape: false }) }],
    [
      'data.f is a frame of orient split',
      { data: new StandardPythonParameterType({ f: pandas({ columns: { a: 'str' }, orient: 'split' }) }) },
    ],
    [
      'b may be left out, so that it is one of MLflow’s params'.replace('’', "'"),
      { a: frame, b: standard({ type: 'string', format: 'byte', default: '' }) },
    ],
  ])('%s', (message, types) => {
    expect(() => inputs(types)).toThrow(SchemaDefinitionError)
    expect(() => inputs(types)).toThrow(message)
  })

  it('in what it returns', () => {
    expect(() => output(new StandardPythonParameterType([new Celsius(1)]))).toThrow('output is a Celsius')
    expect(() => output(new StandardPythonParameterType({ a: [new Celsius(1)] }))).toThrow('output.a[0] is a Celsius')
  })

  it('and one that has no schema', () => {
    expect(() => toMlflowSignature(outputSchema(value)((data: unknown) => data))).toThrow('the parameter "data" of run has no schema')
    expect(() => toMlflowSignature(rawHttp(() => 'pong'))).toThrow('run is raw HTTP')
    expect(() => toMlflowSignature(1 as never)).toThrow('the run is 1, expected a function')
  })

  it('but not one whose headers and defaults are its own', () => {
    const run = inputSchema('data', tensor)((data: unknown, request_headers: unknown, scale = 1) => [data, request_headers, scale])
    expect(written('params', run)).toBeNull()
  })
})

describe('a signature', () => {
  it.each([
    ['iris', irisModel],
    ['mnist', mnistSignature],
    ['chat', chatSignature],
    ['generation', generationSignature],
  ])('that was read is written as it was: %s', (_, signature) => {
    for (const as of ['records', 'parameters'] as const) {
      const first = toMlflowSignature(defineRun(fromMlflowSignature(signature, { as }), (given) => given))
      const second = toMlflowSignature(defineRun(fromMlflowSignature({ ...first }, { as }), (given) => given))
      expect(second).toEqual(first)
    }
  })

  const types = ['boolean', 'integer', 'long', 'float', 'double', 'string', 'binary', 'datetime']
  const places: readonly [string, (type: string) => object][] = [
    ['a column without a name', (type) => ({ type, required: true })],
    ['lists in a column without a name', (type) => ({ type: 'array', items: { type }, required: true })],
    ['a column that is called by a number', (type) => ({ type, name: 0, required: true })],
    ['a column', (type) => ({ type, name: 'x', required: true })],
    ['an optional column', (type) => ({ type, name: 'x', required: false })],
    ['an array', (type) => ({ type: 'array', items: { type }, name: 'x', required: true })],
    ['an object', (type) => ({ type: 'object', properties: { p: { type, required: true } }, name: 'x', required: true })],
    ['a map', (type) => ({ type: 'map', values: { type }, name: 'x', required: true })],
  ]

  it.each(places)('that was read has each of MLflow’s types again: as %s', (_, specOf) => {
    for (const type of types) {
      const [inputs, outputs] = [[specOf(type)], [specOf(type)]]
      const run = defineRun(fromMlflowSignature({ inputs, outputs }), (given) => given)
      expect([written('inputs', run), written('outputs', run)]).toEqual([inputs, outputs])
    }
  })

  it.each(types)('that was read has each of MLflow’s types again: %s as a parameter', (type) => {
    const inputs = [{ type, name: 'x', required: true }]
    expect(written('inputs', runOf(fromMlflowSignature({ inputs }, { as: 'parameters' }).inputs))).toEqual(inputs)
  })

  it.each([
    ['float', 0.5, null],
    ['float', [0.5, 1.5], [-1]],
    ['double', 0.1, null],
    ['long', 20, null],
    ['datetime', '2024-02-29T12:30:00', null],
  ])('that was read has its params again: %s %j', (type, value, shape) => {
    const params = [{ name: 'p', default: value, shape, type }]
    const inputs = [{ type: 'double', name: 'x', required: true }]
    expect(written('params', runOf(fromMlflowSignature({ inputs, params }).inputs))).toEqual(params)
  })

  it.each<[string, readonly object[]]>([
    ['columns of which it is not said that they are required, as in old files', ['x', 'y'].map((name) => ({ type: 'any', name }))],
    ['a column without a name of which that is not said', [{ type: 'string' }]],
    ['columns without names of which that is not said', ['double', 'double'].map((type) => ({ type }))],
    ['several columns without names', ['double', 'double', 'long'].map((type) => ({ type, required: true }))],
    ['columns without names of one type', ['double', 'double', 'double'].map((type) => ({ type, required: true }))],
    ['any values without a name', [{ type: 'any', required: true }]],
    ['columns that are called by numbers and by texts', [2010, 'a'].map((name) => ({ type: 'double', name, required: true }))],
    ['a tensor without a name', [{ type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, 3] } }]],
  ])('that was read has %s again, beside its params, too', (_, specs) => {
    const params = [{ name: 'top', default: 3, shape: null, type: 'long' }]
    const run = defineRun(fromMlflowSignature({ inputs: specs, outputs: specs, params }), (given) => given)
    expect(written('inputs', run)).toEqual(specs)
    expect(written('outputs', run)).toEqual(specs)
    expect(written('params', run)).toEqual(params)
  })

  it('that was read with columns without names has no place for another input', () => {
    const { inputs } = fromMlflowSignature({ inputs: [{ type: 'string' }] })
    const value = new StandardPythonParameterType(1)
    const tensor = numpy({ dtype: 'int8', shape: [null] })
    expect(() => toMlflowSignature(runOf({ ...inputs, value }))).toThrow(
      'value stands beside the tensor "input_data": MLflow has params for that',
    )
    expect(() => toMlflowSignature(runOf({ ...inputs, tensor }))).toThrow('tensor stands beside the tensor "input_data"')
    expect(() => toMlflowSignature(runOf({ ...inputs, frame: pandas({ columns: { a: 'str' } }) }))).toThrow(
      'frame is a frame beside "input_data"',
    )
  })

  it('that was read is MLflow’s own text again', () => {
    const { inputs } = toMlflowSignature(defineRun(fromMlflowSignature(chatSignature), (given) => given))
    expect(inputs).toBe(chatSignature.inputs)
  })
})

describe('what a signature says is what the run accepts', () => {
  const column = fc.record({
    dtype: fc.constantFrom('bool', 'int32', 'int64', 'float32', 'float64', 'str', 'bytes', 'datetime64[ns]'),
    optional: fc.boolean(),
  })
  const cell = fc.oneof(
    fc.constantFrom<unknown>(null, undefined, true, 'AQI=', 'x', '2024-02-29T12:30:00Z', 2 ** 31, 0.5, [], {}),
    fc.integer({ min: -3, max: 3 }),
  )

  it('for frames', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, column, cell), { minLength: 1, maxLength: 4, selector: ([key]) => key }), (entries) => {
        const named = entries.filter(([key]) => key !== '' && !/^\d+$/.test(key))
        fc.pre(named.length > 0)
        const columns = Object.fromEntries(named.map(([key, { dtype, optional }]) => [key, { dtype, optional, nullable: optional }]))
        const run = runOf({ data: pandas({ columns }) })
        const again = runOf(fromMlflowSignature({ ...toMlflowSignature(run) }, { name: 'data' }).inputs)
        const row = Object.fromEntries(named.filter(([, , value]) => value !== undefined).map(([key, , value]) => [key, value]))
        expect(validatePayload(again, { data: [row] })).toEqual(validatePayload(run, { data: [row] }))
      }),
    )
  })

  it('for tensors', () => {
    const dim = fc.constantFrom(null, 1, 2)
    const dtype = fc.constantFrom('bool', 'int8', 'uint64', 'float16', 'float64', 'str', 'datetime64[D]', 'timedelta64[s]')
    fc.assert(
      fc.property(
        dtype,
        fc.array(dim, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }),
        cell,
        (dtype, shape, sizes, value) => {
          const run = runOf({ data: numpy({ dtype, shape }) })
          const again = runOf(fromMlflowSignature({ ...toMlflowSignature(run) }).inputs)
          const data = sizes.reduceRight<unknown>((inner, size) => Array.from({ length: size }, () => inner), value ?? null)
          expect(validatePayload(again, { data })).toEqual(validatePayload(run, { data }))
        },
      ),
    )
  })

  it('for plain values', () => {
    const shape = fc.letrec<{ node: AbstractParameterType }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<AbstractParameterType>(
          standard({ type: 'boolean' }),
          standard({ type: 'number' }),
          standard({ type: 'number', format: 'float' }),
          standard({ type: 'integer', format: 'int64' }),
          standard({ type: 'string' }),
          standard({ type: 'string', format: 'byte' }),
        ),
        tie('node').map((item) => new StandardPythonParameterType([item])),
        fc
          .uniqueArray(fc.tuple(name, tie('node')), { minLength: 1, maxLength: 3, selector: ([key]) => key })
          .map((entries) => new StandardPythonParameterType(Object.fromEntries(entries))),
      ),
    })).node
    fc.assert(
      fc.property(shape, fc.oneof(cell, fc.array(cell), fc.dictionary(name, cell)), (type, value) => {
        const run = runOf({ data: type })
        const again = runOf(fromMlflowSignature({ ...toMlflowSignature(run) }, { as: 'parameters' }).inputs)
        const isFine = (tried: RunFunction, data: unknown) => validatePayload(tried, { data }).issues === undefined
        expect(isFine(again, value)).toBe(isFine(run, value))
        const { example } = type.inputToSwagger() as { example: unknown }
        expect(isFine(again, example)).toBe(true)
      }),
    )
  })
})
