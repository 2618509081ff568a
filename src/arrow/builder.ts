import { type DataType, type Dictionary, Type } from 'apache-arrow'
import type { ColumnBuilder } from './builder-base.js'
import { BinaryBuilder, BoolBuilder, FixedBuilder, NullBuilder, ViewBuilder } from './flat-builders.js'
import { DictionaryBuilder, FixedListBuilder, ListBuilder, StructBuilder } from './nested-builders.js'
import type { ArrowClasses } from './table.js'

export { type ColumnBuilder, ColumnOverflow } from './builder-base.js'

/**
 * Makes the builder of an Arrow type.
 *
 * @param capacity how many rows to make room for; more are taken, too
 */
export function columnBuilder(type: DataType, capacity: number, classes: ArrowClasses): ColumnBuilder {
  switch (type.typeId) {
    case Type.Null:
      return new NullBuilder(type, classes)
    case Type.Bool:
      return new BoolBuilder(type, classes, capacity)
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return new BinaryBuilder(type, classes, capacity)
    case Type.Utf8View:
    case Type.BinaryView:
      return new ViewBuilder(type, classes, capacity)
    case Type.List:
    case Type.LargeList:
    case Type.Map:
      return new ListBuilder(type, classes, capacity, columnBuilder)
    case Type.FixedSizeList:
      return new FixedListBuilder(type, classes, capacity, columnBuilder)
    case Type.Struct:
      return new StructBuilder(type, classes, capacity, columnBuilder)
    case Type.Dictionary:
      return new DictionaryBuilder(type as Dictionary, classes, capacity, columnBuilder)
    default:
      return new FixedBuilder(type, classes, capacity)
  }
}

/** A builder of a dictionary column that starts with the known categories, in their order. */
export function dictionaryBuilder(type: DataType, capacity: number, classes: ArrowClasses, categories: readonly unknown[]): ColumnBuilder {
  return new DictionaryBuilder(type as Dictionary, classes, capacity, columnBuilder, categories)
}
