/**
 * Compiles what is in AssemblyScript: `npm run build:wasm`. What it makes is committed, so that using and building the package needs
 * no compiler but TypeScript's; tests compile it again and compare.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

interface WasmModule {
  /** The folder, and in it the source and the file that it is compiled into. */
  readonly folder: URL
  readonly source: string
  readonly target: string
  /** What the target exports: the module in base64. */
  readonly name: string
  readonly options: readonly string[]
}

/** The compiler's options: nothing but what the source says. */
const common = ['--runtime', 'stub', '--optimizeLevel', '3', '--noAssert', '--use', 'abort=']

export const modules = {
  reader: {
    folder: new URL('../src/fast/wasm/', import.meta.url),
    source: 'reader.as.ts',
    target: 'reader-binary.ts',
    name: 'readerBinary',
    // Its constants stand above the state that memory.ts lays out.
    options: ['--enable', 'simd', '--memoryBase', '16384'],
  },
  kernel: {
    folder: new URL('../src/fast-encode/', import.meta.url),
    source: 'kernel.as.ts',
    target: 'kernel-binary.ts',
    name: 'kernelBinary',
    // One MiB, for good: results go through it in parts.
    options: ['--initialMemory', '16', '--maximumMemory', '16'],
  },
} as const satisfies Readonly<Record<string, WasmModule>>

/** The text of a module's target. */
export async function compile({ folder, source, name, options }: WasmModule): Promise<string> {
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main([source, '--outFile', 'module.wasm', ...common, ...options], {
    readFile: (file) => (file.endsWith('.as.ts') ? readFileSync(new URL(file, folder), 'utf8') : null),
    writeFile: (_file, contents) => {
      binary = contents as Uint8Array
    },
    listFiles: () => [],
  })
  if (error !== null || binary === undefined) throw new Error(`${source} does not compile: ${stderr.toString()}`)
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,120}/g) ?? []
  return `/** ${source}, compiled: made by \`npm run build:wasm\`. */\nexport const ${name}: string =\n${lines.map((line) => `  '${line}'`).join(' +\n')}\n`
}

/** What is committed of a module. */
export function committed({ folder, target }: WasmModule): string {
  return readFileSync(new URL(target, folder), 'utf8')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const module of Object.values(modules)) writeFileSync(new URL(module.target, module.folder), await compile(module))
}
