import 'reflect-metadata'
import ndarray from 'ndarray'
import { describe, expect, it, vi } from 'vitest'
import {
  AbstractParameterType,
  type DtypeSpec,
  getInputSchema,
  getOutputSchema,
  type InputSchemaOptions,
  inputSchema,
  invoke,
  isSchemaDecorated,
  type NdArray,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  PayloadError,
  type RunFunction,
  SchemaDefinitionError,
  StandardPythonParameterType,
} from '../../src/index.js'

const number = new StandardPythonParameterType(0.5)
const text = new StandardPythonParameterType('cat')
const flag = new StandardPythonParameterType(true)
const matrix = new NumpyParameterType([[1, 2]])

class Celsius extends AbstractParameterType<number> {
  override deserializeInput(input: unknown): number {
    const match = /^(-?\d+)F$/.exec(String(input))
    if (match === null) throw new Error('expected a temperature like "68F"')
    return (Number(match[1]) - 32) / 1.8
  }
  override inputToSwagger() {
    return { type: 'string', example: '68F' } as const
  }
}

class Remote extends AbstractParameterType<string> {
  override async deserializeInput(input: unknown): Promise<string> {
    if (typeof input !== 'number') throw new Error('expected a key')
    return `row ${input}`
  }
  override async inputToSwagger() {
    return { type: 'integer', example: 1 } as const
  }
}

/** Decorates the parameters a, b and c of a function with a number, a text and a flag. */
function withABC<F extends RunFunction>(run: F): F {
  return inputSchema('a', number)(inputSchema('b', text)(inputSchema('c', flag)(run)))
}

