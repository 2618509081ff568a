// Runs twice, under standard decorators and under `experimentalDecorators`: see the projects in vitest.config.ts.
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  AbstractParameterType,
  decodePayload,
  generateSwagger,
  getInputSchema,
  getOutputSchema,
  inputSchema,
  int,
  invoke,
  isSchemaDecorated,
  type NdArray,
  NumpyParameterType,
  outputSchema,
  PandasParameterType,
  PayloadError,
  SchemaDefinitionError,
  StandardPythonParameterType,
  validatePayload,
} from '../../src/index.js'
import { delayed, logged, probe } from './foreign.js'

const matrix = new NumpyParameterType([[1, 2]])
const number = new StandardPythonParameterType(0.5)
const text = new StandardPythonParameterType('cat')
const isLegacy = process.env['DECORATORS'] === 'legacy'

/** Accepts only text, so that what is converted twice is refused. */
class Celsius extends AbstractParameterType<number> {
  override deserializeInput(input: unknown): number {
    if (typeof input !== 'string') throw new Error('expected text')
    return (Number.parseFloat(input) - 32) / 1.8
  }
  override inputToSwagger() {
    return { type: 'string', example: '68F' } as const
  }
}

class AsyncCelsius extends AbstractParameterType<number> {
  override async deserializeInput(input: unknown): Promise<number> {
    return new Celsius(20).deserializeInput(input)
  }
  override async inputToSwagger() {
    return { type: 'string', example: '68F' } as const
  }
}

describe('the setting', () => {
  it(`is the project's: ${process.env['DECORATORS']} decorators`, () => {
    const seen: unknown[][] = []
    class Service {
      @probe(seen)
      run() {
        return 1
      }
    }
    new Service().run()
    expect(seen).toHaveLength(1)
    const [first, second] = seen[0] as unknown[]
    if (isLegacy) {
      expect(first).toBe(Service.prototype)
      expect(second).toBe('run')
      expect(seen[0]).toHaveLength(3)
    } else {
      expect(first).toBe(Service.prototype.run)
      expect(second).toMatchObject({ kind: 'method', name: 'run', static: false })
      expect(seen[0]).toHaveLength(2)
    }
  })
})

