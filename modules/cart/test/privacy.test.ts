/** The cart of a shopper who is erased, on every database. */
import { eachDatabase } from '@tiantou/platform/testing'
import { expect, test } from 'vitest'
import { Cart } from '../src/contract.ts'
import { cartModule } from '../src/index.ts'

const idOf = (prefix: string, no: number) => `${prefix}_${'0'.repeat(25)}${no}`

eachDatabase((_name, open) => {
  test('it is emptied, as often as one likes, and nobody else’s is touched', async () => {
    const house = await open({ modules: [cartModule] })
    const [mine, theirs] = [idOf('usr', 1), idOf('usr', 2)]
    for (const id of [mine, theirs]) {
      const actor = { kind: 'user', id, sessionId: 's' } as const
      await house.must(Cart.commands.add, { skuId: idOf('sku', 1), quantity: 2 }, { actor })
    }
    await house.must(Cart.commands.eraseUser, { userId: mine }, { key: 'erase-1' })
    await house.must(Cart.commands.eraseUser, { userId: mine }, { key: 'erase-1' })
    await house.must(Cart.commands.eraseUser, { userId: mine })
    const linesOf = async (userId: string) => (await house.ask(Cart.queries.ofUser, { userId })).lines.length
    expect([await linesOf(mine), await linesOf(theirs)]).toEqual([0, 1])
  })
})