describe('schemas on a plain function', () => {
  const declared = (a: number, b: string) => `${a}${b}`

  it.each([
    ['input, input, output', inputSchema('a', number)(inputSchema('b', text)(outputSchema(text)(declared)))],
    ['output, input, input', outputSchema(text)(inputSchema('b', text)(inputSchema('a', number)(declared)))],
    ['input, output, input', inputSchema('b', text)(outputSchema(text)(inputSchema('a', number)(declared)))],
  ])('stack in any order: %s', async (_, run) => {
    expect(Object.keys(getInputSchema(run).properties ?? {})).toEqual(['a', 'b'])
    expect(getInputSchema(run).example).toEqual({ a: 0.5, b: 'cat' })
    expect(getOutputSchema(run).example).toBe('cat')
    expect(run(1, 'x')).toBe('1x')
    expect(await invoke(run, { b: 'x', a: 1 })).toBe('1x')
    expect(() => run('x' as never, 1 as never)).toThrow('a is "x", expected a number (and 1 more issue)')
  })

  it('leave the function itself undecorated', () => {
    inputSchema('a', number)(declared)
    expect(isSchemaDecorated(declared)).toBe(false)
    expect(declared('x' as never, 'y')).toBe('xy')
  })

  it('are not shared by functions of one name', () => {
    const [first, second] = [number, text].map((type) => {
      function run(data: unknown) {
        return data
      }
      return inputSchema('data', type)(run)
    }) as [RunFunction, RunFunction]
    expect(getInputSchema(first).example).toEqual({ data: 0.5 })
    expect(getInputSchema(second).example).toEqual({ data: 'cat' })
    expect(second('x')).toBe('x')
    expect(() => first('x')).toThrow(PayloadError)
  })

  it('keep what a closure sees', () => {
    const make = (factor: number) => inputSchema('data', number)((data: number) => data * factor)
    expect([make(2)(3), make(5)(3)]).toEqual([6, 15])
  })

  it('may be given anew when a function is defined once more', () => {
    let run = inputSchema('data', number)((data) => data)
    run = inputSchema('data', text)((data) => data)
    expect(getInputSchema(run).example).toEqual({ data: 'cat' })
  })

  it('may differ between two decorations of one function', () => {
    const [one, two] = [inputSchema('a', number)(declared), inputSchema('a', text)(declared)]
    expect(one(1, 'x')).toBe('1x')
    expect(two('y' as never, 'x')).toBe('yx')
    expect(() => two(1, 'x')).toThrow('a is 1, expected a string')
  })

  it('do not change a function that is decorated further', () => {
    const inner = inputSchema('b', text)((...args: unknown[]) => args)
    const outer = inputSchema('a', number)(inner)
    expect(outer(1, 'x')).toEqual([1, 'x'])
    expect(inner('x')).toEqual(['x'])
    expect(Object.keys(getInputSchema(inner).properties ?? {})).toEqual(['b'])
  })

  it('hang on the function, where reflect-metadata finds them', () => {
    const run = inputSchema('a', number)(declared)
    expect(Reflect.getMetadata('inference-schema:run', run)).toMatchObject({
      inputs: [{ name: 'a', index: 0, type: number, convert: true, optional: false }],
      output: undefined,
    })
    expect(Reflect.hasMetadata('inference-schema:run', declared)).toBe(false)
  })

  it('keeps what others know of the function', () => {
    const declared = (data: unknown) => data
    Reflect.defineMetadata('route', '/score', declared)
    expect(Reflect.getMetadata('route', outputSchema(text)(inputSchema('data', text)(declared)))).toBe('/score')
  })

  it('are lost in the function that somebody else puts around: nothing leads from it to ours', () => {
    const run = inputSchema('a', number)(declared)
    const around = (...args: [number, string]) => run(...args)
    expect(isSchemaDecorated(around)).toBe(false)
    expect(() => around('x' as never, 'y')).toThrow(PayloadError)
  })

  describe('where somebody else stands between two decorators of a plain function', () => {
    const logged = <F extends (...args: never[]) => unknown>(fn: F): F => ((...args: never[]) => fn(...args)) as F
    const fn = (a: number, b: string) => [a, b]
    const text = new StandardPythonParameterType('x')

    it.each([
      ['the first parameter outside', () => inputSchema('a', number)(logged(inputSchema('b', text)(fn)))],
      ['the second parameter outside', () => inputSchema('b', text)(logged(inputSchema('a', number)(fn)))],
      [
        'decorators that were made before',
        () => ((withA, withB) => withB(logged(withA(fn))))(inputSchema('a', number), inputSchema('b', text)),
      ],
      ['two strangers', () => inputSchema('b', text)(logged(logged(inputSchema('a', number)(fn))))],
    ])('know all parameters and convert each: %s', async (_, decorate) => {
      const run = decorate()
      expect(getInputSchema(run).properties).toEqual({ a: { type: 'number', format: 'double' }, b: { type: 'string' } })
      expect(await invoke(run, { a: 1, b: 'y' })).toEqual([1, 'y'])
      expect(run(2, 'z')).toEqual([2, 'z'])
      expect(() => run('x' as never, 'z')).toThrow('a is "x", expected a number')
      expect(() => run(1, 5 as never)).toThrow('b is 5, expected a string')
    })

    it('take an output schema outside', () => {
      const run = outputSchema(new StandardPythonParameterType(['x']))(
        logged(inputSchema('a', number)((a: number, b: string) => [`${a}`, b])),
      )
      expect(getInputSchema(run).properties).toHaveProperty('a.type', 'number')
      expect(getOutputSchema(run)).toHaveProperty('items.type', 'string')
    })

    it('do not take another function that was decorated before for theirs', () => {
      inputSchema('a', number)(fn)
      const run = inputSchema('b', text)((...args: unknown[]) => args)
      expect(Object.keys(getInputSchema(run).properties ?? {})).toEqual(['b'])
    })
  })

  it('go with a bound method, whose payload is read as ever', async () => {
    const scorer = {
      factor: 10,
      run: inputSchema(
        'a',
        number,
      )(function (this: { factor: number }, a: number) {
        return a * this.factor
      }),
    }
    const bound = scorer.run.bind(scorer)
    expect(isSchemaDecorated(bound)).toBe(true)
    expect(await invoke(bound, { a: 2 })).toBe(20)
    expect(bound(3)).toBe(30)
    expect(() => bound('x' as never)).toThrow(PayloadError)
  })

  it('keep the name, the length and the properties of the function', () => {
    function score(a: number, b: string) {
      return `${a}${b}`
    }
    score.version = 3
    const run = inputSchema('a', number)(score)
    expect([run.name, run.length, run.version]).toEqual(['score', 2, 3])
  })
})

