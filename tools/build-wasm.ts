/**
 * Compiles the reader of src/fast/wasm from AssemblyScript: `npm run build:wasm`. What it makes is committed, so that using
 * and building the package needs no compiler but TypeScript's; a test compiles it again and compares.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const source = new URL('../src/fast/wasm/reader.as.ts', import.meta.url)
const target = new URL('../src/fast/wasm/reader-binary.ts', import.meta.url)

/** The compiler's options: nothing but what the source says, and its constants above the state that memory.ts lays out. */
const options = ['--optimizeLevel', '3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--use', 'abort=', '--memoryBase', '16384']

/** The text of reader-binary.ts. */
export async function compileReader(): Promise<string> {
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main(['reader.ts', '--outFile', 'reader.wasm', ...options], {
    readFile: (name) => (name === 'reader.ts' ? readFileSync(source, 'utf8') : null),
    writeFile: (_name, contents) => {
      binary = contents as Uint8Array
    },
    listFiles: () => [],
  })
  if (error !== null || binary === undefined) throw new Error(`reader.as.ts does not compile: ${stderr.toString()}`)
  const base64 = Buffer.from(binary).toString('base64')
  const lines = base64.match(/.{1,120}/g) ?? []
  return `/** reader.as.ts, compiled: made by \`npm run build:wasm\`. */\nexport const readerBinary: string =\n${lines.map((line) => `  '${line}'`).join(' +\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await compileReader())
