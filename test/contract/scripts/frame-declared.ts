// Columns that are declared: ranges, values, defaults, optional and nullable ones, times that may be numbers.
import { defineRun, pandas } from 'inference-schema'

const people = pandas({
  columns: {
    name: { dtype: 'str', minLength: 1, maxLength: 20 },
    age: { dtype: 'int32', minimum: 0, maximum: 150 },
    id: { dtype: 'int64', minimum: 0 },
    plan: { dtype: 'category', enum: ['basic', 'pro'], default: 'basic' },
    note: { dtype: 'str', nullable: true, optional: true },
    visits: 'Int64',
    weight: { dtype: 'float64', minimum: 0 },
    at: { dtype: 'datetime64[s]', epoch: 's' },
    'size/m~2': 'float32',
  },
})

export const run = defineRun({ inputs: { people }, output: people }, ({ people }) => people)
