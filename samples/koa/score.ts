import { defineRun, int, StandardPythonParameterType } from 'inference-schema'

const loan = new StandardPythonParameterType({ amount: 10_000.5, months: int(24) })
const rate = new StandardPythonParameterType(0.05)

/** What is to be paid back each month. */
export const run = defineRun({ inputs: { loan, rate }, output: new StandardPythonParameterType({ payment: 438.71 }) }, ({ loan, rate }) => {
  const monthly = rate / 12
  const payment = (loan.amount * monthly) / (1 - (1 + monthly) ** -loan.months)
  return { payment: Math.round(payment * 100) / 100 }
})
