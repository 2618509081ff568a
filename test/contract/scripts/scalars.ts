// Single values, which a query may hold as well.
import { defineRun, StandardPythonParameterType, standard } from 'inference-schema'

const inputs = {
  name: standard({ type: 'string', minLength: 1, maxLength: 10 }),
  mode: standard({ type: 'string', enum: ['fast', 'exact'], default: 'fast' }),
  code: standard({ type: 'string', pattern: '^[A-Z]{2}[0-9]$', example: 'AB1' }),
  share: standard({ type: 'number', minimum: 0, maximum: 1, default: 0.5 }),
  single: standard({ type: 'number', format: 'float' }),
  top: standard({ type: 'integer', minimum: 1, optional: true }),
  id: standard({ type: 'integer', format: 'int64', minimum: 0n, maximum: 9223372036854775807n }),
  on: standard({ type: 'boolean', nullable: true }),
}

export const run = defineRun(
  { inputs, output: new StandardPythonParameterType('text') },
  ({ name, mode, share }) => `${name} ${mode} ${share}`,
)
