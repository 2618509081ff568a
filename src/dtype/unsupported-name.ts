/** What to write instead of a dtype of numpy's, pandas's or a library's that has no form here. */
type Advice = string | ((...groups: (string | undefined)[]) => string)

const calendarUnits = ['Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns']

const pyarrowNames: Readonly<Record<string, string>> = {
  string: 'string',
  large_string: 'string',
  bool: 'boolean',
  halffloat: 'float16',
  float: 'Float32',
  double: 'Float64',
}

const advices: readonly (readonly [RegExp, Advice])[] = [
  [
    /^(?:c(?:8|16|24|32)|[FDG]|complex(?:64|128|192|256|_)?|c(?:single|float|double|longdouble|longfloat)|(?:single|long)complex)$/,
    'write "float64" with a last axis of 2, or two columns, for the real and the imaginary parts',
  ],
  [/^(?:g|f(?:12|16)|float(?:80|96|128|256)|longdouble|longfloat)$/, 'write "float64"'],
  [/^b?float(?:16|[2-8](?:_\w+)?)$/, 'write "float32", which holds all of its values'],
  [/^(u?)int[1-7]$/, (unsigned) => `write "${unsigned}int8", which holds all of its values`],
  [/^(?:u?int(?:128|256)|[iu]16)$/, 'write "int64", or "str" for more digits'],
  [/^(?:V[0-9]*|void[0-9]*)$/, 'write "bytes", or the fields of a structured dtype'],
  [/^[Mm]$/, 'write one with a unit, like "datetime64[ns]" or "timedelta64[ns]"'],
  [/^Sparse(?:\[(\w+(?:\[\w+\])?).*\])?$/i, (values = 'float64') => `write "${values}", the dtype of its values`],
  [
    /^period(?:\[(\w+).*\])?$/i,
    (unit = '') => `write "datetime64[${calendarUnits.includes(unit) ? unit : 'D'}]", for the start of each period`,
  ],
  [/^interval(?:\[.*\])?$/i, 'write two columns, for the ends of each interval'],
  [
    /^(.+)\[pyarrow(?:_numpy)?\]$/,
    (type = '') => {
      const name = pyarrowNames[type] ?? (/^u?int(?:8|16|32|64)$/.test(type) ? type.replace('u', 'U').replace('int', 'Int') : undefined)
      return name === undefined ? 'show an Arrow Table as the sample' : `write "${name}", or show an Arrow Table as the sample`
    },
  ],
  [/^decimal/i, 'write "str" or "float64", or show an Arrow Table as the sample'],
  [/^date$/, 'write "datetime64[D]"'],
  [/^(?:datetime|timestamp)$/i, 'write "datetime64[ns]"'],
  [/^(?:time|duration|timedelta)$/i, 'write "timedelta64[ns]"'],
  [/^(?:integer|signedinteger|bigint)$/, 'write "int64"'],
  [/^unsigned(?:integer)?$/, 'write "uint64"'],
  [/^(?:floating|inexact)$/, 'write "float64"'],
  [/^(?:text|character)$/, 'write "str"'],
]

/** What to write instead of a name that others know; undefined for what is no such name. */
export function adviceFor(name: string): string | undefined {
  for (const [pattern, advice] of advices) {
    const match = pattern.exec(name)
    if (match !== null) return typeof advice === 'string' ? advice : advice(...match.slice(1))
  }
  return undefined
}