describe('a decorated function', () => {
  it('converts positional arguments, those without a schema excepted', () => {
    const run = inputSchema('data', matrix)((label: string, data: NdArray<Float64Array>) => [label, data.data])
    expect(run('x', [[3, 4]] as never)).toEqual(['x', Float64Array.of(3, 4)])
  })

  it('hands on values that are right already, without a copy', () => {
    const given = [ndarray(new Float64Array([1, 2, 3, 4]), [2, 2]), [{ a: 1, b: 'x' }], { nested: { list: [1, 2] }, day: new Date(0) }]
    const types = [
      matrix,
      new PandasParameterType([{ a: 0.5, b: 'y' }]),
      new StandardPythonParameterType({ nested: { list: [0.5] }, day: new Date(5) }),
    ]
    for (const [index, value] of given.entries()) {
      const run = inputSchema('value', types[index] as AbstractParameterType)((value) => value)
      expect(run(value)).toBe(value)
    }
  })

  it('checks them all the same', () => {
    const run = inputSchema('data', matrix)((data) => data)
    expect(() => run(ndarray(new Float64Array(3), [1, 3]))).toThrow(PayloadError)
  })

  it('changes nothing that the caller passed', () => {
    const run = inputSchema(
      'value',
      new StandardPythonParameterType({ at: new Date(0), image: matrix }),
    )((value: { at: Date }, ...rest: unknown[]) => [value, rest])
    const given = { at: '2024-02-29T12:30:00Z', image: [[1, 2]], more: { kept: true } }
    const copy = structuredClone(given)
    const args = [given, 'more'] as const
    const [received] = run(...(args as never as [{ at: Date }, string])) as [{ at: Date }, unknown]
    expect(received.at).toEqual(new Date('2024-02-29T12:30:00Z'))
    expect(given).toEqual(copy)
    expect(args[0]).toBe(given)
  })

  it('refuses before run is called, naming every wrong argument', () => {
    const called = vi.fn()
    const run = withABC((a: number, b: string, c: boolean) => called(a, b, c))
    expect(() => run('1' as never, 'x', 1 as never)).toThrow(
      expect.objectContaining({
        name: 'PayloadError',
        status: 400,
        message: 'a is "1", expected a number (and 1 more issue)',
        issues: [expect.objectContaining({ path: ['a'] }), expect.objectContaining({ path: ['c'], message: 'c is 1, expected a boolean' })],
      }),
    )
    expect(called).not.toHaveBeenCalled()
  })

  it('refuses a required argument that is missing', () => {
    const run = withABC((a: number, b: string, c: boolean) => [a, b, c])
    expect(() => (run as RunFunction)(1)).toThrow('b is missing, expected a string (and 1 more issue)')
    expect(() => (run as RunFunction)(1, null, true)).toThrow('b is null, expected a string')
  })

  it('passes further arguments on, and as many as were given', () => {
    const run = inputSchema(
      'a',
      number,
    )(function (a: number) {
      // biome-ignore lint/complexity/noArguments: what is counted is what was passed.
      return [a, ...Array.from(arguments).slice(1)]
    })
    expect((run as RunFunction)(1, 2, 3)).toEqual([1, 2, 3])
    expect((run as RunFunction)(1)).toEqual([1])
  })

  it('has its caller’s this', () => {
    const service = {
      factor: 3,
      run: inputSchema(
        'a',
        number,
      )(function (this: { factor: number }, a: number) {
        return a * this.factor
      }),
    }
    expect(service.run(2)).toBe(6)
  })

  it('is synchronous when run is', () => {
    expect(inputSchema('a', number)((a) => a)(1)).toBe(1)
    expect(() => inputSchema('a', number)((a) => a)('x')).toThrow(PayloadError)
  })

  it('is asynchronous when run is, and then refuses by rejecting', async () => {
    const run = inputSchema('a', number)(async (a: number) => a)
    expect(run(1)).toBeInstanceOf(Promise)
    expect(await run(1)).toBe(1)
    await expect(run('x' as never)).rejects.toThrow('a is "x", expected a number')
  })

  it('does not wait for arguments that it does not convert', () => {
    const promise = Promise.resolve('later')
    const run = inputSchema('a', number)((a: number, later: unknown, ...more: unknown[]) => [a, later, ...more])
    expect(run(1, promise, promise)).toEqual([1, promise, promise])
  })

  it('gives a generator where run is one', () => {
    const run = inputSchema(
      'a',
      number,
    )(function* (a: number) {
      yield a
      yield a + 1
    })
    expect([...run(1)]).toEqual([1, 2])
  })
})

