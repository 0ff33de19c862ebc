/**
 * Journals of four entries through the ledger's command, sixty-four hands at once, at full durability,
 * against the very same statements by hand in the same process.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { makeId, system } from '@tiantou/kernel'
import { Ledger } from '@tiantou/ledger/contract'
import type { House } from '@tiantou/platform'
import { openBarePool, openBareWriter } from '../bare-writer.ts'
import { median } from '../load.ts'
import { record } from '../recorder.ts'
import type { Figure } from '../report.ts'
import type { Place, Scratch } from '../scratch.ts'
import { setStage } from '../stage.ts'
import { freshValues, type Step, templateOf } from '../template.ts'

const ROUNDS = 5
const SECONDS = 4
const HANDS = 64
const SUPPLIERS = 200

const idOf = (prefix: string) => makeId(prefix, Date.now(), crypto.getRandomValues(new Uint8Array(10)))
const suppliers = Array.from({ length: SUPPLIERS }, () => idOf('sup'))

/** One sale: 100.00 of goods of some supplier, 8.00 of freight, 5.00 given by the platform. */
const recordSale = async (house: House): Promise<void> => {
  const seller = suppliers[Math.floor(Math.random() * SUPPLIERS)] as string
  const fact = {
    kind: 'paid' as const,
    about: idOf('pay'),
    channel: 'wechat-pay' as const,
    fen: 10_300,
    goods: [{ seller, fen: 10_000 }],
    freightFen: 800,
    subsidyFen: 500,
  }
  const by = { actor: system('bench'), key: randomUUID() }
  const said = await house.run(Ledger.commands.record, { fact, occurredAt: Date.now() }, by)
  if (!said.ok) throw new Error(said.code)
}

interface Lap {
  readonly perSecond: number
  readonly p50_ms: number
  readonly p99_ms: number
}

/** Sixty-four hands that each begin again when they are answered. */
const lap = async (once: () => Promise<void>): Promise<Lap> => {
  const times: number[] = []
  const began = performance.now()
  const until = began + SECONDS * 1_000
  const hand = async () => {
    while (performance.now() < until) {
      const at = performance.now()
      await once()
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: HANDS }, hand))
  const took_s = (performance.now() - began) / 1_000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { perSecond: times.length / took_s, p50_ms: at(0.5), p99_ms: at(0.99) }
}

const nobody = { userId: 'nobody', accessToken: '', addressId: 'nowhere' }
const scene = { shopper: nobody, skuIds: [] }

/** Records what two sales ask of the database. */
const templateIn = async (house: House, mariadb: boolean): Promise<Step[]> => {
  await recordSale(house)
  const a = await record(mariadb, () => recordSale(house))
  const b = await record(mariadb, () => recordSale(house))
  return templateOf(a, b, scene).filter((step) => step.kind === 'statement')
}

interface Bare {
  once(): Promise<void>
  close(): Promise<void>
}

const openBare = (steps: readonly Step[], { dataDir, databaseUrl }: Place): Bare => {
  if (databaseUrl !== undefined) {
    const { run, close } = openBarePool(databaseUrl)
    const once = () => {
      const valueOf = freshValues(nobody, scene)
      return run(
        true,
        steps.map(({ sql, values }) => ({ sql, values: values.map(valueOf) })),
      )
    }
    return { once, close }
  }
  const { writer, inTurn } = openBareWriter(join(dataDir, 'tiantou.sqlite'))
  const prepared = steps.map(({ sql, values }) => ({ statement: writer.prepare(sql), values }))
  const once = () => {
    const valueOf = freshValues(nobody, scene)
    return inTurn(() => {
      for (const { statement, values } of prepared) statement.run(...values.map(valueOf))
    })
  }
  return { once, close: () => Promise.resolve(writer.close()) }
}

const measure = async (scratch: Scratch, name: string, mariadb: boolean): Promise<Figure> => {
  const nothing = { products: 0, stock: 0, shoppers: 0, roles: 'web' }
  const place = await scratch.place(mariadb)
  const { platform } = await setStage({ ...place, ...nothing })
  const steps = await templateIn(platform.house, mariadb)
  const other = await scratch.place(mariadb)
  await (await setStage({ ...other, ...nothing })).platform.close()
  const bare = openBare(steps, other)
  const rounds: { readonly mine: Lap; readonly limit: Lap }[] = []
  for (let round = -1; round < ROUNDS; round += 1) {
    const mine = await lap(() => recordSale(platform.house))
    const limit = await lap(bare.once)
    if (round >= 0) rounds.push({ mine, limit }) // the first round warms both up
  }
  const { items } = await platform.house.ask(Ledger.queries.invariants, {}, system('bench'))
  const broken = items.filter((one) => one.violations > 0 && one.name !== 'I16b').map((one) => one.name)
  await platform.close()
  await bare.close()
  return {
    bench: 'ledger',
    case: name,
    value: median(rounds.map(({ mine }) => mine.perSecond)),
    unit: 'journals/s',
    limit: median(rounds.map(({ limit }) => limit.perSecond)),
    ratio: median(rounds.map(({ mine, limit }) => mine.perSecond / limit.perSecond)),
    p50_ms: median(rounds.map(({ mine }) => mine.p50_ms)),
    p99_ms: median(rounds.map(({ mine }) => mine.p99_ms)),
    note: `${steps.length} statements${broken.length === 0 ? '' : `, BROKEN ${broken.join(' ')}`}`,
  }
}

/** Cases `mariadb` and `sqlite`. */
export const ledger = async (scratch: Scratch, only?: string): Promise<Figure[]> => {
  const figures: Figure[] = []
  for (const [name, mariadb] of [
    ['mariadb', true],
    ['sqlite', false],
  ] as const)
    if (only === undefined || only === name) figures.push(await measure(scratch, name, mariadb))
  return figures
}
