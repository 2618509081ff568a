import { itemOf, type Located, memberOf, membersOf, resolveReference, textOf } from './references.js'

/** A way to call the service. */
export interface Operation {
  readonly method: string
  readonly path: string
  /** What generated clients know it by. */
  readonly id: string | undefined
  readonly operation: Located
  /** By where they stand and what they are called, those of the path as well. */
  readonly parameters: ReadonlyMap<string, Located>
  /** In each content type; of Swagger 2.0 in any. */
  readonly bodies: ReadonlyMap<string, Located>
  readonly body: Located | undefined
  readonly responses: ReadonlyMap<string, Located>
}

export const methods: readonly string[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** The content type of what Swagger 2.0 says of bodies, which it says once for all of them. */
export const anyContent = ''

export function operationsOf(document: unknown): Operation[] {
  const root: Located = { value: document, pointer: '' }
  const paths = memberOf(root, 'paths')
  return Object.keys(membersOf(paths)).flatMap((path) => {
    const item = resolveReference(document, memberOf(paths, path))
    return methods.flatMap((method) => {
      const operation = memberOf(item, method)
      return operation.value === undefined ? [] : [read(document, path, method, item, operation)]
    })
  })
}

function read(document: unknown, path: string, method: string, item: Located, operation: Located): Operation {
  const all = [...list(memberOf(item, 'parameters')), ...list(memberOf(operation, 'parameters'))].map((one) =>
    resolveReference(document, one),
  )
  const isBody = (parameter: Located) => membersOf(parameter)['in'] === 'body'
  const id = membersOf(operation)['operationId']
  const body = all.find(isBody) ?? bodyOf(document, operation)
  const responses = memberOf(operation, 'responses')
  return {
    method: method.toUpperCase(),
    path,
    id: typeof id === 'string' ? id : undefined,
    operation,
    parameters: new Map(all.filter((parameter) => !isBody(parameter)).map((parameter) => [nameOf(parameter), parameter])),
    body,
    bodies: body === undefined ? new Map() : contentOf(body),
    responses: new Map(
      Object.keys(membersOf(responses))
        .filter((status) => !status.startsWith('x-'))
        .map((status) => [status, resolveReference(document, memberOf(responses, status))]),
    ),
  }
}

function bodyOf(document: unknown, operation: Located): Located | undefined {
  const body = resolveReference(document, memberOf(operation, 'requestBody'))
  return body.value === undefined ? undefined : body
}

/** The schemas of a body or a response by their content types. */
export function contentOf(holder: Located): Map<string, Located> {
  const schema = memberOf(holder, 'schema')
  if (schema.value !== undefined) return new Map([[anyContent, schema]])
  const content = memberOf(holder, 'content')
  return new Map(Object.keys(membersOf(content)).map((type) => [type, memberOf(memberOf(content, type), 'schema')]))
}

function list(located: Located): Located[] {
  return Array.isArray(located.value) ? located.value.map((_, index) => itemOf(located, index)) : []
}

function nameOf(parameter: Located): string {
  const { in: where, name } = membersOf(parameter)
  return `${textOf(where)} parameter ${textOf(name)}`
}
