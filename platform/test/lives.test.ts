/**
 * Whose claims count: what a dead process held is free at once, what a living one holds is not, and who was
 * taken for dead can keep nothing of what has been taken over.
 */
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CrossJob } from '../src/index.ts'
import type { Database, LifeLine } from '../src/db/database.ts'
import { CallError } from '../src/problem.ts'
import {
  type DatabaseName,
  eachDatabase,
  type OpenHouse,
  scratchDatabase,
  testClock,
  type TestHouse,
  type TestParts,
} from '../src/testing/index.ts'
import { Buy, Stock, Till } from './toys/contracts.ts'
import { fill, rowsIn, stateOf, toyBank, toyParts, user } from './toys/house.ts'
import { mortal } from './mortal.ts'
import { MARIADB, opened, scratchUrl } from './mariadb.ts'

const buying = { itemId: 'peach', pieces: 3, fen: 100, pay: true }
const call = (house: TestHouse) => house.run(Buy, buying, { key: 'key-1', actor: user() })
const flowsIn = async (house: TestHouse) =>
  (await rowsIn(house, 'platform_flow')).map((row) => String(row['state']))

/** SQLite has one process and no life lines: there the test lends one. */
const lent = (alive: Set<string>, life: string): LifeLine => ({
  ended: (lives) => {
    alive.add(life)
    return Promise.resolve(lives.filter((one) => !alive.has(one)))
  },
  close: () => void alive.delete(life),
})

/** Processes that share a database, and can be seen to die: their line is cut, they go on all the same. */
const town = async (name: DatabaseName, open: OpenHouse) => {
  const scratch = await scratchDatabase(name)
  onTestFinished(async () => {
    await scratch.database.close()
    await scratch.remove()
  })
  const clock = testClock()
  const alive = new Set<string>()
  const next = async (parts: Partial<TestParts> = {}, wrap = (database: Database) => database) => {
    const database = scratch.again()
    let dead = false
    let line: LifeLine | undefined
    const openLifeLine = (life: string): LifeLine => {
      const held = database.openLifeLine?.(life) ?? lent(alive, life)
      line = held
      const ended = (lives: readonly string[]) =>
        dead ? Promise.reject(new Error('The dead look after nobody.')) : held.ended(lives)
      return { ...held, ended }
    }
    const die = () => {
      dead = true
      line?.close()
    }
    const on = wrap({ ...database, openLifeLine })
    const house = await open({ ...toyParts(), clock, ...parts, on, options: { alone: false } })
    return { house, die }
  }
  return { clock, next }
}

/** A bank that lets one process wait for its word until it is told to answer. */
const slowBank = () => {
  const bank = toyBank()
  const { promise: slow, resolve: answer } = Promise.withResolvers<void>()
  const { promise: asked, resolve: tell } = Promise.withResolvers<void>()
  bank.before = () => {
    if (bank.asked.length > 1) return undefined
    tell()
    return slow
  }
  return { bank, asked, answer }
}

