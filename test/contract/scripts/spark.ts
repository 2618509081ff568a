// A frame of Spark's types.
import { defineRun, SparkParameterType } from 'inference-schema'

const field = (name: string, type: string) => ({ name, type, nullable: name === 'note', metadata: {} })
const rows = new SparkParameterType({
  schema: {
    type: 'struct',
    fields: [
      field('name', 'string'),
      field('age', 'integer'),
      field('id', 'long'),
      field('weight', 'double'),
      field('price', 'decimal(10,2)'),
      field('day', 'date'),
      field('at', 'timestamp'),
      field('blob', 'binary'),
      field('note', 'string'),
    ],
  },
  rows: [
    {
      name: 'Sarah',
      age: 25,
      id: 5n,
      weight: 61.5,
      price: '12.50',
      day: '2024-02-29',
      at: '2024-02-29T12:30:00Z',
      blob: new Uint8Array([1]),
      note: null,
    },
  ],
})

export const run = defineRun({ inputs: { rows }, output: rows }, ({ rows }) => rows)
