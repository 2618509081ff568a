import { type Expression, type Pattern, parseExpressionAt } from 'acorn'

/** A parameter of a function, as its source has it. */
export interface ParameterName {
  /** undefined for a destructured parameter. */
  readonly name: string | undefined
  readonly hasDefault: boolean
  /** Members of a destructured parameter that have a default: `x` of `({ x = 1, y })`. */
  readonly defaultMembers: readonly string[]
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
  if (param.type === 'AssignmentPattern') return { ...parameterName(param.left), hasDefault: true }
  return { name: param.type === 'Identifier' ? param.name : undefined, hasDefault: false, defaultMembers: defaultMembers(param) }
}

function defaultMembers(param: Pattern): string[] {
  if (param.type !== 'ObjectPattern') return []
  return param.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.computed || property.value.type !== 'AssignmentPattern') return []
    return property.key.type === 'Identifier' ? [property.key.name] : property.key.type === 'Literal' ? [String(property.key.value)] : []
  })
}
