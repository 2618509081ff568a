import { payload, show, wrong } from './payloads.js'
import { createClient } from './sdk/client/index.js'
import { runMlService } from './sdk/index.js'

export async function call(baseUrl: string) {
  const client = createClient({ baseUrl })
  const { data: answer } = await runMlService({ client, body: payload })
  const { error, response } = await runMlService({ client, body: wrong })
  const issues = error !== undefined && 'issues' in error ? error.issues : undefined
  const pointer: string | undefined = issues?.[0]?.pointer
  return { answer, shown: answer && show(answer), status: response?.status, pointer }
}
