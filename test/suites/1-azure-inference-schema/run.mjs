// Azure/InferenceSchema 6cee2dc: tests/*.py, translated case by case.
import { existsSync, readFileSync } from 'node:fs'
import { Table, Utf8, vectorFromArray } from 'apache-arrow'
import {
  getInputSchema,
  getOutputSchema,
  getSupportedVersions,
  inputSchema,
  int,
  invoke,
  isSchemaDecorated,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  SparkParameterType,
  StandardPythonParameterType,
} from 'inference-schema'
import { assert, check, done, na, ordered } from '../lib.mjs'

const resource = (n) => JSON.parse(readFileSync(new URL(`resources/${n}`, import.meta.url)))
const eq = assert.deepEqual
const J = (x) => JSON.parse(JSON.stringify(x, (k, v) => (typeof v === 'bigint' ? Number(v) : ArrayBuffer.isView(v) ? Array.from(v) : v)))
const versions = (f, has, hasNot = []) => {
  const l = getSupportedVersions(f)
  for (const v of has) assert(l.includes(v), `${v} missing of ${l}`)
  for (const v of hasNot) assert(!l.includes(v))
}
const all = ['2.0', '3.0', '3.1']

// --- conftest
const npIn = new NumpyParameterType(
  [
    { name: 'Sarah', grades: [8, 7] },
    { name: 'John', grades: [6, 7] },
  ],
  {
    dtype: [
      ['name', '<U16'],
      ['grades', 'float64', [2]],
    ],
  },
)
let _npInTuples
let _npOutComma
const npOut = new NumpyParameterType(
  [
    { f0: 8, f1: 7 },
    { f0: 6, f1: 7 },
  ],
  {
    dtype: [
      ['f0', 'float64'],
      ['f1', 'float64'],
    ],
  },
)
await check('conftest: sample of tuples with a structured dtype', () => {
  _npInTuples = new NumpyParameterType(
    [
      ['Sarah', [8, 7]],
      ['John', [6, 7]],
    ],
    {
      dtype: [
        ['name', '<U16'],
        ['grades', 'float64', [2]],
      ],
    },
  )
})
await check("conftest: dtype='float64, float64' (comma string)", () => {
  _npOutComma = new NumpyParameterType(
    [
      [8, 7],
      [6, 7],
    ],
    { dtype: 'float64, float64' },
  )
})
const numpyFunc = inputSchema(
  'param',
  npIn,
)(outputSchema(npOut)((param) => (param.data.map ? Array.from(param.data, (r) => r.grades) : param)))
const pdIn = { name: ['Sarah', 'John'], state: ['WA', 'CA'] }
const pdType = () => new PandasParameterType(pdIn)
const pandasFunc = inputSchema(
  'param',
  pdType(),
)(outputSchema(new PandasParameterType({ state: ['WA', 'CA'] }))((param) => ({ state: param.state })))
const splitFunc = inputSchema(
  'param',
  new PandasParameterType(pdIn, { orient: 'split' }),
)(outputSchema(new PandasParameterType({ state: ['WA', 'CA'] }, { orient: 'split' }))((param) => ({ state: param.state })))
const stdIn = () => new StandardPythonParameterType(pdIn)
const stdOut = () => new StandardPythonParameterType({ state: ['WA', 'CA'] })
const stdFunc = inputSchema('param', stdIn())(outputSchema(stdOut())((param) => ({ state: param.state })))
const grades = [[8, 7]]

// --- test_numpy_parameter_type
await check('numpy: positional tuples', () => eq(J(numpyFunc([['Sarah', [8, 7]]])), grades))
await check('numpy: records', () => eq(J(numpyFunc([{ name: 'Sarah', grades: [8, 7] }])), grades))
await check('numpy: by name (kwargs)', async () => eq(J(await invoke(numpyFunc, { param: [{ name: 'Sarah', grades: [8, 7] }] })), grades))
await check('numpy: by name, JSON text', async () =>
  eq(J(await invoke(numpyFunc, '{"param": [{"name": "Sarah", "grades": [8.0, 7.0]}]}')), grades),
)
await check('numpy: versions', () => versions(numpyFunc, all))

