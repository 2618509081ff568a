import { Type } from 'apache-arrow'
import { count, oneOf } from '../../errors/show.js'
import { deepest } from '../dtype-of-type.js'
import type { FlatTable } from './flat-buffer.js'
import { checkParameters, hasParameters } from './parameters.js'
import { StreamRefusal } from './refusal.js'

/** What the batches of a stream have for a column, or for what is nested in one. */
export interface Layout {
  /** How many buffers, beside those of its children. */
  readonly buffers: number
  /** Whether more of them follow, as many as the batch says. */
  readonly hasViews: boolean
  /** About how many bytes a cell takes in memory, beside its bytes in the buffers. */
  readonly cellBytes: number
  readonly children: readonly Layout[]
}

export interface StreamLayout {
  readonly columns: readonly { readonly name: string; readonly layout: Layout }[]
  /** What the values of dictionaries are, by the dictionaries' numbers. */
  readonly dictionaries: ReadonlyMap<number, Layout>
}

/** The positions of members in their tables. */
const schemaMember = { endianness: 0, fields: 1, customMetadata: 2 }
const fieldMember = { name: 0, typeId: 2, type: 3, dictionary: 4, children: 5, customMetadata: 6 }
const dictionaryMember = { id: 0, indexType: 1, kind: 3 }
const keyValueMember = { key: 0, value: 1 }

const versionWithoutUnionNulls = 4

/**
 * Reads the schema of a stream, and checks all of it that apache-arrow believes.
 *
 * @throws StreamRefusal naming the column, RangeError for what is no schema
 */
export function readLayout(schema: FlatTable, version: number): StreamLayout {
  if (schema.short(schemaMember.endianness) !== 0) throw new StreamRefusal('a little-endian one', 'a big-endian Arrow IPC stream')
  checkMetadata(schema, schemaMember.customMetadata)
  const dictionaries = new Map<number, Layout>()
  const columns = schema.tables(schemaMember.fields).map((field) => {
    const name = field.text(fieldMember.name)
    return { name, layout: new FieldReader(name, version, dictionaries).read(field, 0) }
  })
  return { columns, dictionaries }
}

export function checkMetadata(table: FlatTable, member: number): void {
  for (const entry of table.tables(member)) {
    entry.vector(keyValueMember.key, 1)
    entry.vector(keyValueMember.value, 1)
  }
}

/** Reads the fields of a column. */
class FieldReader {
  private readonly column: string
  private readonly version: number
  private readonly dictionaries: Map<number, Layout>

  constructor(column: string, version: number, dictionaries: Map<number, Layout>) {
    this.column = column
    this.version = version
    this.dictionaries = dictionaries
  }

  read(field: FlatTable, depth: number): Layout {
    if (depth > deepest) throw new StreamRefusal(`at most ${deepest} levels`, 'nested deeper', [this.column], 'too_deep')
    field.vector(fieldMember.name, 1)
    checkMetadata(field, fieldMember.customMetadata)
    const dictionary = field.table(fieldMember.dictionary)
    const values = this.readType(field, depth)
    if (dictionary === undefined) return values
    const indexType = dictionary.table(dictionaryMember.indexType)
    // Int32, where it is left out.
    if (indexType !== undefined) this.check(Type.Int, indexType)
    const kind = dictionary.short(dictionaryMember.kind)
    if (kind !== 0) throw this.refusal('the kind 0', `a dictionary of the kind ${kind}`)
    const id = dictionary.count(dictionaryMember.id)
    // Where several columns have one dictionary, the first says what its values are.
    if (!this.dictionaries.has(id)) this.dictionaries.set(id, values)
    return { buffers: 2, hasViews: false, cellBytes: plain, children: [] }
  }

