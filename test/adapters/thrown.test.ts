// What run may throw besides errors of its own, handed to Express.
import { createServer } from 'node:http'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { score } from '../../src/adapters/express.js'
import { decodePayload, defineRun, StandardPythonParameterType } from '../../src/index.js'
import { opened, type Served } from './suite/harness.js'

let served: Served | undefined
afterEach(() => served?.close())

describe('what run throws', () => {
  it.each<[string, () => never]>([
    [
      'a value that Express’s next takes for an instruction',
      () => {
        throw 'route'
      },
    ],
    [
      'nothing',
      () => {
        throw undefined
      },
    ],
    [
      'the error of a payload that it made itself',
      () => {
        decodePayload(run, '{"x": "secret"}')
        throw new Error('it fits')
      },
    ],
  ])('is a failure of the server when it is handed on: %s', async (_, fail) => {
    const app = express().set('env', 'test')
    app.use(score(defineRun({ inputs: {} }, fail), { errors: 'throw' }), (_request, response) => void response.send('next'))
    served = await opened(createServer(app))
    const answer = await fetch(`http://127.0.0.1:${served.port}/`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret')
  })
})

const run = defineRun({ inputs: { x: new StandardPythonParameterType(1) } }, ({ x }) => x)