describe('a decorated method', () => {
  class Service {
    readonly factor = 10
    @inputSchema('data', matrix)
    @inputSchema('scale', number)
    @outputSchema(number)
    run(data: NdArray<Float64Array>, scale: number): number {
      return data.get(0, 0) * scale * this.factor
    }

    @inputSchema('data', matrix)
    @outputSchema(number)
    static run(data: NdArray<Float64Array>): number {
      return data.get(0, 1)
    }
  }

  it('converts its arguments and has its object as this', () => {
    expect(new Service().run([[3, 4]] as never, 2)).toBe(60)
  })

  it('converts the arguments of a static method', () => {
    expect(Service.run([[3, 4]] as never)).toBe(4)
  })

  it.each([
    ['the instance', () => new Service().run],
    ['the prototype', () => Service.prototype.run],
  ])('is read from %s', (_, method) => {
    const run = method()
    expect(isSchemaDecorated(run)).toBe(true)
    expect(getInputSchema(run)).toMatchObject({
      type: 'object',
      properties: { data: { type: 'array' }, scale: { type: 'number' } },
      example: { data: [[1, 2]], scale: 0.5 },
    })
    expect(getOutputSchema(run)).toEqual({ type: 'number', format: 'double', example: 0.5 })
    expect((decodePayload(run, '{"scale": 2, "data": [[3, 4]]}')['data'] as NdArray).data).toEqual(Float64Array.of(3, 4))
  })

  it('is read from the class when it is static, apart from the instance method of that name', () => {
    expect(Object.keys(getInputSchema(Service.run).properties ?? {})).toEqual(['data'])
    expect(Object.keys(getInputSchema(Service.prototype.run).properties ?? {})).toEqual(['data', 'scale'])
  })

  it('is documented like any function', () => {
    expect(generateSwagger(new Service().run).definitions?.['ServiceInput']).toMatchObject({ example: { data: [[1, 2]], scale: 0.5 } })
  })

  it('is invoked by name, with thisArg as its this', async () => {
    const service = new Service()
    expect(await invoke(service.run, { scale: 2, data: [[3, 4]] }, { thisArg: service })).toBe(60)
    expect(await invoke(Service.run, { data: [[3, 4]] }, { thisArg: Service })).toBe(4)
  })

  it('tells what is wrong without being called', () => {
    expect(validatePayload(new Service().run, { data: [[1, 2, 3]], scale: 'x' }).issues?.map((issue) => issue.message)).toEqual([
      'data[0] has 3 values on axis 1, expected 2',
      'scale is "x", expected a number',
    ])
  })

  it('keeps its name, its length and its type', () => {
    expect(Service.prototype.run.name).toBe('run')
    expect(Service.prototype.run).toHaveLength(2)
    expect(Service.run.name).toBe('run')
    expectTypeOf(Service.prototype.run).toEqualTypeOf<(data: NdArray<Float64Array>, scale: number) => number>()
  })

  it('stays a method like the others: writable and not enumerable', () => {
    expect(Object.getOwnPropertyDescriptor(Service.prototype, 'run')).toMatchObject({
      enumerable: false,
      configurable: true,
      writable: true,
    })
    expect(Object.keys(new Service())).toEqual(['factor'])
  })

  it('uses private fields and methods of its object', () => {
    class Secretive {
      #weight = 3
      #apply(value: number) {
        return value * this.#weight
      }
      @inputSchema('value', number)
      run(value: number) {
        return #weight in this ? this.#apply(value) : undefined
      }
    }
    expect(new Secretive().run(2)).toBe(6)
    expect(() => new Secretive().run('x' as never)).toThrow(PayloadError)
  })

  it('may be asynchronous, and then refuses by rejecting', async () => {
    class Service {
      @inputSchema('value', number)
      async run(value: number) {
        return value + 1
      }
    }
    const pending = new Service().run(1)
    expect(pending).toBeInstanceOf(Promise)
    expect(await pending).toBe(2)
    await expect(new Service().run('x' as never)).rejects.toThrow(PayloadError)
  })

  it('uses its own defaults, for parameters with a schema and without', async () => {
    class Service {
      @inputSchema('value', number)
      run(value = 5, label = 'none') {
        return [value, label]
      }
    }
    const service = new Service()
    expect(service.run()).toEqual([5, 'none'])
    expect(service.run(undefined, 'mine')).toEqual([5, 'mine'])
    expect(await invoke(service.run, {})).toEqual([5, 'none'])
    expect(await invoke(service.run, { label: 'named' })).toEqual([5, 'named'])
  })

  it('may have a symbol or a quoted text for a name', async () => {
    const key = Symbol('score')
    class Service {
      @inputSchema('value', number)
      [key](value: number) {
        return value
      }
      @inputSchema('value', number)
      'my run'(value: number) {
        return value
      }
    }
    expect(await invoke(new Service()[key], { value: 2 })).toBe(2)
    expect(await invoke(new Service()['my run'], { value: 2 })).toBe(2)
  })

  it('may be of a class that a function makes', () => {
    function make(sample: number) {
      class Service {
        @inputSchema('value', new StandardPythonParameterType(sample))
        run(value: number) {
          return value
        }
      }
      return Service
    }
    const [One, Two] = [make(1), make(2)]
    expect(getInputSchema(new One().run).example).toEqual({ value: 1 })
    expect(getInputSchema(new Two().run).example).toEqual({ value: 2 })
  })
})

