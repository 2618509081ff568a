import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const source = fileURLToPath(new URL('../../src/fast-encode/kernel.as.ts', import.meta.url))
export const generated: string = fileURLToPath(new URL('../../src/fast-encode/kernel.generated.ts', import.meta.url))

/** Compiles the kernel: the text of the generated file. */
export async function buildKernel(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'))
  try {
    const outFile = join(folder, 'kernel.wasm')
    const options = ['--runtime', 'stub', '-O3', '--noAssert', '--use', 'abort=', '--initialMemory', '16', '--maximumMemory', '16']
    const { error, stderr } = await main([source, '--outFile', outFile, '--baseDir', '/', ...options])
    if (error !== null) throw new Error(`The kernel does not compile:\n${stderr.toString()}`, { cause: error })
    const lines =
      readFileSync(outFile)
        .toString('base64')
        .match(/.{1,120}/g) ?? []
    return `// Made of kernel.as.ts by \`npm run build:wasm-encode\`.\nexport const kernelModule: string =\n${lines.map((line) => `  '${line}'`).join(' +\n')}\n`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(generated, await buildKernel())
