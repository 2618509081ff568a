/**
 * Measures how large the package is in a bundle: what its entry points import of it, with and without the packages that it depends
 * on, minified and compressed. Run \`npm run build\` first.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { table } from './measure.js'

const dist = new URL('../dist/', import.meta.url).pathname

interface Entry {
  readonly name: string
  readonly source: string
}

const entries: readonly Entry[] = [
  { name: 'all of `inference-schema`', source: `export * from '${dist}index.js'` },
  {
    name: '`inputSchema`, `NumpyParameterType`, `decodePayload`',
    source: `export { inputSchema, NumpyParameterType, decodePayload } from '${dist}index.js'`,
  },
  { name: '`inference-schema/client`', source: `export * from '${dist}client/index.js'` },
  { name: '`inference-schema/fetch`', source: `export * from '${dist}adapters/fetch.js'` },
]

const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
const nodeModules = [...builtinModules, /^node:/]

async function sizeOf(source: string, external: (string | RegExp)[]): Promise<string> {
  const entry = join(folder, 'entry.js')
  writeFileSync(entry, source)
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: 'esbuild',
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rollupOptions: { external },
    },
  })
  const chunks = (Array.isArray(output) ? output : [output]).flatMap((one) => ('output' in one ? one.output : []))
  const code = chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('')
  return `${(code.length / 1000).toFixed(0)} / ${(gzipSync(code, { level: 9 }).length / 1000).toFixed(0)}`
}

const rows: string[][] = []
for (const { name, source } of entries) {
  // Whatever is no path of ours is another package.
  const own = await sizeOf(source, [/^(?!\.|\/)/])
  rows.push([name, own, await sizeOf(source, nodeModules)])
}

rmSync(folder, { recursive: true })

console.log(`## Size

kB (1000 bytes) of the bundle, minified / compressed by gzip.

${table(['what is imported', 'the package alone', 'with what it depends on'], rows)}`)
