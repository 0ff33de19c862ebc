/**
 * Timers: due by their stored times, fired by one process, noted when they fail; and what housekeeping throws
 * away.
 */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { PlatformContract } from '../src/settings-contract.ts'
import type { CrossJob, Job, Module } from '../src/index.ts'
import {
  type DatabaseName,
  eachDatabase,
  type OpenHouse,
  scratchDatabase,
  testClock,
  type TestHouse,
  type TestParts,
} from '../src/testing/index.ts'
import { Buy, Stock } from './toys/contracts.ts'
import { fill, rowsIn, staff, stateOf, toyParts } from './toys/house.ts'
import { stock } from './toys/stock.ts'
import { till } from './toys/till.ts'

const counting = (every_s = 60) => {
  let fired = 0
  const job: CrossJob = {
    name: 'toy.count',
    every_s,
    run: () => {
      fired += 1
      return Promise.resolve()
    },
  }
  return {
    job,
    get fired() {
      return fired
    },
  }
}

const jobRow = async (house: TestHouse, name: string) =>
  (await rowsIn(house, 'platform_job')).find((row) => row['name'] === name)

const processes = async (name: DatabaseName, open: OpenHouse, parts: Partial<TestParts>) => {
  const scratch = await scratchDatabase(name)
  const clock = testClock()
  onTestFinished(async () => {
    await scratch.database.close()
    await scratch.remove()
  })
  const next = (alone = false) =>
    open({ ...toyParts(), ...parts, clock, on: scratch.again(), options: { alone } })
  return { clock, next }
}

