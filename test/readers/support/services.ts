import { fileURLToPath } from 'node:url'

export type Version = '2.0' | '3.0' | '3.1'

/** A service that is read and called. What it is sent stands in `clients/payloads`, in a file of its name. */
export interface Service {
  readonly name: string
  /** Its entry script. */
  readonly entry: string
  /** The versions of OpenAPI that can describe it. */
  readonly versions: readonly Version[]
  /** What it answers to its payload, and what a client reads in that. */
  readonly answer: unknown
  readonly shown: unknown
  /** The place at which the payload that is wrong does not fit. */
  readonly pointer: string
}

/** What a service is sent: a payload, and one that does not fit. */
export interface Payloads {
  readonly payload: unknown
  readonly wrong: unknown
}

/** A service's payloads as plain values, without the types of any document. */
export async function payloadsOf({ name }: Service): Promise<Payloads> {
  return (await import(new URL(`../clients/payloads/${name}.ts`, import.meta.url).href)) as Payloads
}

const path = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url))
const all = ['2.0', '3.0', '3.1'] as const

export const services: readonly Service[] = [
  {
    name: 'diabetes',
    entry: path('samples/diabetes/score.ts'),
    versions: all,
    answer: [3727.0253],
    shown: 3727.0253,
    pointer: '/data/0/9',
  },
  {
    name: 'mixed-frame',
    entry: path('samples/mixed-frame/score.ts'),
    versions: all,
    answer: [{ patient: 'p-1', progression: 5215.1803 }],
    shown: ['p-1', 5215.1803],
    pointer: '/data/0/patient',
  },
  {
    name: 'power-bi',
    entry: path('samples/power-bi/score.ts'),
    versions: all,
    answer: { Results: [{ address: '2 Mill Lane', price: 270_000, isNew: false }] },
    shown: 270_000,
    pointer: '/Inputs/houses/0/area',
  },
  {
    name: 'every-kind',
    entry: path('test/fixtures/every-kind/score.ts'),
    versions: all,
    answer: {
      people: [
        { name: 'Ann', score: 40, plan: 'pro', since: '2024-03-01T00:00:00.000Z', note: 'x' },
        { name: 'Bob', score: 10, plan: 'basic', since: '2024-03-02T00:00:00.000Z', note: null },
      ],
      sums: [206, 0.75, 2, 3],
      total: 10,
      at: '2024-03-01T00:00:00.000Z',
      photo: 'AQI=',
      'a/b ~"c" 😀': 'hello exact true none',
    },
    shown: ['x', 10, 'hello exact true none'],
    pointer: '/mode',
  },
  {
    name: 'openapi-3',
    entry: path('test/fixtures/every-kind/openapi-3.ts'),
    versions: ['3.0', '3.1'],
    answer: {
      rows: {
        columns: ['name', 'age', 'is/"new"', 'note'],
        index: [0, 1],
        data: [
          ['Ann', 40, true, null],
          ['Bob', 20, false, 'x'],
        ],
      },
      mixed: [null, 'b', 1.5, 2],
    },
    shown: ['Ann', 2],
    pointer: '/keys/0',
  },
]
