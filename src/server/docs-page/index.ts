import type { Description } from '../../description/description.js'
import { ownExampleType } from '../../description/opaque.js'
import { withOwnSchemas } from '../../document/own-schemas.js'
import type { OwnSchemas } from '../../document/schema-of.js'
import type { ServiceInfo } from '../../document/service-model.js'
import type { JsonValue } from '../../json/json-value.js'
import { setOwn } from '../../json/own.js'
import { isHeadersName, runSchemaOf } from '../../run/payload.js'
import type { RunFunction, RunSchema } from '../../run/run-schema.js'
import { pageAssets } from './assets.js'
import { fieldOf, type PageModel } from './form-model.js'
import { type Html, html, jsonScript, trusted } from './html.js'
import { type Described, reference } from './reference.js'

export interface DocsPageInfo extends ServiceInfo {
  /** The versions of OpenAPI in which there is a document. */
  readonly versions: readonly string[]
}

/** A parameter as the page shows it. */
interface Parameter {
  readonly name: string
  /** Absent when nobody described it. */
  readonly value: Described | undefined
  readonly canOmit: boolean
  readonly isConverted: boolean
}

/**
 * The page for people: what a service takes and gives, and a form to try it. One HTML document with all it needs in it; its
 * links and requests are relative to where it is served, next to `score`.
 *
 * @returns the document; a promise of it when the run has a custom type with an asynchronous schema
 */
export function docsPage(run: RunFunction, info: DocsPageInfo): string | Promise<string> {
  const schema = runSchemaOf(run)
  const types = [...schema.inputs.map(({ type }) => type), ...(schema.output === undefined ? [] : [schema.output])]
  return withOwnSchemas(
    types.map((type) => type['~description']),
    (own) => writePage(schema, info, own),
  )
}

/** The value of the page's Content-Security-Policy header. */
export function docsPagePolicy(): string {
  return pageAssets().policy
}

function writePage(schema: RunSchema, info: DocsPageInfo, own: OwnSchemas): string {
  const { serviceName = 'ML service', serviceVersion = '1.0', versions } = info
  const { script, style } = pageAssets()
  const { isRaw } = schema
  const parameters = isRaw ? [] : parametersOf(schema, own)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${serviceName}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#try">Skip to the form</a>
<header>
<h1>${serviceName}</h1>
<p class="soft">Version ${serviceVersion}</p>
<nav aria-label="On this page and documents"><ul>
<li><a href="#parameters">Parameters</a></li><li><a href="#result">Result</a></li><li><a href="#try">Try it</a></li><li><a href="#calls">Calls</a></li>
${versions.map(
  (
    version,
  ) => html`<li><a href="swagger.json${version === '2.0' ? '' : `?version=${encodeURIComponent(version)}`}">${documentName(version)}</a></li>
`,
)}</ul></nav>
</header>
<main>
<section aria-labelledby="parameters"><h2 id="parameters">Parameters</h2>
${parameterSections(parameters, isRaw)}</section>
<section aria-labelledby="result"><h2 id="result">Result</h2>
${resultSection(schema, own, isRaw)}</section>
<section aria-labelledby="try"><h2 id="try" tabindex="-1">Try it</h2>
<noscript><p>The form needs JavaScript. The calls that the documents describe do not.</p></noscript>
<form id="form" autocomplete="off" novalidate>
<div id="fields"></div>
<div class="actions"><button type="submit">Score</button><button type="button" id="reset">Back to the sample</button></div>
</form></section>
<section id="answer" aria-labelledby="answer-heading"><h2 id="answer-heading">Answer</h2>
<p id="status" role="status"></p>
<div id="problems"></div>
<pre id="answer-body" tabindex="0" role="region" aria-label="Body of the answer" hidden></pre></section>
<section aria-labelledby="calls"><h2 id="calls">Calls</h2>
<p>The request as the form has it now.</p>
${[call('curl', 'curl', 'curl'), call('fetch', 'JavaScript', 'fetch'), call('python', 'Python', 'requests')]}</section>
</main>
${jsonScript('model', modelOf(parameters, schema, isRaw))}
<script type="module">${trusted(script)}</script>
</body>
</html>
`.html
}

function documentName(version: string): string {
  return version === '2.0' ? 'Swagger 2.0' : `OpenAPI ${version}`
}

function call(id: string, language: string, library: string): Html {
  const name = language === library ? language : `${language} (${library})`
  return html`<details class="call"><summary>${name}</summary>
<pre id="call-${id}" tabindex="0" role="region" aria-label="${name} call"></pre></details>
`
}

function parametersOf({ parameters, inputs }: RunSchema, own: OwnSchemas): Parameter[] {
  return parameters.flatMap(({ name, hasDefault }) => {
    const input = inputs.find((known) => known.name === name)
    // What the server fills in itself is no parameter of the request.
    if (input === undefined && isHeadersName(name)) return []
    const value = input && described(input.type['~description'], own)
    return [{ name, value, canOmit: hasDefault || input?.optional === true, isConverted: input?.convert ?? false }]
  })
}

function parameterSections(parameters: readonly Parameter[], isRaw: boolean): Html | Html[] {
  if (isRaw) return html`<p>The script reads the HTTP request itself: its query and body.</p>`
  if (parameters.length === 0) return html`<p>There are none.</p>`
  return parameters.map(({ name, value, canOmit, isConverted }) => {
    const notes = [
      ...(canOmit ? ['It may be left out.'] : []),
      ...(value !== undefined && !isConverted ? ['It is not checked: the script gets it as it comes.'] : []),
    ]
    return html`<h3><code>${name}</code></h3>
${value === undefined ? html`<p>Any value: nobody described it.</p>` : reference(value, name)}
${notes.map((note) => html`<p class="soft">${note}</p>`)}
`
  })
}

function resultSection({ output }: RunSchema, own: OwnSchemas, isRaw: boolean): Html {
  if (output !== undefined && !isRaw) return reference(described(output['~description'], own), 'the result')
  return html`<p>${isRaw ? 'The script writes the HTTP answer itself.' : 'Any value: nobody described it.'}</p>`
}

function modelOf(parameters: readonly Parameter[], { inputs }: RunSchema, isRaw: boolean): PageModel {
  if (isRaw) return { kind: 'http', fields: [], body: '{}' }
  if (inputs.length === 0) {
    const members = parameters.filter(({ canOmit }) => !canOmit).map(({ name }) => `${JSON.stringify(name)}: null`)
    return { kind: 'body', fields: [], body: `{${members.join(', ')}}` }
  }
  const fields = parameters.map(({ name, value, canOmit }) =>
    value === undefined
      ? ({ kind: 'json', name, words: 'any value', canOmit, text: 'null' } as const)
      : fieldOf(name, value.description, value.example, canOmit),
  )
  return { kind: 'parameters', fields, body: '' }
}

function described(description: Description, own: OwnSchemas): Described {
  return { description, example: wholeExample(description.example, own) }
}

/** The sample with all digits, and with what custom types say is theirs. */
function wholeExample(value: JsonValue, own: OwnSchemas): JsonValue {
  const type = ownExampleType(value)
  if (type !== undefined) return (own.get(type)?.example ?? null) as JsonValue
  if (Array.isArray(value)) return value.map((item) => wholeExample(item, own))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, JsonValue> = {}
  for (const key of Object.keys(value)) setOwn(copy, key, wholeExample(value[key] as JsonValue, own))
  return copy
}
