/**
 * The end of an account with a step that fails in its middle: fused, nothing has happened; unfused, it goes
 * on where it was, and never back.
 */
import { EraseAccount } from '@tiantou/between/flows/privacy.contract'
import { Cart } from '@tiantou/cart/contract'
import { eachDatabase, type OpenHouse } from '@tiantou/platform/testing'
import { User } from '@tiantou/user/contract'
import { codeFor, signedIn, smsInbox, somePhone } from '@tiantou/user/testing'
import { expect, test } from 'vitest'
import { type Adapters, houseParts } from '../src/house.ts'

const { confirmIdentity } = User.commands

/** A house whose cart fails so often when it is to be erased, and a shopper with something in it. */
const houseThatFails = async (open: OpenHouse, fuse: boolean) => {
  let failures = 1
  const sms = smsInbox()
  const stores = { incoming: {}, shown: {}, kept: {} }
  const parts = houseParts({ sms, wechatPay: {} } as unknown as Adapters, stores as never)
  const moduleOf = (name: string) => {
    const found = parts.modules.find(({ contract }) => contract.module === name)
    if (found === undefined) throw new Error(`There is no module ${name}.`)
    return found
  }
  const cart = moduleOf('cart')
  const erase = cart.commands['eraseUser']
  if (erase === undefined) throw new Error('The cart erases nothing.')
  const eraseUser: typeof erase = (input, context) => {
    if (failures > 0) {
      failures -= 1
      throw new Error('The power went.')
    }
    return erase(input, context)
  }
  const house = await open({
    modules: [
      ...['user', 'order', 'payment', 'member', 'media', 'supplier', 'claim', 'review', 'invoice'].map(
        moduleOf,
      ),
      { ...cart, commands: { ...cart.commands, eraseUser } },
    ],
    flows: (parts.flows ?? []).filter(({ declaration }) => declaration.name === EraseAccount.name),
    ports: {
      user: { sms },
      payment: { 'wechat-pay': {} },
      media: stores,
      supplier: { verifier: undefined, transfers: undefined },
      review: { contentCheck: undefined, photographs: {} },
      invoice: { channel: undefined },
    },
    options: { fuse, settingsYaml: 'user: { codeWait_s: 0 }' },
  })
  const phone = somePhone()
  const shopper = await signedIn(house, sms, phone)
  const { actor, userId } = shopper
  await house.must(Cart.commands.add, { skuId: `sku_${'0'.repeat(26)}`, quantity: 2 }, { actor })
  const { requestId, code } = await codeFor(house, sms, phone)
  const { confirmationId } = await house.must(confirmIdentity, { requestId, code }, { actor })
  const run = () => house.run(EraseAccount, { confirmationId }, { actor, key: 'the-end-of-me' })
  const left = async () => ({
    phone: await house.ask(User.queries.phoneOf, { userId }),
    lines: (await house.ask(Cart.queries.ofUser, { userId })).lines.length,
  })
  return { house, run, left, phone }
}

eachDatabase((_name, open) => {
  test('fused: a failing step leaves everything as it was, and the same key does it', async () => {
    const { run, left, phone } = await houseThatFails(open, true)
    await expect(run()).rejects.toThrow('The power went.')
    expect(await left()).toEqual({ phone: { phone }, lines: 1 })
    expect(await run()).toMatchObject({ ok: true })
    expect(await left()).toEqual({ phone: null, lines: 0 })
    expect(await run()).toMatchObject({ ok: true })
  })

  test('unfused: what was erased stays erased, and the rest follows by itself', async () => {
    const { house, run, left } = await houseThatFails(open, false)
    await expect(run()).rejects.toThrow('still at work')
    expect(await left()).toEqual({ phone: null, lines: 1 })
    house.clock.advance(120_000)
    await house.house.jobs.runDue()
    expect(await left()).toEqual({ phone: null, lines: 0 })
    expect(await run()).toMatchObject({ ok: true })
  })
})
