/**
 * Lives of suppliers' money, drawn at random, against a pure model: paid, refunded in parts, settled, set
 * aside, withdrawn, failed, corrected, told twice, contradicted. After every step the books say what the
 * model says. TIANTOU_TEST_MODEL_STEPS and _SEEDS make it longer.
 */
import type { Actor } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { Ledger } from '../src/contract.ts'
import { ledgerModule } from '../src/index.ts'
import { clerk, Life, type Step, step } from './life.ts'

const SEEDS = Number(process.env['TIANTOU_TEST_MODEL_SEEDS'] ?? 1_000)
const STEPS = Number(process.env['TIANTOU_TEST_MODEL_STEPS'] ?? 100)
/** So many lives at once: they share commits. */
const HANDS = 50

eachDatabase((name, open) => {
  // MariaDB has the same code and a slower commit: a tenth of the lives there.
  const seeds = name === 'sqlite' ? SEEDS : Math.ceil(SEEDS / 10)
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [ledgerModule] })
  })

  test(`${seeds} lives of ${STEPS} steps end as the model says`, async () => {
    const lives: Life[] = []
    const live = async (steps: readonly Step[]) => {
      const life = new Life(house)
      lives.push(life)
      for (const one of steps) {
        await life.step(one)
        await life.check()
      }
    }
    const seed = Number(process.env['TIANTOU_TEST_MODEL_SEED'] ?? (Math.random() * 0x7f_ff_ff_ff) | 0)
    const steps = fc.array(step, { minLength: STEPS, maxLength: STEPS })
    const runs = Math.max(1, Math.floor(seeds / HANDS))
    await Promise.all(
      Array.from({ length: Math.min(HANDS, seeds) }, (_, hand) =>
        fc.assert(fc.asyncProperty(steps, live), { seed: seed + hand, numRuns: runs }),
      ),
    )
    const sum = (of: (life: Life) => number) => lives.reduce((total, life) => total + of(life), 0)
    const by = { actor: { ...clerk, permissions: ['ledger.read'] } as Actor }
    const { accounts, sumFen } = await house.ask(Ledger.queries.trialBalance, {}, by)
    const balance = (code: string) => accounts.find((one) => one.code === code)?.balanceFen
    expect({
      sum: sumFen,
      '1001': balance('1001'),
      '1003': balance('1003'),
      '2002': balance('2002'),
      '2003': balance('2003'),
      '2006': balance('2006'),
      '2007': balance('2007'),
    }).toEqual({
      sum: 0,
      '1001': sum((life) => life.clearing),
      '1003': -sum((life) => life.left),
      '2002': -sum((life) => life.pending),
      '2003': -sum((life) => life.posted),
      '2006': -sum((life) => life.leaving),
      '2007': -sum((life) => life.owedBack),
    })
    const { items } = await house.ask(Ledger.queries.invariants, {}, by)
    expect(items.filter((one) => one.violations > 0)).toEqual([])
  }, 240_000)
})
