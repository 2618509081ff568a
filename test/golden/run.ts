import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type FrameForm, frameForms, shownForm } from './build-frame.js'
import { checkCase } from './check-case.js'
import type { GoldenCase, GoldenFile } from './golden-file.js'
import { shownFrames } from './shown-frames.js'

const { positionals, values } = parseArgs({ allowPositionals: true, options: { frames: { type: 'string', default: 'records' } } })
const frames = frameForms.find((form) => form === values.frames)
if (frames === undefined) {
  console.error(`--frames is ${values.frames}, expected one of ${frameForms.join(', ')}`)
  process.exit(1)
}
const files = positionals.length > 0 ? positionals : [fileURLToPath(new URL('golden.json', import.meta.url))]

let passed = 0
let failed = 0
let replaced = 0
for (const file of files) {
  for (const golden of readCases(file)) {
    for (const { title, problem } of await checkCase(golden, frames, { withDocuments: true })) {
      if (problem === undefined) passed++
      else {
        failed++
        console.log(`${title}: ${problem}`)
      }
    }
    replaced += countReplaced(golden, frames)
  }
}

/** How many of a case's frames are not shown in the form that is asked for. */
function countReplaced(golden: GoldenCase, form: FrameForm): number {
  try {
    return shownFrames(golden).filter(({ spec }) => shownForm(spec, form) !== form).length
  } catch {
    // A case that cannot be built has been reported.
    return 0
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

const formName = frames === 'arrow' ? 'Arrow' : frames
if (replaced === 1) console.log(`1 sample has no ${formName} form and was shown as records`)
if (replaced > 1) console.log(`${replaced} samples have no ${formName} form and were shown as records`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
