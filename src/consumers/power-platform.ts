import { referenceRule, scoreRule, swagger2Rule } from './common-rules.js'
import type { ConsumerProfile } from './consumer.js'
import { placeAt } from './place.js'
import { operationRules } from './power-platform-operations.js'
import { schemaRules } from './power-platform-schemas.js'
import { sources } from './sources.js'

const mostBytes = 1_000_000

export const powerPlatformProfile: ConsumerProfile = {
  label: 'Power Platform',
  rules: [
    swagger2Rule(sources.connector),
    scoreRule(sources.connector),
    {
      code: 'too_large',
      severity: 'error',
      needs: 'a document of less than 1 MB',
      source: sources.connector,
      *check({ bytes }) {
        if (bytes < mostBytes) return
        yield { at: placeAt([]), found: `has ${bytes} bytes`, mend: 'show shorter samples: every schema has an example' }
      },
    },
    ...operationRules,
    referenceRule(sources.connectorBrokenReferences),
    ...schemaRules,
  ],
  notes: [
    'The wizard for custom connectors asks for the host and the key; Power Platform shows descriptions and x-ms-summary beside each field.',
  ],
}
