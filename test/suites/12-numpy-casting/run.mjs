// The Python package's own answers (casts.json), against casting 'unsafe' (which promises numpy's and pandas's conversions, all but
// wrapping) and against the default 'safe': whatever safe takes must be the same value as Python's.
import { decodePayload, defineRun, numpy, PayloadError, pandas } from 'inference-schema'
import { put, readCases, showGroups } from '../lib.mjs'

const casts = readCases('casts.json.gz', import.meta.url)
let pass = 0
const fails = {},
  notes = {}
const runs = new Map()
const runOf = (c, casting) => {
  const k = `${c.kind} ${c.dtype} ${casting}`
  if (!runs.has(k))
    runs.set(
      k,
      defineRun(
        {
          inputs: {
            d:
              c.kind === 'array'
                ? numpy({ dtype: c.dtype, shape: [null], casting })
                : pandas({ columns: { x: { dtype: c.dtype, nullable: true }, y: 'int64' }, as: 'columns', casting }),
          },
        },
        (x) => x,
      ),
    )
  return runs.get(k)
}
const get = (c, d) => {
  if (c.kind === 'array') {
    const a = d.d
    return a.data[0]
  }
  return Array.from(d.d.x)[0]
}
const same = (c, want, got) => {
  if (want === null) return got === null
  if (typeof want !== 'object') return got === want || String(got) === want
  if ('shape' in want) return true
  if ('count' in want) return got === null ? want.count === String(-(2n ** 63n)) : typeof got === 'bigint' && String(got) === want.count
  if ('bool' in want) return Boolean(got) === want.bool
  if ('int' in want) return (typeof got === 'bigint' || typeof got === 'number') && String(got) === want.int
  if ('float' in want)
    return (
      typeof got === 'number' &&
      (want.float === 'nan'
        ? Number.isNaN(got)
        : Object.is(got, Number(want.float.replace('inf', 'Infinity'))) || (c.dtype === 'object' && got === Number(want.float)))
    )
  if ('bytes' in want) return got instanceof Uint8Array ? Buffer.from(got).toString('hex') === want.bytes : false
  return JSON.stringify(got) === JSON.stringify(want)
}
// The kinds of the deviations, for the counts.
const kindOf = ({ kind, dtype, value }) => {
  if (kind === 'array' && dtype === 'str')
    return "text: the recorded sample was <U1 (numpy's zeros of dtype U), so Python cuts to one character"
  if (kind === 'array' && /^(S3|bytes)$/.test(dtype)) return 'bytes: text is base64 here, the text itself in Python'
  if (value === 'null') return 'null in a nullable column: null here; true, nan or <NA> in Python'
  if (value === '1.7') return "1.7 is 1.7000000000000002 in pandas 1.5's reader"
  if (dtype === 'object') return 'object: integers beyond 2^53 lose digits'
  if (/^(string|<U3)$/.test(dtype)) return 'numbers as text: 1.0 and -0.0 lose their fraction and sign (unsafe)'
  return `${kind} ${dtype}`
}
const show = (x) =>
  typeof x === 'bigint'
    ? `${x}n`
    : x instanceof Uint8Array
      ? `b:${Buffer.from(x).toString('hex')}`
      : typeof x === 'number' && (Number.isNaN(x) || !Number.isFinite(x) || Object.is(x, -0))
        ? Object.is(x, -0)
          ? '-0'
          : String(x)
        : JSON.stringify(x)
const wraps = (c) => {
  const m = /^(u?)int(\d+)$/i.exec(c.dtype)
  if (!m) return false
  const b = BigInt(m[2])
  const [lo, hi] = m[1] ? [0n, 2n ** b - 1n] : [-(2n ** (b - 1n)), 2n ** (b - 1n) - 1n]
  const n = Number(JSON.parse(c.value))
  return Number.isFinite(n) && (n < Number(lo) || n > Number(hi))
}
for (const c of casts)
  for (const casting of ['unsafe', 'safe']) {
    const body = c.kind === 'array' ? `{"d":[${c.value}]}` : `{"d":[{"x":${c.value},"y":1}]}`
    let got, error
    try {
      got = get(c, decodePayload(runOf(c, casting), Buffer.from(body)))
    } catch (e) {
      error = e
      if (!(e instanceof PayloadError)) {
        put(fails, 'CRASH', `${c.kind} ${c.dtype} ${c.value}: ${e.stack.slice(0, 200)}`)
        continue
      }
    }
    const python = 'python' in c
    const line = `${c.kind} ${c.dtype} ${c.value}: Python ${python ? JSON.stringify(c.python) : c.error.slice(0, 60)}, ${casting} ${error ? error.message.slice(0, 90) : show(got)}`
    if (error) {
      if (!python) pass++
      else if (casting === 'safe') {
        pass++
      } else if (wraps(c)) pass++
      else put(notes, `${casting}: Python takes, we refuse: ${c.kind} ${c.dtype}`, line)
    } else if (!python) put(notes, `${casting}: Python refuses, we take: ${c.kind} ${c.dtype}`, line)
    else if (same(c, c.python, got)) pass++
    else put(fails, kindOf(c), line)
  }
showGroups(fails)
if (process.env.NOTES) showGroups(notes, 'note', 30)
const count = (groups) => Object.values(groups).reduce((sum, lines) => sum + lines.length, 0)
console.log(`notes (one accepts, the other refuses; not counted; NOTES=1 lists them): ${count(notes)}`)
console.log(`${pass} passed, ${count(fails)} failed`)