describe('a custom type', () => {
  it('converts what is not of its kind yet', () => {
    const run = inputSchema('degrees', new Celsius(20))((degrees: number) => degrees)
    expect(run('68F' as never)).toBe(20)
    expect(run(20)).toBe(20)
    expect(() => run('warm' as never)).toThrow('degrees is "warm", expected what Celsius accepts: expected a temperature like "68F"')
  })

  it('that is asynchronous makes a promise of the result', async () => {
    const run = inputSchema('row', new Remote('row 1'))((row: string, factor: number) => [row, factor])
    const pending = run(5 as never, 2) as unknown
    expect(pending).toBeInstanceOf(Promise)
    expect(await pending).toEqual(['row 5', 2])
  })

  it('that refuses asynchronously rejects before run is called', async () => {
    const called = vi.fn()
    const run = inputSchema('row', new Remote('row 1'))((row: string) => called(row))
    await expect(run(true as never)).rejects.toThrow('row is true, expected what Remote accepts: expected a key')
    expect(called).not.toHaveBeenCalled()
  })
})

describe('defaults of run', () => {
  const run: RunFunction = inputSchema('a', number)((a = 5, b = 'none') => [a, b])

  it('stand in for what was not given, with a schema and without', () => {
    expect(run()).toEqual([5, 'none'])
    expect(run(undefined, 'x')).toEqual([5, 'x'])
    expect(run(1)).toEqual([1, 'none'])
  })

  it('stand in by name', async () => {
    expect(await invoke(run, {})).toEqual([5, 'none'])
    expect(await invoke(run, { b: 'x' })).toEqual([5, 'x'])
    expect(await invoke(run, { a: 0 })).toEqual([0, 'none'])
  })

  it('do not stand in for null, which the type refuses', async () => {
    expect(() => run(null)).toThrow('a is null, expected a number')
    await expect(invoke(run, { a: null })).rejects.toThrow('a is null, expected a number')
  })

  it('are not converted', () => {
    expect(inputSchema('a', matrix)((a = 'mine' as never) => a)()).toBe('mine')
  })
})

describe('an optional parameter', () => {
  const run: RunFunction = inputSchema('a', number, { optional: true })((a, b = 'b') => [a, b])
  const withDefault = inputSchema('a', number, { optional: true })((a = 5) => a)

  it('is undefined, or its default, when it is absent or null', async () => {
    expect(run()).toEqual([undefined, 'b'])
    expect(run(null)).toEqual([undefined, 'b'])
    expect(withDefault(null as never)).toBe(5)
    expect(await invoke(run, {})).toEqual([undefined, 'b'])
    expect(await invoke(run, { a: null })).toEqual([undefined, 'b'])
    expect(await invoke(withDefault, '{"a": null}')).toBe(5)
  })

  it.each([
    ['0', number, 0, 0],
    ["''", text, '', ''],
    ['false', flag, false, false],
    ['0 for an int64', new StandardPythonParameterType(5n), 0, 0n],
    ['an empty array', new NumpyParameterType([1]), [], ndarray(new Float64Array(0), [0])],
  ])('is converted when it is given and falsy: %s', async (_, type, given, received) => {
    const run = inputSchema('a', type, { optional: true })((a = 'default') => a)
    expect(run(given as never)).toEqual(received)
    expect(await invoke(run, { a: given })).toEqual(received)
  })

  it.each([
    ['0', text, 0],
    ["''", number, ''],
    ['false', number, false],
  ])('is checked when it is given and falsy: %s', (_, type, given) => {
    expect(() => inputSchema('a', type, { optional: true })((a) => a)(given)).toThrow(PayloadError)
  })
})

describe('convertToProvidedType: false', () => {
  const run = inputSchema('data', matrix, { convertToProvidedType: false })((data) => data)

  it('documents the value and hands it on as it came', async () => {
    const given = { anything: ['at', 'all'] }
    expect(getInputSchema(run).example).toEqual({ data: [[1, 2]] })
    expect(run(given)).toBe(given)
    expect(await invoke(run, { data: given })).toBe(given)
    expect(await invoke(run, '{"data": "text"}')).toBe('text')
  })

  it('still asks for a value', async () => {
    await expect(invoke(run, {})).rejects.toThrow('data is missing')
  })
})

