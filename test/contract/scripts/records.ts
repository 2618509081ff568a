// A frame of records with all kinds of columns.
import { date, defineRun, int, PandasParameterType } from 'inference-schema'

const people = new PandasParameterType(
  [
    {
      name: 'Sarah',
      age: int(25),
      plan: 'basic',
      since: date('2024-02-29'),
      seen: new Date(0),
      note: null,
      tags: ['a'],
      weight: 0.5,
      on: true,
    },
    {
      name: 'John',
      age: int(31),
      plan: 'pro',
      since: date('2024-03-01'),
      seen: new Date(1),
      note: 'x',
      tags: ['b'],
      weight: 1.5,
      on: false,
    },
  ],
  { dtypes: { plan: 'category' } },
)

export const run = defineRun({ inputs: { people }, output: people }, ({ people }) => people)
