/**
 * A process dies at every durable point of a flow, and again while it recovers: each step happens exactly
 * once.
 */
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Result } from '@tiantou/kernel'
import { resumeFlows } from '../src/flow-resume.ts'
import { CallError } from '../src/problem.ts'
import {
  type DatabaseName,
  eachDatabase,
  type OpenHouse,
  scratchDatabase,
  type TestHouse,
} from '../src/testing/index.ts'
import { Buy, Till } from './toys/contracts.ts'
import { fill, rowsIn, stateOf, toyBank, toyParts, user } from './toys/house.ts'
import { type Mortal, mortal } from './mortal.ts'

const buying = { itemId: 'peach', pieces: 3, fen: 100, pay: true }
const call = (house: TestHouse, how?: string) =>
  house.run(Buy, how === undefined ? buying : { ...buying, how }, { key: 'key-1', actor: user() })

/** One database on which one process after the other lives and dies, before one and the same bank. */
const mortalHouses = async (name: DatabaseName, open: OpenHouse, fuse: boolean) => {
  const scratch = await scratchDatabase(name)
  const bank = toyBank()
  const next = async (): Promise<{ house: TestHouse; fate: Mortal }> => {
    const opened = scratch.again()
    onTestFinished(() => opened.close())
    const fate = mortal(opened)
    const house = await open({ ...toyParts(bank), on: fate.database, options: { fuse } })
    return { house, fate }
  }
  onTestFinished(async () => {
    await scratch.database.close()
    await scratch.remove()
  })
  return { bank, next }
}

const answerOf = async (calling: Promise<Result<unknown>>): Promise<Result<unknown> | Error> => {
  try {
    return await calling
  } catch (error) {
    return error as Error
  }
}

/** Asks, and lets the relay end what the call set going: the point may be one of its own commits. */
const askAndRest = async (house: TestHouse, how?: string): Promise<Result<unknown> | Error> => {
  const answer = await answerOf(call(house, how))
  await house.settle().catch(() => undefined)
  return answer
}

const flowsAlive = async (house: TestHouse) =>
  (await rowsIn(house, 'platform_flow')).filter(({ state }) => state === 'running' || state === 'undoing')

/** Starts a process anew, as the only one, and waits until no flow is left half-way. */
const recover = async (house: TestHouse) => {
  await house.house.start()
  await expect.poll(() => flowsAlive(house), { interval: 5 }).toEqual([])
  await house.settle()
}

/** More than there are: the relay's own commits come between those of the flow. */
const POINTS = Array.from({ length: 30 }, (_, i) => i + 1)

eachDatabase((name, open) => {
  describe.each([true, false])('fused: %s', (fuse) => {
    const dieAt = async (point: number, when: 'before' | 'after', how?: string) => {
      const houses = await mortalHouses(name, open, fuse)
      const first = await houses.next()
      await fill(first.house)
      first.fate.dieAt(point, when)
      const answer = await askAndRest(first.house, how)
      return { ...houses, first, answer, died: first.fate.dead }
    }

    it.each(['before', 'after'] as const)('dying %s each commit of a paid purchase', async (when) => {
      let deaths = 0
      for (const point of POINTS) {
        const { bank, next, died, answer } = await dieAt(point, when)
        deaths += died ? 1 : 0
        const { house } = await next()
        await recover(house)
        const again = await call(house)
        expect(again).toMatchObject({ ok: true, value: { left: 7, word: 'paid' } })
        if (!(answer instanceof Error)) expect(again).toEqual(answer)
        expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: ['paid'] })
        expect(new Set(bank.asked).size).toBe(1)
        await house.settle()
        expect(await house.ask(Till.queries.heard, {})).toEqual({ pieces: 3 })
        if (!died) break
        await house.close()
      }
      expect(deaths).toBeGreaterThanOrEqual(fuse ? 2 : 7)
    })

    it('dying in the middle of the effect, and while the next process recovers', async () => {
      const { bank, next } = await mortalHouses(name, open, fuse)
      const first = await next()
      await fill(first.house)
      let dying = first.fate
      bank.before = () => {
        dying.die()
        throw new Error('The plug was pulled.')
      }
      expect(await answerOf(call(first.house))).toBeInstanceOf(CallError)
      for (let deaths = 0; deaths < 2; deaths += 1) {
        const { house, fate } = await next()
        dying = fate
        await house.house.start()
        await expect.poll(() => fate.dead, { interval: 5 }).toBe(true)
      }
      bank.before = () => undefined
      const { house } = await next()
      await recover(house)
      const [saleId] = bank.asked
      expect(await call(house)).toEqual({ ok: true, value: { saleId, left: 7, word: 'paid' } })
      expect(bank.asked.length).toBe(4)
      expect(new Set(bank.asked).size).toBe(1)
      expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: ['paid'] })
    })

    it.each(['before', 'after'] as const)(
      'dying %s each commit of a purchase that is taken back',
      async (when) => {
        let deaths = 0
        for (const point of POINTS) {
          const houses = await mortalHouses(name, open, fuse)
          houses.bank.word = 'nonsense'
          const first = await houses.next()
          await fill(first.house)
          first.fate.dieAt(point, when)
          const answer = await askAndRest(first.house)
          deaths += first.fate.dead ? 1 : 0
          const { house } = await houses.next()
          await recover(house)
          expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
          const undone = (await rowsIn(house, 'platform_done')).filter((row) =>
            String(row['key']).endsWith(':undo'),
          )
          expect(new Set(undone.map((row) => row['op'])).size).toBe(undone.length)
          if (!(answer instanceof Error)) expect(answer).toMatchObject({ ok: false, code: 'till.nonsense' })
          expect(await call(house)).toMatchObject({ ok: false, code: 'till.nonsense' })
          expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
          if (!first.fate.dead) break
        }
        expect(deaths).toBeGreaterThanOrEqual(fuse ? 5 : 10)
      },
    )

    it('a caller who comes back before the lease has run out is told so, and joins afterwards', async () => {
      const { first, next } = await dieAt(fuse ? 2 : 5, 'before')
      expect(first.fate.dead).toBe(true)
      const { house } = await next()
      expect(await answerOf(call(house))).toMatchObject({ code: 'platform.in_progress', status: 409 })
      house.clock.advance(60_000)
      const both = await Promise.all([answerOf(call(house)), answerOf(call(house))])
      expect(both.filter((answer) => !(answer instanceof Error)).length).toBeGreaterThanOrEqual(1)
      expect(await call(house)).toMatchObject({ ok: true, value: { word: 'paid' } })
      expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: ['paid'] })
    })

    it('two processes that find the same flow: one resumes it', async () => {
      const { bank, next, first } = await dieAt(fuse ? 2 : 5, 'before')
      expect(first.fate.dead).toBe(true)
      const before = bank.asked.length
      const [one, other] = [await next(), await next()]
      for (const { house } of [one, other]) house.clock.advance(61_000)
      const resumed = await Promise.all([one, other].map(({ house }) => resumeFlows(house.house.corridor)))
      expect(resumed.toSorted((a, b) => a - b)).toEqual([0, 1])
      await expect.poll(() => flowsAlive(one.house), { interval: 5 }).toEqual([])
      expect(bank.asked.length - before).toBeLessThanOrEqual(1)
      expect(await stateOf(one.house)).toEqual({ left: 7, held: 3, sales: ['paid'] })
    })
  })
})
