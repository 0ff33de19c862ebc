/**
 * Lives of fresh goods, drawn at random, against a pure model: received, bought, allocated, weighed, short,
 * replaced, packed, sent, claimed, called off in any order. After every step house and model say the same.
 * TIANTOU_TEST_GOODS_LIVES and _STEPS make it longer; _SEED, _PATH and _REPLAY, which a failure prints, live
 * one life again. SQLite alone: what a statement does on MariaDB the modules' own suites see.
 */
import { eachDatabase } from '@tiantou/platform/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit, compare } from './books.ts'
import { openLife } from './life.ts'
import type { Model } from './model.ts'
import { claimSteps } from './steps-claims.ts'
import { orderSteps } from './steps-orders.ts'
import { packingSteps } from './steps-packing.ts'
import { sendingSteps } from './steps-sending.ts'
import { lot, stockSteps, takeIn } from './steps-stock.ts'
import { openWorlds, type Worlds } from './world.ts'

const given = (name: string): string | undefined => process.env[`TIANTOU_TEST_GOODS_${name}`]
const LIVES = Number(given('LIVES') ?? 60)
const STEPS = Number(given('STEPS') ?? 40)
/** So long a failure is made smaller. */
const SHRINK_MS = Number(given('SHRINK_MS') ?? 120_000)

const lots = fc.array(lot, { minLength: 6, maxLength: 14 })
const steps = fc.oneof(...stockSteps, ...orderSteps, ...packingSteps, ...sendingSteps, ...claimSteps)
const replay = given('REPLAY')
// Any number up to twice as many, and no more short ones than long ones.
const lives = fc.noBias(
  fc.commands([steps], {
    maxCommands: 2 * STEPS,
    size: 'max',
    ...(replay === undefined ? {} : { replayPath: replay }),
  }),
)

/** Where a failed run was, so that it is run again. */
const again = () => {
  const [seed, path] = [given('SEED'), given('PATH')]
  return { ...(seed === undefined ? {} : { seed: Number(seed) }), ...(path === undefined ? {} : { path }) }
}

eachDatabase((name, open) => {
  if (name !== 'sqlite') return
  let worlds: Worlds
  beforeAll(async () => {
    worlds = await openWorlds(open)
  })
  afterAll(() => worlds.remove())

  test(
    `${LIVES} lives of ${STEPS} steps go as the model says`,
    async () => {
      const live = fc.asyncProperty(lots, lives, async (fresh, taken) => {
        const world = await worlds.begin()
        try {
          const { began: now, kinds } = worlds
          const model: Model = { now, isSilent: false, kinds, lots: [], orders: [] }
          const life = openLife(model, world, compare)
          for (const one of fresh) await takeIn(life, one)
          await fc.asyncModelRun(() => ({ model, real: life }), taken)
          await audit(life)
        } finally {
          await world.close()
        }
      })
      const most_ms = LIVES * 3_000 + SHRINK_MS
      const asserted = fc.assert(live, {
        numRuns: LIVES,
        ...again(),
        interruptAfterTimeLimit: most_ms,
        markInterruptAsFailure: true,
      })
      await expect(asserted).resolves.toBeUndefined()
    },
    LIVES * 3_000 + SHRINK_MS + 60_000,
  )
})
