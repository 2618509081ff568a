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
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as GoldenFile
  for (const golden of cases) {
    for (const { title, problem } of await checkCase(golden, values.frames as FrameForm)) {
      if (problem === undefined) passed++
      else {
        failed++
        console.log(`${title}: ${problem}`)
      }
    }
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
