import type { Data, DataType, Dictionary, FixedSizeList } from 'apache-arrow'
import { Type } from 'apache-arrow'
import { type Buffers, Builder, type ColumnBuilder, ColumnOverflow, Offsets, type Values } from './builder-base.js'
import type { ArrowClasses } from './table.js'

/** Makes the builders of what is nested. */
export type MakeBuilder = (type: DataType, capacity: number, classes: ArrowClasses) => ColumnBuilder

/** Lists, and maps, which are lists of entries. */
export class ListBuilder extends Builder {
  private readonly offsets: Offsets
  private readonly items: ColumnBuilder
  private readonly isMap: boolean
  private end = 0

  constructor(type: DataType, classes: ArrowClasses, capacity: number, make: MakeBuilder) {
    super(type, classes)
    this.isMap = type.typeId === Type.Map
    this.offsets = new Offsets(type, capacity)
    this.items = make((type.children[0] as { type: DataType }).type, capacity, classes)
  }

  protected write(index: number, cell: unknown): void {
    if (cell !== undefined) {
      for (const item of cell as readonly unknown[]) this.items.append(this.isMap ? asEntry(item) : item)
      this.end += (cell as readonly unknown[]).length
    }
    this.offsets.set(index + 1, this.end)
  }

  protected buffers(): Buffers {
    return [this.offsets.finish(this.length), undefined]
  }

  protected override children(): Data[] {
    return [this.items.finish()]
  }
}

/** The members of a map's entries go by position: what they are called differs from writer to writer. */
function asEntry(item: unknown): EntryCell {
  return new EntryCell(item as readonly unknown[])
}

class EntryCell {
  readonly members: readonly unknown[]

  constructor(members: readonly unknown[]) {
    this.members = members
  }
}

export class FixedListBuilder extends Builder {
  private readonly items: ColumnBuilder
  private readonly size: number

  constructor(type: DataType, classes: ArrowClasses, capacity: number, make: MakeBuilder) {
    super(type, classes)
    this.size = (type as FixedSizeList).listSize
    this.items = make((type.children[0] as { type: DataType }).type, capacity * this.size, classes)
  }

  protected write(_index: number, cell: unknown): void {
    for (let i = 0; i < this.size; i++) this.items.append((cell as readonly unknown[] | undefined)?.[i])
  }

  protected buffers(): Buffers {
    return [undefined, undefined]
  }

  protected override children(): Data[] {
    return [this.items.finish()]
  }
}

export class StructBuilder extends Builder {
  private readonly members: readonly { readonly name: string; readonly builder: ColumnBuilder }[]

  constructor(type: DataType, classes: ArrowClasses, capacity: number, make: MakeBuilder) {
    super(type, classes)
    this.members = type.children.map((field) => ({ name: field.name, builder: make(field.type, capacity, classes) }))
  }

  protected write(_index: number, cell: unknown): void {
    for (const [position, { name, builder }] of this.members.entries()) {
      builder.append(cell instanceof EntryCell ? cell.members[position] : (cell as Record<string, unknown> | undefined)?.[name])
    }
  }

  protected buffers(): Buffers {
    return [undefined, undefined]
  }

  protected override children(): Data[] {
    return this.members.map(({ builder }) => builder.finish())
  }
}

/** Indexes into the known values; a value that is not among them is added, so that a dictionary can also begin empty. */
export class DictionaryBuilder extends Builder {
  private readonly indices: ColumnBuilder
  private readonly make: MakeBuilder
  private readonly codes = new Map<unknown, number>()

  constructor(type: Dictionary, classes: ArrowClasses, capacity: number, make: MakeBuilder, known: readonly unknown[] = []) {
    super(type, classes)
    this.make = make
    this.indices = make(type.indices, capacity, classes)
    for (const value of known) this.codes.set(value, this.codes.size)
  }

  protected write(_index: number, cell: unknown): void {
    if (cell !== undefined && !this.codes.has(cell)) {
      const { bitWidth, isSigned } = (this.type as Dictionary).indices
      if (this.codes.size >= 2 ** (isSigned ? bitWidth - 1 : bitWidth))
        throw new ColumnOverflow(`at most ${this.codes.size} different values in a dictionary with indexes of ${bitWidth} bits`)
      this.codes.set(cell, this.codes.size)
    }
    const code = cell === undefined ? 0 : (this.codes.get(cell) as number)
    this.indices.append(((this.type as Dictionary).indices.bitWidth as number) === 64 ? BigInt(code) : code)
  }

  protected buffers(): Buffers {
    return [undefined, this.indices.finish().values as unknown as Values]
  }

  override finish(): Data {
    const values = this.make((this.type as Dictionary).dictionary, this.codes.size, this.classes)
    for (const value of this.codes.keys()) values.append(value)
    return this.toData(this.buffers(), [], new this.classes.Vector([values.finish()]))
  }
}