describe('index', () => {
  it('places a parameter whose name the source does not have', async () => {
    const run = inputSchema('label', text, { index: 1 })(inputSchema('data', number, { index: 0 })((t: number, e: string) => [t, e]))
    expect(Object.keys(getInputSchema(run).properties ?? {})).toEqual(['data', 'label'])
    expect(run(1, 'x')).toEqual([1, 'x'])
    expect(await invoke(run, { label: 'x', data: 1 })).toEqual([1, 'x'])
    expect(() => run('x' as never, 1 as never)).toThrow('data is "x", expected a number')
  })

  it('names a destructured parameter', async () => {
    const run = inputSchema('point', new StandardPythonParameterType({ x: 1, y: 2 }), { index: 1 })((factor, { x, y }) => (x + y) * factor)
    expect(await invoke(run, { factor: 2, point: { x: 3, y: 4 } })).toBe(14)
  })

  it('keeps the default of the parameter there', async () => {
    expect(
      await invoke(
        inputSchema('data', number, { index: 0 })((t = 7) => t),
        {},
      ),
    ).toBe(7)
  })

  it('goes before the order of decorators', async () => {
    const run = inputSchema('first', number, { index: 0 })(inputSchema('second', text)((...args: unknown[]) => args))
    expect(run(1, 'x')).toEqual([1, 'x'])
    expect(await invoke(run, { second: 'x', first: 1 })).toEqual([1, 'x'])
    expect(Object.keys(getInputSchema(run).properties ?? {})).toEqual(['first', 'second'])
  })

  it.each([-1, 1.5, Number.NaN])('is refused when it is %s', (index) => {
    expect(() => inputSchema('a', number, { index })((a) => a)).toThrow(SchemaDefinitionError)
  })

  it('is refused when another parameter has it', () => {
    const first = inputSchema('a', number)((a, b) => [a, b])
    expect(() => inputSchema('x', number, { index: 0 })(first)).toThrow('the parameters "a" and "x" have the same index, 0')
  })
})