  private readType(field: FlatTable, depth: number): Layout {
    const typeId = field.byte(fieldMember.typeId) as Type
    const shape = shapes[typeId]
    if (shape === undefined) throw this.refusal('a type that is read here', `of type ${otherTypes[typeId] ?? typeId}`)
    const fields = field.tables(fieldMember.children)
    if (shape.children !== undefined && fields.length !== shape.children)
      throw this.refusal('one', `of type ${Type[typeId]} with ${count(fields.length, 'nested field')}`)
    const type = field.table(fieldMember.type)
    if (type === undefined && hasParameters(typeId)) throw new RangeError('a field without its type')
    const mode = type === undefined ? 0 : this.check(typeId, type)
    // The entries of a map are a level of the format, not of the map.
    const children = fields.map((child) => this.read(child, typeId === Type.Map ? depth : depth + 1))
    if (typeId === Type.Map && children[0]?.children.length !== 2) throw this.refusal('one with both', 'of type Map without keys or values')
    const { hasViews = false, cellBytes } = shape
    const buffers = typeId === Type.Union ? this.unionBuffers(mode) : shape.buffers
    return { buffers, hasViews, cellBytes, children }
  }

  /** Types and, in dense ones, offsets; validity in older streams. */
  private unionBuffers(mode: number): number {
    return 1 + (mode === 1 ? 1 : 0) + (this.version < versionWithoutUnionNulls ? 1 : 0)
  }

  /** Checks the parameters of a type; gives the first of them. */
  private check(typeId: Type, type: FlatTable): number {
    return checkParameters(typeId, type, (parameter, value, allowed) =>
      this.refusal(
        `the ${parameter} ${typeof allowed === 'string' ? allowed : oneOf(allowed.map(String))}`,
        `of type ${Type[typeId]} with the ${parameter} ${value}`,
      ),
    )
  }

  private refusal(expected: string, received: string): StreamRefusal {
    return new StreamRefusal(expected, received, [this.column])
  }
}

interface Shape {
  readonly buffers: number
  readonly cellBytes: number
  readonly hasViews?: boolean
  /** How many there are; undefined for any number. */
  readonly children?: number
}

// What V8 takes for a cell: a slot, a bigint, a text, a typed array, a list or an object.
const [plain, bigint, text, bytes, nested] = [8, 32, 32, 200, 64]

const shapes: Readonly<Record<number, Shape>> = {
  [Type.Null]: { buffers: 0, cellBytes: plain },
  [Type.Int]: { buffers: 2, cellBytes: plain },
  [Type.Float]: { buffers: 2, cellBytes: plain },
  [Type.Bool]: { buffers: 2, cellBytes: plain },
  [Type.Decimal]: { buffers: 2, cellBytes: bigint },
  [Type.Date]: { buffers: 2, cellBytes: bigint },
  [Type.Time]: { buffers: 2, cellBytes: bigint },
  [Type.Timestamp]: { buffers: 2, cellBytes: bigint },
  [Type.Interval]: { buffers: 2, cellBytes: bigint },
  [Type.Duration]: { buffers: 2, cellBytes: bigint },
  [Type.Utf8]: { buffers: 3, cellBytes: text },
  [Type.LargeUtf8]: { buffers: 3, cellBytes: text },
  [Type.Utf8View]: { buffers: 2, cellBytes: text, hasViews: true },
  [Type.Binary]: { buffers: 3, cellBytes: bytes },
  [Type.LargeBinary]: { buffers: 3, cellBytes: bytes },
  [Type.BinaryView]: { buffers: 2, cellBytes: bytes, hasViews: true },
  [Type.FixedSizeBinary]: { buffers: 2, cellBytes: bytes },
  [Type.List]: { buffers: 2, cellBytes: nested, children: 1 },
  [Type.LargeList]: { buffers: 2, cellBytes: nested, children: 1 },
  [Type.FixedSizeList]: { buffers: 1, cellBytes: nested, children: 1 },
  [Type.Map]: { buffers: 2, cellBytes: nested, children: 1 },
  [Type.Struct]: { buffers: 1, cellBytes: nested },
  [Type.Union]: { buffers: 1, cellBytes: nested },
}

/** Types that apache-arrow does not know. */
const otherTypes: Readonly<Record<number, string>> = { 22: 'RunEndEncoded', 25: 'ListView', 26: 'LargeListView' }
