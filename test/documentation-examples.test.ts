// Runs the examples in docstrings, README.md and docs/, so that what they say stays true. The convention:
//
// - an example is a block marked ```ts; it runs on its own, and every public name of the package is in scope without an import
// - `expression // literal` at the start of a line: the expression's value, awaited, equals the literal. Typed arrays are written as Node
//   prints them: `Float32Array [1, 2]`
// - a comment of its own line below `console.log(…)`: what was logged, with texts in quotes
// - in docstrings every such comment is a literal, and every example has at least one; in Markdown other comments are prose
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Parser } from 'acorn'
import { transformWithEsbuild } from 'vite'
import { describe, expect, it } from 'vitest'
import * as express from '../src/adapters/express.js'
import * as fastify from '../src/adapters/fastify.js'
import * as fetchHandlers from '../src/adapters/fetch.js'
import * as hono from '../src/adapters/hono.js'
import * as koa from '../src/adapters/koa.js'
import * as client from '../src/client/index.js'
import * as inferenceSchema from '../src/index.js'
import * as server from '../src/server/index.js'
import { build } from './support/build.js'

interface Example {
  readonly place: string
  readonly code: string
  readonly isDocstring: boolean
}

const root = join(import.meta.dirname, '..')

function filesIn(folder: string, ending: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith(ending)).map((name) => join(root, folder, name))
}

function examplesOf(file: string): Example[] {
  const isDocstring = file.endsWith('.ts')
  const text = readFileSync(file, 'utf8')
  const blocks = text.matchAll(isDocstring ? /^ *\* ```ts\n([\s\S]*?)^ *\* ```$/gm : /^```ts\n([\s\S]*?)^```$/gm)
  return Array.from(blocks, (block) => ({
    place: `${relative(root, file)}:${text.slice(0, block.index).split('\n').length}`,
    code: isDocstring ? (block[1] as string).replace(/^ *\* ?/gm, '') : (block[1] as string),
    isDocstring,
  }))
}

/** The value that a comment writes; undefined when it is prose. */
function readLiteral(comment: string): { value: unknown } | undefined {
  const source = comment.replace(/\b([A-Z]\w*Array) (\[[^\]]*\])/g, 'typed("$1", $2)')
  try {
    const read = new Function('typed', `"use strict"; return (${source})`)
    return { value: read((kind: string, values: unknown[]) => ({ kind, values })) }
  } catch {
    return undefined
  }
}

/** Typed arrays as readLiteral has them, to any depth. */
function normalise(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return { kind: value.constructor.name, values: Array.from(value as Uint8Array) }
  if (Array.isArray(value)) return value.map(normalise)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normalise(item)]))
}

const statement = /^((import|export|const|let|class|function|async function|return|if|for|while|try|throw|type|interface)\s|[\]})@/*.])/

/** The example with its comments made checks, and how many these are. */
function instrument({ code, isDocstring }: Example): { source: string; checks: number } {
  let checks = 0
  let logged = false
  const lines = code.split('\n').map((line) => {
    const [, own] = /^\s*\/\/ (.*)$/.exec(line) ?? []
    if (own !== undefined) {
      if (!logged) return line
      checks++
      return `log(${JSON.stringify(own)})`
    }
    logged = /^\s*(if \(.*\) )?console\.log\(/.test(line)
    const [, expression, comment] = /^(\S.*?)\s+\/\/ (.*)$/.exec(line) ?? []
    if (expression === undefined || comment === undefined) return line
    const isChecked = !statement.test(expression) && readLiteral(comment) !== undefined
    if (!isChecked && isDocstring) throw new Error(`"${line}" is no \`expression // literal\``)
    if (!isChecked) return line
    checks++
    return `check(${JSON.stringify(line)}, await (${expression.replace(/;$/, '')}), ${JSON.stringify(comment)})`
  })
  return { source: lines.join('\n'), checks }
}

/** TypeScript as the body of an asynchronous function: without types, its imports awaited, its exports left out. */
async function toFunctionBody(source: string): Promise<string> {
  const options = { loader: 'ts', target: 'node20', sourcemap: false, tsconfigRaw: {} } as const
  const { code } = await transformWithEsbuild(source, 'example.ts', options)
  const { body } = Parser.parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
  let result = code
  for (const node of body.toReversed()) {
    let replacement: string
    if (node.type === 'ImportDeclaration') {
      const names = node.specifiers.map((specifier) => {
        if (specifier.type === 'ImportNamespaceSpecifier') throw new Error('examples import by name')
        const imported = specifier.type === 'ImportSpecifier' ? code.slice(specifier.imported.start, specifier.imported.end) : 'default'
        return `${imported}: ${specifier.local.name}`
      })
      replacement = `const { ${names.join(', ')} } = await load(${node.source.raw});`
    } else if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration') {
      replacement = node.declaration ? code.slice(node.declaration.start, node.declaration.end) : ''
    } else {
      continue
    }
    result = result.slice(0, node.start) + replacement + result.slice(node.end)
  }
  // In a block of its own, an example may declare what is in scope already.
  return `{ ${result} }`
}