describe('the order of decorators', () => {
  class First {
    @outputSchema(text)
    @inputSchema('a', number)
    @inputSchema('b', text)
    run(a: number, b: string) {
      return `${a}${b}`
    }
  }
  class Middle {
    @inputSchema('b', text)
    @outputSchema(text)
    @inputSchema('a', number)
    run(a: number, b: string) {
      return `${a}${b}`
    }
  }
  class Last {
    @inputSchema('b', text)
    @inputSchema('a', number)
    @outputSchema(text)
    run(a: number, b: string) {
      return `${a}${b}`
    }
  }

  it.each([
    ['first', First],
    ['between', Middle],
    ['last', Last],
  ])('does not matter with outputSchema %s', async (_, Service) => {
    const service = new Service()
    expect(JSON.stringify(getInputSchema(service.run))).toBe(JSON.stringify(getInputSchema(new First().run)))
    expect(getOutputSchema(service.run).example).toBe('cat')
    expect(service.run(1, 'x')).toBe('1x')
    expect(await invoke(service.run, { b: 'x', a: 1 })).toBe('1x')
    expect(() => service.run('x' as never, 1 as never)).toThrow('a is "x", expected a number')
  })

  it('is that of the parameters where the source does not show their names', async () => {
    class Service {
      @inputSchema('a', number)
      @inputSchema('b', text)
      run(...args: unknown[]) {
        return args
      }
    }
    expect(new Service().run(1, 'x')).toEqual([1, 'x'])
    expect(await invoke(new Service().run, { b: 'x', a: 1 })).toEqual([1, 'x'])
  })
})

