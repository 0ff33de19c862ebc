/** The toy house: stock, till, what stands between them, and a bank that says what a test wants. */
import type { Actor } from '@tiantou/kernel'
import { flow, type Module, on, page, send, stale, undo } from '../../src/index.ts'
import type { TestHouse, TestParts } from '../../src/testing/index.ts'
import { Buy, Shelf, Stock, Till } from './contracts.ts'
import { stock } from './stock.ts'
import { till, type Word } from './till.ts'

export const buy = flow(Buy, async (input, { ask, step, effect, id, refuse, outcome, actor }) => {
  const { itemId, pieces, fen, pay, how } = input
  await ask(Stock.queries.left, { itemId })
  const saleId = id('sal')
  const owner = `${actor.id}/${saleId}`.slice(0, 40)
  await step('open', Till.commands.open, { saleId, owner, fen }, undo(Till.commands.cancel, { owner }))
  const { left } = await step(
    'take',
    Stock.commands.take,
    { itemId, owner, pieces },
    undo(Stock.commands.giveBack, { owner }),
  )
  if (how === 'change mind') return refuse('changed_mind')
  if (how === 'note') return outcome('noted')
  if (!pay) return { saleId, left, word: null }
  const { word } = await effect('charge', Till.effects.charge, { saleId, fen })
  await step('settle', Till.commands.settle, { saleId, word })
  if (how === 'change mind late') return refuse('changed_mind')
  return { saleId, left, word }
})

export const shelf = page(
  Shelf,
  async ({ itemId, times = 1 }, { ask }) => {
    const { left } = await ask(Stock.queries.left, { itemId })
    return { itemId, left, words: Array.from({ length: times }, () => 'peaches and plums') }
  },
  {
    maxAge_s: 60,
    tags: (input) => [input.itemId],
    staleness: [stale(Stock.events.taken, ({ itemId }) => [itemId])],
  },
)

export const hearTaken = on(
  Stock.events.taken,
  'till.hear-taken',
  ({ owner, pieces }) => send(Till.commands.hear, { owner, pieces }),
  ['till.bored'],
)

/** A bank whose word is set beforehand; it remembers who asked. */
export const toyBank = () => {
  const asked: string[] = []
  const bank = {
    asked,
    word: 'paid' as Word | 'away',
    /** Runs before the answer: to throw, to wait, to look around. */
    before: (): Promise<void> | void => undefined,
    charge: async (saleId: string, _fen: number) => {
      asked.push(saleId)
      await bank.before()
      return bank.word
    },
  }
  return bank
}

export type ToyBank = ReturnType<typeof toyBank>

/** Everything in the toy house. */
export const toyParts = (bank: ToyBank = toyBank()): TestParts => ({
  modules: [stock, till],
  flows: [buy],
  pages: [shelf],
  reactions: [hearTaken],
  ports: { till: { bank } },
})

export const user = (id = 'usr_1'): Actor => ({ kind: 'user', id, sessionId: 'ses_1' })
export const guest = (id = 'guest-1'): Actor => ({ kind: 'guest', id })
export const staff = (...permissions: string[]): Actor => ({
  kind: 'staff',
  id: 'stf_1',
  sessionId: 'ses_2',
  permissions,
})

/** A module whose commands of these names do something first. */
export const before = (
  module: Module,
  names: readonly string[],
  first: (name: string) => unknown,
): Module => {
  const commands = { ...module.commands }
  for (const name of names) {
    const handler = commands[name] as (input: never, context: never) => Promise<unknown>
    commands[name] = async (input: never, context: never) => {
      await first(name)
      return handler(input, context)
    }
  }
  return { ...module, commands }
}

/** Puts pieces of an item on the shelf. */
export const fill = async (house: TestHouse, itemId = 'peach', pieces = 10): Promise<void> => {
  await house.must(Stock.commands.restock, { itemId, pieces })
}

/** How many are left, who holds them, which sales there are. */
export const stateOf = async (house: TestHouse, itemId = 'peach') => {
  const { left } = await house.ask(Stock.queries.left, { itemId })
  const { pieces } = await house.ask(Stock.queries.holds, {})
  const { sales } = await house.ask(Till.queries.sales, {})
  return { left, held: pieces, sales: sales.map((sale) => sale.state) }
}

/** Rows of one of the corridor's own tables. */
export const rowsIn = (house: TestHouse, table: string): Promise<Record<string, unknown>[]> =>
  house.database.reader('platform', true).selectFrom(table).selectAll().execute()
