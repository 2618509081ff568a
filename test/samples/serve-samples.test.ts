import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../support/cli.js'

const samples = fileURLToPath(new URL('../../samples', import.meta.url))

const cases = [
  {
    script: 'diabetes/score.ts',
    answer: [expect.closeTo(5215.1803, 4), expect.closeTo(3727.0253, 4)],
    bad: { data: [[1, 2, 3]] },
    place: 'data[0] ',
  },
  {
    script: 'container/score.ts',
    answer: [expect.closeTo(5215.1803, 4), expect.closeTo(3727.0253, 4)],
    bad: { data: [[1, 2, 3]] },
    place: 'data[0] ',
  },
  {
    script: 'onnx-types/score.ts',
    answer: { predictions: [expect.closeTo(5215.1803, 4), expect.closeTo(3727.0253, 4)] },
    bad: { data: [[1, 2, 3]] },
    place: 'data[0] ',
  },
  {
    script: 'mixed-frame/score.ts',
    answer: [
      { patient: 'p-1', progression: expect.closeTo(5215.1803, 4) },
      { patient: 'p-2', progression: expect.closeTo(3727.0253, 4) },
    ],
    bad: { data: [{ patient: 1 }] },
    place: 'data[0].age ',
  },
  {
    script: 'power-bi/score.ts',
    answer: {
      Results: [
        // The mean of 3000 and 2000 per m²; ten years take off a tenth; the market adds a half.
        { address: '2 Mill Lane', price: expect.closeTo(100 * 2500 * 0.9 * 1.5, 4), isNew: false },
        { address: '7 High Street', price: expect.closeTo(60.5 * 2500 * 1.5, 4), isNew: true },
      ],
    },
    bad: {
      Inputs: { sales: [[1, 2]], houses: [{ address: 'x', area: 'large', built: 1, soldOn: '2024-01-01' }], lossPerYear: 0 },
      GlobalParameters: 1,
    },
    place: 'Inputs.houses[0].area ',
  },
  { script: 'plain-javascript/score.js', answer: [5, 10], bad: { points: [[3, 4, 5]] }, place: 'points[0] ' },
  { script: 'plain-javascript/score-define-run.js', answer: [5, 10], bad: { points: [[3, '4']] }, place: 'points[0][1] ' },
]

describe.concurrent.each(cases)('samples/$script', ({ script, answer, bad, place }) => {
  it('is up, describes itself, scores its sample request, refuses a bad one, and ends when told to', async () => {
    const server = await startServer([join(samples, script)])

    const health = await fetch(server.address)
    expect([health.status, await health.text()]).toEqual([200, 'Healthy'])

    const document = await fetch(`${server.address}/swagger.json`)
    expect(await new Validator().validate((await document.json()) as Record<string, unknown>)).toEqual({ valid: true })

    const scored = await score(server, readFileSync(join(samples, script, '../sample-request.json'), 'utf8'))
    expect(scored).toEqual({ status: 200, body: answer })

    const refused = await score(server, JSON.stringify(bad))
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({ status_code: 400, message: expect.stringMatching(startsWith(place)) })

    expect(await server.stop()).toMatchObject({ code: 0, stdout: '' })
  })
})

async function score(server: RunningServer, body: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${server.address}/score`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return { status: answer.status, body: await answer.json() }
}

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[^\w ]/g, '\\$&')}`)
}
