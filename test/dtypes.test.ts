import { type Table, Timestamp, TimeUnit, tableFromIPC, tableToIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import {
  type ArrayDtypeSpec,
  decodePayload,
  encodeArrow,
  encodeResult,
  inputSchema,
  type NdArray,
  NumpyParameterType,
  numpy,
  outputSchema,
  PandasParameterType,
  pandas,
  SchemaDefinitionError,
} from '../src/index.js'
import { oneColumn, tableOf } from './support/arrow.js'
import { decodeText, messages } from './support/decode.js'

const arrow = { contentType: 'application/vnd.apache.arrow.stream' }

/** What OpenAPI 3.1 says of a tensor of one free axis. */
function documented(dtype: ArrayDtypeSpec): Record<string, unknown> {
  return numpy({ dtype, shape: [null] })['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
}

const read = (dtype: ArrayDtypeSpec, json: string) => decodeText(numpy({ dtype, shape: [null] }), json) as NdArray
const elements = (dtype: ArrayDtypeSpec, json: string) => Array.from(read(dtype, json).data as ArrayLike<unknown>)

describe('a name of numpy or pandas', () => {
  it.each([
    ['bool', ['bool', '?', 'b1', '|b1', 'bool_', 'bool8', 'boolean']],
    ['int8', ['int8', 'b', 'i1', 'byte', 'Int8']],
    ['int16', ['h', 'i2', '>i2', 'short', 'Int16']],
    ['int32', ['i', '<i4', 'intc', 'Int32']],
    ['int64', ['q', 'l', 'p', '<p', 'i8', 'int', 'int0', 'int_', 'intp', 'long', 'longlong', 'Int64']],
    ['uint8', ['B', 'u1', 'ubyte', 'UInt8']],
    ['uint16', ['H', 'u2', 'ushort', 'UInt16']],
    ['uint32', ['I', 'u4', 'uintc', 'UInt32']],
    ['uint64', ['Q', 'L', 'P', '=P', 'u8', 'uint', 'uint0', 'uintp', 'ulong', 'ulonglong', 'UInt64']],
    ['float16', ['e', 'f2', 'half']],
    ['float32', ['f', 'f4', '>f4', 'single', 'Float32']],
    ['float64', ['d', 'f8', 'float', 'float_', 'double', 'Float64']],
    ['object', ['O', '|O', 'O4', '>O8', 'object_', 'object0']],
    ['str', ['str', 'U', 'U0', 'str0', 'str_', 'unicode_', 'string', 'string[python]']],
    ['<U16', ['U16', '<U16', '>U16', 'str512']],
    ['bytes', ['bytes', 'S', 'a', '|a', 'S0', 'a0', 'bytes0', 'bytes_', 'string_']],
    ['S1', ['c', 'S1', 'a1', 'bytes8']],
    ['S10', ['S10', '|S10', 'a10', 'bytes80']],
    ['datetime64[ns]', ['datetime64[ns]', 'M8[ns]', '<M8[ns]', 'datetime64', 'M8']],
    ['datetime64[us]', ['datetime64[us]', 'datetime64[μs]', 'datetime64[µs]', '>M8[μs]']],
    ['datetime64[25s]', ['datetime64[25s]', 'M8[25s]', '<M8[25s]']],
    ['datetime64[s]', ['datetime64[1s]', 'M8[s]']],
    ['datetime64[100ms]', ['datetime64[s/10]']],
    ['datetime64[2500ms]', ['datetime64[25s/10]']],
    ['datetime64[ps]', ['datetime64[ns/1000]']],
    ['datetime64[8h]', ['datetime64[D/3]', 'datetime64[W/21]']],
    ['datetime64[3M]', ['datetime64[Y/4]']],
    ['datetime64[0s]', ['M8[0s]']],
    ['datetime64[ns, UTC]', ['datetime64[ns, UTC]', 'datetime64[ns,UTC]', 'datetime64[ns, utc]', 'M8[ns, UTC]']],
    [
      'datetime64[us, Europe/Berlin]',
      ['datetime64[us, Europe/Berlin]', 'datetime64[us, europe/berlin]', 'datetime64[us, dateutil/Europe/Berlin]'],
    ],
    ['datetime64[ns, +01:00]', ['datetime64[ns, +01:00]', 'datetime64[ns, UTC+01:00]']],
    ['timedelta64[ns]', ['timedelta64', 'm8', 'm8[ns]']],
    ['timedelta64[Y]', ['timedelta64[Y]', 'm8[Y]']],
    ['timedelta64[10ms]', ['m8[10ms]', 'timedelta64[s/100]']],
  ])('is read as %s: %j', (name, spellings) => {
    expect(spellings.map((spelling) => documented(spelling)['x-dtype'])).toEqual(spellings.map(() => name))
  })

  it.each([
    ['Datetime64[ns]', 'there is no dtype "Datetime64[ns]"; did you mean "datetime64[ns]"?'],
    ['TIMEDELTA64[D]', 'there is no dtype "TIMEDELTA64[D]"; did you mean "timedelta64[D]"?'],
    ['INT32', 'there is no dtype "INT32"; did you mean "int32"?'],
    ['F8', 'there is no dtype "F8"; did you mean "f8"?'],
    ['flaot64', 'there is no dtype "flaot64"; did you mean "float64"?'],
    ['np.float32', 'there is no dtype "np.float32"; did you mean "float32"?'],
    ['datetime64[ns', 'there is no dtype "datetime64[ns"; did you mean "datetime64[ns]"?'],
    ['datetime64 [ns]', 'there is no dtype "datetime64 [ns]"; did you mean "datetime64[ns]"?'],
    ['int32 ', 'there is no dtype "int32 "; did you mean "int32"?'],
    ['geometry', 'there is no dtype "geometry"; expected a name like "float64", '],
    ['__proto__', 'there is no dtype "__proto__"; expected a name like'],
    ['U+5', 'there is no dtype "U+5"; expected a name like'],
    ['U 5', 'there is no dtype "U 5"'],
    ['', 'there is no dtype ""; expected a name like'],
    ['x'.repeat(1e6), '(1000000 characters); expected a name like'],
  ])('that there is not is refused with the nearest: %s', (dtype, message) => {
    expect(() => documented(dtype)).toThrow(SchemaDefinitionError)
    expect(() => documented(dtype)).toThrow(message)
  })

  it.each([
    ['complex64', 'write "float64" with a last axis of 2, or two columns, for the real and the imaginary parts'],
    ['c16', 'write "float64" with a last axis of 2'],
    ['longdouble', 'write "float64"'],
    ['float128', 'write "float64"'],
    ['<f16', 'write "float64"'],
    ['bfloat16', 'write "float32", which holds all of its values'],
    ['float8_e4m3fn', 'write "float32", which holds all of its values'],
    ['uint4', 'write "uint8", which holds all of its values'],
    ['int128', 'write "int64", or "str" for more digits'],
    ['void', 'write "bytes", or the fields of a structured dtype'],
    ['V8', 'write "bytes", or the fields of a structured dtype'],
    ['M', 'write one with a unit, like "datetime64[ns]" or "timedelta64[ns]"'],
    ['Sparse', 'write "float64", the dtype of its values'],
    ['Sparse[int64, 0]', 'write "int64", the dtype of its values'],
    ['period[M]', 'write "datetime64[M]", for the start of each period'],
    ['Period[Q]', 'write "datetime64[D]", for the start of each period'],
    ['interval[int64, right]', 'write two columns, for the ends of each interval'],
    ['string[pyarrow]', 'write "string", or show an Arrow Table as the sample'],
    ['uint8[pyarrow]', 'write "UInt8", or show an Arrow Table as the sample'],
    ['timestamp[ns][pyarrow]', 'show an Arrow Table as the sample'],
    ['date', 'write "datetime64[D]"'],
    ['datetime', 'write "datetime64[ns]"'],
    ['timedelta', 'write "timedelta64[ns]"'],
  ])('that has no form here is refused with what to write instead: %s', (dtype, advice) => {
    expect(() => documented(dtype)).toThrow(`there is no dtype ${JSON.stringify(dtype)} here: ${advice}`)
  })

  it.each([
    ['datetime64[generic]', 'the dtype "datetime64[generic]" has no unit; write one, like "datetime64[ns]"'],
    ['m8[]', 'the dtype "m8[]" has no unit; write one, like "timedelta64[ns]"'],
    ['datetime64[min]', 'the dtype "datetime64[min]" has the unit "min", which numpy does not have; did you mean "datetime64[m]"?'],
    ['datetime64[NS]', 'did you mean "datetime64[ns]"?'],
    ['timedelta64[day]', 'did you mean "timedelta64[D]"?'],
    ['M8[ ns]', 'did you mean "datetime64[ns]"?'],
    ['datetime64[B]', 'has the unit "B", which numpy does not have; it has Y, M, W, D, h, m, s, ms, us, ns, ps, fs, as'],
    ['datetime64[-1s]', 'has the unit "-1s", which numpy does not have'],
    ['datetime64[Y/365]', 'has the unit Y/365, which is no whole number of a smaller unit'],
    ['datetime64[s/0]', 'has the unit s/0, which is no whole number of a smaller unit'],
    ['datetime64[9999999999s]', 'counts in steps of more than 2147483647 seconds'],
    ['timedelta64[ns, UTC]', 'has a time zone, which only datetime64 has'],
    ['M8[ns, nowhere]', 'the dtype "M8[ns, nowhere]" has the time zone "nowhere", which does not exist; expected a name like "UTC"'],
    ['datetime64[ns, +25:00]', 'has the time zone "+25:00", which does not exist'],
    ['datetime64[ns, +0100]', 'has the time zone "+0100", which does not exist'],
    ['U99999999999', 'takes more than the 2147483647 bytes that numpy has for an element; write "str" for any length'],
    ['S2147483648', 'takes more than the 2147483647 bytes that numpy has for an element; write "bytes" for any length'],
  ])('with a part that there is not is refused: %s', (dtype, message) => {
    expect(() => documented(dtype)).toThrow(SchemaDefinitionError)
    expect(() => documented(dtype)).toThrow(message)
  })

  it('is as wide as numpy allows', () => {
    expect([documented('U536870911')['x-dtype'], documented('S2147483647')['x-dtype']]).toEqual(['<U536870911', 'S2147483647'])
  })
})

describe('the name of a column’s dtype', () => {
  it.each(['M8[ns]', 'bool8', 'string[python]', 'U4', 'O8', 'datetime64[ns, UTC+01:00]', 'timedelta64[Y]'])(
    'is any that arrays have: %s',
    (dtype) => {
      const nullable = dtype === 'O8'
      const declared = pandas({ columns: { at: { dtype, nullable } } })
      const sampled = new PandasParameterType<unknown>([], { dtypes: { at: dtype } })
      const text = JSON.stringify(declared.inputToSwagger().example)
      expect(decodeText(declared, text)).toEqual(decodeText(sampled, text))
    },
  )

  it('is refused with the column', () => {
    expect(() => new PandasParameterType([{ at: '2024-01-01' }], { dtypes: { at: 'Datetime64[ns]' } })).toThrow(
      'in the column "at", there is no dtype "Datetime64[ns]"; did you mean "datetime64[ns]"?',
    )
  })

  it('is none of sub-arrays', () => {
    expect(() => pandas({ columns: { at: '3f8' } })).toThrow('the dtype "3f8" is of sub-arrays of shape [3], expected one of single values')
  })
})

describe('a structured dtype', () => {
  it.each<[string, ArrayDtypeSpec, [string, string]]>([
    [
      'a list of fields',
      [
        ['f0', 'float64'],
        ['f1', 'int32'],
      ],
      ['f0', 'f1'],
    ],
    [
      'a list of fields with titles',
      [
        [['the first', 'f0'], 'float64'],
        [['the second', 'f1'], 'int32'],
      ],
      ['f0', 'f1'],
    ],
    [
      'a list of fields without names',
      [
        ['', 'float64'],
        ['', 'int32'],
      ],
      ['f0', 'f1'],
    ],
    ['a text with commas', 'float64, int32', ['f0', 'f1']],
    ['a text with commas and no blanks', 'f8,i4', ['f0', 'f1']],
    ['lists of names and formats', { names: ['a', 'b'], formats: ['f8', 'i4'] }, ['a', 'b']],
    ['lists with places in memory', { names: ['a', 'b'], formats: ['f8', 'i4'], offsets: [0, 8], itemsize: 16, aligned: true }, ['a', 'b']],
    ['fields by name', { b: ['i4', 8], a: ['f8', 0, 'a title'] }, ['a', 'b']],
  ])('is written as %s', (_, dtype, [first, second]) => {
    expect(documented(dtype)['x-dtype']).toBe(`[('${first}', float64), ('${second}', int32)]`)
    expect(elements(dtype, '[[0.5, 3]]')).toEqual([{ [first]: 0.5, [second]: 3 }])
  })

  it.each<[string, ArrayDtypeSpec]>([
    [
      'in a list of fields',
      [
        ['f0', 'int32'],
        ['f1', 'float32', [2, 2]],
      ],
    ],
    ['in a text', 'i4, (2,2)f4'],
    [
      'as a dtype with a shape',
      [
        ['f0', 'int32'],
        ['f1', ['float32', [2, 2]]],
      ],
    ],
    ['in lists of formats', { names: ['f0', 'f1'], formats: ['i4', '(2,2)f4'] }],
    [
      'of sub-arrays',
      [
        ['f0', 'int32'],
        ['f1', '2f4', [2]],
      ],
    ],
  ])('has fields of sub-arrays: %s', (_, dtype) => {
    expect(elements(dtype, '[[1, [[1, 2], [3, 4]]]]')).toEqual([{ f0: 1, f1: [Float32Array.of(1, 2), Float32Array.of(3, 4)] }])
    expect(messages(numpy({ dtype, shape: [null] }), [[1, [[1, 2, 3]]]])[0]).toContain('data[0][1]')
  })

  it('has fields of any dtype that arrays have', () => {
    const dtype = 'U3, M8[25s], (2,)i8'
    expect(elements(dtype, '[["abc", "1970-01-01T00:00:50Z", [1, 9007199254740993]]]')).toEqual([
      { f0: 'abc', f1: 2n, f2: BigInt64Array.of(1n, 9007199254740993n) },
    ])
  })

  it.each<[string, unknown, string]>([
    [
      'two fields of one name',
      [
        ['a', 'i4'],
        ['a', 'f8'],
      ],
      'two fields called "a"',
    ],
    ['no field', [], 'at least one field'],
    ['an empty object', {}, 'at least one field'],
    ['a field that is no list', ['i4', 'f8'], 'field 0 of the structured dtype is "i4", expected [name, dtype, shape?]'],
    ['a field without a dtype', [['a']], 'field 0 of the structured dtype is ["a"], expected [name, dtype, shape?]'],
    ['a field with too much', [['a', 'i4', [2], 5]], 'field 0 of the structured dtype is ["a", "i4", [2], 5], expected'],
    ['a shape that is a dtype', [['a', 'i4', 'f8']], 'in the field "a", the shape of the sub-array is "f8", expected a list of sizes'],
    ['a negative size', [['a', 'i4', -1]], 'in the field "a", the shape of the sub-array is -1'],
    [
      'a dtype that there is not',
      [['a', [['b', 'flaot64']]]],
      'in the field "a", in the field "b", there is no dtype "flaot64"; did you mean',
    ],
    ['a category', [['a', 'category']], 'the field "a" is a category, which only the columns of frames are; write "str"'],
    [
      'lists of two lengths',
      { names: ['a', 'b'], formats: ['i4'] },
      'the names ["a", "b"] and the formats ["i4"], expected two lists of the same length',
    ],
    ['lists with another word', { names: ['a'], formats: ['i4'], format: 1 }, 'has "format", expected names, formats, '],
    [
      'a field without an offset',
      { a: 'i4' },
      'the field "a" of the structured dtype is "i4", expected [dtype, offset]; or give { names, formats }',
    ],
    ['a field with a negative offset', { a: ['i4', -4] }, 'expected [dtype, offset]'],
    ['nothing between commas', 'f8,,i4', 'the dtype "f8,,i4" has nothing where a name is expected'],
    ['a size alone', '(2,3)', 'the dtype "(2,3)" has "(2,3)" where a name is expected'],
    ['a number in brackets', '(2)f8', 'the dtype "(2)f8" has the shape (2); did you mean "(2,)"?'],
    ['a sub-array beyond what numpy holds', [['a', 'f8', [1e9]]], 'takes more than the 2147483647 bytes that numpy has for an element'],
    [
      'fields beyond what numpy holds',
      [
        ['a', 'S2000000000'],
        ['b', 'S2000000000'],
      ],
      'the structured dtype takes more than the 2147483647 bytes',
    ],
    ['too many axes', [['a', 'i1', new Array(40).fill(1)]], 'a sub-array has 40 axes, expected at most 32'],
    ['a number', 5, 'the dtype is 5, expected a name like "float64"'],
    ['null', null, 'the dtype is null, expected a name like'],
  ])('is refused: %s', (_, dtype, message) => {
    expect(() => documented(dtype as ArrayDtypeSpec)).toThrow(SchemaDefinitionError)
    expect(() => documented(dtype as ArrayDtypeSpec)).toThrow(message)
  })

  it('is refused where an example of it would fill the memory', () => {
    expect(() => numpy({ dtype: [['a', 'i1', [2e9]]], shape: [1] })).toThrow('shape asks for at least 2000000000 elements')
    expect(numpy({ dtype: [['a', 'i1', [2e9]]], shape: [null] }).inputToSwagger().example).toEqual([])
  })
})

describe('a dtype of sub-arrays', () => {
  it.each<[string, ArrayDtypeSpec, number[]]>([
    ['a number before it', '3f8', [3]],
    ['a shape before it', '(2,3)f8', [2, 3]],
    ['blanks between', '( 2 , 3 ) f8', [2, 3]],
    ['an axis of one', '(1,)f8', [1]],
    ['a dtype with a shape', ['f8', [2, 3]], [2, 3]],
    ['sub-arrays of sub-arrays', [['f8', 3], [2]], [2, 3]],
  ])('adds its axes to those of the array: %s', (_, dtype, axes) => {
    const nested = axes.reduceRight<unknown>((inner, size) => new Array(size).fill(inner), 0.5)
    expect(documented(dtype)).toMatchObject({ 'x-dtype': 'float64', 'x-shape': [null, ...axes] })
    expect(read(dtype, JSON.stringify([nested, nested])).shape).toEqual([2, ...axes])
    expect(messages(numpy({ dtype, shape: [null] }), [0.5])[0]).toContain('data[0] is 0.5, expected an array')
  })

  it.each<ArrayDtypeSpec>(['1f8', '()f8', 'f8, ', ['f8', 1], ['f8', []]])('adds none where it has none: %j', (dtype) => {
    expect(documented(dtype)['x-shape']).toEqual([null])
  })

  it.each<[ArrayDtypeSpec, string]>([
    [['S', 4], 'S4'],
    [['U', 8], '<U8'],
  ])('is a text of that length where the dtype has none: %j', (dtype, name) => {
    expect(documented(dtype)).toMatchObject({ 'x-dtype': name, 'x-shape': [null] })
  })

  it('has the last axes of a sample', () => {
    const type = new NumpyParameterType([[1, 2, 3]], { dtype: '3f4' })
    expect((decodeText(type, '[[1, 2, 3], [4, 5, 6]]') as NdArray).shape).toEqual([2, 3])
    expect((decodeText(new NumpyParameterType([], { dtype: '(2,3)f4' }), '[]') as NdArray).shape).toEqual([0, 2, 3])
    expect((decodeText(new NumpyParameterType([1, 2, 3], { dtype: '3f4' }), '[4, 5, 6]') as NdArray).shape).toEqual([3])
  })

  it('is refused beside a sample of other axes', () => {
    expect(() => new NumpyParameterType([[1, 2]], { dtype: '3f4' })).toThrow('the sample is of shape [1, 2], expected [any, 3]')
    expect(() => new NumpyParameterType(5, { dtype: '3f4' })).toThrow('the sample is of shape [], expected [3]')
  })
})

describe('times in steps of several units', () => {
  const dtype = 'datetime64[25s]'
  const frame = new PandasParameterType([{ at: '1970-01-01T00:00:25Z' }], { dtypes: { at: dtype } })

  it('are counts of the steps since 1970', () => {
    expect(elements(dtype, '["1970-01-01T00:00:50Z", "1969-12-31T23:59:35Z", "1970-01-01"]')).toEqual([2n, -1n, 0n])
    expect(elements('datetime64[3M]', '["1970-10", "1969-10-01"]')).toEqual([3n, -1n])
    expect(elements('timedelta64[25s]', '["50 seconds", "PT75S", "-25 seconds"]')).toEqual([2n, 3n, -1n])
    expect(elements('timedelta64[3M]', '["6 months", "P1Y6M", "-1 years"]')).toEqual([2n, 6n, -4n])
  })

  it('are refused between two steps, unless casting is unsafe, which rounds down as numpy does', () => {
    expect(messages(numpy({ dtype, shape: [null] }), ['1970-01-01T00:00:30Z'])).toEqual([
      'data[0] is "1970-01-01T00:00:30Z", expected a date and time as text, like "2024-02-29T12:30:00Z" (datetime64[25s]) in whole steps of 25 seconds',
    ])
    const unsafe = numpy({ dtype, shape: [null], casting: 'unsafe' })
    expect(Array.from(unsafe.deserializeInput(['1970-01-01T00:00:30Z', '1969-12-31T23:59:50Z']).data)).toEqual([1n, -1n])
  })

  it('are written as what they count', () => {
    const run = outputSchema(numpy({ dtype, shape: [null] }))(() => [])
    expect(encodeResult(run, [2n, -1n])).toBe('["1970-01-01T00:00:50Z","1969-12-31T23:59:35Z"]')
    expect(numpy({ dtype: 'timedelta64[25s]', shape: [null], example: [3n] }).inputToSwagger().example).toEqual(['75 seconds'])
  })

  it('are in the columns of frames, too', () => {
    expect(decodeText(frame, '[{"at": "1970-01-01T00:00:50Z"}]')).toEqual([{ at: 2n }])
    expect(frame.inputToSwagger().example).toEqual([{ at: '1970-01-01T00:00:25.000Z' }])
    expect(messages(frame, [{ at: '1970-01-01T00:00:30Z' }])[0]).toContain('in whole steps of 25 seconds')
  })

  it('are read from Arrow’s time stamps where these are whole steps', () => {
    const run = inputSchema('data', frame)((data) => data)
    const body = (...milliseconds: bigint[]) =>
      tableToIPC(tableOf([['at', new Timestamp(TimeUnit.MILLISECOND, null)]], [milliseconds]), 'stream')
    expect(decodePayload(run, body(50_000n, -25_000n), arrow)).toEqual({ data: [{ at: 2n }, { at: -1n }] })
    expect(() => decodePayload(run, body(50_001n), arrow)).toThrow('in whole steps of 25 seconds')
  })

  it('have no Arrow form, which is said', () => {
    expect(() => pandas({ columns: { at: dtype }, as: 'arrow' })).toThrow(
      'the column "at" has no Arrow type: there is none for "datetime64[25s]"',
    )
    const run = outputSchema(frame)(() => [{ at: 1n }])
    expect(() => encodeArrow(run, [{ at: 1n }])).toThrow('there is no Arrow type for datetime64[25s]')
  })
})

describe('durations of months and years', () => {
  it('are declared without an example', () => {
    expect(numpy({ dtype: 'timedelta64[Y]', shape: [null] }).inputToSwagger().example).toEqual(['0 years'])
  })

  it('are read in numpy’s words and in ISO 8601, which frames write', () => {
    expect(elements('timedelta64[M]', '["3 months", "P3M", "P1Y2M", "-P1Y", "P-2M"]')).toEqual([3n, 3n, 14n, -12n, -2n])
    const frame = new PandasParameterType([{ age: 18n }], { dtypes: { age: 'timedelta64[Y]' } })
    expect(frame.inputToSwagger().example).toEqual([{ age: 'P18Y' }])
    expect(decodeText(frame, '[{"age": "P18Y"}]')).toEqual([{ age: 18n }])
  })

  it('are no whole number of shorter units', () => {
    expect(messages(numpy({ dtype: 'timedelta64[D]', shape: [null] }), ['P1M'])[0]).toContain('in whole days')
  })
})

describe('an Arrow column of times', () => {
  it('may have a zone that this machine does not know', () => {
    const sample = oneColumn(new Timestamp(TimeUnit.SECOND, 'Moon/Tranquility'), [1000n])
    const run = inputSchema('data', new PandasParameterType(sample))((data) => data)
    const { data } = decodePayload(run, tableToIPC(sample, 'stream'), arrow) as { data: Table }
    expect(String(data.schema.fields[0]?.type)).toBe('Timestamp<SECOND, Moon/Tranquility>')
  })

  it('has the offset that pandas writes as UTC+01:00', () => {
    const run = outputSchema(pandas({ columns: { at: 'datetime64[s, UTC+01:00]' } }))(() => [{ at: 1n }])
    expect(String(tableFromIPC(encodeArrow(run, [{ at: 1n }])).schema.fields[0]?.type)).toBe('Timestamp<SECOND, +01:00>')
  })

  it('rounds times before 1970 down where casting is unsafe', () => {
    const run = inputSchema(
      'data',
      new PandasParameterType([{ at: 0n }], { dtypes: { at: 'datetime64[s]' }, casting: 'unsafe' }),
    )((data) => data)
    const table = tableOf([['at', new Timestamp(TimeUnit.MILLISECOND, null)]], [[-1n, 1n]])
    expect(decodePayload(run, tableToIPC(table, 'stream'), arrow)).toEqual({ data: [{ at: -1n }, { at: 0n }] })
  })
})
