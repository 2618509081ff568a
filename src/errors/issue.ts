/** Where a value stands: property names and array indexes from the payload's root, in Standard Schema's form. */
export type Path = readonly (string | number)[]

/** One thing that is wrong with a payload. */
export interface Issue {
  /** Property names and array indexes from the payload's root. */
  readonly path: Path
  /** The same place as a JSON Pointer (RFC 6901). */
  readonly pointer: string
  /** Stable name of what is wrong: a key of {@link issueCodes}. */
  readonly code: IssueCode
  /** What the place should hold. */
  readonly expected: string
  /** What it holds, shortened. */
  readonly received: string
  /** One sentence with place, received and expected. */
  readonly message: string
}

/**
 * What can be wrong with a payload. The verb joins the place and what was received in an issue's message:
 * "Inputs.input1[0] has 3 values on axis 1, expected 10".
 */
export const issueCodes = {
  invalid_json: { verb: 'is', meaning: 'The body is not JSON.' },
  invalid_utf8: { verb: 'is', meaning: 'The bytes of the body are not UTF-8 text.' },
  invalid_arrow: {
    verb: 'is',
    meaning: 'The body is no Arrow IPC stream that is read here, or its schema or a buffer of it does not hold together.',
  },
  missing: { verb: 'is', meaning: 'A required parameter, key, column or cell is not there.' },
  unexpected: { verb: 'is', meaning: 'A column that the sample does not have.' },
  wrong_type: { verb: 'is', meaning: 'The value is of another kind than the one described.' },
  wrong_shape: { verb: 'has', meaning: 'An array has too many or too few values on an axis, or rows differ in width.' },
  out_of_range: { verb: 'is', meaning: 'The number is outside what the dtype can hold, or the declared minimum and maximum allow.' },
  not_exact: { verb: 'is', meaning: 'The value would change when it is stored; `casting: "unsafe"` allows that.' },
  too_long: { verb: 'is', meaning: 'The text or bytes are longer than the dtype or the declared length allows.' },
  too_short: { verb: 'is', meaning: 'The text is shorter than the declared length.' },
  bad_format: {
    verb: 'is',
    meaning: 'The text is not a date, time, duration or base64 text as described, or does not match the declared pattern.',
  },
  not_in_enum: { verb: 'is', meaning: 'The value is not one of those that are declared.' },
  not_a_category: { verb: 'is', meaning: 'The value is not one of the categories of the sample.' },
  too_deep: {
    verb: 'is',
    meaning: 'Arrays are nested deeper than numpy allows (32 axes), a body deeper than the server does, or an Arrow type deeper than 64.',
  },
  too_many: { verb: 'has', meaning: 'There are more values or cells than the server takes, or cells that take more memory.' },
  refused: { verb: 'is', meaning: 'A custom parameter type refused the value.' },
} as const

export type IssueCode = keyof typeof issueCodes
