import type { Input, Output } from './schemas.js'

export const payload: Input = { data: [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]] }

// @ts-expect-error measurements are numbers
export const wrong: Input = { data: [[10, 9, 8, 7, 6, 5, 4, 3, 2, 'one']] }

export const show = (answer: Output): number | null | undefined => answer[0]
