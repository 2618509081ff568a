import { showValue } from '../errors/show.js'

/** The name among some that was probably meant to be another: `inputs` or `Input` for `Inputs`, `global_parameters` for `GlobalParameters`. */
export function nearName(names: Iterable<string>, wanted: string): string | undefined {
  const plain = plainName(wanted)
  return [...names].find((name) => name !== wanted && plainName(name) === plain)
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/s$/, '')
}

const mostShown = 4

/** Names in a sentence, quoted and shortened, and how many there are besides. */
export function showNames(names: Iterable<string>): string {
  const all = [...names]
  const shown = all.slice(0, mostShown).map(showValue)
  if (all.length > mostShown) return `${shown.join(', ')} and ${all.length - mostShown} more`
  return shown.length < 2 ? (shown[0] ?? 'nothing') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