describe("somebody else's decorator", () => {
  const calls: string[] = []
  class Outside {
    readonly unit = 'K'
    @logged(calls, 'outside')
    @inputSchema('a', number)
    @inputSchema('b', text)
    @outputSchema(text)
    run(a: number, b: string) {
      return `${a}${b}${this.unit}`
    }
  }
  class Between {
    readonly unit = 'K'
    @inputSchema('a', number)
    @logged(calls, 'between')
    @inputSchema('b', text)
    @outputSchema(text)
    run(a: number, b: string) {
      return `${a}${b}${this.unit}`
    }
  }
  class Inside {
    readonly unit = 'K'
    @inputSchema('a', number)
    @inputSchema('b', text)
    @outputSchema(text)
    @logged(calls, 'inside')
    run(a: number, b: string) {
      return `${a}${b}${this.unit}`
    }
  }
  class Everywhere {
    readonly unit = 'K'
    @logged(calls, 'outermost')
    @outputSchema(text)
    @logged(calls, 'outer')
    @inputSchema('a', number)
    @logged(calls, 'inner')
    @inputSchema('b', text)
    @logged(calls, 'innermost')
    run(a: number, b: string) {
      return `${a}${b}${this.unit}`
    }
  }

  describe.each([
    ['outside ours', Outside, ['outside']],
    ['between ours', Between, ['between']],
    ['inside ours', Inside, ['inside']],
    ['everywhere', Everywhere, ['outermost', 'outer', 'inner', 'innermost']],
  ])('%s', (_, Service, lines) => {
    it('leaves the schemas readable from the instance and, once there is one, from the prototype', () => {
      const { run } = new Service()
      expect(isSchemaDecorated(run)).toBe(true)
      expect(getInputSchema(run).example).toEqual({ a: 0.5, b: 'cat' })
      expect(getInputSchema(Service.prototype.run)).toEqual(getInputSchema(run))
      expect(getOutputSchema(run).example).toBe('cat')
      expect(decodePayload(run, { b: 'x', a: 1 })).toEqual({ a: 1, b: 'x' })
    })

    it('is called once for a call, with this and converted arguments passed through', () => {
      calls.length = 0
      expect(new Service().run(1, 'x')).toBe('1xK')
      expect(calls).toEqual(lines)
    })

    it('is called once for a request', async () => {
      calls.length = 0
      const service = new Service()
      expect(await invoke(service.run, '{"b": "x", "a": 1}', { thisArg: service })).toBe('1xK')
      expect(calls).toEqual(lines)
    })

    it('does not keep wrong arguments from being refused', async () => {
      const service = new Service()
      expect(() => service.run('x' as never, 'x')).toThrow('a is "x", expected a number')
      expect(() => service.run(1, 2 as never)).toThrow('b is 2, expected a string')
      await expect(invoke(service.run, { a: 'x', b: 2 })).rejects.toThrow('a is "x", expected a number (and 1 more issue)')
    })
  })

  it('around a static method leaves the schemas readable from the class', async () => {
    class Service {
      readonly kind = 'service'
      @logged(calls, 'outside')
      @inputSchema('a', number)
      @logged(calls, 'between')
      @inputSchema('b', text)
      static run(a: number, b: string) {
        return `${a}${b}${typeof Service}`
      }
    }
    calls.length = 0
    expect(getInputSchema(Service.run).example).toEqual({ a: 0.5, b: 'cat' })
    expect(await invoke(Service.run, { b: 'x', a: 1 })).toBe('1xfunction')
    expect(calls).toEqual(['outside', 'between'])
  })

  it('that hides the names keeps parameters in the decorators’ order, also with others between', async () => {
    class Service {
      @inputSchema('a', number)
      @logged(calls, 'between')
      @inputSchema('b', text)
      @logged(calls, 'between')
      @inputSchema('c', new StandardPythonParameterType(true))
      @logged(calls, 'inside')
      run(a: number, b: string, c: boolean) {
        return [a, b, c]
      }
    }
    expect(new Service().run(1, 'x', false)).toEqual([1, 'x', false])
    expect(await invoke(new Service().run, { c: false, b: 'x', a: 1 })).toEqual([1, 'x', false])
    expect(() => new Service().run(1, 'x', 'y' as never)).toThrow('c is "y", expected a boolean')
  })

  it('does not make a custom type convert a value twice', async () => {
    class Service {
      @logged(calls, 'outside')
      @inputSchema('factor', number)
      @logged(calls, 'between')
      @inputSchema('degrees', new Celsius(20))
      @inputSchema('weather', new StandardPythonParameterType({ degrees: new Celsius(20) }))
      run(degrees: number, weather: { degrees: number }, factor: number) {
        return Math.round((degrees + weather.degrees) * factor)
      }
    }
    const service = new Service()
    expect(service.run('68F' as never, { degrees: '50F' } as never, 2)).toBe(60)
    expect(await invoke(service.run, { factor: 2, degrees: '68F', weather: { degrees: '50F' } })).toBe(60)
  })

  it('may be asynchronous, also around asynchronous conversions', async () => {
    class Service {
      @delayed()
      @inputSchema('factor', number)
      @delayed()
      @inputSchema('degrees', new AsyncCelsius(20))
      async run(degrees: number, factor: number) {
        return Math.round(degrees * factor)
      }
    }
    const service = new Service()
    expect(await service.run('68F' as never, 2)).toBe(40)
    expect(await invoke(service.run, { factor: 2, degrees: '68F' })).toBe(40)
    await expect(service.run('68F' as never, 'x' as never)).rejects.toThrow('factor is "x"')
  })
})

