import { SchemaDefinitionError } from '../errors/schema-definition-error.js'
import { showValue } from '../errors/show.js'

const offset = /^(?:UTC)?([+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$/

/**
 * Reads a time zone as pandas writes it: a name of the tz database (`Europe/Berlin`, also `dateutil/Europe/Berlin`), `UTC`, or a fixed
 * offset (`UTC+01:00`, `+01:00`). Gives the name that Arrow has for it.
 *
 * @throws SchemaDefinitionError when there is no such zone
 */
export function readZone(written: string, dtype: string): string {
  const fixed = offset.exec(written)
  if (fixed !== null) return fixed[1] as string
  const zone = written.replace(/^dateutil\//, '')
  const known = findZone(zone)
  if (known === undefined)
    throw new SchemaDefinitionError(
      `the dtype ${showValue(dtype)} has the time zone ${showValue(written)}, which does not exist; expected a name like "UTC" or "Europe/Berlin", or an offset like "+01:00"`,
    )
  return known
}

/** A zone as the tz database spells it, where the runtime says it: for links it may say what they lead to. */
function findZone(name: string): string | undefined {
  // Offsets in other forms are zones to some runtimes.
  if (/^[+-]/.test(name)) return undefined
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name
  } catch {
    return undefined
  }
}
