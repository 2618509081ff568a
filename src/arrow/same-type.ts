import { type DataType, type Decimal, Type } from 'apache-arrow'

/**
 * Whether the elements of one type can stand in a column of the other as they are: the same types all the way down, and no
 * place that takes null where the other does not.
 */
export function isSameType(given: DataType, wanted: DataType): boolean {
  // The text of a type has its width, unit, zone and the names of its members; of decimals it leaves out the width.
  if (given.typeId !== wanted.typeId || String(given) !== String(wanted)) return false
  if (given.typeId === Type.Decimal && (given as Decimal).bitWidth !== (wanted as Decimal).bitWidth) return false
  const [members, others] = [membersOf(given), membersOf(wanted)]
  if (members.length !== others.length) return false
  return members.every(({ name, type, nullable }, index) => {
    const other = others[index] as Member
    // What the items of a list are called differs from writer to writer, and says nothing.
    const isNamed = given.typeId !== Type.Struct || name === other.name
    return isNamed && (other.nullable || !nullable) && isSameType(type, other.type)
  })
}

/** Whether there is a dictionary inside a nested type. */
export function hasNestedDictionary(type: DataType): boolean {
  return membersOf(type).some((member) => member.type.typeId === Type.Dictionary || hasNestedDictionary(member.type))
}

interface Member {
  readonly name: string
  readonly type: DataType
  readonly nullable: boolean
}

function membersOf(type: DataType): readonly Member[] {
  return (type.children as readonly Member[] | undefined) ?? []
}