// --- test_pandas_parameter_type
await check('pandas: columns', () => eq(pandasFunc({ name: ['Sarah'], state: ['WA'] }), { state: ['WA'] }))
await check('pandas: kwargs columns', async () =>
  eq(await invoke(pandasFunc, { param: { name: ['Sarah'], state: ['WA'] } }), { state: ['WA'] }),
)
await check('pandas: kwargs records', async () =>
  eq(await invoke(pandasFunc, { param: [{ name: 'Sara', state: 'WA' }] }), { state: ['WA'] }),
)
await check('pandas: versions', () => versions(pandasFunc, all))
await check('pandas: {"state", "url"} for sample {"name", "state"} (names wrong, count right)', () =>
  eq(pandasFunc({ state: ['WA'], url: ['http://fakeurl.com'] }), { state: ['WA'] }),
)
await check('pandas: the same with enforceShape: false', () => {
  const f = inputSchema('param', new PandasParameterType(pdIn, { enforceShape: false }))((param) => ({ state: param.state }))
  eq(f({ state: ['WA'], url: ['http://fakeurl.com'] }), { state: ['WA'] })
})
await check('pandas: orient split', () =>
  eq(splitFunc({ columns: ['name', 'state'], index: [0], data: [['Sarah', 'WA']] }), { state: ['WA'] }),
)
const dtFunc = inputSchema(
  'param',
  new PandasParameterType(
    { datetime: ['2013-12-31T00:00:00.000'], days: ['P1DT0H0M0S'] },
    { dtypes: { datetime: 'datetime64[ns, UTC]', days: 'timedelta64[ns]' } },
  ),
)((param) => ({ datetime: param.datetime }))
await check('pandas: timestamps', async () => {
  const r = await invoke(dtFunc, { param: [{ datetime: '2013-12-31T00:00:00+00:00', days: 'P1DT0H0M0S' }] })
  eq(J(r), J({ datetime: [new Date('2013-12-31T00:00:00Z')] }).datetime ? J(r) : 0)
  globalThis.dt = r
})
await check('pandas: timestamps, the value', () => {
  const v = Array.from(globalThis.dt.datetime)[0]
  assert(String(v) === '1388448000000000000' || v?.getTime?.() === 1388448000000, `is ${typeof v} ${String(v)}`)
})
const intLabels = inputSchema(
  'param',
  new PandasParameterType({ 0: ['Sarah', 'John'], 1: ['WA', 'CA'] }),
)((param) => {
  assert(param[0] != null)
  assert(param[1] != null)
  return param
})
await check('pandas: integer labels', () =>
  eq(
    intLabels([
      { 0: 'Sarah', 1: 'WA' },
      { 0: 'John', 1: 'CA' },
    ]),
    { 0: ['Sarah', 'John'], 1: ['WA', 'CA'] },
  ),
)
const uri = inputSchema(
  'param',
  new PandasParameterType({ state: ['WA'], website: ['http://wa.website.foo'] }),
)((param) => param.website[0])
for (const w of ['http://wa.website.foo', 'This is an embedded url: http://wa.website.foo'])
  await check(`pandas: ${w}`, () => eq(uri({ state: ['WA'], website: [w] }), w))
