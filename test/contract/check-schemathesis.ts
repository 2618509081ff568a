import { serve } from '../readers/support/live-server.js'
import { installPython } from './environment.js'
import { exceptions, inabilities } from './exceptions.js'
import type { Report } from './report.js'
import { type Failure, holdAgainst } from './schemathesis.js'
import { entryOf, scripts, versionsOf } from './scripts.js'

/** Holds every document of the scripts against its service; what is found and is no exception goes into the report. */
export async function checkSchemathesis(report: Report, names: readonly string[], examples: number): Promise<void> {
  await installPython()
  const counted = new Map(exceptions.map((exception) => [exception, 0]))
  const waiting = scripts.filter((name) => names.length === 0 || names.includes(name))
  const whole = waiting.length === scripts.length
  await Promise.all([worker(), worker()])
  for (const [{ why, check }, count] of counted) {
    console.log(`  ${String(count).padStart(5)} × ${check}: ${why}`)
    if (count === 0 && whole) report.note(`An exception was not needed: ${check}: ${why}`)
  }

  async function worker(): Promise<void> {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await holdScript(name)
  }

  async function holdScript(name: string): Promise<void> {
    const server = await serve(entryOf(name))
    try {
      for (const version of await versionsOf(server.address)) {
        const { cases, failures, errors } = await holdAgainst(name, version, server.address, examples)
        const left = failures.filter((failure) => !isException(failure))
        const broken = errors.filter((error) => !inabilities.some(({ matches }) => matches.test(error)))
        console.log(`schemathesis ${name} ${version}: ${cases} cases, ${failures.length - left.length} exceptions, ${left.length} failures`)
        for (const [check, all] of grouped(left))
          report.failure(`schemathesis ${name} ${version}`, `${all.length} × ${check}, first:\n${shown(all[0])}`)
        for (const error of broken) report.failure(`schemathesis ${name} ${version}`, error)
      }
    } finally {
      await server.stop()
    }
  }

  function isException(failure: Failure): boolean {
    const found = exceptions.find(({ check, holds }) => check === failure.check && holds(failure))
    if (found !== undefined) counted.set(found, (counted.get(found) ?? 0) + 1)
    return found !== undefined
  }
}

function grouped(failures: readonly Failure[]): ReadonlyMap<string, readonly Failure[]> {
  const groups = new Map<string, Failure[]>()
  for (const failure of failures) groups.set(failure.check, [...(groups.get(failure.check) ?? []), failure])
  return groups
}

function shown(failure: Failure | undefined): string {
  if (failure === undefined) return ''
  const { operation, sent, status, answer, message } = failure
  return [`${operation}, sent as ${sent.method}: ${sent.body.slice(0, 600)}`, `${status} ${answer.slice(0, 600)}`, message.slice(0, 600)]
    .map((line) => `    ${line.replace(/\n+/g, ' | ')}`)
    .join('\n')
}
