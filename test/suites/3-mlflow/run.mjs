// mlflow/mlflow: tests/pyfunc/test_pyfunc_schema_enforcement.py, tests/types/test_schema.py: signatures' JSON read and written, and
// what data fits. `want`: what MLflow says of JSON data with these dtypes.
// What reads and writes other formats may stand at the root or below /interchange.
const {
  fromMlflowSignature,
  toMlflowSignature,
  defineRun,
  decodePayload,
  validatePayload,

  SchemaDefinitionError,
} = { ...(await import('inference-schema')), ...(await import('inference-schema/interchange').catch(() => ({}))) }

import { assert, check, done } from '../lib.mjs'

const S = (inputs, outputs, params) => ({
  inputs: JSON.stringify(inputs),
  ...(outputs ? { outputs: JSON.stringify(outputs) } : {}),
  ...(params ? { params: JSON.stringify(params) } : {}),
})
const col = (type, name, rest = {}) => ({ type, ...(name === undefined ? {} : { name }), required: true, ...rest })
const tensor = (dtype, shape, name) => ({ ...(name === undefined ? {} : { name }), type: 'tensor', 'tensor-spec': { dtype, shape } })
const runOf = (signature, options) => defineRun(fromMlflowSignature(signature, options), (x) => x)
const takes = (name, signature, payload, options) =>
  check(`takes: ${name}`, () => {
    const r = validatePayload(runOf(signature, options), JSON.stringify(payload))
    if (r.issues)
      assert.fail(
        r.issues
          .slice(0, 2)
          .map((i) => i.message)
          .join('; '),
      )
  })
const refuses = (name, signature, payload, options) =>
  check(`refuses: ${name}`, () => {
    const r = validatePayload(runOf(signature, options), JSON.stringify(payload))
    assert(r.issues, `takes it: ${JSON.stringify(r.value, (k, v) => (typeof v === 'bigint' ? `${v}n` : v))?.slice(0, 200)}`)
  })