eachDatabase((name, open) => {
  describe('a job', () => {
    it('fires at first sight, then at its times, however often they are looked at', async () => {
      const count = counting()
      const house = await open({ ...toyParts(), jobs: [count.job] })
      const look = async (advance_ms: number) => {
        house.clock.advance(advance_ms)
        await house.house.jobs.runDue()
        return count.fired
      }
      expect([await look(0), await look(0), await look(59_999)]).toEqual([1, 1, 1])
      expect([await look(1), await look(1), await look(59_999)]).toEqual([2, 2, 3])
      expect(await look(24 * 3_600_000)).toBe(4)
    })

    it('asks its own module and runs keyed commands: once a key', async () => {
      const job: Job = {
        name: 'stock.refill',
        every_s: 60,
        run: async ({ ask, run, now }) => {
          const { items } = await ask(Stock.queries.list, {})
          await run(
            Stock.commands.restock,
            { itemId: 'peach', pieces: 10 },
            `day-${Math.floor(now / 86_400_000)}`,
          )
          await run(
            Stock.commands.take,
            { itemId: 'plum', owner: 'job', pieces: items.length + 1 },
            'refused',
          )
        },
      }
      const refilling: Module = { ...stock, jobs: [job] }
      const house = await open({ ...toyParts(), modules: [refilling, till] })
      for (const advance_ms of [0, 60_000, 60_000, 86_400_000]) {
        house.clock.advance(advance_ms)
        await house.house.jobs.runDue()
      }
      expect(await stateOf(house)).toMatchObject({ left: 20 })
      expect(await jobRow(house, 'stock.refill')).toMatchObject({ last_error: null, claimed_until: 0 })
    })

    it('that spans modules starts flows under keys', async () => {
      const job: CrossJob = {
        name: 'toy.buy',
        every_s: 60,
        run: async ({ run }) => {
          const input = { itemId: 'peach', pieces: 1, fen: 1, pay: true }
          expect((await run(Buy, input, 'standing order')).ok).toBe(true)
        },
      }
      const house = await open({ ...toyParts(), jobs: [job] })
      await fill(house)
      await house.house.jobs.runDue()
      house.clock.advance(60_000)
      await house.house.jobs.runDue()
      expect(await stateOf(house)).toEqual({ left: 9, held: 1, sales: ['paid'] })
      expect(await jobRow(house, 'toy.buy')).toMatchObject({ last_error: null })
    })

    it('that fails is noted, holds nobody up, and fires again at its next time', async () => {
      let fails = true
      const failing: CrossJob = {
        name: 'toy.fail',
        every_s: 60,
        run: () => (fails ? Promise.reject(new Error('no luck')) : Promise.resolve()),
      }
      const count = counting()
      const house = await open({ ...toyParts(), jobs: [failing, count.job] })
      const errors = vi.spyOn(house.house.corridor.log, 'error')
      await house.house.jobs.runDue()
      expect(count.fired).toBe(1)
      expect(errors).toHaveBeenCalledOnce()
      expect(await jobRow(house, 'toy.fail')).toMatchObject({
        last_error: 'Error: no luck',
        claimed_until: 0,
      })
      expect(house.house.corridor.metrics.text()).toContain('tiantou_job_failed_total{job="toy.fail"} 1')
      fails = false
      house.clock.advance(60_000)
      await house.house.jobs.runDue()
      expect(await jobRow(house, 'toy.fail')).toMatchObject({ last_error: null })
    })

    it('is fired by one of several processes', async () => {
      const count = counting()
      const { clock, next } = await processes(name, open, { jobs: [count.job] })
      const houses = [await next(), await next(), await next()]
      for (let period = 1; period <= 5; period += 1) {
        await Promise.all(houses.map((house) => house.house.jobs.runDue()))
        expect(count.fired).toBe(period)
        clock.advance(60_000)
      }
    })

    it('is not fired by who looked before another fired it and comes to it afterwards', async () => {
      const count = counting()
      const { clock, next } = await processes(name, open, { jobs: [count.job] })
      const [quick, slow] = [await next(), await next()]
      await quick.house.jobs.runDue()
      clock.advance(60_000)
      const { promise: go, resolve: letGo } = Promise.withResolvers<void>()
      const { transact } = slow.database
      slow.database.transact = async (work) => {
        await go
        return transact(work)
      }
      const late = slow.house.jobs.runDue()
      await quick.house.jobs.runDue()
      letGo()
      await late
      expect(count.fired).toBe(2)
    })

    it('of a dead process is fired again once its lease has run out, or at once when alone', async () => {
      let fired = 0
      let dies = true
      const { promise: hung, resolve: bury } = Promise.withResolvers<void>()
      onTestFinished(() => bury())
      const dying: CrossJob = {
        name: 'toy.die',
        every_s: 10,
        run: () => {
          fired += 1
          return dies ? hung : Promise.resolve()
        },
      }
      const { clock, next } = await processes(name, open, { jobs: [dying] })
      const first = await next()
      void first.house.jobs.runDue()
      await expect.poll(() => fired).toBe(1)
      dies = false
      const second = await next()
      clock.advance(299_999)
      await second.house.jobs.runDue()
      expect(fired).toBe(1)
      clock.advance(1)
      await second.house.jobs.runDue()
      expect(fired).toBe(2)
      dies = true
      clock.advance(10_000)
      void second.house.jobs.runDue()
      await expect.poll(() => fired).toBe(3)
      dies = false
      clock.advance(10_000)
      const alone = await next(true)
      await alone.house.start()
      await expect.poll(() => fired).toBe(4)
    })

    it('is waited for at the end', async () => {
      const states: string[] = []
      const slow: CrossJob = {
        name: 'toy.slow',
        every_s: 60,
        run: async () => {
          states.push('began')
          await new Promise((resolve) => setTimeout(resolve, 20))
          states.push('ended')
        },
      }
      const house = await open({ ...toyParts(), jobs: [slow] })
      await house.house.start()
      await expect.poll(() => states).toContain('began')
      await house.close()
      expect(states).toEqual(['began', 'ended'])
    })
  })

  it('a process that is not alone hears of settings that others changed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const { next } = await processes(name, open, {})
    const [one, other] = [await next(), await next()]
    await other.house.start()
    const setOpen = { name: 'stock.open', value: false }
    await one.must(PlatformContract.commands.setSetting, setOpen, { actor: staff('settings.manage') })
    expect(other.house.corridor.settings.of('stock')).toMatchObject({ open: true })
    await vi.advanceTimersByTimeAsync(5_000)
    await expect.poll(() => other.house.corridor.settings.of('stock')['open'], { interval: 5 }).toBe(false)
    await other.close()
  })
})
