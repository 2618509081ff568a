/** The built functions: those that run scripts start a process of the built package. */
export const build: typeof import('../../src/build/index.js') = await import(new URL('../../dist/build/index.js', import.meta.url).href)
