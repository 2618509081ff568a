import { execFileSync } from 'node:child_process'

const wanted = process.env['BENCH_ONE']

/**
 * Does the same work for each thing, each in a process of its own, one after the other. The process is this same script, which ends
 * where it would get to the next thing.
 */
export function* apart<T extends { readonly name: string }, R>(
  script: string,
  things: readonly T[],
  work: (thing: T) => R,
): Generator<[T, R]> {
  if (wanted !== undefined) {
    const thing = things.find(({ name }) => name === wanted)
    if (thing === undefined) throw new Error(`there is nothing called ${wanted}`)
    process.stdout.write(`\n${JSON.stringify(work(thing))}`)
    process.exit()
  }
  const only = process.argv[2] ?? ''
  for (const thing of things.filter(({ name }) => name.includes(only))) {
    const output = execFileSync(process.execPath, [...process.execArgv, script], {
      env: { ...process.env, BENCH_ONE: thing.name },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 28,
    })
    console.error(`measured ${thing.name}`)
    // Libraries greet on the same stream.
    yield [thing, JSON.parse(output.slice(output.lastIndexOf('\n') + 1)) as R]
  }
}
