/** Timers of module ledger: the sequencer, holds that are over, and the nightly look at every invariant. */
import type { Job } from '@tiantou/platform'
import { Ledger } from './contract.ts'

/** Links of one firing: a thousand each. */
const ROUNDS = 20
const period = (now: number, every_s: number): number => Math.floor(now / (every_s * 1_000))

const link: Job = {
  name: 'ledger.link',
  every_s: 10,
  run: async ({ now, ask, run }) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      if (!(await ask(Ledger.queries.hasUnlinked, {})).has) return
      await run(Ledger.commands.link, { all: false }, `ledger.link:${now}:${round}`)
    }
  },
}

const expireHolds: Job = {
  name: 'ledger.expire-holds',
  every_s: 60,
  run: ({ now, run }) => run(Ledger.commands.expireHolds, {}, `ledger.expire-holds:${period(now, 60)}`),
}

const DAY_S = 86_400

/** Once a day: what slipped by the sequencer is linked, then every invariant is looked at. */
const check: Job = {
  name: 'ledger.check',
  every_s: DAY_S,
  run: async ({ now, ask, run }) => {
    const day = period(now, DAY_S)
    await run(Ledger.commands.link, { all: true }, `ledger.link-all:${day}`)
    const { items } = await ask(Ledger.queries.invariants, {})
    const broken = items.filter(({ violations }) => violations > 0)
    for (const { name, violations } of broken)
      await run(Ledger.commands.raiseAlarm, { name, violations }, `ledger.check:${day}:${name}`)
    // A job that fails is counted and stands in the log: what operators are woken by.
    if (broken.length > 0)
      throw new Error(`The books are broken: ${broken.map(({ name }) => name).join(', ')}.`)
  },
}

export const ledgerJobs: readonly Job[] = [link, expireHolds, check]
