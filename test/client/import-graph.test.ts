import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { Parser } from 'acorn'
import { build, type Rollup } from 'vite'
import { expect, it } from 'vitest'
import { inputSchema, NumpyParameterType } from '../../src/index.js'
import { serve } from './support/services.js'

const dist = join(import.meta.dirname, '../../dist')
const entry = join(dist, 'client/index.js')

/** What the compiled client imports, file by file: there, types are gone. */
function importsFrom(file: string, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(file)) return seen
  const { body } = Parser.parse(readFileSync(file, 'utf8'), { ecmaVersion: 'latest', sourceType: 'module' })
  const sources = body.flatMap((node) => ('source' in node && typeof node.source?.value === 'string' ? [node.source.value] : []))
  seen.set(file, sources)
  for (const source of sources) if (source.startsWith('.')) importsFrom(join(dirname(file), source), seen)
  return seen
}

it('imports no package and nothing of Node', () => {
  const foreign = [...importsFrom(entry).values()].flat().filter((source) => !source.startsWith('.'))
  expect(foreign).toEqual([])
})

it('imports only what is meant to run anywhere', () => {
  const folders = new Set([...importsFrom(entry).keys()].map((file) => relative(dist, dirname(file)).split('/')[0]))
  expect([...folders].sort()).toEqual(['client', 'dtype', 'errors', 'json'])
})

it('imports nothing later, and asks for nothing that only Node has', () => {
  for (const file of importsFrom(entry).keys()) {
    const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    expect(code, file).not.toMatch(/\b(import\(|require\(|process\.|Buffer\b|global\.|__dirname)/)
  }
})

it('runs, bundled, where there is nothing but the platform of the web', async () => {
  const lib = { entry, formats: ['iife' as const], name: 'client', fileName: 'client' }
  const built = await build({ configFile: false, logLevel: 'silent', build: { write: false, lib, minify: false } })
  const [bundle] = built as Rollup.RollupOutput[]
  const run = inputSchema('data', new NumpyParameterType([[1, 2]]))((data) => data.shape)
  const web = {
    fetch,
    Headers,
    URL,
    AbortController,
    DOMException,
    TextDecoder,
    setTimeout,
    clearTimeout,
    btoa,
    atob,
    url: await serve(run),
  }
  const context = createContext(web)
  runInContext(bundle?.output[0].code ?? '', context)
  const answer = await runInContext('client.createClient(url).score({ data: [new Float64Array([1, 2]), Float32Array.of(3, 4)] })', context)
  expect(JSON.stringify(answer)).toBe('[2,2]')
  const error = await runInContext('client.createClient(url).score({ data: [[1]] }).catch((error) => error.issues[0].message)', context)
  expect(error).toBe('data[0] has 1 value on axis 1, expected 2')
})
