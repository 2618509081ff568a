import { type Data, type FixedSizeBinary, type FixedSizeList, Type } from 'apache-arrow'
import { viewWidth } from './views.js'

/** How many elements the children of a chunk have at least, where no offsets say it. */
export function childrenNeeded({ type, length }: Data): number {
  if (type.typeId === Type.Struct) return length
  return type.typeId === Type.FixedSizeList ? length * (type as FixedSizeList).listSize : 0
}

/** How many elements the values buffer of a chunk has at least. */
export function valuesNeeded({ type, length, offset, stride }: Data): number {
  switch (type.typeId) {
    case Type.Bool:
      return Math.ceil((offset + length) / 8)
    case Type.FixedSizeBinary:
      return length * (type as FixedSizeBinary).byteWidth
    case Type.Utf8View:
    case Type.BinaryView:
      return length * viewWidth
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
    case Type.List:
    case Type.LargeList:
    case Type.Map:
    case Type.FixedSizeList:
    case Type.Struct:
      return 0
    default:
      return length * stride
  }
}
