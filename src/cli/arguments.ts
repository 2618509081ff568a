import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { ServiceInfo } from '../document/service-model.js'
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
}

/**
 * Reads the arguments of a command.
 *
 * @param names what the positional arguments are called, in order
 * @param needed how many of them are needed; default all
 * @throws UsageError
 */
export function readArguments(
  args: readonly string[],
  names: readonly string[],
  options: Options,
  needed: number = names.length,
): Arguments {
  const { positionals, values } = parse(args, options)
  const missing = names[positionals.length]
  if (missing !== undefined && positionals.length < needed) throw new UsageError(`${missing} is missing`)
  if (positionals.length > names.length) throw new UsageError(`there is an argument too many: ${positionals[names.length]}`)
  return { positionals, values: values as Arguments['values'] }
}

function parse(args: readonly string[], options: Options): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...options, verbose: { type: 'boolean' } } })
  } catch (error) {
    throw new UsageError((error as Error).message.split(/\.\s/, 1)[0] ?? '')
  }
}

/** What the document says of the service, from the options. */
export function serviceInfo({ values }: Arguments): ServiceInfo {
  const given = { serviceName: values['service-name'], serviceVersion: values['service-version'], pathPrefix: values['path-prefix'] }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ServiceInfo
}
