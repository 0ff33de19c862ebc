/**
 * What the suites are: `quick` on SQLite alone, or with TIANTOU_TEST_DB=both `full` on MariaDB as well, and
 * the browser `journeys`. Suites choose their databases by that variable; without it, a run is quick.
 */
import { defineConfig } from 'vitest/config'

const both = process.env['TIANTOU_TEST_DB'] === 'both'
const never = ['**/node_modules/**', '**/dist/**', 'tests/planted/**']
// Files of one worker share their modules: loading the platform anew for each of them was half of the time.
const shared = {
  isolate: false,
  testTimeout: 20_000,
  hookTimeout: 60_000,
  globalSetup: ['tests/setup/mariadb.ts'],
}

const suites = {
  test: {
    ...shared,
    name: both ? 'full' : 'quick',
    env: { TIANTOU_TEST_DB: both ? 'both' : 'sqlite' },
    include: ['**/*.test.ts'],
    setupFiles: ['tests/setup/statements.ts'],
    // Killing a process a hundred times takes minutes: not in a quick run.
    exclude: [...never, 'tests/journeys/**', 'tests/plans/**', ...(both ? [] : ['tests/chaos/**'])],
  },
}

const journeys = {
  test: {
    ...shared,
    name: 'journeys',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: ['tests/journeys/**/*.test.ts'],
    exclude: never,
    // Of a file that allows it, two tests: one draws while the other waits.
    maxConcurrency: 2,
  },
}

/** The ways of a purchase once more, on MariaDB. */
const journeysOnMariaDb = {
  test: {
    ...journeys.test,
    name: 'journeys-mariadb',
    env: { TIANTOU_JOURNEYS_ON: 'mariadb' },
    include: ['buy', 'cancel', 'search', 'share'].map((name) => `tests/journeys/${name}.test.ts`),
  },
}

/** Looks at the plans of what the suites ran; `npm test` runs it after them. */
const plans = {
  test: {
    ...shared,
    name: 'plans',
    hookTimeout: 240_000,
    env: { TIANTOU_TEST_DB: both ? 'both' : 'sqlite' },
    include: ['tests/plans/**/*.test.ts'],
    exclude: never,
  },
}

export default defineConfig({
  test: {
    projects: both ? [suites, plans, journeys, journeysOnMariaDb] : [suites, plans],
    passWithNoTests: true,
  },
})
