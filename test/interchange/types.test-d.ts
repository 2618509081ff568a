import type { InferenceSession } from 'onnxruntime-web'
import { Tensor } from 'onnxruntime-web'
import { describe, expectTypeOf, it } from 'vitest'
import {
  type AbstractParameterType,
  defineRun,
  fromMlflowSignature,
  type MlflowSignature,
  type OnnxSession,
  type RunTypes,
  toMlflowSignature,
  toOnnxFeeds,
  typesFromOnnx,
} from '../../src/index.js'

describe('types of a model’s own schema', () => {
  it('are what defineRun takes, and receive values that nobody knows yet', () => {
    const run = defineRun(fromMlflowSignature(''), ({ input_data }) => {
      expectTypeOf(input_data).toBeUnknown()
      return 1
    })
    expectTypeOf(run({})).toEqualTypeOf<number>()
    expectTypeOf<RunTypes['inputs']>().toEqualTypeOf<Readonly<Record<string, AbstractParameterType>>>()
  })

  it('come of what was written', () => {
    const signature = toMlflowSignature(() => 1)
    expectTypeOf(signature).toEqualTypeOf<MlflowSignature>()
    fromMlflowSignature(signature)
    fromMlflowSignature({ inputs: [{ type: 'double', name: 'a' }] })
    // @ts-expect-error a signature is no number
    fromMlflowSignature(1)
  })

  it('come of onnxruntime’s own session, which is fed with its own tensors', async () => {
    const session = {} as InferenceSession
    expectTypeOf(session).toExtend<OnnxSession>()
    typesFromOnnx(session)
    expectTypeOf(session.run).toBeCallableWith(toOnnxFeeds(session, {}, Tensor))
    // @ts-expect-error onnxruntime before 1.21 does not say its types
    typesFromOnnx({ inputNames: ['x'], outputNames: ['y'] })
  })
})
