// Plain values of each kind, in lists and objects.
import { date, defineRun, int, StandardPythonParameterType, time } from 'inference-schema'

const plain = new StandardPythonParameterType({
  text: 'a',
  number: 0.5,
  count: int(3),
  id: 9007199254740993n,
  on: true,
  at: new Date('2024-02-29T12:30:00Z'),
  day: date('2024-02-29'),
  hour: time('07:30:00Z'),
  photo: new Uint8Array([1, 2]),
  tags: ['a'],
  matrix: [[1, 2]],
  parts: [{ name: 'a', size: 1 }],
  'size/m~2': { inner: true },
})

export const run = defineRun({ inputs: { plain }, output: plain }, ({ plain }) => plain)