describe('a parameter is found by its name', () => {
  const key = 'computed'
  const service = {
    method(a: number, b: string, c: boolean) {
      return [a, b, c]
    },
    async asyncMethod(a: number, b: string, c: boolean) {
      return [a, b, c]
    },
    [`${key} run`](a: number, b: string, c: boolean) {
      return [a, b, c]
    },
    'quoted, (name) {'(a: number, b: string, c: boolean) {
      return [a, b, c]
    },
    42(a: number, b: string, c: boolean) {
      return [a, b, c]
    },
    get(a: number, b: string, c: boolean) {
      return [a, b, c]
    },
    async(a: number, b: string, c: boolean) {
      return [a, b, c]
    },
    function(a: number, b: string, c: boolean) {
      return [a, b, c]
    },
    property: (a: number, b: string, c: boolean) => [a, b, c],
  }
  class Service {
    readonly kind = 'service'
    static #hidden(a: number, b: string, c: boolean) {
      return [a, b, c]
    }
    static hidden = Service.#hidden
    static run(a: number, b: string, c: boolean) {
      return [a, b, c]
    }
  }

  it.each<[string, RunFunction]>([
    ['an arrow function', (a, b, c) => [a, b, c]],
    ['an async arrow function', async (a, b, c) => [a, b, c]],
    [
      'a named async function',
      async function run(a, b, c) {
        return [a, b, c]
      },
    ],
    ['a method', service.method],
    ['an async method', service.asyncMethod],
    ['a method with a computed key', service['computed run'] as RunFunction],
    ['a method with a quoted name', service['quoted, (name) {']],
    ['a method with a number for a name', service[42]],
    ['a method called get', service.get],
    ['a method called async', service.async],
    ['a method called function', service.function],
    ['an arrow function as a property', service.property],
    ['a static method', Service.run],
    ['a private method', Service.hidden],
    ['a function made from text', new Function('a', 'b', 'c', 'return [a, b, c]') as RunFunction],
    ['a function expression', new Function('return function (a, b, c) { return [a, b, c] }')() as RunFunction],
    [
      'a function with comments',
      new Function('return function run(/* x, */ a, // y)\n b /* = "c" */, c /* ) { */) { return [a, b, c] }')(),
    ],
  ])('in %s', async (_, run) => {
    const decorated = withABC(run)
    expect(getInputSchema(decorated).example).toEqual({ a: 0.5, b: 'cat', c: true })
    expect(await decorated(1, 'x', false)).toEqual([1, 'x', false])
    expect(await invoke(decorated, { c: false, b: 'x', a: 1 })).toEqual([1, 'x', false])
  })

  it.each([
    ['a string with a comma and a parenthesis', `(x = "a, b) => {", a) => [x, a]`],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template.
    ['a template with an expression', '(x = `${[1, 2].map((a) => `${a}`)}, a`, a) => [x, a]'],
    ['a regular expression', '(x = /[,)/]a,/u, a) => [x, a]'],
    ['an object', '(x = { a: 1, b: [2, 3] }, a) => [x, a]'],
    ['an arrow function', '(x = (a, b) => a + b, a) => [x, a]'],
    ['a comment', '(x = 1 /* , a */, a) => [x, a]'],
    ['import.meta', '(x = import.meta.url, a) => [x, a]'],
  ])('behind a default that is %s', async (_, source) => {
    const { run } = await import(/* @vite-ignore */ `data:text/javascript,export const run = ${encodeURIComponent(source)}`)
    const decorated = inputSchema('a', number)(run as RunFunction)
    const [, a] = decorated(undefined, 3) as unknown[]
    expect(a).toBe(3)
    expect(() => decorated(3, 'x')).toThrow('a is "x", expected a number')
  })

  it.each([
    ['an arrow without parentheses', 'a => [a]'],
    ['an arrow without parentheses and with a body', 'a => { return [a] }'],
    ['a generator', 'function* (a) { return [a] }'],
    ['an async generator', 'async function* run(a) { yield a }'],
    ['a generator method', '({ *run(a) { yield a } }).run'],
    ['an async generator method', '({ async *run(a) { yield a } }).run'],
    ['a setter’s neighbour', '({ set x(v) {}, run(a) { return [a] } }).run'],
    ['a method that uses super', '({ run(a) { return super.toString(a) } }).run'],
    ['a function with new.target', 'function (a) { return new.target }'],
    ['unicode names', 'function läufer(a, größe) { return [a] }'],
  ])('in %s', (_, source) => {
    const decorated = inputSchema('a', number)(new Function(`return (${source})`)() as RunFunction)
    expect(Object.keys(getInputSchema(decorated).properties ?? {})).toContain('a')
    expect(() => decorated('x')).toThrow(PayloadError)
    expect(() => inputSchema('z', number)(decorated)).toThrow(SchemaDefinitionError)
  })

  it('in an async arrow without parentheses', async () => {
    const decorated = inputSchema('a', number)(new Function('return async a => [a]')() as RunFunction)
    expect(await invoke(decorated, { a: 1 })).toEqual([1])
    await expect(decorated('x')).rejects.toThrow(PayloadError)
  })

  it('beside destructured ones and before a rest', async () => {
    const run = inputSchema('a', number)(({ x }: { x: number }, a: number, ...rest: unknown[]) => [x, a, rest])
    expect(run({ x: 1 }, 2, 3, 4)).toEqual([1, 2, [3, 4]])
    expect(() => run({ x: 1 }, 'x' as never)).toThrow('a is "x"')
  })
})

describe('a parameter that esbuild renamed, because something outside has its name,', () => {
  // esbuild, which runs these tests and TypeScript entry scripts, does this to the source: `data` is `data2` in it.
  const data = new StandardPythonParameterType(1.5)
  const run = inputSchema('data', data)((label: string, data: number) => [label, data])

  it('is found all the same', async () => {
    expect(run.toString()).not.toContain('data2')
    expect(String((label: string, data: number) => [label, data])).toContain('data2')
    expect(getInputSchema(run).example).toMatchObject({ data: 1.5 })
    expect(run('x', 2)).toEqual(['x', 2])
    expect(await invoke(run, { data: 2, label: 'x' })).toEqual(['x', 2])
    expect(() => run('x', 'y' as never)).toThrow('data is "y", expected a number')
  })

  it('keeps its default', async () => {
    expect(
      await invoke(
        inputSchema('data', data)((data = 7) => data),
        {},
      ),
    ).toBe(7)
  })

  it.each([
    ['two parameters could be meant', '(a2, a3) => [a2, a3]'],
    ['the number is no number that esbuild gives', '(a1) => a1'],
    ['more than a number follows', '(a2b) => a2b'],
    ['the number starts with nought', '(a02) => a02'],
  ])('is not guessed when %s', (_, source) => {
    expect(() => inputSchema('a', number)(new Function(`return ${source}`)() as RunFunction)).toThrow('has no parameter "a"')
  })

  it('is not one that has a schema under its own name', () => {
    const decorated = inputSchema('a2', number)(new Function('return (a2) => a2')() as RunFunction)
    expect(() => inputSchema('a', number)(decorated)).toThrow('has no parameter "a"')
  })
})

