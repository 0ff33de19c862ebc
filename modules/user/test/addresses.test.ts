/**
 * Addresses on every database: one default, twenty at most, whose they are, and nothing of them in the clear.
 */
import type { Actor, InputOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { userModule } from '../src/index.ts'
import { type SignedIn, signedIn, smsInbox, type SmsInbox } from './factory.ts'
import { everything, wholeDatabase } from './rows.ts'

const { saveAddress, removeAddress } = User.commands
type Fields = InputOf<typeof saveAddress>

const home: Fields = {
  name: '李雷',
  phone: '13911112222',
  regionCode: '610629',
  detail: '凤栖街道苹果路 8 号',
  isDefault: false,
}

eachDatabase((_name, open) => {
  let house: TestHouse
  let inbox: SmsInbox
  let me: SignedIn
  let other: SignedIn
  beforeAll(async () => {
    inbox = smsInbox()
    house = await open({ modules: [userModule], ports: { user: { sms: inbox } } })
  })
  beforeEach(async () => {
    me = await signedIn(house, inbox)
    other = await signedIn(house, inbox)
  })

  const save = async (over: Partial<Fields> = {}, actor: Actor = me.actor): Promise<string> => {
    house.clock.advance(1)
    return (await house.must(saveAddress, { ...home, ...over }, { actor })).addressId
  }
  const mine = async () => (await house.ask(User.queries.addresses, {}, { actor: me.actor })).items
  const idsOf = async () => (await mine()).map((address) => address.addressId)

  /** The code with which something is refused, if it changed nothing. */
  const refusal = async (what: () => Promise<{ ok: boolean; code?: string }>) => {
    const before = await everything(house)
    const result = await what()
    const unchanged = (await everything(house)) === before
    return unchanged ? result.code : 'something changed'
  }

  test('The first address is the default, whatever it says; its region has names', async () => {
    const addressId = await save()
    const whole = {
      ...home,
      addressId,
      isDefault: true,
      province: '陕西省',
      city: '延安市',
      county: '洛川县',
    }
    expect(await mine()).toEqual([whole])
    expect(await house.ask(User.queries.addressOf, { userId: me.userId, addressId })).toEqual(whole)
    expect(await house.ask(User.queries.addressOf, { userId: other.userId, addressId })).toBeNull()
  })

  test('There is one default: the newest that was made so, and the newest left when it goes', async () => {
    const [a, b] = [await save(), await save()]
    expect(await idsOf()).toEqual([a, b])
    const c = await save({ isDefault: true })
    expect((await mine()).map((address) => [address.addressId, address.isDefault])).toEqual([
      [c, true],
      [b, false],
      [a, false],
    ])
    await save({ addressId: a, isDefault: true })
    await save({ addressId: a, isDefault: false })
    expect((await mine())[0]).toMatchObject({ addressId: a, isDefault: true })
    await house.must(removeAddress, { addressId: a }, { actor: me.actor })
    expect((await mine()).map((address) => [address.addressId, address.isDefault])).toEqual([
      [c, true],
      [b, false],
    ])
    await house.must(removeAddress, { addressId: b }, { actor: me.actor })
    await house.must(removeAddress, { addressId: c }, { actor: me.actor })
    expect(await mine()).toEqual([])
  })

  test('Addresses saved at the same moment leave one default', async () => {
    const results = await Promise.all(
      Array.from({ length: 8 }, () =>
        house.must(saveAddress, { ...home, isDefault: true }, { actor: me.actor }),
      ),
    )
    const items = await mine()
    expect(items).toHaveLength(results.length)
    expect(items.filter((address) => address.isDefault)).toHaveLength(1)
  })

  test('A change keeps the id and replaces every field', async () => {
    const addressId = await save()
    const moved = { name: '韩梅梅', phone: '13600001111', regionCode: '440305', detail: '科技园 1 栋' }
    await save({ ...moved, addressId })
    expect(await mine()).toMatchObject([{ ...moved, addressId, city: '深圳市', county: '南山区' }])
  })

  test('The address of somebody else cannot be changed or removed', async () => {
    const addressId = await save({}, other.actor)
    const actor = me.actor
    expect(await refusal(() => house.run(saveAddress, { ...home, addressId }, { actor }))).toBe(
      'user.no_such_address',
    )
    expect(await refusal(() => house.run(removeAddress, { addressId }, { actor }))).toBe(
      'user.no_such_address',
    )
  })

  test('A code that is no county is refused', async () => {
    for (const regionCode of ['610600', '610000', '999999']) {
      const save = () => house.run(saveAddress, { ...home, regionCode }, { actor: me.actor })
      expect(await refusal(save)).toBe('user.no_such_region')
    }
  })

  test('The twenty-first address is refused, also at the same moment; a change still works', async () => {
    const [first] = [await save()]
    for (let i = 0; i < 16; i += 1) await save()
    const results = await Promise.all(
      Array.from({ length: 6 }, () => house.run(saveAddress, home, { actor: me.actor })),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(3)
    expect(await refusal(() => house.run(saveAddress, home, { actor: me.actor }))).toBe(
      'user.too_many_addresses',
    )
    await save({ addressId: first, detail: '新地址' })
    expect(await mine()).toHaveLength(20)
  })

  test('No name, phone or place of an address lies in the database in the clear', async () => {
    const secret = { name: '张秘密', phone: '13700009999', detail: '无人知晓路 1 号' }
    await save(secret)
    const text = await wholeDatabase(house)
    const found = Object.values(secret).filter((value) => text.includes(value))
    expect(found).toEqual([])
  })
})
