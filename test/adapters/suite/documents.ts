import { describe, expect, it } from 'vitest'
import { defineRun } from '../../../src/index.js'
import type { Start } from './harness.js'
import { Doubled, double } from './runs.js'

/** The documents of a run. */
export function documents(start: Start): void {
  describe('document', () => {
    it.each([
      ['', { swagger: '2.0' }],
      ['?version=2', { swagger: '2.0' }],
      ['?version=3', { openapi: expect.stringMatching(/^3\.0/) }],
      ['?version=3.1', { openapi: expect.stringMatching(/^3\.1/) }],
    ])('is in the version that is asked for: %s', async (query, expected) => {
      const { get } = await start(double)
      const answer = await get(`/swagger.json${query}`)
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
      expect(answer.json()).toMatchObject(expected)
    })

    it('lists the scheme that it is asked for by first, or that a proxy says', async () => {
      const { get } = await start(double)
      const schemesFor = async (headers: Record<string, string>) =>
        ((await get('/swagger.json', headers)).json() as { schemes: string[] }).schemes
      expect(await schemesFor({})).toEqual(['http', 'https'])
      expect(await schemesFor({ 'x-forwarded-proto': 'https, http' })).toEqual(['https', 'http'])
      expect(await schemesFor({ 'x-forwarded-proto': 'http' })).toEqual(['http', 'https'])
      expect(await schemesFor({ 'x-forwarded-for': '192.0.2.1' })).toEqual(['https', 'http'])
      expect(await schemesFor({ 'x-forwarded-proto': '"gopher' })).toEqual(['http', 'https'])
    })

    it('is 404 in versions that there are not', async () => {
      const { get } = await start(double)
      const answer = await get('/swagger.json?version=4')
      expect([answer.status, answer.json()]).toEqual([
        404,
        { status_code: 404, message: 'Version "4" is none; there is a document in 2.0, 3.0 or 3.1' },
      ])
    })

    it('waits for asynchronous custom types', async () => {
      const { get } = await start(defineRun({ inputs: { x: new Doubled(1) } }, ({ x }) => x))
      expect((await get('/swagger.json')).json()).toMatchObject({
        definitions: { ServiceInput: { properties: { x: { type: 'number' } } } },
      })
    })
  })
}
