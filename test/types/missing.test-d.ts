// What null and undefined are is only known to the compiler under strictNullChecks.
import { describe, expectTypeOf, it } from 'vitest'
import { AbstractParameterType, inputSchema, StandardPythonParameterType, type SwaggerSchema } from '../../src/index.js'

const number = new StandardPythonParameterType(1.5)

class Maybe extends AbstractParameterType<number | null | undefined> {
  override deserializeInput(): number | null | undefined {
    return undefined
  }
  override inputToSwagger(): SwaggerSchema {
    return { type: 'number', example: 1 }
  }
}

describe('inputSchema', () => {
  it('refuses a parameter that is never undefined for an optional input', () => {
    // @ts-expect-error the parameter is never undefined
    inputSchema('scale', number, { optional: true })((scale: number) => scale)
    // @ts-expect-error the parameter at that place is never undefined
    inputSchema('scale', number, { optional: true, index: 0 })((scale: number, other?: number) => [scale, other])
  })

  it('refuses a parameter that is never null for a type that gives null', () => {
    // @ts-expect-error the parameter is never null
    inputSchema('value', new Maybe(1))((value?: number) => value)
    const run = inputSchema('value', new Maybe(1))((value?: number | null) => value)
    expectTypeOf(run).returns.toEqualTypeOf<number | null | undefined>()
  })
})
