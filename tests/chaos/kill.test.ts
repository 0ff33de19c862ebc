/**
 * A real process is killed with SIGKILL at one point after another — while it sells and pays out, and again
 * while it recovers — over one and the same database. Shoppers, suppliers and staff retry with their keys. At
 * the end everything agrees, with the channel's books too, and nothing acknowledged is lost.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@tiantou/platform'
import { createTestDatabase, DATABASES, type DatabaseName } from '@tiantou/platform/testing'
import { startTencentSmsTwin } from '@tiantou/tencent-sms/twin'
import { startWechatOpenTwin } from '@tiantou/wechat-open/twin'
import { startWechatPayTwin } from '@tiantou/wechat-pay/twin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Buyer } from './buyer.ts'
import { differences, type Money } from './invariants.ts'
import { Ends } from './ends.ts'
import { ask, type Life, Lives } from './lives.ts'
import { Grocer } from './grocer.ts'
import { Payee } from './payee.ts'
import { type Payout, payoutDifferences } from './payouts.ts'
import { pause, Person } from './person.ts'
import { openSupplier } from './supplying.ts'
import type { Epitaph, VictimInput } from './victim.ts'

/** Kills on each database; more for a night. */
const KILLS = Number(process.env['TIANTOU_TEST_KILLS'] ?? 100)
const BUYERS = 2
const GROCERS = 2
/** What recovers is left alone for so long. */
const QUIET_MS = 300
/** A life that does not come to its end by itself ends after this; it does not count. */
const LIFE_MS = 3_000

const clock = {
  now: Date.now,
  random: (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))),
}

const clean: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const one of clean.toReversed()) await one()
})

type World = Omit<VictimInput, 'end'>

const SETTINGS =
  'http:\n  limits: { default: 1000000, code: 1000000, signIn: 1000000 }\n' +
  'media: { perDayOfShopper: 10000 }\nclaim: { autoClaims: 1000 }\n'

/** Everything that outlives the victim: the third parties, the database, the port. */
const openWorld = async (name: DatabaseName) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tiantou-kill-'))
  const port = await freePort()
  const [pay, sms] = await Promise.all([
    startWechatPayTwin({
      ...clock,
      retryScale: 0.01,
      refundDelay_ms: 50,
      cashierUrl: 'http://127.0.0.1/sandbox/pay',
    }),
    startTencentSmsTwin(clock),
  ])
  const hosts = ['127.0.0.1']
  const wechatOpen = await startWechatOpenTwin({ ...clock, hosts, officialAppId: pay.config.appId })
  clean.push(
    () => wechatOpen.close(),
    () => pay.close(),
    () => sms.close(),
    () => rm(dataDir, { recursive: true, force: true }),
  )
  const server = process.env['TIANTOU_TEST_MARIADB'] ?? ''
  const fresh = () => createTestDatabase(server, `k_${randomUUID().replaceAll('-', '')}`)
  const databaseUrl = name === 'mariadb' ? await fresh() : undefined
  const settings = join(dataDir, 'settings.yaml')
  await writeFile(settings, SETTINGS)
  const origin = `http://127.0.0.1:${port}`
  const notifyUrl = `${origin}/api/v1/callbacks/wechat-pay`
  const transferUrl = `${origin}/api/v1/callbacks/wechat-transfer`
  const page = `${origin}/sandbox/wechat`
  const input: World = {
    env: {
      PORT: String(port),
      DATA_DIR: dataDir,
      SANDBOX: '0',
      LOG_LEVEL: 'silent',
      SETTINGS_FILE: settings,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl, DATABASE_CONNECTIONS: '8' }),
    },
    wechatPay: { ...pay.config, notifyUrl, refundNotifyUrl: notifyUrl },
    wechatTransfer: { sceneId: '1009', sceneInfo: '采购商品名称=生鲜农产品', notifyUrl: transferUrl },
    wechatOpen: {
      ...wechatOpen.config,
      authorizeUrl: page,
      qrUrl: page,
      returnUrl: `${origin}/sign-in/wechat`,
    },
    sms: sms.config,
    stone: join(dataDir, 'epitaph.json'),
  }
  return { input, pay, sms, wechatOpen, origin }
}

/** What the victim wrote on its stone, if it came to its end. */
const read = (stone: string): Epitaph | undefined => {
  if (!existsSync(stone)) return undefined
  const epitaph = JSON.parse(readFileSync(stone, 'utf8')) as Epitaph
  rmSync(stone)
  return epitaph
}

const lives = new Lives()
beforeAll(() => lives.bundle())
afterAll(() => lives.close())

