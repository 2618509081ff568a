import { type Profiler, Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../src/', import.meta.url))
const session = new Session()
session.connect()
post('Profiler.enable')
post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/**
 * How many blocks of the package's source some work runs through, counted by the engine: the same on every machine, however busy.
 * What is done inside of the language's own functions is not counted.
 */
export function countSteps(work: () => unknown): number {
  post('Profiler.takePreciseCoverage')
  work()
  const { result } = post('Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType
  return result
    .filter(({ url }) => url.includes(source))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
    .reduce((sum, count) => sum + count, 0)
}

/**
 * How many times the steps there are for four times the size: about 4 where they grow with the size, 16 where they grow with its
 * square. Everything is done once before, so that what is made only once is not counted.
 */
export function growth(size: number, make: (size: number) => () => unknown): number {
  const [small, large] = [make(size), make(4 * size)]
  small()
  large()
  return countSteps(large) / countSteps(small)
}

function post(method: string, params?: object): unknown {
  let answer: unknown
  session.post(method, params, (error, result) => {
    if (error) throw error
    answer = result
  })
  return answer
}
