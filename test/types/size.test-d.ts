// Checked by the compiler under several settings: see settings.test.ts. Large samples must not end in "excessively deep".
import { describe, expectTypeOf, it } from 'vitest'
import {
  defineRun,
  inputSchema,
  outputSchema,
  PandasParameterType,
  type PayloadOf,
  type Received,
  StandardPythonParameterType,
} from '../../src/index.js'

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
/** The names of 300 columns. */
type Name = `${'number' | 'text' | 'time'}${Digit}${Digit}`
type Wide = { [Key in Name]: Key extends `number${string}` ? number : Key extends `text${string}` ? string : Date }

declare const wideRow: Wide
declare const wideColumns: { [Key in Name]: Wide[Key][] }

describe('a frame of 300 columns', () => {
  const frame = new PandasParameterType([wideRow], { dtypes: { number00: 'int64', text00: 'category' } })

  it('is received and returned with its types', () => {
    const run = defineRun({ inputs: { frame }, output: frame }, ({ frame }) => frame.map((row) => ({ ...row, number99: row.number98 })))
    expectTypeOf<PayloadOf<typeof run>['frame'][number]['number00']>().toEqualTypeOf<bigint>()
    outputSchema(frame)(() => wideColumns)
    outputSchema(new PandasParameterType(wideColumns))(inputSchema('rows', new PandasParameterType([wideRow]))((rows: Wide[]) => rows))
  })

  it('is refused for one column of another kind', () => {
    // @ts-expect-error one of 300 columns
    outputSchema(frame)(() => [{ ...wideRow, text42: 1 }])
    // @ts-expect-error one of 300 columns
    inputSchema('rows', frame)((rows: (Omit<Wide, 'text42'> & { text42: number })[]) => rows)
    // @ts-expect-error 299 columns
    outputSchema(frame)((rows: Omit<Wide, 'time99'>[]) => rows)
  })
})

describe('a sample that is nested 20 deep', () => {
  const deep = new StandardPythonParameterType({
    label: 'x',
    list: [1],
    next: [
      {
        score: 1,
        at: new Date(0),
        next: {
          label: 'x',
          list: [1],
          next: [
            {
              score: 1,
              at: new Date(0),
              next: {
                label: 'x',
                list: [1],
                next: [
                  {
                    score: 1,
                    at: new Date(0),
                    next: {
                      label: 'x',
                      list: [1],
                      next: [
                        {
                          score: 1,
                          at: new Date(0),
                          next: {
                            label: 'x',
                            list: [1],
                            next: [
                              {
                                score: 1,
                                at: new Date(0),
                                next: {
                                  label: 'x',
                                  list: [1],
                                  next: [
                                    {
                                      score: 1,
                                      at: new Date(0),
                                      next: {
                                        label: 'x',
                                        list: [1],
                                        next: [
                                          {
                                            score: 1,
                                            at: new Date(0),
                                            next: {
                                              label: 'x',
                                              list: [1],
                                              next: [
                                                {
                                                  score: 1,
                                                  at: new Date(0),
                                                  next: {
                                                    label: 'x',
                                                    list: [1],
                                                    next: [
                                                      {
                                                        score: 1,
                                                        at: new Date(0),
                                                        next: { label: 'x', list: [1], next: [{ score: 1, at: new Date(0), next: 0.5 }] },
                                                      },
                                                    ],
                                                  },
                                                },
                                              ],
                                            },
                                          },
                                        ],
                                      },
                                    },
                                  ],
                                },
                              },
                            ],
                          },
                        },
                      ],
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    ],
  })
  type Deep = Received<typeof deep>
  const value: Deep = deep.deserializeInput({})

  it('is received and returned with its types', () => {
    expectTypeOf<Deep>().not.toBeUnknown()
    defineRun({ inputs: { deep }, output: deep }, ({ deep }) => deep)
    outputSchema(deep)(inputSchema('deep', deep)((deep: Deep) => deep))
  })

  it('is refused for a part of another kind', () => {
    // @ts-expect-error the label of the outermost object is text
    outputSchema(deep)(() => ({ ...value, label: 1 }))
    // @ts-expect-error a list has a number instead of an object
    outputSchema(deep)(() => ({ ...value, next: [1] }))
  })
})
