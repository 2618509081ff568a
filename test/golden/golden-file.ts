/** The form of a file of goldens: what the Python package does, case by case. */
export interface GoldenFile {
  readonly cases: readonly GoldenCase[]
}

export interface GoldenCase {
  readonly id: string
  readonly parameters: readonly string[]
  readonly inputs: readonly (readonly [name: string, type: TypeSpec, options?: InputOptions])[]
  readonly output: TypeSpec | null
  readonly calls?: readonly GoldenCall[]
  readonly inputSchema?: Json
  readonly outputSchema?: Json
  readonly versions?: readonly string[]
  readonly definitionError?: { readonly type: string; readonly message: string }
}

export interface InputOptions {
  readonly convertToProvidedType?: boolean
  readonly optional?: boolean
}

export interface GoldenCall {
  readonly json: string
  readonly expect: 'same' | 'reject' | 'stricter' | 'better' | 'refuse'
  readonly value?: unknown
  readonly python?: { readonly values?: Readonly<Record<string, ResultSpec>>; readonly error?: { readonly message: string } }
}

export type TypeSpec = NumpySpec | PandasSpec | { readonly type: 'standard'; readonly value: unknown }

export interface NumpySpec {
  readonly type: 'numpy'
  readonly dtype: DtypeJson
  readonly shape: readonly number[]
  readonly data: unknown
  readonly enforceColumnType?: boolean
  readonly enforceShape?: boolean
}

export interface PandasSpec {
  readonly type: 'pandas'
  readonly columns: readonly (readonly [name: string | number, dtype: string, values: readonly unknown[]])[]
  readonly index?: readonly unknown[] | null
  readonly orient?: string
  readonly enforceColumnType?: boolean
  readonly enforceShape?: boolean
}

export type DtypeJson = string | readonly (readonly [string, DtypeJson, (readonly number[])?])[]

export type ResultSpec =
  | { readonly kind: 'ndarray'; readonly dtype: DtypeJson; readonly shape: readonly number[]; readonly data: readonly unknown[] }
  | {
      readonly kind: 'dataframe'
      readonly columns: readonly (string | number)[]
      readonly dtypes: readonly string[]
      readonly data: readonly (readonly unknown[])[]
    }
  | { readonly kind: 'standard'; readonly value: unknown }

export type Json = Readonly<Record<string, unknown>>
