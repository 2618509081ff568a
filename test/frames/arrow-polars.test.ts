import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationMicrosecond,
  DurationMillisecond,
  DurationNanosecond,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeList,
  LargeUtf8,
  List,
  Struct,
  type Table,
  TimeNanosecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  tableFromIPC,
  tableToIPC,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Utf8View,
} from 'apache-arrow'
import pl from 'nodejs-polars'
import { expect, it } from 'vitest'
import { encodeResult, outputSchema, PandasParameterType } from '../../src/index.js'
import { cellsOf, oneColumn } from '../support/arrow.js'
import { decodeText } from '../support/decode.js'

/** What polars makes of a table: its schema and cells, as polars writes them again. */
function readBack(table: Table): { schema: string; cells: unknown } {
  const written = tableFromIPC(pl.readIPCStream(Buffer.from(tableToIPC(table, 'stream'))).writeIPCStream())
  return { schema: String(written.schema), cells: cellsOf(written) }
}

const [first, last] = [-(2n ** 63n) + 1n, 2n ** 63n - 1n]

const columns: readonly [type: DataType, cells: readonly unknown[]][] = [
  [new Int8(), [-128, 127]],
  [new Int16(), [-32768, 32767]],
  [new Int32(), [-(2 ** 31), 2 ** 31 - 1]],
  [new Int64(), [first, last]],
  [new Uint8(), [0, 255]],
  [new Uint16(), [0, 65535]],
  [new Uint32(), [0, 2 ** 32 - 1]],
  [new Uint64(), [0n, 2n ** 64n - 1n]],
  [new Float32(), [0.5, -1]],
  [new Float64(), [0.1, 1e300]],
  [new Bool(), [true, false]],
  [new Utf8(), ['', 'ä👍']],
  [new LargeUtf8(), ['', 'ä👍']],
  [new Utf8View(), ['short', 'a text that does not stand in its view']],
  [new Binary(), [Uint8Array.of(), Uint8Array.of(0, 255)]],
  [new DateDay(), [-1n, 19782n]],
  [new DateMillisecond(), [-86_400_000n, 86_400_000n]],
  [new TimeNanosecond(), [0n, 86_399_999_999_999n]],
  [new TimestampMillisecond(), [-1n, 1n]],
  [new TimestampMicrosecond('Europe/Berlin'), [-1n, 1n]],
  [new TimestampNanosecond('UTC'), [first, last]],
  [new DurationMillisecond(), [-1n, 1n]],
  [new DurationMicrosecond(), [-1n, 1n]],
  [new DurationNanosecond(), [first, last]],
  [new Decimal(2, 30), [-12_345_678_901_234_567_890n, 5n]],
  [new Dictionary(new Utf8(), new Int8()), ['red', 'green']],
  [new Dictionary(new Utf8(), new Uint32()), ['red', 'green']],
  [new List(new Field('item', new Int64(), true)), [[1n, null, last], []]],
  [new LargeList(new Field('item', new List(new Field('item', new Utf8View(), true)), true)), [[['a'], null, []], []]],
  [new FixedSizeList(2, new Field('item', new Float64(), true)), [[1, null]]],
  [new Struct([new Field('a', new TimestampNanosecond(), true), new Field('b', new Utf8(), true)]), [{ a: 1n, b: null }]],
]

it.each(columns.map(([type, cells]) => [String(type), type, cells] as const))(
  'polars reads what is received of %s as it was',
  (_, type, cells) => {
    const table = oneColumn(type, [...cells, null])
    const parameter = new PandasParameterType(table)
    const text = encodeResult(
      outputSchema(parameter)(() => undefined),
      table,
    )
    expect(readBack(decodeText(parameter, text) as Table)).toEqual(readBack(table))
  },
)