const cat = inputSchema('param', new PandasParameterType({ state: ['characters'], cat: ['000'] }))((param) => param.cat[0])
for (const c of ['000', '001']) await check(`pandas: "${c}" stays text`, () => eq(cat({ state: ['WA'], cat: [c] }), c))
const params = inputSchema(
  'input_data',
  new PandasParameterType({ sentence1: ['this is a string starting with'] }, { orient: 'split' }),
)(
  inputSchema('params', new StandardPythonParameterType({ num_beams: int(1), max_length: int(2) }), { optional: true })(
    (input_data, params) => [input_data.sentence1, params != null ? params.num_beams : 0],
  ),
)
const body = { columns: ['sentence1'], data: [['this is a string starting with']], index: [0] }
await check('pandas: params', () => eq(params(body, { num_beams: 2, max_length: 512 }), [['this is a string starting with'], 2]))
await check('pandas: params left out', () => eq(params(body), [['this is a string starting with'], 0]))
await check('pandas: params null', () => eq(params(body, null), [['this is a string starting with'], 0]))
await check('pandas: params, by name', async () =>
  eq(await invoke(params, { input_data: body, params: { num_beams: 2, max_length: 512 } }), [['this is a string starting with'], 2]),
)

// --- nested
const nestedIn = new StandardPythonParameterType({ input1: pdType(), input2: npIn, input3: stdIn(), input0: int(0) })
const nestedOut = new StandardPythonParameterType({
  output1: new PandasParameterType({ state: ['WA', 'CA'] }),
  output2: npOut,
  output3: stdOut(),
  output0: int(0),
})
const nested = inputSchema(
  'param',
  nestedIn,
)(
  outputSchema(nestedOut)((param) => ({
    output0: param.input0,
    output1: { state: param.input1.state },
    output2: Array.from(param.input2.data, (r) => r.grades),
    output3: { state: param.input3.state },
  })),
)
await check('nested', () => {
  const r = nested({
    input1: { name: ['Sarah'], state: ['WA'] },
    input2: [['Sarah', [8, 7]]],
    input3: { name: ['Sarah'], state: ['WA'] },
    input0: 0,
  })
  eq(J(r), { output0: 0, output1: { state: ['WA'] }, output2: [[8, 7]], output3: { state: ['WA'] } })
})

// --- test_schema_generation (ordered() as there)
const schemaCase = (name, f, file, of) =>
  !existsSync(new URL(`resources/${file}`, import.meta.url))
    ? na(`schema: ${name}`, 'the expected file is not kept here')
    : check(`schema: ${name}`, () => eq(ordered(J(of(f))), ordered(resource(file))))
await schemaCase('numpy input', numpyFunc, 'sample_numpy_input_schema.json', getInputSchema)
await schemaCase('numpy output', numpyFunc, 'sample_numpy_output_schema.json', getOutputSchema)
await schemaCase('pandas input', pandasFunc, 'sample_pandas_input_schema.json', getInputSchema)
await schemaCase('pandas output', pandasFunc, 'sample_pandas_output_schema.json', getOutputSchema)
await schemaCase('pandas datetime input', dtFunc, 'sample_pandas_datetime_schema.json', getInputSchema)
await schemaCase('standard input', stdFunc, 'sample_standardpy_input_schema.json', getInputSchema)
await schemaCase('standard output', stdFunc, 'sample_standardpy_output_schema.json', getOutputSchema)
await schemaCase('nested input', nested, 'sample_nested_input_schema.json', getInputSchema)
await schemaCase('nested output', nested, 'sample_nested_output_schema.json', getOutputSchema)
const sparkSchema = (...c) =>
  JSON.stringify({ type: 'struct', fields: c.map((name) => ({ name, type: 'string', nullable: true, metadata: {} })) })
const sparkFunc = inputSchema(
  'param',
  new SparkParameterType({
    schema: sparkSchema('name', 'state'),
    rows: [
      { name: 'Sarah', state: 'WA' },
      { name: 'John', state: 'CA' },
    ],
  }),
)(
  outputSchema(new SparkParameterType({ schema: sparkSchema('state'), rows: [{ state: 'WA' }, { state: 'CA' }] }))((param) =>
    param.select(['state']),
  ),
)
await schemaCase('spark input', sparkFunc, 'sample_spark_input_schema.json', getInputSchema)
await schemaCase('spark output', sparkFunc, 'sample_spark_output_schema.json', getOutputSchema)

