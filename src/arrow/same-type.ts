import { type DataType, type Decimal, type Field, type FixedSizeList, type Timestamp, Type } from 'apache-arrow'

/**
 * Whether the elements of one type can stand in a column of the other as they are: the same types all the way down, and no
 * place that takes null where the other does not. The zone of instants says nothing of them: whether it fits is asked before.
 */
export function isSameType(given: DataType, wanted: DataType): boolean {
  if (given.typeId !== wanted.typeId || ownWords(given) !== ownWords(wanted)) return false
  const [members, others] = [membersOf(given), membersOf(wanted)]
  if (members.length !== others.length) return false
  return members.every(({ name, type, nullable }, index) => {
    const other = others[index] as Field
    // What the items of a list are called differs from writer to writer, and says nothing.
    const isNamed = given.typeId !== Type.Struct || (name ?? '') === (other.name ?? '')
    return isNamed && (other.nullable || !nullable) && isSameType(type, other.type)
  })
}

/** Whether a field is the other in all that it says, zones and metadata included. */
export function isSameField(given: Field, wanted: Field): boolean {
  if ((given.name ?? '') !== (wanted.name ?? '') || given.nullable !== wanted.nullable || !isSameMetadata(given, wanted)) return false
  const [one, other] = [given.type as DataType, wanted.type as DataType]
  if (one.typeId !== other.typeId || ownWords(one) !== ownWords(other) || zoneOf(one) !== zoneOf(other)) return false
  const [members, others] = [membersOf(one), membersOf(other)]
  return members.length === others.length && members.every((member, index) => isSameField(member, others[index] as Field))
}

function isSameMetadata({ metadata: given }: Field, { metadata: wanted }: Field): boolean {
  return given.size === wanted.size && [...given].every(([key, value]) => wanted.get(key) === value)
}

function zoneOf(type: DataType): string | undefined {
  return type.typeId === Type.Timestamp ? ((type as Timestamp).timezone ?? '') : undefined
}

/** What a type says of itself, besides its members. */
function ownWords(type: DataType): string {
  switch (type.typeId) {
    case Type.List:
    case Type.LargeList:
    case Type.Struct:
    case Type.Map:
      return ''
    case Type.FixedSizeList:
      return String((type as FixedSizeList).listSize)
    case Type.Timestamp:
      return String((type as Timestamp).unit)
    case Type.Decimal:
      // The text of decimals leaves out the width.
      return `${String(type)} ${(type as Decimal).bitWidth}`
    default:
      return String(type)
  }
}

/** Whether there is a dictionary inside a nested type. */
export function hasNestedDictionary(type: DataType): boolean {
  return membersOf(type).some((member) => member.type.typeId === Type.Dictionary || hasNestedDictionary(member.type))
}

function membersOf(type: DataType): readonly Field[] {
  return (type.children as readonly Field[] | undefined) ?? []
}
