import type { Input, Output } from './schemas.js'

const measurements = { age: 1, sex: 2, bmi: 3, bp: 4, s1: 5, s2: 6, s3: 7, s4: 8, s5: 9, s6: 10 }

export const payload: Input = { data: [{ patient: 'p-1', ...measurements }] }

// @ts-expect-error a patient is a text
export const wrong: Input = { data: [{ patient: 1, ...measurements }] }

// @ts-expect-error a column is missing
export const narrow: Input = { data: [measurements] }

export const show = ([first]: Output): [string, number | null] | undefined => first && [first.patient, first.progression]
