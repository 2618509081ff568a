// Holds under standard decorators and under `experimentalDecorators`, like methods.test.ts.
import { describe, expect, it } from 'vitest'
import {
  defineRun,
  generateSwagger,
  getInputSchema,
  getOutputSchema,
  inputSchema,
  outputSchema,
  SchemaDefinitionError,
  StandardPythonParameterType,
} from '../../src/index.js'
import { findRunSchema, type RunFunction } from '../../src/run/run-schema.js'
import { rawHttp } from '../../src/server/index.js'

const number = new StandardPythonParameterType(0.5)
const scores = new StandardPythonParameterType([0.5])
const isRaw = (run: RunFunction) => findRunSchema(run)?.isRaw
const post = (body: string) => new Request('http://localhost/score', { method: 'POST', body })

describe('rawHttp on a method', () => {
  class Service {
    factor = 3

    @rawHttp
    async run(request: Request) {
      return new Response(`${(await request.text()).length * this.factor}`)
    }

    @rawHttp
    @outputSchema(scores)
    static first() {
      return [1]
    }

    @outputSchema(scores)
    @rawHttp
    static second() {
      return [2]
    }
  }

  it('marks it, and leaves it the request and its object', async () => {
    const service = new Service()
    expect([isRaw(service.run), isRaw(Service.prototype.run)]).toEqual([true, true])
    expect(await (await service.run(post('ab'))).text()).toBe('6')
    expect(isRaw(service.run.bind(service))).toBe(true)
  })

  it('goes with an output schema, above and below', () => {
    for (const run of [Service.first, Service.second]) {
      expect(isRaw(run)).toBe(true)
      expect(getOutputSchema(run).example).toEqual([0.5])
    }
    expect([Service.first(), Service.second()]).toEqual([[1], [2]])
  })

  it('refuses an input schema, above and below, and itself', () => {
    const message = '"run" has rawHttp and inputSchema; a raw run takes the whole request and has no inputs'
    expect(() => {
      class Both {
        @rawHttp
        @inputSchema('x', number)
        run(x: unknown) {
          return x
        }
      }
      return Both
    }).toThrow(new SchemaDefinitionError(message))
    expect(() => {
      class Both {
        @inputSchema('x', number)
        @rawHttp
        run(x: unknown) {
          return x
        }
      }
      return Both
    }).toThrow(new SchemaDefinitionError(message))
    expect(() => {
      class Twice {
        @rawHttp
        @rawHttp
        run() {}
      }
      return Twice
    }).toThrow(new SchemaDefinitionError('"run" has rawHttp twice'))
  })

  it('is applied as both kinds of compilers do, whatever this file was compiled with', () => {
    class Plain {
      run() {
        return 1
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Plain.prototype, 'run') as TypedPropertyDescriptor<() => number>
    expect(isRaw(rawHttp(Plain.prototype, 'run', descriptor).value as RunFunction)).toBe(true)
    const context = { kind: 'method', name: 'run', static: false, private: false, addInitializer() {}, metadata: {} }
    expect(isRaw(rawHttp(Plain.prototype.run, context as unknown as ClassMethodDecoratorContext))).toBe(true)
    const field = { ...context, kind: 'field' } as unknown as ClassMethodDecoratorContext
    expect(() => rawHttp(Plain.prototype.run, field)).toThrow('"run" is not a method; only methods and functions can be decorated')
    expect(() => rawHttp(Plain as unknown as RunFunction)).toThrow('"Plain" is not a method')
  })
})

describe('rawHttp on a plain function', () => {
  it('marks what it gives, and not the function', async () => {
    const run = async (request: Request) => [Number(await request.text())]
    const raw = rawHttp(run)
    expect([isRaw(raw), isRaw(run)]).toEqual([true, undefined])
    expect(await raw(post('5'))).toEqual([5])
    expect(isRaw(outputSchema(scores)(raw))).toBe(true)
    expect(isRaw(rawHttp(outputSchema(scores)(run)))).toBe(true)
    expect(isRaw(outputSchema(scores)(run))).toBe(false)
  })

  it('refuses an input schema, outside and inside, and itself', () => {
    const run = (x: unknown) => x
    expect(() => inputSchema('x', number)(rawHttp(run))).toThrow(SchemaDefinitionError)
    expect(() => rawHttp(inputSchema('x', number)(run))).toThrow('"run" has rawHttp and inputSchema')
    expect(() => rawHttp(rawHttp(run))).toThrow('"run" has rawHttp twice')
    expect(() =>
      rawHttp(
        rawHttp(
          (
            () => () =>
              1
          )(),
        ),
      ),
    ).toThrow('the function has rawHttp twice')
    expect(() => rawHttp(defineRun({ inputs: {} }, run))).toThrow('"run" has rawHttp and inputSchema')
    expect(() => defineRun({ inputs: {} }, rawHttp(run))).toThrow('"run" has rawHttp and inputSchema')
    expect(() => rawHttp(5 as unknown as RunFunction)).toThrow('run is 5, expected a function')
  })

  it('does not take a function that was decorated before for what is inside of it', () => {
    inputSchema('x', number)((x: unknown) => x)
    const run = rawHttp((...args: unknown[]) => args)
    expect(isRaw(run)).toBe(true)
    expect(findRunSchema(run)?.inputs).toEqual([])
  })

  it('is documented as a run that takes and gives any object', () => {
    const run = rawHttp(() => 1)
    expect(getInputSchema(run)).toEqual({ type: 'object' })
    const { definitions } = generateSwagger(run)
    expect(definitions).toMatchObject({ ServiceInput: { type: 'object', example: {} }, ServiceOutput: { type: 'object', example: {} } })
  })
})
