import { readFile } from 'node:fs/promises'
import { checkConsumerAsync, consumers } from '../consumers/check-consumer.js'
import type { Consumer, ConsumerProblem, ConsumerReport } from '../consumers/consumer.js'
import { count, oneOf } from '../errors/show.js'
import type { RunFunction } from '../run/run-schema.js'
import { loadEntryScript } from '../server/entry-script.js'
import { readArguments } from './arguments.js'
import { writeResult } from './output.js'
import { scriptStep } from './script-step.js'
import { CommandError, UsageError } from './usage.js'

/** `check ENTRY`: says what can read the service's document; with `--for`, why one of them cannot. */
export async function check(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, ['ENTRY'], { for: { type: 'string' }, json: { type: 'boolean' } })
  const [entry = ''] = positionals
  const asked = values['for']
  const consumer = consumers.find((name) => name === asked)
  if (asked !== undefined && consumer === undefined) throw new UsageError(`--for is ${asked}, expected ${oneOf(consumers)}`)
  const subject = entry.endsWith('.json') ? await readText(entry) : (await loadEntryScript(entry)).run
  const ask = (name: Consumer) =>
    scriptStep(`${entry} cannot be described`, () => checkConsumerAsync(subject as RunFunction | string, name))
  if (consumer === undefined) {
    const reports: ConsumerReport[] = []
    for (const name of consumers) reports.push(await ask(name))
    writeResult(values['json'] === true ? toJson(reports) : reports.map(line).join(''))
    return 0
  }
  const report = await ask(consumer)
  writeResult(values['json'] === true ? toJson(report) : inFull(entry, report))
  return report.ok ? 0 : 1
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

function toJson(reports: ConsumerReport | readonly ConsumerReport[]): string {
  return `${JSON.stringify(reports, null, 2)}\n`
}

const widest = Math.max(...consumers.map((name) => name.length))

/** A consumer in one line: what it says, or the first reason why it cannot read the document. */
function line(report: ConsumerReport): string {
  const { consumer, ok, problems, moreProblems = 0 } = report
  const first = problems.find(({ severity }) => severity === 'error')
  const more = problems.length + moreProblems - 1
  const rest = more > 0 ? ` (and ${more} more)` : ''
  const answer = ok || first === undefined ? `yes${warnings(report)}` : `no: ${first.message}${rest}`
  return `${consumer.padEnd(widest)}  ${answer}\n`
}

function warnings({ problems, moreProblems = 0 }: ConsumerReport): string {
  const all = problems.length + moreProblems
  return all === 0 ? '' : `, with ${count(all, 'warning')}`
}

/** A consumer with all that it cannot read, a block each. */
function inFull(entry: string, report: ConsumerReport): string {
  const { consumer, ok, problems, moreProblems = 0, notes = [] } = report
  const title = ok ? `${consumer} can read ${entry}${warnings(report)}` : `${consumer} cannot read ${entry}`
  const more = moreProblems > 0 ? [`and ${moreProblems} more`] : []
  return `${[title, ...problems.map(block), ...more, ...notes.map((note) => `note: ${note}`)].join('\n\n')}\n`
}

function block({ code, severity, place, pointer, found, needs, mend, source }: ConsumerProblem): string {
  const lines = [
    `${severity} ${code}`,
    `  what    ${place} ${found}`,
    `  where   ${pointer === '' ? 'the whole document' : pointer}`,
    `  needs   ${needs}`,
    `  mend    ${mend}`,
    `  source  ${source}`,
  ]
  return lines.join('\n')
}
