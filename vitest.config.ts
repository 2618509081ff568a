import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The decorator tests run as they are written and, in a project of their own, under `experimentalDecorators`.
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          // A project of its own: npm run check:readers.
          exclude: [...configDefaults.exclude, 'test/readers/**'],
          globalSetup: ['test/build.setup.ts'],
          testTimeout: 30_000,
          env: { DECORATORS: 'standard' },
        },
      },
      {
        esbuild: { tsconfigRaw: { compilerOptions: { experimentalDecorators: true } } },
        test: {
          name: 'legacy decorators',
          include: ['test/decorators/{methods,raw-http}.test.ts'],
          testTimeout: 30_000,
          env: { DECORATORS: 'legacy' },
        },
      },
      {
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['test/**/*.test-d.ts'],
            tsconfig: 'test/tsconfig.json',
            ignoreSourceErrors: true,
          },
        },
      },
    ],
  },
})
