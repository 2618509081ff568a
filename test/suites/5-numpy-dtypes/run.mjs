// Every dtype string and form of dtypes.json (numpy 1.24.2, pandas 1.5.3), through numpy({ dtype }) and pandas({ columns }).
import { generateSwagger, inputSchema, numpy, pandas } from 'inference-schema'
import { assert, check, done, put, readCases, showGroups } from '../lib.mjs'

const { cases } = readCases('dtypes.json.gz', import.meta.url)
// No storage in the package by design: complex, long double, void.
const noJson = (m) => m && ((['c', 'V'].includes(m.kind) && !m.fields && !m.sub) || m.name === 'float128')
function arrayOf(spec) {
  try {
    const type = numpy({ dtype: spec, shape: [null] })
    const doc = generateSwagger(
      inputSchema('data', type)((data) => data),
      { version: '3.1' },
    ).components.schemas.ServiceInput.properties.data
    return { dtype: doc['x-dtype'], shape: doc['x-shape'], items: doc.items }
  } catch (error) {
    return { error: error.message, name: error.constructor.name }
  }
}
function frameOf(spec) {
  try {
    const type = pandas({ columns: { x: spec } })
    return {
      items: generateSwagger(
        inputSchema('data', type)((data) => data),
        { version: '3.1' },
      ).components.schemas.ServiceInput.properties.data,
    }
  } catch (error) {
    return { error: error.message, name: error.constructor.name }
  }
}
const expectName = (m) => {
  // numpy.zeros(n, '3f8') is an array of float64, of a further axis.
  if (m.sub) return expectName(m.sub[0])
  if (m.fields) return `[${m.fields.map(([n, f]) => `('${n}', ${expectName(f)})`).join(', ')}]`
  switch (m.kind) {
    case 'U':
      return m.itemsize === 0 ? 'str' : `<U${m.itemsize / 4}`
    case 'S':
      return m.itemsize === 0 ? 'bytes' : `S${m.itemsize}`
    case 'M':
    case 'm': {
      const [u, n] = m.unit
      return `${m.kind === 'M' ? 'datetime64' : 'timedelta64'}[${n === 1 ? '' : n}${u}]`
    }
    default:
      return m.name
  }
}
const show = (s) => JSON.stringify(s)
// The kinds of the deviations, for the counts.
const formOf = (spec) => {
  if (spec === null) return 'null (float64)'
  if (Array.isArray(spec)) return Array.isArray(spec[0]) ? 'field lists with titles or empty names' : 'tuples of dtype and shape or length'
  if (typeof spec === 'object') return 'dict forms'
  if (/^.?[pPac]$/.test(spec)) return 'one-letter codes p, P, a, c'
  if (/^.?O[48]$/.test(spec)) return 'O4, O8'
  if (spec.includes('generic') || /^[Mm]$/.test(spec)) return 'generic units'
  if (spec.includes('μ')) return 'μs spelt with a Greek letter'
  if (/\[[YM]\]$/.test(spec)) return 'timedelta64 in years and months'
  if (/\[.*\d.*\]$/.test(spec)) return 'multiples of a unit (25s, s/10)'
  if (/^[a-z]+[08_]$/.test(spec)) return 'names of numpy before 2'
  if (/^[US][-+ ]/.test(spec)) return 'signed or spaced widths (U+5, U 5)'
  return 'comma strings and subarrays (f8,f8 and 3f8)'
}
const takenForm = (spec) => {
  if (/^d.*64\[/i.test(spec) && !spec.startsWith('d')) return 'Datetime64 in other cases, read as timedelta64'
  if (/^t.*64\[/i.test(spec)) return 'Timedelta64 in other cases'
  if (/,/.test(spec)) return 'time zones that do not exist, or without a space'
  return 'names that numpy only prints (bytes32)'
}
const groups = {}
const note = (group, spec) => put(groups, group, typeof spec === 'string' ? spec : JSON.stringify(spec))
for (const c of cases) {
  const got = arrayOf(c.spec)
  const frame = typeof c.spec === 'string' ? frameOf(c.spec) : { error: 'n/a' }
  const accepted = got.error === undefined
  if (accepted !== (frame.error === undefined) && typeof c.spec === 'string')
    note(accepted ? 'array takes, frame refuses' : 'frame takes, array refuses', `${c.spec}  (${got.error ?? frame.error})`)
  if (got.error && got.name !== 'SchemaDefinitionError') note('CRASH', `${show(c.spec)} ${got.name}: ${got.error}`)
  await check(show(c.spec), () => {
    const np = c.numpy,
      pd = typeof c.pandas === 'string' && c.pandas_series_error === undefined
    if (np) {
      if (!accepted) {
        if (noJson(np)) {
          note('numpy takes, the package has no such storage (complex, longdouble, void): not counted as a failure', c.spec)
          return
        }
        note(`numpy takes, the package refuses: ${formOf(c.spec)}`, `${show(c.spec)} = ${np.sub ? 'subarray' : expectName(np)}`)
        assert.fail(`numpy takes it: ${expectName(np)}; the package: ${got.error.slice(0, 80)}`)
      }
      const want = expectName(np)
      if (np.sub) assert.deepEqual(got.shape, [null, ...np.sub[1]])
      if (got.dtype !== want) {
        note(
          `the meaning differs: ${/^.?[Mm]8$|64$/.test(c.spec) ? 'no unit (numpy: generic, here: ns)' : 'widths beyond what numpy holds'}`,
          `${show(c.spec)}: numpy ${want}, the package ${got.dtype}`,
        )
        assert.fail(`numpy ${want}, the package ${got.dtype}`)
      }
    } else if (pd) {
      if (!accepted) {
        note('pandas takes, the package refuses', `${show(c.spec)} = ${c.pandas}`)
        assert.fail(`pandas takes it: ${c.pandas}; the package refuses`)
      }
      note('only pandas takes, the package takes', `${c.spec} -> ${got.dtype} (pandas ${c.pandas})`)
    } else if (accepted) {
      note(`numpy and pandas refuse, the package takes: ${takenForm(c.spec)}`, `${show(c.spec)} -> ${got.dtype}   [${c.numpy_error}]`)
      assert.fail(`neither numpy nor pandas takes it; the package: ${got.dtype}`)
    }
  })
}
showGroups(groups, 'kind')
done({ isGrouped: true })
