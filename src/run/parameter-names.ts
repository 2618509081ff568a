import { type Expression, type Pattern, parseExpressionAt } from 'acorn'
import type { JsonValue } from '../json/json-value.js'

/** A parameter of a function, as its source has it. */
export interface ParameterName {
  /** undefined for a destructured parameter. */
  readonly name: string | undefined
  readonly hasDefault: boolean
  /** The default, where it is written out as JSON could have it. */
  readonly default?: JsonValue
  /** Members of a destructured parameter that have a default, `x` of `({ x = 1, y })`, with theirs where it is written out. */
  readonly defaultMembers: ReadonlyMap<string, JsonValue | undefined>
}

/** What a function's source says of its parameters. */
export interface ParameterNames {
  readonly parameters: readonly ParameterName[]
  /** Whether a rest parameter follows, so that there may be more. */
  readonly hasRest: boolean
}

type AnyFunction = (...args: never[]) => unknown

/** What was read before: a function's source does not change, and one that nobody decorated is asked at every request. */
const known = new WeakMap<AnyFunction, ParameterNames | undefined>()

/**
 * Reads a function's parameters from its source.
 *
 * @returns undefined when the source is not to be had: native and bound functions, proxies
 */
export function readParameterNames(fn: AnyFunction): ParameterNames | undefined {
  if (!known.has(fn)) known.set(fn, parseParameterNames(fn))
  return known.get(fn)
}

function parseParameterNames(fn: AnyFunction): ParameterNames | undefined {
  const source = Function.prototype.toString.call(fn)
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) return undefined
  const params = parseFunction(source)
  if (params === undefined) return undefined
  const hasRest = params.at(-1)?.type === 'RestElement'
  return { parameters: (hasRest ? params.slice(0, -1) : params).map(parameterName), hasRest }
}

/** A function's text is an expression of its own, or stands in an object literal or a class as a method does. */
const wrappings = [
  (source: string) => `(${source})`,
  (source: string) => `({${source}})`,
  (source: string) => `(class extends Object {${source}})`,
]

function parseFunction(source: string): Pattern[] | undefined {
  for (const wrap of wrappings) {
    try {
      return paramsOf(
        parseExpressionAt(wrap(source), 0, {
          ecmaVersion: 'latest',
          allowAwaitOutsideFunction: true,
          // import.meta is read only as part of a module.
          allowImportExportEverywhere: true,
          allowSuperOutsideMethod: true,
          checkPrivateFields: false,
        }),
      )
    } catch {
      // Not of this form; the next may fit.
    }
  }
  return undefined
}

function paramsOf(expression: Expression): Pattern[] | undefined {
  switch (expression.type) {
    case 'ParenthesizedExpression':
      return paramsOf(expression.expression)
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return expression.params
    case 'ObjectExpression': {
      const [method] = expression.properties
      return method?.type === 'Property' ? paramsOf(method.value) : undefined
    }
    case 'ClassExpression': {
      const [method] = expression.body.body
      return method?.type === 'MethodDefinition' ? paramsOf(method.value) : undefined
    }
    default:
      return undefined
  }
}

function parameterName(param: Pattern): ParameterName {
  if (param.type === 'AssignmentPattern') {
    const value = literalValue(param.right)
    return { ...parameterName(param.left), hasDefault: true, ...(value === undefined ? {} : { default: value }) }
  }
  return { name: param.type === 'Identifier' ? param.name : undefined, hasDefault: false, defaultMembers: defaultMembers(param) }
}

function defaultMembers(param: Pattern): Map<string, JsonValue | undefined> {
  const members = new Map<string, JsonValue | undefined>()
  if (param.type !== 'ObjectPattern') return members
  for (const property of param.properties) {
    if (property.type !== 'Property' || property.computed || property.value.type !== 'AssignmentPattern') continue
    const { key } = property
    if (key.type === 'Identifier') members.set(key.name, literalValue(property.value.right))
    else if (key.type === 'Literal') members.set(String(key.value), literalValue(property.value.right))
  }
  return members
}

/** The value of an expression that is written out: numbers, texts, booleans, null, and lists of these; undefined for any other. */
function literalValue(expression: Expression): JsonValue | undefined {
  switch (expression.type) {
    case 'Literal': {
      const { value } = expression
      return typeof value === 'object' && value !== null ? undefined : value
    }
    case 'UnaryExpression': {
      const value = literalValue(expression.argument)
      // Minifiers write true as !0 and false as !1.
      if (expression.operator === '!') return typeof value === 'number' ? !value : undefined
      if (expression.operator !== '-' || (typeof value !== 'number' && typeof value !== 'bigint')) return undefined
      return -value
    }
    case 'ArrayExpression': {
      const items = expression.elements.map((item) => (item === null || item.type === 'SpreadElement' ? undefined : literalValue(item)))
      return items.includes(undefined) ? undefined : (items as JsonValue[])
    }
    default:
      return undefined
  }
}
