import type { Input, Output } from './schemas.js'

export const payload: Input = {
  image: [
    [1, 2],
    [3, 200],
  ],
  weights: [[0.5, 0.25]],
  halves: [1.5],
  ids: [1, 2],
  flags: [true, false],
  labels: ['dog'],
  moments: ['2024-03-01T00:00:00Z'],
  durations: ['2 days'],
  points: [{ name: 'b', at: [1, 2] }],
  people: [
    { name: 'Ann', age: 40, plan: 'pro', since: '2024-03-01', note: 'x', weight: null, 'the "size"/m~2 📏': 2 },
    // Without the column that is optional, and the one with a default.
    { name: 'Bob', age: 20, since: '2024-03-02', weight: 80.5, 'the "size"/m~2 📏': 1 },
  ],
  history: {
    columns: ['a', 'b/"~'],
    index: [0, 1],
    data: [
      [1, null],
      [2, 3],
    ],
  },
  plain: {
    day: '2024-03-01',
    hour: '07:30:00Z',
    at: '2024-03-01T00:00:00Z',
    count: 7,
    top: 3,
    photo: 'AQI=',
    tags: ['a', 'b'],
    '$ref/~ "x" 😀': { inner: true },
  },
  mode: 'exact',
  // threshold has a default
  limit: null,
  options: { kind: 'y', note: null },
  'the "odd"/name ~ 😀': 'hello',
}

// @ts-expect-error there is no such mode
export const wrong: Input = { ...payload, mode: 'slow' }

export const refused: Input = {
  ...payload,
  // @ts-expect-error a flag is a boolean
  flags: [1],
  // @ts-expect-error a note is a text or null
  people: [{ name: 'Ann', age: 40, since: '2024-03-01', note: 5, weight: null, 'the "size"/m~2 📏': 2 }],
  // @ts-expect-error a point's name is a text
  points: [{ name: 1, at: [1, 2] }],
  // @ts-expect-error there is no such kind
  options: { kind: 'z' },
  // @ts-expect-error the name is a text
  'the "odd"/name ~ 😀': 1,
}

export const show = (answer: Output): [string | null | undefined, number, string] => [
  answer.people[0]?.note,
  answer.total,
  answer['a/b ~"c" 😀'],
]