eachDatabase((name, open) => {
  it('a flow of a living process is left to it; of a dead one it is resumed at once', async () => {
    const { next } = await town(name, open)
    const { bank, asked, answer } = slowBank()
    const first = await next(toyParts(bank))
    await fill(first.house)
    const late = call(first.house).catch((error: unknown) => error)
    await asked
    const second = await next(toyParts(bank))
    await second.house.house.start()
    await expect(call(second.house)).rejects.toMatchObject({ code: 'platform.in_progress' })
    expect(await flowsIn(second.house)).toEqual(['running'])
    first.die()
    await expect.poll(() => flowsIn(second.house), { timeout: 5_000 }).toEqual(['done'])
    expect(await call(second.house)).toMatchObject({ ok: true, value: { left: 7, word: 'paid' } })
    expect(new Set(bank.asked).size).toBe(1)
    answer()
    expect(await late).toBeInstanceOf(CallError)
    expect(await stateOf(second.house)).toEqual({ left: 7, held: 3, sales: ['paid'] })
    await second.house.close()
  })

  it.each(['paid', 'away'] as const)(
    'a process that lost its claim keeps and takes back nothing, when it hears: %s',
    async (word) => {
      const { clock, next } = await town(name, open)
      const { bank, asked, answer } = slowBank()
      const first = await next(toyParts(bank))
      await fill(first.house)
      const late = call(first.house).catch((error: unknown) => error)
      await asked
      clock.advance(60_000)
      const second = await next(toyParts(bank))
      expect(await call(second.house)).toMatchObject({ ok: true, value: { word: 'paid' } })
      bank.word = word
      answer()
      expect(await late).toMatchObject({ code: 'platform.in_progress' })
      expect(await flowsIn(second.house)).toEqual(['done'])
      expect(await stateOf(second.house)).toEqual({ left: 7, held: 3, sales: ['paid'] })
      expect(await call(first.house)).toMatchObject({ ok: true, value: { word: 'paid' } })
    },
  )

  it('an event that the dead had not delivered is delivered at once', async () => {
    const { next } = await town(name, open)
    const fates: ReturnType<typeof mortal>[] = []
    const first = await next({}, (database) => {
      fates.push(mortal(database))
      return fates[0]?.database ?? database
    })
    await fill(first.house)
    fates[0]?.dieAt(1, 'after')
    const taking = { itemId: 'peach', owner: 'ann', pieces: 3 }
    await expect(first.house.must(Stock.commands.take, taking, { actor: user() })).rejects.toThrow('plug')
    const second = await next()
    await second.house.house.start()
    await second.house.settle()
    expect(await second.house.ask(Till.queries.heard, {})).toEqual({ pieces: 0 })
    first.die()
    await expect
      .poll(() => second.house.ask(Till.queries.heard, {}), { timeout: 5_000 })
      .toEqual({ pieces: 3 })
    await second.house.close()
  })

  it('a job that the dead had begun fires at its next time; only their row goes', async () => {
    const { clock, next } = await town(name, open)
    let fired = 0
    const { promise: hung, resolve: bury } = Promise.withResolvers<void>()
    onTestFinished(() => bury())
    const job: CrossJob = {
      name: 'toy.die',
      every_s: 10,
      run: () => {
        fired += 1
        return fired === 1 ? hung : Promise.resolve()
      },
    }
    const first = await next({ jobs: [job] })
    void first.house.house.jobs.runDue()
    await expect.poll(() => fired).toBe(1)
    const second = await next({ jobs: [job] })
    await second.house.house.start()
    clock.advance(10_000)
    await second.house.house.jobs.runDue()
    expect(fired).toBe(1)
    first.die()
    await expect.poll(() => fired, { timeout: 5_000 }).toBe(2)
    const living = [{ id: second.house.house.corridor.life }]
    await expect.poll(() => rowsIn(second.house, 'platform_life')).toMatchObject(living)
    await second.house.close()
  })
})

describe.each(MARIADB)('the line of a life', () => {
  it('tells the living from the dead, and is taken up again after a cut', async () => {
    const url = await scratchUrl()
    const [one, other] = [opened({ url }), opened({ url })]
    const lives = [`lif_${Date.now()}a`, `lif_${Date.now()}b`] as const
    const line = one.openLifeLine?.(lives[0])
    const watch = other.openLifeLine?.(lives[1])
    onTestFinished(() => {
      line?.close()
      watch?.close()
    })
    expect(await watch?.ended([lives[0]])).toEqual([])
    expect(await watch?.ended([lives[0]])).toEqual([lives[0]])
    expect(await line?.ended([lives[1]])).toEqual([])
    expect(await watch?.ended(lives)).toEqual([])
    await cutAll(one, lives[0])
    await expect.poll(() => watch?.ended(lives)).toEqual([lives[0]])
    await expect.poll(() => line?.ended([]).catch(() => 'cut')).toEqual([])
    expect(await watch?.ended(lives)).toEqual([])
    line?.close()
    await expect.poll(() => watch?.ended(lives)).toEqual([lives[0]])
  })
})

/** Ends the connection that holds the lock of a life, as a server or a network may. */
const cutAll = async (database: Database, life: string): Promise<void> => {
  const { rows } = await sql<{ id: number }>`SELECT IS_USED_LOCK(${`tiantou.${life}`}) AS id`.execute(
    database.owner(),
  )
  await sql`KILL CONNECTION ${sql.raw(String(rows[0]?.id))}`.execute(database.owner())
}