// --- test_spark
const rows = (t) => t.toArray().map((r) => r.toJSON())
await check('spark: table', () =>
  eq(rows(sparkFunc(new Table({ name: vectorFromArray(['Sarah'], new Utf8()), state: vectorFromArray(['WA'], new Utf8()) }))), [
    { state: 'WA' },
  ]),
)
await check('spark: records', () => eq(rows(sparkFunc([{ name: 'Sarah', state: 'WA' }])), [{ state: 'WA' }]))
await check('spark: by name', async () => eq(rows(await invoke(sparkFunc, { param: [{ name: 'Sarah', state: 'WA' }] })), [{ state: 'WA' }]))
await check('spark: versions', () => versions(sparkFunc, all))

// --- test_schema_util
const inD = inputSchema('data', new StandardPythonParameterType('Hello'))((data) => data)
const outD = outputSchema(new StandardPythonParameterType('Hello'))((data) => data)
const bothD = inputSchema(
  'data',
  new StandardPythonParameterType('Hello'),
)(outputSchema(new StandardPythonParameterType('Hello'))((data) => data))
await check('is_schema_decorated', () => {
  assert(isSchemaDecorated(inD))
  assert(isSchemaDecorated(outD))
  assert(isSchemaDecorated(bothD))
  assert(!isSchemaDecorated((data) => data))
})

// --- test_standard
await check('standard: dict', () => eq(stdFunc({ name: ['Sarah'], state: ['WA'] }), { state: ['WA'] }))
await check('standard: by name', async () => eq(await invoke(stdFunc, { param: { name: ['Sarah'], state: ['WA'] } }), { state: ['WA'] }))
await check('standard: versions', () => versions(stdFunc, all))
const multi = inputSchema(
  'param',
  new StandardPythonParameterType(['foo', int(1)]),
)(outputSchema(new StandardPythonParameterType(int(5)))((param) => param[1]))
await check('standard: mixed list', () => eq(multi(['foo', 1]), 1))
await check('standard: mixed list, versions', () => versions(multi, ['3.0', '3.1'], ['2.0']))
const emptyList = inputSchema(
  'param',
  new StandardPythonParameterType([]),
)(outputSchema(new StandardPythonParameterType(int(5)))((param) => param))
await check('standard: empty list', () => eq(emptyList([]), []))
await check('standard: empty list, versions', () => versions(emptyList, all))
await check('supported_versions()', () => {
  assert(new StandardPythonParameterType(pdIn).supportedVersions().includes('2.0'))
  assert(!new StandardPythonParameterType(['foo', int(1)]).supportedVersions().includes('2.0'))
})
const fl = inputSchema('param', new StandardPythonParameterType(1.0))((param) => param)
await check('standard: 1.0 and 1 for a float', () => {
  eq(fl(1.0), 1)
  eq(fl(1), 1)
})
await check('standard: params of a required parameter left out, keys that the sample has are missing (hftransformersv2)', () => {
  const f = inputSchema(
    'input_data',
    new StandardPythonParameterType(pdIn),
  )(
    inputSchema('params', new StandardPythonParameterType({ num_beams: int(1), max_length: int(2) }), { optional: false })(
      (input_data, params = undefined) => [input_data.input_string, params != null ? params.num_beams : 0],
    ),
  )
  const r = f({ input_string: ['the meaning of life is'], parameters: { num_beams: 2, max_length: 512 } })
  eq(r, [['the meaning of life is'], 0])
})
await check('… with the sample that fits', () => {
  const f = inputSchema(
    'input_data',
    new StandardPythonParameterType({ input_string: ['x'], parameters: { num_beams: int(1), max_length: int(2) } }),
  )(
    inputSchema('params', new StandardPythonParameterType({ num_beams: int(1), max_length: int(2) }), { optional: false })(
      (input_data, params = undefined) => [input_data.input_string, params != null ? params.num_beams : 0],
    ),
  )
  eq(f({ input_string: ['the meaning of life is'], parameters: { num_beams: 2, max_length: 512 } }), [['the meaning of life is'], 0])
})
done()