describe('where the source does not show the names, a parameter is found by the decorators’ order', () => {
  it.each<[string, RunFunction]>([
    ['a rest parameter', (...args: unknown[]) => args],
    ['a bound function', ((a: unknown, b: unknown, c: unknown) => [a, b, c]).bind(undefined)],
    ['a native function', Array.of],
    ['a proxy', new Proxy((a: unknown, b: unknown, c: unknown) => [a, b, c], {})],
  ])('of %s', async (_, run) => {
    const decorated = withABC(run)
    expect(decorated(1, 'x', false)).toEqual([1, 'x', false])
    expect(await invoke(decorated, { c: false, a: 1, b: 'x' })).toEqual([1, 'x', false])
    expect(Object.keys(getInputSchema(decorated).properties ?? {})).toEqual(['a', 'b', 'c'])
    expect(() => decorated(1, 2, false)).toThrow('b is 2, expected a string')
  })

  it('after those that it does show', () => {
    const run = withABC((b: unknown, ...rest: unknown[]) => [b, ...rest])
    expect(run('x', 1, false)).toEqual(['x', 1, false])
  })
})

describe('a mistake in a script is a SchemaDefinitionError when the function is decorated', () => {
  it.each<[string, RunFunction, string]>([
    [
      'two parameters',
      function score(data: unknown, label: unknown) {
        return [data, label]
      },
      '"score" has no parameter "dta"; it has data and label',
    ],
    ['one', (data) => data, 'the decorated function has no parameter "dta"; it has data'],
    ['none', () => 1, 'the decorated function has no parameter "dta"; it has none with a name'],
  ])('for an unknown name where there are %s', (_, run, message) => {
    expect(() => inputSchema('dta', number)(run)).toThrow(SchemaDefinitionError)
    expect(() => inputSchema('dta', number)(run)).toThrow(message)
  })

  it('for two schemas of one parameter', () => {
    const once = inputSchema('a', number)((a) => a)
    expect(() => inputSchema('a', text)(once)).toThrow(new SchemaDefinitionError('the parameter "a" has two input schemas'))
  })

  it('for two output schemas', () => {
    const once = outputSchema(number)(function run() {
      return 1
    })
    expect(() => outputSchema(new StandardPythonParameterType(1))(once)).toThrow(new SchemaDefinitionError('"run" has two output schemas'))
  })

  it.each([
    [
      'a sample instead of a type',
      () => inputSchema('a', [[1, 2]] as never),
      'the type of "a" is an array of 1 value, expected a parameter type',
    ],
    [
      'a class instead of a type',
      () => inputSchema('a', NumpyParameterType as never),
      'the type of "a" is a function, expected a parameter type',
    ],
    ['no type', () => inputSchema('a', undefined as never), 'the type of "a" is undefined, expected a parameter type'],
    ['no output type', () => outputSchema(undefined as never), 'the output type is undefined, expected a parameter type'],
    ['no name', () => inputSchema(number as never, 'a' as never), "the parameter's name is"],
    ['an empty name', () => inputSchema('', number), 'the parameter\'s name is ""'],
    ['an unknown option', () => inputSchema('a', number, { optinal: true } as InputSchemaOptions), 'there is no option "optinal"'],
    ['an option of the wrong kind', () => inputSchema('a', number, { optional: 'yes' as never }), 'the option optional is "yes"'],
    [
      'an unknown dtype',
      () => new NumpyParameterType([1], { dtype: 'flaot64' as DtypeSpec }),
      'there is no dtype "flaot64"; did you mean "float64"?',
    ],
  ])('for %s', (_, make, message) => {
    expect(make).toThrow(SchemaDefinitionError)
    expect(make).toThrow(message)
  })

  it.each([
    ['nothing', undefined],
    ['an object', { run: () => 1 }],
    ['text', 'run'],
  ])('for decorating %s', (_, value) => {
    expect(() => inputSchema('a', number)(value as never)).toThrow(SchemaDefinitionError)
  })

  it('for decorating a class', () => {
    class Service {
      run(a: number) {
        return a
      }
    }
    expect(() => inputSchema('a', number)(Service as never)).toThrow(
      '"Service" is not a method; only methods and functions can be decorated',
    )
  })
})
