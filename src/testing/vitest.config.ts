import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { testsWithoutDatabase } from './needs-database.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Suites that need a database server (two sessions, workerd) or a browser; everything else runs anywhere. */
const SERVER = ['src/**/*.server.test.ts']
const STORES = [
  'src/{db,conversations,tickets,retrieval,ingestion,staff,jobs,http,backup,knowledge-base}/**/!(*.server|*.browser).test.ts',
]
const BROWSER = ['{src,evals}/**/*.browser.test.ts']

const shared = {
  root,
  globalSetup: ['src/testing/global-setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 120_000,
  // What is waited for comes; on a busy machine not within the second that is the default.
  expect: { poll: { timeout: 15_000 } },
}

export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results/vitest.json' },
    projects: [
      {
        root,
        test: {
          ...shared,
          name: 'unit',
          include: ['src/**/*.test.ts', 'evals/**/*.test.ts'],
          exclude: [...SERVER, ...BROWSER],
        },
      },
      {
        root,
        // The store suites run again, on the server, beside the suites only a server can run.
        test: {
          ...shared,
          name: 'server',
          include: [...SERVER, ...STORES],
          // What has no database ran already, and would say the same.
          exclude: [...BROWSER, ...testsWithoutDatabase(root, STORES)],
          testTimeout: 90_000,
        },
      },
      {
        root,
        test: {
          ...shared,
          name: 'browser',
          include: BROWSER,
          testTimeout: 120_000,
        },
      },
    ],
  },
})