const diesWithin = (life: Life, ms: number): Promise<boolean> =>
  Promise.race([life.died.then(() => true), pause(ms).then(() => false)])

type OpenWorld = Awaited<ReturnType<typeof openWorld>>

/** Goes on until told to stop or nobody answers. */
type Caller = (signal: AbortSignal) => Promise<void>

/** Kills until every kind of end was met, and enough was done between them: a slow machine does less. */
const killAgainAndAgain = async (
  world: OpenWorld,
  callers: readonly Caller[],
  isEnough: () => boolean,
): Promise<Ends> => {
  const ends = new Ends()
  const goesOn = () => ends.kills < KILLS || ends.missed().length > 0 || !isEnough()
  for (let count = 1; goesOn() && count < KILLS * 2; count += 1) {
    const end = ends.next(count)
    const life = lives.begin({ ...world.input, end })
    let alone = true
    if ((await life.ready) && !(end.from === 'start' && (await diesWithin(life, QUIET_MS)))) {
      alone = false
      const calling = new AbortController()
      const calls = callers.map((call) => call(calling.signal))
      await diesWithin(life, LIFE_MS)
      life.child.kill('SIGKILL')
      calling.abort()
      await Promise.all(calls)
    }
    await life.died
    const epitaph = read(world.input.stone)
    if (epitaph !== undefined) ends.note(epitaph, alone)
  }
  return ends
}

describe.each(DATABASES)('killed again and again on %s', (name) => {
  test('it loses nothing and doubles nothing', async () => {
    const world = await openWorld(name)
    const buyers = Array.from({ length: BUYERS }, (_, index) => new Buyer(world, index))
    const first = lives.begin({ ...world.input, end: null })
    expect(await first.ready).toBe(true)
    await ask(first.child, 'staff')
    const supplier = await openSupplier(world)
    const payee = new Payee(supplier, world.pay)
    for (const buyer of buyers) await buyer.signIn()
    const grocers = Array.from(
      { length: GROCERS },
      () => new Grocer(new Person(world), supplier.maker, world.pay),
    )
    for (const [index, grocer] of grocers.entries()) await grocer.signIn(`1370000001${index}`)
    first.child.kill('SIGKILL')
    await first.died

    const callers = [
      ...buyers.map((buyer) => (signal: AbortSignal) => buyer.shop(signal)),
      (signal: AbortSignal) => payee.take(signal),
      ...grocers.map((grocer) => (signal: AbortSignal) => grocer.serve(signal)),
    ]
    const owedOf = () => new Map(grocers.flatMap((grocer) => [...grocer.owed]))
    const wasClaimed = (owed: ReadonlyMap<string, readonly number[]>) =>
      [...owed.values()].filter((fen) => fen.length === 2).length > KILLS / 10
    const ends = await killAgainAndAgain(world, callers, () => wasClaimed(owedOf()))
    expect(ends.missed()).toEqual([])
    expect(ends.kills).toBeGreaterThanOrEqual(KILLS)
    expect(ends.recovering).toBeGreaterThan(KILLS / 8)

    const last = lives.begin({ ...world.input, end: null })
    expect(await last.ready).toBe(true)
    for (const one of [...buyers, payee, ...grocers]) await one.finish()
    const owed = owedOf()
    const look = async () => [
      ...(await ask<string[]>(last.child, 'check')),
      ...differences(await ask<Money[]>(last.child, 'money'), world.pay.control.orders(10_000), owed),
      ...payoutDifferences(await ask<Payout[]>(last.child, 'payouts'), world.pay.control.transfers()),
    ]
    await expect.poll(look, { timeout: 30_000, interval: 500 }).toEqual([])
    const written = new Set(await ask<string[]>(last.child, 'orders'))
    const acknowledged = [supplier.orderId, ...owed.keys(), ...buyers.flatMap((buyer) => buyer.acknowledged)]
    expect(wasClaimed(owed)).toBe(true)
    expect(acknowledged.filter((orderId) => !written.has(orderId))).toEqual([])
    expect(new Set(acknowledged).size).toBe(acknowledged.length)
    expect(written.size).toBe(acknowledged.length)
    expect(acknowledged.length).toBeGreaterThan(KILLS / 4)
    const withdrawals = (await ask<Payout[]>(last.child, 'payouts')).map((one) => one.withdrawalId)
    expect(payee.acknowledged().toSorted()).toEqual(withdrawals.toSorted())
    expect(withdrawals.length).toBeGreaterThan(KILLS / 4)
    last.child.kill('SIGTERM')
    await last.died
  }, 600_000)
})
