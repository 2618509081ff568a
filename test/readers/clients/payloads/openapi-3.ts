import type { Input, Output } from './schemas.js'

export const payload: Input = {
  rows: {
    columns: ['name', 'age', 'is/"new"', 'note'],
    index: [0, 1],
    data: [
      ['Ann', 40, true, null],
      ['Bob', 20, false, 'x'],
    ],
  },
  keys: ['AQID', 'AQ=='],
  mixed: [null, 'b', 1.5],
}

// @ts-expect-error bytes are base64 text
export const wrong: Input = { ...payload, keys: [1] }

export const refused: Input = {
  ...payload,
  // @ts-expect-error there is no such column
  rows: { columns: ['name', 'age', 'is/"new"', 'weight'], index: [], data: [] },
  // @ts-expect-error a list of texts, numbers and nulls
  mixed: [true],
}

/** openapi-fetch makes lists of what the document's types say are tuples. */
type Lists<T> = T extends readonly (infer Item)[] ? readonly Lists<Item>[] : T extends object ? { [Key in keyof T]: Lists<T[Key]> } : T

export const show = ({ rows, mixed }: Lists<Output>): (string | number | boolean | null | undefined)[] => [rows.data[0]?.[0], mixed[3]]
