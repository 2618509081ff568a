import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { ServiceInfo } from '../document/service-model.js'
import { nearest } from '../errors/nearest.js'
import { UsageError } from './usage.js'

type Options = NonNullable<ParseArgsConfig['options']>

export const serviceOptions: Options = {
  'service-name': { type: 'string' },
  'service-version': { type: 'string' },
  'path-prefix': { type: 'string' },
}

/** The arguments of a command: positional ones by name, and its options. */
export interface Arguments {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  /** The options that may be given several times. */
  readonly lists: Readonly<Record<string, readonly string[] | undefined>>
}

/**
 * Reads the arguments of a command.
 *
 * @param names what the positional arguments are called, in order; a last one that ends with … stands for any number of them
 * @param needed how many of them are needed; default all
 * @throws UsageError
 */
export function readArguments(
  args: readonly string[],
  names: readonly string[],
  options: Options,
  needed: number = names.length,
): Arguments {
  const parsed = parse(args, options)
  const { positionals } = parsed
  const missing = names[positionals.length]
  if (missing !== undefined && positionals.length < needed) throw new UsageError(`${missing} is missing`)
  if (positionals.length > names.length && names.at(-1)?.endsWith('…') !== true)
    throw new UsageError(`there is an argument too many: ${positionals[names.length]}`)
  const values = Object.entries(parsed.values)
  return {
    positionals,
    values: Object.fromEntries(values.filter(([, value]) => !Array.isArray(value))) as Arguments['values'],
    lists: Object.fromEntries(values.filter(([, value]) => Array.isArray(value))) as Arguments['lists'],
  }
}

function parse(args: readonly string[], options: Options): ReturnType<typeof parseArgs> {
  const known = { ...options, verbose: { type: 'boolean' as const } }
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: known })
  } catch (error) {
    const [message = ''] = (error as Error).message.split(/\.\s/, 1)
    const [, unknown] = /^Unknown option '--([^']+)'/.exec(message) ?? []
    const meant = unknown === undefined ? undefined : nearest(unknown, Object.keys(known))
    throw new UsageError(meant === undefined ? message : `${message}; did you mean --${meant}?`)
  }
}

/** What the document says of the service, from the options. */
export function serviceInfo({ values }: Pick<Arguments, 'values'>): ServiceInfo {
  const given = { serviceName: values['service-name'], serviceVersion: values['service-version'], pathPrefix: values['path-prefix'] }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ServiceInfo
}
