/** The suites that the rules of money are held to, on SQLite: `npm run mutate` runs them for each mutant. */

import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, '../..'),
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    env: { TIANTOU_TEST_DB: 'sqlite', TIANTOU_TEST_MODEL_SEEDS: '50', TIANTOU_TEST_MODEL_SEED: '1' },
    include: [
      'kernel/test/**/*.test.ts',
      'modules/ledger/test/{postings,settlement-postings,books,chain}.test.ts',
      'modules/reconcile/test/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**'],
  },
})
