import { date, defineRun, int, StandardPythonParameterType } from 'inference-schema'

const day = new StandardPythonParameterType(date('2024-02-29'))
const days = new StandardPythonParameterType(int(30))
const output = new StandardPythonParameterType({ due: '2024-03-30', weekend: true })

/** On which day an invoice is due, and whether that is at the weekend. */
export const run = defineRun({ inputs: { day, days }, output }, ({ day, days }) => {
  const due = new Date(Date.parse(day) + days * 86_400_000)
  return { due: due.toISOString().slice(0, 10), weekend: due.getUTCDay() % 6 === 0 }
})