const subpaths: Readonly<Record<string, unknown>> = { build, client, server, express, fastify, fetch: fetchHandlers, hono, koa }

function load(name: string): unknown {
  if (name === 'inference-schema') return inferenceSchema
  const [, subpath = ''] = /^inference-schema\/(.*)/.exec(name) ?? []
  return subpaths[subpath] ?? import(/* @vite-ignore */ name)
}

async function run(example: Example): Promise<void> {
  const { source, checks } = instrument(example)
  if (example.isDocstring) expect(checks, 'an example shows at least one value').toBeGreaterThan(0)
  let checked = 0
  const lines: unknown[][] = []
  const scope = {
    ...inferenceSchema,
    ...build,
    ...client,
    ...server,
    load,
    console: { ...console, log: (...values: unknown[]) => void lines.push(values) },
    check: (line: string, value: unknown, comment: string) => {
      checked++
      expect(normalise(value), line).toEqual(readLiteral(comment)?.value)
    },
    log: (comment: string) => {
      checked++
      const shown = lines.at(-1)?.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)))
      expect(shown?.join(' ')).toBe(comment)
    },
  }
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor
  await new AsyncFunction(...Object.keys(scope), await toFunctionBody(source))(...Object.values(scope))
  expect(checked, 'every comment is reached').toBe(checks)
}

describe.each([
  ['docstrings', filesIn('src', '.ts')],
  ['Markdown', [join(root, 'README.md'), ...filesIn('docs', '.md')]],
])('an example in %s holds:', (_, files) => {
  const examples = files.flatMap(examplesOf)

  it('there are some', () => {
    expect(examples.length).toBeGreaterThan(0)
  })

  it.each(examples.map((example): [string, Example] => [example.place, example]))('%s', (_, example) => run(example))
})

describe('the convention', () => {
  const holds = (code: string) => run({ place: 'here', code, isDocstring: true })

  it('refuses a value that is not the comment’s', async () => {
    await holds('1 + 1 // 2')
    await expect(holds('1 + 1 // 3')).rejects.toThrow('1 + 1 // 3')
    await holds('new NumpyParameterType([1]).deserializeInput([1, 2]).data // Float64Array [1, 2]')
    await expect(holds('new NumpyParameterType([1]).deserializeInput([1, 2]).data // Float32Array [1, 2]')).rejects.toThrow()
  })

  it('refuses a line that is not what was logged', async () => {
    await holds('console.log(1, "a")\n// 1 "a"')
    await expect(holds('console.log(1, "a")\n// 1 "b"')).rejects.toThrow()
  })

  it('refuses an example that shows nothing, and a comment that cannot be read', async () => {
    await expect(holds('1 + 1')).rejects.toThrow('at least one value')
    await expect(holds('1 + 1 // some number')).rejects.toThrow('is no `expression // literal`')
    await expect(holds('if (Math.max(1, 2) > 5) {\n  console.log(1)\n  // 1\n}')).rejects.toThrow('every comment is reached')
  })

  it('reads TypeScript, imports and exports', async () => {
    await holds("import { int } from 'inference-schema'\nexport const five: number = int(5).value\nfive // 5")
  })
})
