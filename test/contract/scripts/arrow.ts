// An Arrow table: in JSON, or as a stream.
import { Bool, DateDay, Field, Float64, Int32, Int64, List, Table, TimestampMillisecond, Utf8, vectorFromArray } from 'apache-arrow'
import { defineRun, PandasParameterType } from 'inference-schema'

const table = new PandasParameterType(
  new Table({
    name: vectorFromArray(['Sarah'], new Utf8()),
    age: vectorFromArray([25], new Int32()),
    id: vectorFromArray([5n], new Int64()),
    weight: vectorFromArray([61.5], new Float64()),
    on: vectorFromArray([true], new Bool()),
    born: vectorFromArray([new Date('2024-02-29')], new DateDay()),
    at: vectorFromArray([new Date(0)], new TimestampMillisecond()),
    scores: vectorFromArray([[0.5]], new List(new Field('item', new Float64()))),
  }),
)

export const run = defineRun({ inputs: { table }, output: table }, ({ table }) => table)
