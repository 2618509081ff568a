import type { JsonValue } from '../../src/json/json-value.js'
import { stringifyJson } from '../../src/json/stringify.js'

/** The generators whose clients are called. */
export type Language = 'python' | 'typescript-fetch' | 'java' | 'go' | 'openapi-typescript' | 'hey-api' | 'orval'

/** A program in a client's language that sends the document's own example, and ends with an error when the answer is none or cannot be read. */
export function callOf(
  language: Language,
  { address, example, version }: { readonly address: string; readonly example: unknown; readonly version: string },
): string {
  // In Swagger 2.0 the body is a parameter with a name, and ids of requests are none.
  const [body, Body, ids] =
    version === '2.0' ? ['serviceInputPayload', 'ServiceInputPayload', ''] : ['serviceInput', 'ServiceInput', ', null, null']
  const json = stringifyJson(example as JsonValue)
  // Text of JSON is a text literal in all of these languages.
  const literal = JSON.stringify(json)
  const ascii = literal.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  switch (language) {
    case 'python':
      return `import client
from client.models.service_input import ServiceInput

with client.ApiClient(client.Configuration(host="${address}")) as api:
    sent = ServiceInput.from_json(${ascii})
    assert sent is not None
    client.ScoringApi(api).run_ml_service(sent)
`
    case 'typescript-fetch':
      return `import { Configuration, ScoringApi, ServiceInputFromJSON } from './index.js'

const api = new ScoringApi(new Configuration({ basePath: '${address}' }))
await api.runMLService({ ${body}: ServiceInputFromJSON(JSON.parse(${literal})) })
`
    case 'java':
      return `import org.openapitools.client.ApiClient;
import org.openapitools.client.api.ScoringApi;
import org.openapitools.client.model.ServiceInput;

public class Call {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri("${address}");
    ServiceInput sent = client.getObjectMapper().readValue(${ascii}, ServiceInput.class);
    new ScoringApi(client).runMLService(sent${ids});
  }
}
`
    case 'go':
      return `package main

import (
	"context"
	"encoding/json"

	client "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func main() {
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: "${address}"}}
	var sent client.ServiceInput
	if err := json.Unmarshal([]byte(${ascii}), &sent); err != nil {
		panic(err)
	}
	if _, _, err := client.NewAPIClient(configuration).ScoringAPI.RunMLService(context.Background()).${Body}(sent).Execute(); err != nil {
		panic(err)
	}
}
`
    case 'openapi-typescript':
      return `import createClient from 'openapi-fetch'
import type { paths } from './document.js'

const { error } = await createClient<paths>({ baseUrl: '${address}' }).POST('/score', { body: ${json} })
if (error !== undefined) throw new Error(JSON.stringify(error))
`
    case 'hey-api':
      return `import { client } from './client/client.gen'
import { runMlService } from './client/sdk.gen'

client.setConfig({ baseUrl: '${address}' })
const { error } = await runMlService({ body: ${json} })
if (error !== undefined) throw new Error(JSON.stringify(error))
`
    case 'orval':
      return `import { runMLService } from './client'

// Its addresses are relative.
const { fetch } = globalThis
globalThis.fetch = (path, options) => fetch('${address}' + String(path), options)
const { status, data } = await runMLService(${json})
if (status !== 200) throw new Error(JSON.stringify(data))
`
  }
}
