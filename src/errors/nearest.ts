/** The name that somebody meant who wrote another: one that few changed, missing or added letters lead to. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, distance: distance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)
  return best !== undefined && best.distance <= Math.ceil(best.name.length * 0.4) ? best.name : undefined
}

/** Levenshtein's: the letters to change, to add or to leave out. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, same] of [...other].entries()) {
      const [left = 0, above = 0, across = 0] = [next[j], row[j + 1], row[j]]
      next.push(Math.min(left + 1, above + 1, across + (letter === same ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
