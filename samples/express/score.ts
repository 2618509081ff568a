import { defineRun, PandasParameterType } from 'inference-schema'

const people = new PandasParameterType([{ name: 'Ada', height: 1.7, weight: 61.5 }])
const indexes = new PandasParameterType([{ name: 'Ada', bmi: 21.3 }])

export const run = defineRun({ inputs: { people }, output: indexes }, ({ people }) =>
  people.map(({ name, height, weight }) => ({ name, bmi: Math.round((weight / height ** 2) * 10) / 10 })),
)
