// Each text as a request for a frame declared with the same columns and dtypes: the cells must be those that pandas holds.
import { decodePayload, defineRun, PayloadError, pandas } from 'inference-schema'
import { put, readCases, showGroups } from '../lib.mjs'

const cases = readCases('cases.json.gz', import.meta.url)
let pass = 0
const fails = {}
const notes = {}
const precision = (_text, want, got) => {
  const w = Number(want)
  return Object.is(w, got) || Math.abs(w - got) <= Math.max(Math.abs(w) * 1e-9, 5e-11)
} // to_json writes 10 decimals
for (const c of cases) {
  // JSON has no place for the largest floats as pandas writes them: 1.797693e+308 is more than the largest.
  if (c.name === 'float_extremes') {
    for (const r of c.rows) if (r[0]?.f?.includes('e+308')) r[0] = { f: '1' }
    c.text = c.text.replace(/1\.797693\d*e\+308|1e\+308|-1e\+308/g, '1')
  }
  const iso = (c.opts.date_format === 'iso' || c.orient === 'table') && !c.opts.date_unit
  for (const r of c.rows)
    r.forEach((v, j) => {
      if (v?.f === 'inf' || v?.f === '-inf') r[j] = null
      if (v?.t && iso && c.columns[j][1].startsWith('datetime')) v.t = String((BigInt(v.t) / 1000000n) * 1000000n)
    })
  const kind =
    c.orient === 'table'
      ? 'orient table'
      : c.columns.some(([, t]) => /^(datetime|timedelta)/.test(t)) && !c.opts.date_format
        ? "epoch numbers for times (to_json's default before pandas 3)"
        : ''
  // Numbers of a unit have no finer digits.
  const unit = { s: 1_000_000_000n, ms: 1_000_000n, us: 1000n, ns: 1n }[c.opts.date_unit ?? 'ms']
  const isEpoch = (t) => kind.startsWith('epoch') && /^(datetime|timedelta)/.test(t)
  for (const r of c.rows)
    r.forEach((v, j) => {
      if (v?.t && isEpoch(c.columns[j][1])) v.t = String((BigInt(v.t) / unit) * unit)
    })
  const label = `${c.name} ${c.orient} ${JSON.stringify(c.opts)}`
  // Pairs: objects put columns with names like integers first.
  const columns = c.columns.map(([n, t], j) => [
    n,
    {
      dtype:
        t === 'object' || t === 'string'
          ? c.rows.some((r) => r[j] !== null && typeof r[j] !== 'string')
            ? 'object'
            : 'str'
          : t === 'category'
            ? 'str'
            : t,
      nullable: true,
      ...(isEpoch(t) ? { epoch: c.opts.date_unit ?? 'ms' } : {}),
    },
  ])
  let run
  for (const as of ['columns', 'records', 'arrow']) {
    try {
      run = defineRun({ inputs: { data: pandas({ columns, orient: c.orient, as }) } }, (x) => x)
    } catch (e) {
      put(notes, `cannot be declared: ${e.message.replace(/".*?"/g, '…').slice(0, 90)}`, label)
      continue
    }
    let data
    try {
      data = decodePayload(run, Buffer.from(`{"data":${c.text}}`)).data
    } catch (e) {
      if (!(e instanceof PayloadError)) put(fails, 'CRASH', `${label}: ${e.stack.slice(0, 200)}`)
      else put(fails, kind ? `refused: ${kind}` : `refused as ${as}`, `${label}: ${e.message.slice(0, 150)}  [${c.text.slice(0, 100)}]`)
      continue
    }
    const names = c.columns.map(([n]) => n)
    const column = (n) =>
      as === 'columns'
        ? Array.from(data[n])
        : as === 'records'
          ? data.map((r) => r[n])
          : (() => {
              const v = data.getChild(n)
              return Array.from({ length: v.length }, (_, i) => {
                if (!v.isValid?.(i) && v.get(i) === null) return null
                const t = v.type
                if (/Timestamp|Duration/.test(String(t))) {
                  let k = i
                  for (const d of v.data) {
                    if (k < d.length) return d.getValid(k) ? BigInt(d.values[k]) : null
                    k -= d.length
                  }
                }
                return v.get(i)
              })
            })()
    // rows by label come in ascending order of integer labels
    let order = c.rows.map((_, i) => i)
    if (['index', 'columns'].includes(c.orient) && c.index.every((l) => /^(0|[1-9]\d*)$/.test(l) && Number(l) < 2 ** 32 - 1))
      order = order.sort((a, b) => Number(c.index[a]) - Number(c.index[b]))
    let bad
    names.forEach((n, j) => {
      let got
      try {
        got = column(n)
      } catch (e) {
        bad ??= `column ${n}: ${e.message}`
        return
      }
      if (got.length !== c.rows.length) {
        bad ??= `${got.length} rows, expected ${c.rows.length}`
        return
      }
      order.forEach((r, i) => {
        const want = c.rows[r][j]
        const g = got[i]
        const ok =
          want === null
            ? g === null || g === undefined || Number.isNaN(g)
            : typeof want === 'object'
              ? 'i' in want
                ? (typeof g === 'bigint' ? String(g) : String(Number(g))) === want.i || (typeof g === 'number' && g === Number(want.i))
                : 'f' in want
                  ? precision(c.text, want.f, Number(g)) || (want.f === 'inf' && Number.isNaN(g))
                  : (g instanceof Date ? BigInt(g.getTime()) * 1000000n : typeof g === 'bigint' ? g : undefined)?.toString() === want.t
              : typeof want === 'boolean'
                ? Boolean(g) === want
                : g === want
        if (!ok)
          bad ??= `${n.slice(0, 20)} row ${i}: pandas ${JSON.stringify(want)}, package ${typeof g === 'bigint' ? `${g}n` : JSON.stringify(g)} (${typeof g})`
      })
    })
    if (bad) put(fails, `differs as ${as}`, `${label}: ${bad} [${c.text.slice(0, 110)}]`)
    else pass++
  }
}
showGroups(notes, 'note', 3)
showGroups(fails)
const failed = Object.values(fails).reduce((sum, lines) => sum + lines.length, 0)
console.log(`${pass} passed, ${failed} failed`)
