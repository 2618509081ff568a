import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { FrameForm } from './build-run.js'
import { checkCase } from './check-case.js'
import type { GoldenFile } from './golden-file.js'

const { positionals, values } = parseArgs({ allowPositionals: true, options: { frames: { type: 'string', default: 'records' } } })
if (values.frames !== 'records' && values.frames !== 'columns') {
  console.error(`--frames is ${values.frames}, expected records or columns`)
  process.exit(1)
}
const files = positionals.length > 0 ? positionals : [fileURLToPath(new URL('golden.json', import.meta.url))]

let passed = 0
let failed = 0
for (const file of files) {
  for (const golden of readCases(file)) {
    for (const { title, problem } of await checkCase(golden, values.frames as FrameForm)) {
      if (problem === undefined) passed++
      else {
        failed++
        console.log(`${title}: ${problem}`)
      }
    }
  }
}
function readCases(file: string): GoldenFile['cases'] {
  try {
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as GoldenFile
    if (Array.isArray(cases)) return cases
    console.log(`${file}: has no cases`)
  } catch (error) {
    console.log(`${file}: cannot be read: ${error}`)
  }
  failed++
  return []
}

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
