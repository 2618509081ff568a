// random integers and boundaries of each width, written plain, as 5.0, 5e0, 50e-1, …: exact integer or refused.
if (process.env.NO_WASM) delete globalThis.WebAssembly
const { decodePayload, defineRun, numpy, pandas, PayloadError } = await import('inference-schema')

import { put, showGroups } from '../lib.mjs'

const enc = new TextEncoder()

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/
const texts = new Set()
let seed = 7
const next = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0)
for (let i = 0; i < 2000; i++) {
  let t = ''
  for (let n = 1 + (next() % 20); n > 0; n--) t += next() % 10
  texts.add((next() % 2 ? '-' : '') + t.replace(/^0+(?=\d)/, ''))
}
for (const b of [7, 8, 15, 16, 31, 32, 53, 63, 64])
  for (const d of [-2n, -1n, 0n, 1n, 2n]) for (const s of [1n, -1n]) texts.add(String(s * 2n ** BigInt(b) + d))
for (const t of [...texts].filter((t) => /^-?\d+$/.test(t) && jsonNumber.test(t)).slice(0, 400))
  for (const w of [`${t}.0`, `${t}e0`, `${t}E+0`, `${t}0e-1`, `${t}.00000`, `${t}e1`]) texts.add(w)
for (const t of [
  '-0',
  '-0.0',
  '0e400',
  '0.0e-400',
  '1e18',
  '1e19',
  '1e20',
  '9.223372036854775807e18',
  '9.223372036854775808e18',
  '92233720368547758070e-1',
  '1.8446744073709551615e19',
  '123456789012345678e0',
  '9007199254740993.0',
  '9007199254740993e0',
  '9007199254740992.0',
  '0.5',
  '1e-1',
  '10e-1',
  '1.5e1',
  '1e00001',
  '5e-324',
  '1e-400',
  '100e-2',
  `1${'0'.repeat(400)}e-400`,
])
  texts.add(t)
const exact = (t) => {
  // exact integer value as BigInt, or undefined
  const m = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(t)
  const digits = m[2] + (m[3] ?? '')
  const e = BigInt(m[4] ?? 0) - BigInt((m[3] ?? '').length)
  let v = BigInt(digits)
  if (v === 0n) return 0n
  if (e >= 0n) {
    if (e > 400n) return undefined
    v *= 10n ** e
  } else {
    if (e < -2000n) return undefined
    const p = 10n ** -e
    if (v % p) return undefined
    v /= p
  }
  return m[1] ? -v : v
}
const ranges = Object.fromEntries(
  ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'].map((n) => {
    const b = BigInt(/\d+/.exec(n)[0])
    return [n, n[0] === 'u' ? [0n, 2n ** b - 1n] : [-(2n ** (b - 1n)), 2n ** (b - 1n) - 1n]]
  }),
)
let pass = 0
const fails = {}
const fail = (group, line) => put(fails, group, line)
const valid = [...texts].filter((t) => jsonNumber.test(t)),
  invalid = [...texts].filter((t) => !jsonNumber.test(t))
for (const [dtype, [lo, hi]] of Object.entries(ranges)) {
  const arr = defineRun({ inputs: { data: numpy({ dtype, shape: [null] }) } }, (x) => x)
  const frame = defineRun({ inputs: { data: pandas({ columns: { x: dtype }, as: 'columns' }) } }, (x) => x)
  const pad = Array(150).fill('1').join(','),
    rows = Array(150).fill('{"x":1}').join(',')
  const forms = {
    small: [arr, (t) => `{"data":[${t}]}`, (d) => d.data[0]],
    long: [arr, (t) => `{"data":[${pad},${t}]}`, (d) => d.data[150]],
    longFirst: [arr, (t) => `{"data":[${t},${pad}]}`, (d) => d.data[0]],
    records: [frame, (t) => `{"data":[{"x":${t}},${rows}]}`, (d) => Array.from(d.x)[0]],
    text: [arr, (t) => `{"data":[${t}]}`, (d) => d.data[0], true],
  }
  for (const [form, [run, body, get, isText]] of Object.entries(forms))
    for (const t of valid) {
      const v = exact(t)
      const fits = v !== undefined && v >= lo && v <= hi
      let got, error
      try {
        got = get(decodePayload(run, isText ? body(t) : enc.encode(body(t))).data)
      } catch (e) {
        error = e
        if (!(e instanceof PayloadError)) {
          fail(`${dtype} ${form} crash`, `${t}: ${e}`)
          continue
        }
      }
      // a double in between: t written with a point or exponent beyond 2^53 may be refused
      if (error) {
        if (!fits) pass++
        else if (/[.eE]/.test(t) && (v > 2n ** 53n - 1n || v < -(2n ** 53n) + 1n)) {
          pass++
          fail(`(counted as passed) ${form} refused: a fraction or exponent beyond 2^53`, `${dtype} ${t}`)
        } else fail(`${dtype} ${form} refused`, `${t.slice(0, 60)}: ${error.message.slice(0, 100)}`)
      } else if (fits && BigInt(got) === v) pass++
      else
        fail(
          `${dtype} ${form} ${fits ? 'wrong value' : 'taken though no integer of the range'}`,
          `${t.slice(0, 60)}: got ${got}, exact ${v === undefined ? 'no integer' : v}`,
        )
    }
  for (const t of invalid)
    for (const form of ['small', 'long', 'longFirst', 'records']) {
      const [run, body] = forms[form]
      let bad = true
      try {
        JSON.parse(body(t))
        bad = false
      } catch {}
      try {
        decodePayload(run, enc.encode(body(t)))
        if (bad) fail(`${form} no JSON taken`, t)
        else pass++
      } catch (e) {
        e instanceof PayloadError ? pass++ : fail('crash', t)
      }
    }
}
const counted = Object.fromEntries(Object.entries(fails).filter(([group]) => !group.startsWith('(')))
showGroups(Object.fromEntries(Object.entries(fails).filter(([group]) => group.startsWith('('))), 'note', 4)
showGroups(counted)
console.log(`texts ${texts.size}`)
console.log(`${pass} passed, ${Object.values(counted).reduce((sum, lines) => sum + lines.length, 0)} failed`)
