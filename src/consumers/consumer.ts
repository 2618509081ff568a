import type { Place } from './place.js'
import type { Service } from './service.js'

/** What reads the documents of scoring services. */
export type Consumer = 'power-bi' | 'automl' | 'stream-analytics' | 'power-platform'

/** An error keeps the consumer from reading the service; a warning is something that it reads, but not as one may think. */
export type ConsumerSeverity = 'error' | 'warning'

/** One thing that a consumer needs. */
export interface ConsumerRule {
  /** Stable name of the rule. */
  readonly code: string
  readonly severity: ConsumerSeverity
  /** What the consumer needs, as it goes on after "Power BI needs". */
  readonly needs: string
  /** Where that is known from: the address of a page, or the recorded behaviour of the Python package. */
  readonly source: string
}

/** One place of a document that a consumer cannot read. */
export interface ConsumerProblem {
  /** Stable name of the rule that is broken: a code in {@link consumerRules}. */
  readonly code: string
  readonly severity: ConsumerSeverity
  /** The place in the document, as a JSON Pointer (RFC 6901). */
  readonly pointer: string
  /** The place as a reader would say it: `Inputs.houses[].area`. */
  readonly place: string
  /** One sentence: what stands there, what the consumer needs, how to mend it. */
  readonly message: string
  /** The parts of the message: what stands at the place, as it goes on after the place; … */
  readonly found: string
  /** … what the consumer needs, as in {@link consumerRules}; … */
  readonly needs: string
  /** … how to mend it. */
  readonly mend: string
  /** Where it is known from that the consumer needs this. */
  readonly source: string
}

/** Whether a consumer can read a service, and if not, why. */
export interface ConsumerReport {
  readonly consumer: Consumer
  /** Whether there are no errors; there may be warnings. */
  readonly ok: boolean
  /** What is wrong, rule by rule; the first twenty of each rule. */
  readonly problems: readonly ConsumerProblem[]
  /** How many more problems there are than are listed; absent when all are. */
  readonly moreProblems?: number
  /** What to know besides, of a service that can be read too. */
  readonly notes?: readonly string[]
}

/** What a rule finds at one place. The message is `{place} {found}; {consumer} needs {needs}; {mend}`. */
export interface Finding {
  readonly at: Place
  readonly found: string
  readonly mend: string
}

/** A rule with what finds the places that break it. */
export interface Rule extends ConsumerRule {
  readonly check: (service: Service) => Iterable<Finding>
}

/** Everything that is known of a consumer. */
export interface ConsumerProfile {
  /** Its name in sentences. */
  readonly label: string
  readonly rules: readonly Rule[]
  readonly notes?: readonly string[]
}
