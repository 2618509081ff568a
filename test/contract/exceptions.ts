import type { Failure } from './schemathesis.js'

/** What schemathesis finds, and why it stays. */
export interface Exception {
  readonly check: string
  readonly why: string
  readonly holds: (failure: Failure) => boolean
}

interface Issue {
  readonly code: string
  readonly expected: string
  readonly received: string
}

/** What the service says against a request. */
function issuesOf({ answer }: Failure): readonly Issue[] {
  try {
    return (JSON.parse(answer) as { issues?: readonly Issue[] }).issues ?? []
  } catch {
    return []
  }
}

type Rule = (issue: Issue, failure: Failure) => boolean

const inSwagger2: Rule = (_, { version }) => version === '2.0'
const frameScripts = /^(frame-|records|arrow|spark|power-bi|names)/

/** What the schemas have no words for; docs/documents.md has the same list. */
const lessSaid: readonly (readonly [string, Rule])[] = [
  [
    'Swagger 2.0 has the form of the Python package: what must be there, ranges and lengths of dtypes, sizes of axes, categories and further columns are not said',
    (issue, failure) =>
      inSwagger2(issue, failure) &&
      (['missing', 'wrong_shape', 'not_a_category', 'too_long', 'too_short'].includes(issue.code) ||
        (issue.code === 'out_of_range' && /integer/.test(issue.expected)) ||
        (issue.code === 'unexpected' && /^only the columns/.test(issue.expected))),
  ],
  [
    'Swagger 2.0 says the labels and columns of orients index, columns and split as the sample has them, and nothing of others',
    (issue, failure) => inSwagger2(issue, failure) && /^frame-(columns|index|split|values)$/.test(failure.script),
  ],
  [
    'Numbers beyond float32 and float16: the format says the width',
    ({ code, expected }) => code === 'out_of_range' && /float(16|32)\)/.test(expected),
  ],
  [
    'Integers beyond int64 and uint64: the format says the width',
    ({ code, expected }) => code === 'out_of_range' && /\(u?int64\)/.test(expected),
  ],
  [
    'Times between the steps of a unit, beyond its 64 bits, or the one that means NaT: date-time has no words for a unit',
    ({ code, expected }) => ['not_exact', 'out_of_range'].includes(code) && /^a (date and time|date|time) as text/.test(expected),
  ],
  ['Spelling of durations', ({ expected }) => /^a duration as text/.test(expected)],
  ['Bytes of a fixed length', ({ code, expected }) => code === 'too_long' && /^base64 text of at most/.test(expected)],
  ['Digits of decimals', ({ expected }) => /^a decimal number of at most/.test(expected)],
  [
    'Axes of more than 64: generators make tuples of lists of a fixed size',
    ({ code, expected }, { script }) => script === 'image' && code === 'wrong_shape' && expected === '70',
  ],
  ['Axes of one name have one size', ({ code, expected }) => code === 'wrong_shape' && / like the other axes called /.test(expected)],
  [
    'Columns of one frame have the same row labels',
    ({ expected }, { script }) => script === 'frame-columns' && /(for each row|the rows) of the first column$/.test(expected),
  ],
  [
    'index has as many labels as data has rows',
    ({ code, expected }) => code === 'wrong_shape' && /^a list of \d+ row labels?$/.test(expected),
  ],
  [
    'A column is in all rows or in none where the shape is not enforced',
    ({ code }, { script }) => script === 'frame-loose' && code === 'missing',
  ],
  [
    'Before OpenAPI 3.1 rows without names have one schema for all of their cells',
    ({ code }, { version, script }) =>
      version !== '3.1' && script === 'frame-mixed' && ['wrong_type', 'out_of_range', 'missing', 'not_exact'].includes(code),
  ],
]

/** A request that fits the document is refused: its first issue is of this kind, and all others are of one of them. */
function refusedFor([why, isSo]: readonly [string, Rule]): Exception {
  return {
    check: 'positive_data_acceptance',
    why,
    holds: (failure) => {
      const issues = issuesOf(failure)
      const [first] = issues
      return first !== undefined && isSo(first, failure) && issues.every((issue) => lessSaid.some(([, rule]) => rule(issue, failure)))
    },
  }
}

/** A request that does not fit the document is accepted. */
function acceptedFor(why: string, isSo: (failure: Failure) => boolean): Exception {
  return { check: 'negative_data_rejection', why, holds: (failure) => failure.status === 200 && isSo(failure) }
}

const wrongType = /: Incorrect type$/m

/** A frame of another type, without row labels or with odd ones, or with something else beside the rows of a table. */
const otherLayout =
  /(frame|split|values|people|table|rows|houses): Incorrect type$|-> (index|schema)\b|Missing required property: (index|schema|0)$|^Invalid component: (in body - )?(frame|split) -> Missing required property/m

export const exceptions: readonly Exception[] = [
  ...lessSaid.map((entry) => refusedFor(entry)),
  acceptedFor(
    'null among floats is NaN, for which JSON has no other word',
    ({ message, sent }) => wrongType.test(message) && /null/.test(sent.body),
  ),
  acceptedFor(
    'Frames may come in their other layouts: row labels are made up where they are missing, and read by no one; a table says itself what it holds',
    ({ script, message }) => frameScripts.test(script) && otherLayout.test(message),
  ),
  acceptedFor(
    'Swagger 2.0 does not say that null stands for an optional parameter that is left out',
    ({ version, script, message }) => version === '2.0' && script.startsWith('scalars') && wrongType.test(message),
  ),
  acceptedFor(
    'In a query, null stands for an optional parameter that is left out, and a text may be anything',
    ({ operation, message }) => operation === 'GET /score' && wrongType.test(message),
  ),
  {
    check: 'response_schema_conformance',
    why: 'Swagger 2.0 has the form of the Python package: null for NaN and NaT of a result is not said',
    holds: ({ version, message }) => version === '2.0' && /^null is not of type/m.test(message),
  },
  {
    check: 'response_schema_conformance',
    why: 'Swagger 2.0 has the labels of the sample in orient index and columns, as in the Python package; a result has those of its rows',
    holds: ({ version, script }) => version === '2.0' && /^frame-(index|columns)$/.test(script),
  },
  {
    check: 'unsupported_method',
    why: 'GET /score takes a query, which is in words where the parameters are no single values, and is not said in Swagger 2.0',
    holds: ({ sent, operation }) => sent.method === 'GET' && operation === 'POST /score',
  },
  {
    check: 'allow_header_conformance',
    why: 'Allow of /score has GET, too, likewise',
    holds: ({ message, operation }) => operation.endsWith(' /score') && /Undocumented methods advertised: GET$/m.test(message),
  },
]

/** Why schemathesis cannot do something that it says as an error. */
export const inabilities: readonly { readonly why: string; readonly matches: RegExp }[] = [
  { why: 'It writes no Arrow streams', matches: /No supported serializers for media types: application\/vnd\.apache\.arrow\.stream/ },
  {
    why: 'It makes a list of prefixItems under items in the schema of an answer, and then refuses its own work; requests are tried without it',
    matches: /Invalid Schema Object in response definition.*-> items/,
  },
]
