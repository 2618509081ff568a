import { createMemoryHistory } from '@tanstack/history'
import {
  BaseRootRoute,
  BaseRoute,
  createNonReactiveMutableStore,
  createNonReactiveReadonlyStore,
  type GetStoreConfig,
  RouterCore,
  SearchParamError,
} from '@tanstack/router-core'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { AbstractParameterType, int, type NdArray, NumpyParameterType, StandardPythonParameterType } from '../../src/index.js'

class Celsius extends AbstractParameterType<{ celsius: number }> {
  override deserializeInput(input: unknown): { celsius: number } {
    const match = /^(-?\d+)F$/.exec(String((input as { at?: unknown }).at))
    if (match === null) throw new Error('expected a temperature like "68F"')
    return { celsius: (Number(match[1]) - 32) / 1.8 }
  }
  override inputToSwagger() {
    return { type: 'object', properties: { at: { type: 'string' } }, example: { at: '68F' } }
  }
}

class Later extends AbstractParameterType<{ page: number }> {
  override async deserializeInput(): Promise<{ page: number }> {
    return { page: 1 }
  }
  override inputToSwagger() {
    return { type: 'object', example: {} }
  }
}

const root = new BaseRootRoute()
const getParentRoute = () => root
const rows = new BaseRoute({
  getParentRoute,
  path: 'rows',
  validateSearch: new StandardPythonParameterType({ page: int(1), tags: ['a'], since: new Date(0) }),
  loaderDeps: ({ search }) => {
    expectTypeOf(search).toEqualTypeOf<{ page: number; tags: string[]; since: Date }>()
    return search
  },
})
const point = new BaseRoute({
  getParentRoute,
  path: 'point',
  validateSearch: new StandardPythonParameterType({ at: new NumpyParameterType([1, 2]) }),
})
const warmth = new BaseRoute({ getParentRoute, path: 'warmth', validateSearch: new Celsius({ celsius: 20 }) })
const later = new BaseRoute({ getParentRoute, path: 'later', validateSearch: new Later({ page: 1 }) })

const stores: GetStoreConfig = () => ({
  createMutableStore: createNonReactiveMutableStore,
  createReadonlyStore: createNonReactiveReadonlyStore,
  batch: (change) => change(),
})

async function open(path: string) {
  const history = createMemoryHistory({ initialEntries: [path] })
  const routeTree = root.addChildren([rows, point, warmth, later])
  const router = new RouterCore({ routeTree, history, isServer: false, origin: 'http://localhost' }, stores)
  history.subscribe(() => void router.load())
  await router.load()
  return router
}

async function matchOf(path: string) {
  const [, match] = (await open(path)).state.matches
  if (match === undefined) throw new Error(`no route has ${path}`)
  return match
}

// The router writes what a schema gives into the address when it navigates. Types whose values are read again from JSON as they
// are (texts, numbers, dates, lists and objects of these) fit; an NdArray or what a custom type makes fits where it is only read.
describe('a TanStack route with a parameter type as its validateSearch', () => {
  it('has the converted search, with the types of the sample', async () => {
    const match = await matchOf('/rows?page=2&tags=["x"]&since=2024-02-29T12:30:00Z')
    expect(match.status).toBe('success')
    expect(match.search).toEqual({ page: 2, tags: ['x'], since: new Date('2024-02-29T12:30:00Z') })
  })

  it('has the issues of a search that does not fit in its error', async () => {
    const match = await matchOf('/rows?page=1.5&tags=["x"]&since=yesterday')
    expect(match.status).toBe('error')
    expect(match.error).toBeInstanceOf(SearchParamError)
    const { message, cause } = match.error as SearchParamError
    expect(JSON.parse(message)).toMatchObject([{ path: ['page'] }, { path: ['since'] }])
    expect(cause).toMatchObject({ issues: [{ message: 'page is 1.5, expected an integer' }, { code: 'bad_format' }] })
  })

  it('writes addresses that it reads again', async () => {
    const router = await open('/')
    const search = { page: 3, tags: [], since: new Date('2024-02-29T12:30:00Z') }
    await router.navigate({ to: '/rows', search })
    expect(router.state.location.href).toMatch(/^\/rows\?page=3&/)
    expect((await matchOf(router.state.location.href)).search).toEqual(search)
  })

  it('reads arrays, and what a custom type makes', async () => {
    const { at } = (await matchOf('/point?at=[1,2]')).search as { at: NdArray }
    expect([at.shape, at.get(1)]).toEqual([[2], 2])
    expect((await matchOf('/warmth?at=212F')).search).toMatchObject({ celsius: 100 })
    expect((await matchOf('/warmth?at=hot')).status).toBe('error')
  })

  it('says that it cannot wait for an asynchronous type', async () => {
    expect((await matchOf('/later')).error).toMatchObject({ message: 'Async validation not supported' })
  })
})