const frame = (x) => ({ input_data: x })
// --- test_column_schema_enforcement
const eight = S([
  col('integer', 'a'),
  col('long', 'b'),
  col('float', 'c'),
  col('double', 'd'),
  col('boolean', 'e'),
  col('string', 'g'),
  col('binary', 'f'),
  col('datetime', 'h'),
])
const row = { b: 1, d: 2, a: 3, c: 4, e: true, g: 'x', f: 'AQ==', h: '2021-01-01 00:00:00.1234567' }
await takes('columns in another order', eight, frame([row]))
await takes('datetime with a T', eight, frame([{ ...row, h: '2021-01-01T00:00:00.1234567' }]))
await takes('datetime, a date alone', eight, frame([{ ...row, h: '2020-01-01' }]))
await refuses('missing column c', eight, frame([(({ c, ...r }) => r)(row)]))
await takes('extra column x is passed over', eight, frame([{ ...row, x: 1 }]))
await refuses('1. beyond int32 for integer', eight, frame([{ ...row, a: 2 ** 31 }]))
await takes('3. uint32 for long', eight, frame([{ ...row, b: 2 ** 32 - 1 }]))
await takes('8. int for double', eight, frame([{ ...row, d: 7 }]))
await refuses('10. a fraction for integer', eight, frame([{ ...row, a: 1.5 }]))
await refuses('10. a fraction for long', eight, frame([{ ...row, b: 1.5 }]))
await refuses('13. values without columns', eight, frame([[1, 2, 3, 4, true, 'x']]))
await takes(
  '14. dictionaries of lists',
  eight,
  frame({
    a: [1, 2, 3],
    b: [1, 2, 3],
    c: [1, 2, 3],
    d: [1, 2, 3],
    e: [true, false, true],
    g: ['a', 'b', 'c'],
    f: ['', 'AA==', 'AA=='],
    h: ['2020-01-01', '2020-02-02', '2020-03-03'],
  }),
)
await takes(
  '14. … with further lists, which are dropped',
  eight,
  frame({
    a: [1, 2, 3],
    b: [1, 2, 3],
    c: [1, 2, 3],
    d: [1, 2, 3],
    e: [true, false, true],
    g: ['a', 'b', 'c'],
    f: ['', 'AA==', 'AA=='],
    h: ['2020-01-01', '2020-02-02', '2020-03-03'],
    j: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
  }),
)
await refuses(
  '15. lists of lists',
  eight,
  frame({ a: [[1, 2, 3]], b: [[1, 2, 3]], c: [[1]], d: [[1]], e: [[true]], g: [['a']], f: [['']], h: [['2020-01-01']] }),
)
await refuses('16. lists of different lengths', eight, frame({ a: [1], b: [1, 2], c: [1, 2, 3] }))
await takes('dataframe_split', eight, frame({ columns: Object.keys(row), data: [Object.values(row)] }))
// --- tensors
const three = S([tensor('uint64', [-1, 5], 'a'), tensor('int16', [-1, 2], 'b'), tensor('float32', [2, -1, 2], 'c')])
const inp = {
  a: [
    [0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1],
  ],
  b: [
    [0, 0],
    [1, 1],
    [2, 2],
  ],
  c: [
    [
      [0, 0],
      [1, 1],
    ],
    [
      [2, 2],
      [3, 3],
    ],
  ],
}
await takes('named tensors', three, inp)
await refuses('missing tensor b', three, { a: inp.a, c: inp.c })
await takes('extra tensor is passed over', three, { ...inp, x: 1 })
await takes('variable axes', three, {
  a: [
    [0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1],
    [2, 2, 2, 2, 2],
  ],
  b: [
    [0, 0],
    [1, 1],
  ],
  c: [[[0, 0]], [[2, 2]]],
})
await refuses('wrong shape (1, 4) for (-1, 5)', three, { a: [[0, 0, 0, 0]], b: inp.b, c: inp.c })
await refuses('wrong first axis', three, { ...inp, c: [[[0, 0]]] })
await refuses('not a dictionary', three, [inp.a, inp.b, inp.c])
await refuses('empty array for (-1, 5)', three, { ...inp, a: [] })
await refuses('a negative number for uint64', three, { ...inp, a: [[0, 0, 0, 0, -1]] })
const one = S([tensor('uint64', [-1, 2, 3], 'a')])
await takes('single named tensor', one, {
  a: [
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
    [
      [6, 7, 8],
      [9, 10, 11],
    ],
  ],
})
const unnamed = S([tensor('float32', [-1, 3])])
await takes(
  'unnamed tensor',
  unnamed,
  frame([
    [1, 2, 3],
    [4, 5, 6],
  ]),
)
await refuses(
  'unnamed tensor, wrong shape',
  unnamed,
  frame([
    [1, 2],
    [4, 5],
  ]),
)
await takes(
  'unnamed tensor, more rows',
  unnamed,
  frame([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]),
)
await refuses('unnamed tensor, a scalar', unnamed, frame(1))
// --- no names
const nn = S([col('double'), col('double'), col('double')])
await takes('columns without names: a list of rows', nn, frame([[1, 2, 3]]))
await refuses('… too few', nn, frame([[1, 2]]))
await takes('… as a frame with names a, b, c (MLflow: any names)', nn, frame({ columns: ['a', 'b', 'c'], data: [[1, 2, 3]] }))
await takes('… as dictionaries of lists', nn, frame({ a: [1], b: [2], c: [3] }))
// --- inputs style
const ab = S(
  [
    { name: 'a', type: 'long' },
    { name: 'b', type: 'string' },
  ],
  [{ name: 'response', type: 'string' }],
)
await takes('Dict[str, List]', ab, frame({ a: [4, 5, 6], b: ['a', 'b', 'c'] }))
await takes('Dict[str, scalar]', ab, frame({ a: 12, b: 'a' }))
await takes('Dict[str, scalar] as parameters', ab, { a: 12, b: 'a' }, { as: 'parameters' })
await takes(
  'records',
  ab,
  frame([
    { a: 4, b: 'a' },
    { a: 5, b: 'b' },
  ]),
)
await takes('List[str]', S([{ type: 'string' }]), frame(['a', 'b', 'c']))
await takes('Dict[str, str]', S([{ name: 'a', type: 'string' }]), frame({ a: 'Hi there!' }))
await takes(
  'lists in string columns (old signatures)',
  S([
    { name: 'query', type: 'string' },
    { name: 'inputs', type: 'string' },
  ]),
  frame([{ query: ['test_query1', 'test_query2'], inputs: 'test input' }]),
)
await takes('base64', S([{ name: 'audio', type: 'binary' }]), frame([{ audio: Buffer.from('Hi I am a bytes string').toString('base64') }]))
// --- optional columns
const opt = S([col('double', 'a'), col('double', 'b'), col('string', 'c', { required: false }), col('long', 'd', { required: false })])
await takes('optional: all', opt, frame({ a: [1], b: [1], c: ['something'], d: [2] }))
await takes('optional: required only', opt, frame({ a: [1], b: [1] }))
await takes('optional: one', opt, frame({ a: [1], b: [1], d: [2] }))
await takes('optional: one, records', opt, frame([{ a: 1, b: 1, d: 2 }]))
await takes(
  'optional: in some records only',
  opt,
  frame([
    { a: 1, b: 1, d: 2 },
    { a: 1, b: 1, c: 'x' },
  ]),
)
await takes('optional: null', opt, frame([{ a: 1, b: 1, d: null, c: null }]))
await refuses('optional: wrong type', opt, frame({ a: [1], b: [1], d: ['not the right type'] }))
await refuses('optional: required missing', opt, frame({ b: [2], c: ['something'] }))
// --- lists
const prompt = S([col('string', 'prompt'), { type: 'array', items: { type: 'string' }, name: 'stop', required: true }])
await takes('prompt and stop, a record', prompt, frame([{ prompt: 'this is the prompt', stop: ['a', 'b'] }]))
await takes('prompt and stop, as parameters', prompt, { prompt: 'this is the prompt', stop: ['a', 'b'] }, { as: 'parameters' })
await takes(
  'arrays of binary',
  S([{ type: 'array', items: { type: 'binary' }, name: 'audio', required: true }]),
  frame([{ audio: ['SGk='] }]),
)
await takes('tensors of str', S([tensor('int64', [-1], 'a'), tensor('str', [-1], 'b')]), { a: [1, 2, 3], b: ['a', 'b', 'c'] })
// --- objects
const obj = (p) => ({ type: 'object', properties: Object.fromEntries(Object.entries(p).map(([k, v]) => [k, { required: true, ...v }])) })
const query = S([{ ...obj({ a: { type: 'string' }, b: { type: 'long' } }), name: 'query', required: true }])
await takes('object column', query, frame([{ query: { a: 'a', b: 1 } }]))
await refuses('object column, missing member', query, frame([{ query: { a: 'a' } }]))
await takes('object column, further member (MLflow: refused)', query, frame([{ query: { a: 'a', b: 1 } }]))
const arrObj = S([
  { type: 'array', items: obj({ name: { type: 'string' }, age: { type: 'long', required: false } }), name: 'query', required: true },
  { type: 'array', items: { type: 'string' }, name: 'table', required: true },
])
await takes(
  'arrays of objects, an optional member in some',
  arrObj,
  frame([{ query: [{ name: 'value', age: 10 }, { name: 'value' }], table: ['some_table'] }]),
)
await refuses('arrays of objects, member of the wrong type', arrObj, frame([{ query: [{ name: 1 }], table: ['x'] }]))
const nested = S([
  {
    type: 'array',
    items: obj({
      p: { type: 'string' },
      arr: {
        type: 'array',
        items: {
          type: 'object',
          properties: { p2: { type: 'boolean', required: false }, arr2: { type: 'array', items: { type: 'long' }, required: true } },
        },
      },
    }),
    required: true,
  },
])
await takes(
  'nested arrays of objects, one unnamed column',
  nested,
  frame([[{ p: 'a', arr: [{ p2: true, arr2: [1, 2, 3] }, { arr2: [2, 3, 4] }] }]]),
)
await takes('map', S([{ type: 'map', values: { type: 'long' }, name: 'm', required: true }]), frame([{ m: { a: 1, b: 2 } }]))
await refuses('map, wrong values', S([{ type: 'map', values: { type: 'long' }, name: 'm', required: true }]), frame([{ m: { a: 'x' } }]))
await takes('any', S([{ type: 'any', name: 'x', required: true }]), frame([{ x: { a: [1, 'b', null] } }]))
// --- params
const P = (...params) => S([{ type: 'string' }], undefined, params)
const basic = P(
  { name: 'str_param', type: 'string', default: 'str_a', shape: null },
  { name: 'int_param', type: 'integer', default: 1, shape: null },
  { name: 'bool_param', type: 'boolean', default: true, shape: null },
  { name: 'double_param', type: 'double', default: 1.0, shape: null },
  { name: 'float_param', type: 'float', default: 0.10000000149011612, shape: null },
  { name: 'long_param', type: 'long', default: 100, shape: null },
  { name: 'datetime_param', type: 'datetime', default: '2023-06-26T00:00:00', shape: null },
  { name: 'str_list', type: 'string', default: ['a', 'b', 'c'], shape: [-1] },
  { name: 'bool_list', type: 'boolean', default: [true, false], shape: [-1] },
  { name: 'double_array', type: 'double', default: [1, 2], shape: [-1] },
  { name: 'datetime_array', type: 'datetime', default: ['2023-06-26T00:00:00', '2023-06-27T00:00:00'], shape: [-1] },
  { name: 'long_array', type: 'long', default: [100, 200], shape: [-1] },
)
await takes('params: none given', basic, frame(['input']))
await check('params: their defaults', () => {
  const d = decodePayload(runOf(basic), JSON.stringify(frame(['input'])))
  const j = JSON.parse(JSON.stringify(d, (k, v) => (typeof v === 'bigint' ? Number(v) : ArrayBuffer.isView(v) ? Array.from(v) : v)))
  assert.equal(j.str_param, 'str_a')
  assert.equal(j.int_param, 1)
  assert.equal(j.long_param, 100)
  assert.equal(j.datetime_param, '2023-06-26T00:00:00.000Z')
  assert.deepEqual(j.str_list, ['a', 'b', 'c'])
  assert.equal(d.float_param, 0.10000000149011612)
})
await takes('params: all given', basic, {
  ...frame(['input']),
  str_param: 'x',
  int_param: 2,
  bool_param: false,
  double_param: 1,
  float_param: 1,
  long_param: 5,
  datetime_param: '2023-07-01 00:00:00',
  str_list: [],
  bool_list: [true],
  double_array: [1, 2],
  long_array: [1],
})
await refuses('params: datetime 1.0', basic, { ...frame(['input']), datetime_param: 1.0 })
await refuses('params: datetime_array [1.0]', basic, { ...frame(['input']), datetime_array: [1.0, 2.0] })
await refuses('params: float "a"', basic, { ...frame(['input']), float_param: 'a' })
await refuses('params: long 1.5', basic, { ...frame(['input']), long_param: 1.5 })
await refuses('params: long "1"', basic, { ...frame(['input']), long_param: '1' })
await refuses('params: string 1', basic, { ...frame(['input']), str_param: 1 })
await refuses('params: list of lists', basic, {
  ...frame(['input']),
  long_array: [
    [1, 2],
    [3, 4],
  ],
})
await takes('params: unknown ones are passed over', basic, { ...frame(['input']), invalid_param: 'value' })
await check('params: "dtype" (old files)', () => {
  const d = decodePayload(runOf(P({ name: 'str_param', dtype: 'string', default: 'str_a', shape: null })), JSON.stringify(frame(['x'])))
  assert.equal(d.str_param, 'str_a')
})
// --- signatures' JSON that MLflow refuses (test_schema.py, test_param_spec_errors)
const bad = (name, signature) =>
  check(`signature refused: ${name}`, () => assert.throws(() => fromMlflowSignature(signature), SchemaDefinitionError))
