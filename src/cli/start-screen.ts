import { describeParameters } from '../server/describe-parameters.js'
import { listModels, type Model } from '../server/model-path.js'
import type { RunningScript } from '../server/serve-script.js'
import type { ServeSettings } from '../server/settings.js'

/** A folder that cannot be read is for the script to complain of, which may not need it. */
function modelsFound(): readonly Model[] {
  try {
    return listModels()
  } catch {
    return []
  }
}

/** What an operator wants to know at a glance: the script, its models, its parameters, where it answers. */
export function startScreen({ script, address }: RunningScript, settings: ServeSettings): string {
  const lines = [`${settings.entry} answers at ${address}/score, described at ${address}/swagger.json`]
  for (const { name, version, path } of modelsFound())
    lines.push(`  model ${name}${version === undefined ? '' : `, version ${version}`}: ${path}`)
  for (const line of describeParameters(script.run)) lines.push(`  ${line}`)
  if (settings.docs) lines.push(`  a page for people: ${address}/docs`)
  if (settings.metrics) lines.push(`  metrics: ${address}/metrics`)
  if (settings.healthPort !== undefined) lines.push(`  health alone: port ${settings.healthPort}`)
  return lines.join('\n')
}
