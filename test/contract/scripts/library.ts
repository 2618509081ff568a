// A schema of another library.
import { defineRun, StandardPythonParameterType, standard } from 'inference-schema'
import { z } from 'zod'

const options = standard(
  z.object({
    top: z.int().min(1).default(3),
    kind: z.enum(['x', 'y']),
    note: z.string().max(20).nullable().optional(),
    when: z.iso.date().optional(),
    parts: z.array(z.object({ name: z.string(), size: z.number().nonnegative() })).max(3),
  }),
)

export const run = defineRun({ inputs: { options }, output: new StandardPythonParameterType([0.5]) }, ({ options }) =>
  options.parts.map(({ size }) => size),
)
