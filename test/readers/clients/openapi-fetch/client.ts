import createClient from 'openapi-fetch'
import type { paths } from './document.js'
import { payload, show, wrong } from './payloads.js'

export async function call(baseUrl: string) {
  // Of the types that a body or an answer can have (some are Arrow), this one.
  const client = createClient<paths, 'application/json'>({ baseUrl })
  const { data: answer } = await client.POST('/score', { body: payload })
  const { error, response } = await client.POST('/score', { body: wrong, params: { header: { 'x-request-id': 'one' } } })
  const issues = error !== undefined && 'issues' in error ? error.issues : undefined
  const pointer: string | undefined = issues?.[0]?.pointer
  return { answer, shown: answer && show(answer), status: response.status, pointer }
}