await bad('unsupported type', S([col('unsupported', 'a')]))
await bad('tensors and columns mixed', S([tensor('float64', [-1]), col('double')]))
await bad('named and unnamed tensors', S([tensor('float64', [-1], 'blah'), tensor('float64', [-1])]))
await bad('named and unnamed columns', S([col('double', 'blah'), col('double')]))
await bad('several unnamed tensors', S([tensor('float64', [-1]), tensor('float64', [-1])]))
await bad('no inputs', S([]))
await bad('inputs an object', { inputs: '{"col1": {"type": "string"}}' })
await bad('unsupported dtype of a tensor', S([tensor('Unsupported', [-1], 'a')]))
await bad('sized text in a tensor', S([tensor('<U10', [-1], 'b')]))
await bad('array without items', S([{ type: 'array', name: 'p', required: true }]))
await bad('array of an unknown type', S([{ type: 'array', items: { type: 'invalid_type' }, name: 'p' }]))
await bad('array whose items are text', S([{ type: 'array', items: 'string', name: 'p' }]))
await bad('object without properties', S([{ type: 'object', name: 'p' }]))
await bad('object whose properties are text', S([{ type: 'object', properties: 'invalid_type', name: 'p' }]))
await bad(
  'object with a property that is text',
  S([{ type: 'object', properties: { p1: { type: 'string' }, p2: 'invalid_type' }, name: 'p' }]),
)
await bad('object with no properties', S([{ type: 'object', properties: {}, name: 'p' }]))
await bad('property without a type', S([{ type: 'object', properties: { p: {} }, name: 'x' }]))
await bad('map without values', S([{ type: 'map', name: 'p' }]))
await bad('the same name twice', S([col('double', 'a'), col('long', 'a')]))
await bad('param: default of another type', P({ name: 'a', type: 'integer', default: '1.0', shape: null }))
await bad('param: list without a shape', P({ name: 'a', type: 'long', default: [1, 2, 3], shape: null }))
await bad('param: shape for a scalar', P({ name: 'a', type: 'boolean', default: true, shape: [-1] }))
await bad('param: shape (2,)', P({ name: 'a', type: 'boolean', default: [true, false], shape: [2] }))
await bad('param: binary', P({ name: 'a', type: 'binary', default: 'AA==', shape: null }))
// --- written again: each signature above that reads, and each data type in each place
const norm = (sig) => JSON.parse(JSON.stringify(sig), (k, v) => (typeof v === 'string' && /^[[{]/.test(v) ? JSON.parse(v) : v))
const roundTrip = (name, signature, options) =>
  check(`round trip: ${name}`, () => {
    const written = toMlflowSignature(runOf(signature, options))
    const a = norm(written),
      b = norm(signature)
    const canon = (x) =>
      Array.isArray(x)
        ? x.map(canon)
        : x && typeof x === 'object'
          ? Object.fromEntries(
              Object.entries(x)
                .filter(([k, v]) => !(k === 'shape' && v === null))
                .sort(([p], [q]) => (p < q ? -1 : 1))
                .map(([k, v]) => [k, canon(v)]),
            )
          : x
    for (const k of ['inputs', 'params']) assert.deepEqual(canon(a[k] ?? undefined), canon(b[k] ?? undefined), k)
  })
await roundTrip('eight columns', eight)
await roundTrip('three tensors', three)
await roundTrip('one tensor', one)
await roundTrip('unnamed tensor', unnamed)
await roundTrip('optional columns', opt)
await roundTrip('prompt', prompt)
await roundTrip('object', query)
await roundTrip('arrays of objects', arrObj)
await roundTrip('nested', nested)
await roundTrip('params', basic)
await roundTrip('three unnamed columns', nn)
for (const t of ['boolean', 'integer', 'long', 'float', 'double', 'string', 'binary', 'datetime']) {
  await roundTrip(`${t} column`, S([col(t, 'x')]))
  await roundTrip(`unnamed ${t}`, S([col(t)]))
  await roundTrip(`optional ${t} column`, S([col(t, 'x', { required: false })]))
  await roundTrip(`array of ${t}`, S([{ type: 'array', items: { type: t }, name: 'x', required: true }]))
  await roundTrip(`object with ${t}`, S([{ ...obj({ p: { type: t } }), name: 'x', required: true }]))
  await roundTrip(`array of objects with ${t}`, S([{ type: 'array', items: obj({ p: { type: t } }), name: 'x', required: true }]))
  await roundTrip(`map of ${t}`, S([{ type: 'map', values: { type: t }, name: 'x', required: true }]))
  await roundTrip(`${t} column as parameters`, S([col(t, 'x')]), { as: 'parameters' })
}
for (const d of [
  'float64',
  'float32',
  'float16',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool',
  'str',
  'object',
  'datetime64[ns]',
  'bytes',
  'complex128',
  'timedelta64[ns]',
])
  await roundTrip(`tensor of ${d}`, S([tensor(d, [-1, 3, 3], 'a')]))
await roundTrip('tensor without axes', S([tensor('float64', [], 'a')]))
await check('integer column names (a DataFrame without names)', () => {
  fromMlflowSignature(
    S([
      { name: 0, type: 'double' },
      { name: 1, type: 'double' },
    ]),
  )
})
await check('nullable-looking names: "", "a b", "__proto__", "constructor"', () => {
  for (const n of ['a b', '__proto__', 'constructor', 'é']) {
    const r = runOf(S([col('double', n)]))
    assert(!validatePayload(r, `{"input_data": [{${JSON.stringify(n)}: 1}]}`).issues, n)
  }
})
done()
