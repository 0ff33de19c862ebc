/** Timers of module product: products that must still follow the changed rules of their categories. */
import type { Job } from '@tiantou/platform'
import { Products } from './contract.ts'

export const jobs: readonly Job[] = [
  {
    name: 'product.apply-rules',
    every_s: 5,
    run: async ({ now, ask, run }) => {
      const { due } = await ask(Products.queries.rulesDue, {})
      if (due) await run(Products.commands.applyRules, {}, `product.apply-rules:${now}`)
    },
  },
]
