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
  return members.every(({ type, nullable }, index) => {
    const other = others[index]
    return other !== undefined && (other.nullable || !nullable) && isSameType(type, other.type)
  })
}

/** Whether there is a dictionary inside a nested type. */
export function hasNestedDictionary(type: DataType): boolean {
  return membersOf(type).some((member) => member.type.typeId === Type.Dictionary || hasNestedDictionary(member.type))
}

function membersOf(type: DataType): readonly { readonly type: DataType; readonly nullable: boolean }[] {
  return (type.children as readonly { type: DataType; nullable: boolean }[] | undefined) ?? []
}
