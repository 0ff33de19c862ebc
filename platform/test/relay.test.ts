/** The relay: at least once, one effect, in any order; poison set aside; claims of the dead run out. */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { declareFlow, Nothing, Obj, Type } from '@tiantou/kernel'
import type { OutboxRow } from '../src/corridor-tables.ts'
import { flow, on, send } from '../src/index.ts'
import {
  type DatabaseName,
  eachDatabase,
  type OpenHouse,
  scratchDatabase,
  testClock,
  type TestHouse,
  type TestParts,
} from '../src/testing/index.ts'
import { Stock, Till } from './toys/contracts.ts'
import { fill, hearTaken, rowsIn, toyParts, user } from './toys/house.ts'
import { mortal } from './mortal.ts'

const take = (house: TestHouse, owner = 'ann', pieces = 1) =>
  house.must(Stock.commands.take, { itemId: 'peach', owner, pieces }, { actor: user() })

const heardIn = async (house: TestHouse) => (await house.ask(Till.queries.heard, {})).pieces

const eventsIn = async (house: TestHouse): Promise<OutboxRow[]> => {
  const rows = (await rowsIn(house, 'platform_outbox')) as unknown as OutboxRow[]
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const statesIn = async (house: TestHouse) => (await eventsIn(house)).map((row) => row.state)

/** Makes all events look as if they had never been delivered. */
const forget = (house: TestHouse) =>
  house.database
    .owner()
    .updateTable('platform_outbox')
    .set({ state: 'ready', claimed_until: 0, next_at: 0 })
    .execute()

/** Several processes on one database, with one clock. */
const processes = async (name: DatabaseName, open: OpenHouse, parts: Partial<TestParts> = {}) => {
  const scratch = await scratchDatabase(name)
  const clock = testClock()
  onTestFinished(async () => {
    await scratch.database.close()
    await scratch.remove()
  })
  const next = async (more: Partial<TestParts> = {}) => {
    const on = scratch.again()
    onTestFinished(() => on.close())
    return open({ ...toyParts(), ...parts, clock, on, options: { alone: false }, ...more })
  }
  return { clock, next, scratch }
}

eachDatabase((name, open) => {
  const opened = async (more: Partial<TestParts> = {}) => {
    const house = await open({ ...toyParts(), ...more })
    await fill(house, 'peach', 1_000)
    return house
  }

  describe('an event', () => {
    it('is heard once it is committed, under a key of the reaction and its id', async () => {
      const house = await opened()
      await take(house, 'ann', 3)
      await house.settle()
      expect(await heardIn(house)).toBe(3)
      const [event] = await eventsIn(house)
      expect(event).toMatchObject({ state: 'sent', error: null })
      const done = await rowsIn(house, 'platform_done')
      expect(done.find((row) => row['op'] === 'till.hear')).toMatchObject({
        key: `till.hear-taken:${event?.id}`,
        actor: 'system:till.hear-taken',
        expires_at: null,
      })
    })

    it('has one effect, however often and in whatever order it is delivered', async () => {
      const house = await opened()
      for (let i = 1; i <= 12; i += 1) await take(house, `o${i}`, i)
      await house.settle()
      const events = await eventsIn(house)
      house.house.relay.announce([...events.toReversed(), ...events])
      await house.settle()
      await forget(house)
      await house.settle()
      expect(await heardIn(house)).toBe(78)
      expect(new Set(await statesIn(house))).toEqual(new Set(['sent']))
    })

    it('has the effect of its first delivery, whatever a later one would send', async () => {
      const asked = on(Stock.events.taken, 'till.asked', async ({ owner }, { ask }) =>
        send(Till.commands.hear, { owner, pieces: 1 + (await ask(Till.queries.heard, {})).pieces }),
      )
      const house = await opened({ reactions: [asked] })
      await take(house)
      await house.settle()
      await forget(house)
      await house.settle()
      expect(await heardIn(house)).toBe(1)
      expect(await statesIn(house)).toEqual(['sent'])
    })

    it('that nobody hears is done with', async () => {
      const house = await opened({ reactions: [] })
      await take(house)
      await house.settle()
      expect(await statesIn(house)).toEqual(['sent'])
    })

    it('may be of no interest, or one that the hearer tolerates', async () => {
      const picky = on(Stock.events.taken, 'till.picky', ({ owner, pieces }) =>
        owner === 'ann' ? null : send(Till.commands.hear, { owner, pieces }),
      )
      const house = await opened({ reactions: [{ ...picky, tolerates: ['till.bored'] }] })
      await take(house, 'ann', 1)
      await take(house, 'bore', 2)
      await take(house, 'bob', 4)
      await house.settle()
      expect(await statesIn(house)).toEqual(['sent', 'sent', 'sent'])
      expect(await heardIn(house)).toBe(4)
    })

    it('may start a flow, and what that announces is heard in turn', async () => {
      const Reorder = declareFlow('reorder', {
        doc: 'Takes one more.',
        who: 'system',
        input: Obj({ owner: Type.String(), pieces: Type.Integer() }),
        output: Nothing,
      })
      const reorder = flow(Reorder, async ({ owner, pieces }, { tryStep }) => {
        await tryStep('more', Stock.commands.take, { itemId: 'peach', owner, pieces: pieces - 1 })
        return {}
      })
      const again = on(Stock.events.taken, 'stock.again', ({ owner, pieces }) =>
        pieces > 1 ? send(Reorder, { owner, pieces }) : null,
      )
      const house = await opened({ flows: [reorder], reactions: [again, hearTaken] })
      await take(house, 'ann', 4)
      await house.settle()
      expect(await heardIn(house)).toBe(4 + 3 + 2 + 1)
    })
  })

  describe('poison', () => {
    it('is set aside after some tries, further and further apart, and blocks nobody', async () => {
      const house = await opened({ options: { relay: { maxAttempts: 4 } } })
      const errors = vi.spyOn(house.house.corridor.log, 'error')
      await take(house, 'poison', 100)
      await take(house, 'ann', 1)
      await house.settle()
      expect(await heardIn(house)).toBe(1)
      const poison = async () => (await eventsIn(house)).find((row) => row.payload.includes('poison'))
      const waits: number[] = []
      for (let tries = 1; tries < 4; tries += 1) {
        const row = await poison()
        expect(row).toMatchObject({ state: 'ready', attempts: tries })
        waits.push(Number(row?.next_at) - house.clock.now())
        house.clock.advance((waits.at(-1) ?? 0) - 1)
        await house.settle()
        expect((await poison())?.attempts).toBe(tries)
        house.clock.advance(1)
        await house.settle()
      }
      expect(waits).toEqual([1_000, 2_000, 4_000])
      expect(await poison()).toMatchObject({ state: 'stuck', attempts: 4 })
      expect((await poison())?.error).toContain('till.deaf')
      expect(errors).toHaveBeenCalledOnce()
      expect(house.house.corridor.metrics.text()).toContain(
        'tiantou_events_stuck_total{name="stock.taken"} 1',
      )
      house.clock.advance(86_400_000)
      await take(house, 'ann', 2)
      await house.settle()
      expect(await heardIn(house)).toBe(3)
      expect((await statesIn(house)).toSorted()).toEqual(['sent', 'sent', 'stuck'])
    })

    it('of one hearer is no poison of another', async () => {
      const deaf = on(Stock.events.taken, 'till.deaf', () => Promise.reject(new Error('a defect')))
      const house = await opened({ reactions: [deaf, hearTaken], options: { relay: { maxAttempts: 1 } } })
      await take(house, 'ann', 5)
      await house.settle()
      expect(await heardIn(house)).toBe(5)
      expect(await statesIn(house)).toEqual(['stuck'])
    })

    it('that passes is delivered after all', async () => {
      let failures = 2
      const shaky = on(Stock.events.taken, 'till.shaky', ({ owner, pieces }) => {
        if (failures > 0) {
          failures -= 1
          throw new Error('not now')
        }
        return send(Till.commands.hear, { owner, pieces })
      })
      const house = await opened({ reactions: [shaky] })
      await take(house, 'ann', 5)
      for (let tries = 0; tries < 3; tries += 1) {
        await house.settle()
        house.clock.advance(10_000)
      }
      expect(await heardIn(house)).toBe(5)
      expect(await statesIn(house)).toEqual(['sent'])
    })
  })

  describe('several processes', () => {
    it('find what one left behind once its claim has run out, or at once when it was alone', async () => {
      const { clock, next, scratch } = await processes(name, open)
      const fated = mortal(scratch.again())
      onTestFinished(() => fated.database.close())
      const first = await open({ ...toyParts(), clock, on: fated.database })
      await fill(first)
      fated.dieAt(1, 'after')
      await expect(take(first, 'ann', 3)).rejects.toThrow('plug')
      const second = await next()
      await second.settle()
      expect(await heardIn(second)).toBe(0)
      clock.advance(29_999)
      await second.settle()
      expect(await heardIn(second)).toBe(0)
      clock.advance(1)
      await second.settle()
      expect(await heardIn(second)).toBe(3)
      const again = mortal(scratch.again())
      onTestFinished(() => again.database.close())
      const third = await open({ ...toyParts(), clock, on: again.database })
      again.dieAt(1, 'after')
      await expect(take(third, 'bob', 4)).rejects.toThrow('plug')
      const alone = await next({ options: { alone: true } })
      await alone.house.start()
      await expect.poll(() => heardIn(alone), { interval: 5 }).toBe(7)
    })

    it('share the work: every event is delivered by one of them', async () => {
      const deliveries: string[] = []
      const counting = on(Stock.events.taken, 'till.counting', ({ owner, pieces }) => {
        deliveries.push(owner)
        return send(Till.commands.hear, { owner, pieces })
      })
      const { clock, next } = await processes(name, open, { reactions: [counting] })
      const maker = await next()
      await maker.house.relay.stop()
      await fill(maker, 'peach', 1_000)
      await Promise.all(Array.from({ length: 250 }, (_, i) => take(maker, `o${i}`)))
      const [one, other] = [await next(), await next()]
      clock.advance(30_000)
      await Promise.all([one.settle(), other.settle()])
      expect(deliveries.length).toBe(250)
      expect(new Set(deliveries).size).toBe(250)
      expect(await heardIn(one)).toBe(250)
      expect(new Set(await statesIn(one))).toEqual(new Set(['sent']))
    })

    it('miss none that was committed late under an early id', async () => {
      const house = await opened()
      await take(house, 'ann', 1)
      const [template] = await eventsIn(house)
      for (const owner of ['bob', 'cat']) await take(house, owner, 2)
      await house.settle()
      const late = { ...template, id: 'evt_00000000000000000000000000', state: 'ready', claimed_until: 0 }
      await house.database.owner().insertInto('platform_outbox').values(late).execute()
      await house.settle()
      expect(await heardIn(house)).toBe(1 + 2 + 2 + 1)
    })
  })

  it('the end waits for what is being delivered; nothing runs on a closed database', async () => {
    let going = 0
    const slow = on(Stock.events.taken, 'till.slow', async ({ owner, pieces }) => {
      going += 1
      await new Promise((resolve) => setTimeout(resolve, 20))
      going -= 1
      return send(Till.commands.hear, { owner, pieces })
    })
    const { next } = await processes(name, open, { reactions: [slow] })
    const house = await next()
    const warnings = vi.spyOn(house.house.corridor.log, 'warn')
    await fill(house)
    await house.house.start()
    for (const owner of ['ann', 'bob', 'cat']) await take(house, owner, 1)
    await house.close()
    expect(going).toBe(0)
    expect(warnings).not.toHaveBeenCalled()
    const after = await next()
    expect(await heardIn(after)).toBe(3)
    expect(new Set(await statesIn(after))).toEqual(new Set(['sent']))
  })
})