describe('a subclass', () => {
  const calls: string[] = []
  class Base {
    @logged(calls, 'outside')
    @inputSchema('value', number)
    run(value: number): unknown {
      return ['base', value]
    }
    @inputSchema('value', number)
    static run(value: number): unknown {
      return ['static base', value]
    }
  }

  it('inherits the schemas of methods that it does not have', async () => {
    class Sub extends Base {}
    expect(getInputSchema(new Sub().run).example).toEqual({ value: 0.5 })
    expect(getInputSchema(Sub.run).example).toEqual({ value: 0.5 })
    expect(await invoke(new Sub().run, { value: 1 })).toEqual(['base', 1])
  })

  it('has none on a method that overrides without decorators', async () => {
    class Sub extends Base {
      override run(value: unknown) {
        return ['sub', value]
      }
      static override run(value: unknown) {
        return ['static sub', value]
      }
    }
    expect(isSchemaDecorated(new Sub().run)).toBe(false)
    expect(isSchemaDecorated(Sub.run)).toBe(false)
    expect(await invoke(new Sub().run, { value: 'anything' })).toEqual(['sub', 'anything'])
    expect(isSchemaDecorated(new Base().run)).toBe(true)
  })

  it('has its own schemas on a method that overrides with decorators, and calls that of its parent', async () => {
    class Sub extends Base {
      @inputSchema('value', new StandardPythonParameterType(int(1)))
      override run(value: number) {
        return ['sub', super.run(value + 0.5)]
      }
    }
    expect(getInputSchema(new Sub().run).example).toEqual({ value: 1 })
    expect(getInputSchema(new Base().run).example).toEqual({ value: 0.5 })
    expect(new Sub().run(1)).toEqual(['sub', ['base', 1.5]])
    expect(() => new Sub().run(1.5)).toThrow('value is 1.5, expected an integer')
  })
})

describe('methods of the same name', () => {
  it('in two classes have a schema each', () => {
    class One {
      @inputSchema('value', number)
      run(value: number) {
        return value
      }
    }
    class Two {
      @inputSchema('value', text)
      run(value: string) {
        return value
      }
    }
    expect(getInputSchema(new One().run).example).toEqual({ value: 0.5 })
    expect(getInputSchema(new Two().run).example).toEqual({ value: 'cat' })
  })

  it('and different methods of one class do not mix', () => {
    class Service {
      @inputSchema('frame', new PandasParameterType([{ a: 1 }]))
      train(frame: unknown) {
        return frame
      }
      @inputSchema('value', number)
      run(value: number) {
        return value
      }
      plain(value: number) {
        return value
      }
    }
    expect(Object.keys(getInputSchema(new Service().train).properties ?? {})).toEqual(['frame'])
    expect(Object.keys(getInputSchema(new Service().run).properties ?? {})).toEqual(['value'])
    expect(isSchemaDecorated(new Service().plain)).toBe(false)
  })
})

describe('decorating what is no method', () => {
  // biome-ignore lint/suspicious/noExplicitAny: the compiler refuses these places; here they are tried all the same.
  const anywhere = inputSchema('value', number) as any

  it('refuses a getter', () => {
    expect(() => {
      class Service {
        @anywhere
        get run() {
          return 1
        }
      }
      return Service
    }).toThrow(new SchemaDefinitionError('"run" is not a method; only methods and functions can be decorated'))
  })

  it('refuses a field, even one that holds a function', () => {
    expect(() => {
      class Service {
        @anywhere
        run = (value: number) => value
      }
      return Service
    }).toThrow(new SchemaDefinitionError('"run" is not a method; only methods and functions can be decorated'))
  })

  it('refuses a class', () => {
    expect(() => {
      @anywhere
      class Service {
        run(value: number) {
          return value
        }
      }
      return Service
    }).toThrow(new SchemaDefinitionError('"Service" is not a method; only methods and functions can be decorated'))
  })

  it('refuses a name that the method does not have when the class is made', () => {
    expect(() => {
      class Service {
        @inputSchema('values', number)
        run(value: number, other: number) {
          return value + other
        }
      }
      return Service
    }).toThrow('"run" has no parameter "values"; it has value and other')
  })

  it('refuses such a name also where another decorator hides the names of the rest', () => {
    expect(() => {
      class Service {
        @inputSchema('values', number)
        @logged([], 'between')
        @inputSchema('other', number)
        run(value: number, other: number) {
          return value + other
        }
      }
      return Service
    }).toThrow('no parameter "values"; it has value and other')
  })

  it('refuses a second schema of one parameter, also with somebody else between', () => {
    expect(() => {
      class Service {
        @inputSchema('value', number)
        @logged([], 'between')
        @inputSchema('value', text)
        run(value: number | string) {
          return value
        }
      }
      return Service
    }).toThrow('the parameter "value" has two input schemas')
  })
})
