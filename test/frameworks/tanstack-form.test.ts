import { FieldApi, FormApi } from '@tanstack/form-core'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import {
  AbstractParameterType,
  defineRun,
  int,
  NumpyParameterType,
  PandasParameterType,
  payloadSchema,
  StandardPythonParameterType,
} from '../../src/index.js'

const people = new PandasParameterType([{ name: 'Sarah', age: int(25) }])
const run = defineRun({ inputs: { data: new NumpyParameterType([[1, 2]]), people } }, ({ data, people }) => data.get(0, 0) * people.length)

/** What a form holds: its inputs give text as well. */
interface Values {
  data: (number | string)[][]
  people: { name: string; age: number }[]
}

const good: Values = { data: [[3, 4]], people: [{ name: 'Ann', age: 5 }] }

describe('a TanStack form with payloadSchema as its validator', () => {
  const formOf = (defaultValues: Values) => {
    const onSubmit = vi.fn()
    const form = new FormApi({
      defaultValues,
      validators: { onChange: payloadSchema(run) },
      onSubmit: async ({ value }) => {
        // A form submits its own values, as they were typed.
        expectTypeOf(value).toEqualTypeOf<Values>()
        onSubmit(await run(value))
      },
    })
    form.mount()
    return { form, onSubmit }
  }

  it('submits what fits', async () => {
    const { form, onSubmit } = formOf(good)
    await form.handleSubmit()
    expect(form.state.isValid).toBe(true)
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith(3)
  })

  it('shows at its field what does not fit, and keeps it', async () => {
    const { form, onSubmit } = formOf({ data: [[3, 'x']], people: [{ name: 'Ann', age: 5.5 }] })
    const cell = new FieldApi({ form, name: 'data[0][1]' })
    const age = new FieldApi({ form, name: 'people[0].age' })
    const name = new FieldApi({ form, name: 'people[0].name' })
    for (const field of [cell, age, name]) field.mount()
    await form.handleSubmit()
    expect(onSubmit).not.toHaveBeenCalled()
    expect(age.state.meta.errors).toMatchObject([{ message: 'people[0].age is 5.5, expected an integer (int64)' }])
    expect(cell.state.meta.errors).toMatchObject([{ message: 'data[0][1] is "x", expected a number (float64)' }])
    expect(name.state.meta.errors).toEqual([])
  })

  it('forgets an issue when its field is corrected', () => {
    const { form } = formOf({ ...good, people: [{ name: 'Ann', age: 5.5 }] })
    const age = new FieldApi({ form, name: 'people[0].age' })
    age.mount()
    age.setValue(6.5)
    expect(form.state.canSubmit).toBe(false)
    age.setValue(6)
    expect([age.state.meta.errors, form.state.canSubmit]).toEqual([[], true])
  })
})

describe('a TanStack field with a parameter type as its validator', () => {
  const form = new FormApi({ defaultValues: { matrix: good.data, note: '', model: 'diabetes' } })
  form.mount()

  it('shows what is wrong with it', () => {
    const matrix = new FieldApi({ form, name: 'matrix', validators: { onChange: new NumpyParameterType([[1, 2]]) } })
    matrix.mount()
    matrix.setValue([[1, 'x']])
    expect(matrix.state.meta.errors).toMatchObject([{ path: [0, 1], message: '[0][1] is "x", expected a number (float64)' }])
  })

  it('takes values of any type of its own', () => {
    const note = new FieldApi({ form, name: 'note', validators: { onChange: new StandardPythonParameterType('text') } })
    note.mount()
    note.setValue('words')
    expect(note.state.meta.errors).toEqual([])
  })

  it('waits for an asynchronous type where forms wait, and says so where they do not', async () => {
    class Model extends AbstractParameterType<string> {
      override async deserializeInput(input: unknown): Promise<string> {
        if (input !== 'diabetes') throw new Error('expected the name of a model')
        return input
      }
      override inputToSwagger() {
        return { type: 'string', example: 'diabetes' }
      }
    }
    const model = new FieldApi({ form, name: 'model', validators: { onChangeAsync: new Model('diabetes') } })
    model.mount()
    model.setValue('iris', { dontValidate: true })
    await model.validate('change')
    expect(model.state.meta.errors).toMatchObject([{ code: 'refused' }])
    expect(() => model.parseValueWithSchema(new Model('diabetes'))).toThrow('async function passed to sync validator')
  })
})
