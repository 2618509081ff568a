/**
 * The name that somebody meant who wrote another: one that few changed, missing or added letters lead to.
 *
 * @param share how many of its letters are few
 */
export function nearest(written: string, names: readonly string[], share = 0.4): string | undefined {
  const most = (name: string) => Math.ceil(name.length * share)
  const [best] = names
    .filter((name) => Math.abs(name.length - written.length) <= most(name))
    .map((name) => ({ name, distance: distance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)
  return best !== undefined && best.distance <= most(best.name) ? best.name : undefined
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
