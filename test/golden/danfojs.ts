/** What is used of danfojs-node; its own types need those of plotly and others, which nobody here has. */
export interface DanfojsFrame {
  readonly columns: readonly string[]
  readonly values: readonly (readonly unknown[])[]
}

type DataFrameClass = new (rows: readonly unknown[][], options: { columns: readonly string[]; dtypes?: readonly string[] }) => DanfojsFrame

let DataFrame: DataFrameClass | undefined

/** Imports danfojs-node, which takes a second and prints what it thinks of it: for those who ask for its frames alone. */
export async function loadDanfojs(): Promise<void> {
  const name: string = 'danfojs-node'
  ;({ DataFrame } = (await import(name)) as { DataFrame: DataFrameClass })
}

export function danfojsFrame(columns: readonly string[], rows: readonly unknown[][]): DanfojsFrame {
  if (DataFrame === undefined) throw new Error('danfojs is not loaded')
  // Without rows danfojs cannot tell what its columns hold.
  return new DataFrame(rows, rows.length > 0 ? { columns } : { columns, dtypes: columns.map(() => 'string') })
}

/** Whether danfojs can hold columns of these names: each becomes a property of the frame, in place of its own members. */
export function hasDanfojsForm(columns: readonly string[]): boolean {
  return columns.every((name) => DataFrame === undefined || !(name in DataFrame.prototype))
}

export function isDanfojsFrame(value: unknown): value is DanfojsFrame {
  return DataFrame !== undefined && value instanceof DataFrame
}
