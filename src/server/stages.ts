/** What a request goes through. */
export type Stage = 'decode' | 'run' | 'encode'

/** Watches the stages, for metrics and traces: it is given each stage's work, and does it. */
export type StageObserver = <T>(stage: Stage, work: () => T | Promise<T>) => T | Promise<T>

/** All observers, one around the other. */
export function observers(all: readonly StageObserver[]): StageObserver {
  const none: StageObserver = (_stage, work) => work()
  return all.reduce<StageObserver>((inner, outer) => (stage, work) => outer(stage, () => inner(stage, work)), none)
}
