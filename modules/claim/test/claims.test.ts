/** Claims made, decided, paid, appealed: the good way and each no, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Claim } from '../src/contract.ts'
import { claimModule } from '../src/index.ts'
import { aClaim, anybody, apples, idOf, judge, other, photoOf } from './factory.ts'

const { open: openClaim, withdraw, appeal, decide, deny, arbitrate, markPaying, markPaid } = Claim.commands
const { noteSent, eraseUser } = Claim.commands
const hour_ms = 3_600_000
const by = { actor: judge }
const reason = '照片清楚'

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [claimModule] })
  })

  const code = async (answered: Promise<{ ok: boolean; code?: string }>) => (await answered).code
  const seen = (claimId: string) => house.ask(Claim.queries.staffGet, { claimId }, by)
  /** A claim that a person must decide: it comes to 80 yuan. */
  const reviewed = async () => {
    const me = anybody()
    const asked = aClaim(house, me.id, { cause: 'rotten', pieces: 4 }, apples({ leftFen: 20_000 }))
    const { claimId, state } = await house.must(openClaim, asked)
    expect(state).toBe('in_review')
    return { me: { actor: me }, asked, claimId }
  }
  const pay = async (claimId: string) => {
    const refundId = idOf('rfd')
    await house.must(markPaying, { claimId, refundId })
    await house.must(markPaid, { refundId })
    return refundId
  }

  test('within the limits a claim is decided at once, under one key once', async () => {
    const me = anybody()
    const asked = aClaim(house, me.id, { pieces: 3 })
    const first = await house.must(openClaim, asked, { key: 'twice' })
    expect(first).toMatchObject({ state: 'approved', amountFen: 420 })
    expect(await house.must(openClaim, asked, { key: 'twice' })).toEqual(first)
    const { claimId } = first
    const { bizKey, fen, houseFen } = await house.ask(Claim.queries.payout, { claimId })
    expect([bizKey, fen, houseFen]).toEqual([`claim-${claimId}`, 420, 210])
    await pay(claimId)
    expect(await seen(claimId)).toMatchObject({
      state: 'paid',
      paidFen: 420,
      decidedBy: '',
      ruleVersion: 1,
      borne: { farmFen: 210, packerFen: 84, carrierFen: 126, platformFen: 0 },
      lotNo: 'A1',
    })
    const { items } = await house.ask(Claim.queries.list, {}, { actor: me })
    expect(items).toMatchObject([{ claimId, photos: asked.photos }])
    expect((await house.ask(Claim.queries.list, {}, { actor: anybody() })).items).toEqual([])
    expect(await code(house.run(markPaying, { claimId, refundId: idOf('rfd') }))).toBe('claim.wrong_state')
  })

  test('defect 7: what is too late or too much is refused, and takes nothing', async () => {
    const me = anybody()
    const asked = aClaim(house, me.id)
    const no = (changes: Partial<typeof asked>) => code(house.run(openClaim, { ...asked, ...changes }))
    expect(await no({ skuId: idOf('sku') })).toBe('claim.no_such_line')
    expect(await no({ photos: [] })).toBe('claim.photo_needed')
    expect(await no({ pictures: [] })).toBe('claim.no_such_photo')
    const strange = photoOf(anybody().id)
    expect(await no({ photos: [strange.name], pictures: [strange] })).toBe('claim.no_such_photo')
    const review = photoOf(me.id, { purpose: 'review' })
    expect(await no({ photos: [review.name], pictures: [review] })).toBe('claim.no_such_photo')
    expect(await no({ grams: 100 })).toBe('claim.how_much')
    expect(await no({ pieces: 11 })).toBe('claim.more_than_got')
    const when = (deliveredAt: number | null, shippedAt: number | null) => ({
      order: { ...asked.order, deliveredAt, shippedAt },
    })
    const now = house.clock.now()
    expect(await no(when(now - 24 * hour_ms, now))).toBeUndefined()
    expect(await no(when(now - 24 * hour_ms - 1, now))).toBe('claim.window_over')
    expect(await no(when(null, now))).toBe('claim.not_delivered')
    expect(await no({ ...when(null, now - 71 * hour_ms), cause: 'not_received' })).toBe('claim.too_early')
    const lost = { ...when(null, now - 72 * hour_ms), cause: 'not_received' as const, photos: [], pieces: 8 }
    expect(await house.run(openClaim, { ...asked, ...lost })).toMatchObject({ value: { state: 'in_review' } })
    expect(await no({ pieces: 1 })).toBe('claim.more_than_got')
  })

  test('money that came back for other reasons is not claimed again', async () => {
    const me = anybody()
    const gone = aClaim(house, me.id, {}, apples({ leftFen: 0 }))
    expect(await house.run(openClaim, gone)).toMatchObject({ code: 'claim.above_cap', data: { leftFen: 0 } })
  })

  test('defect 7: a line takes many claims, fifty at once, and never pays more than it cost', async () => {
    const me = anybody()
    const line = apples({ pieces: 30, grams: 6_000, leftFen: 997 })
    const orderId = idOf('ord')
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => {
        const asked = aClaim(house, me.id, { orderId, cause: 'rotten', pieces: 1 }, line)
        return house.run(openClaim, asked)
      }),
    )
    const taken = answers.flatMap((answer) => (answer.ok ? [answer.value.amountFen] : []))
    expect(taken).toHaveLength(30)
    expect(taken.reduce((sum, fen) => sum + fen, 0)).toBeLessThanOrEqual(997)
    for (const answer of answers)
      if (!answer.ok) expect(answer.code).toMatch(/claim\.(more_than_got|above_cap)/)
    const { items } = await house.ask(Claim.queries.ofOrder, { orderId }, { actor: me })
    expect(items.map((item) => item.amountFen).reduce((sum, fen) => sum + fen, 0)).toBeLessThanOrEqual(997)
    expect(items.filter((item) => item.state === 'approved')).toHaveLength(5)
  })

  test('a photograph twice, or nearly the same, goes to a person who is told why', async () => {
    const [one, two] = [anybody(), anybody()]
    const photo = photoOf(one.id, { look: '00ff00ff00ff00ff' })
    await house.must(openClaim, aClaim(house, one.id, { photos: [photo.name], pictures: [photo] }))
    const same = aClaim(house, one.id, { photos: [photo.name], pictures: [photo] })
    const again = await house.must(openClaim, same)
    expect((await seen(again.claimId)).reviewReasons).toEqual(['same_photo'])
    const near = photoOf(two.id, { look: '00ff00ff00ff3fff' })
    const copy = await house.must(openClaim, aClaim(house, two.id, { photos: [near.name], pictures: [near] }))
    expect((await seen(copy.claimId)).reviewReasons).toEqual(['same_photo'])
    const far = photoOf(two.id, { look: 'ff00ff00ff00ff00' })
    const fresh = await house.must(openClaim, aClaim(house, two.id, { photos: [far.name], pictures: [far] }))
    expect(fresh.state).toBe('approved')
  })

  test('too often, too much, another kind: a person looks at it', async () => {
    const me = anybody()
    for (let at = 0; at < 5; at++) await house.must(openClaim, aClaim(house, me.id))
    const why = async (asked: ReturnType<typeof aClaim>) =>
      (await seen((await house.must(openClaim, asked)).claimId)).reviewReasons
    expect(await why(aClaim(house, me.id))).toEqual(['many_claims'])
    const you = anybody().id
    expect(await why(aClaim(house, you, { pieces: 6 }))).toEqual(['large_share'])
    expect(await why(aClaim(house, you, { cause: 'wrong_item', pieces: 1 }))).toEqual(['kind'])
    const lot = { skuId: idOf('sku'), lotId: idOf('lot'), lotNo: 'B2', title: '苹果', pieces: 501 }
    await house.must(noteSent, { userId: anybody().id, lots: [lot] })
    const asked = aClaim(house, anybody().id)
    const lots = [{ ...lot, skuId: asked.skuId, pieces: 10 }]
    expect(await why({ ...asked, lots })).toEqual(['lot_inconsistent'])
    const next = aClaim(house, anybody().id)
    expect(await why({ ...next, lots: [{ ...lot, skuId: next.skuId, pieces: 10 }] })).toEqual([])
  })

  test('who claims far more often for an order than people do is looked at', async () => {
    for (let at = 0; at < 120; at++) await house.must(noteSent, { userId: anybody().id, lots: [] })
    const others = await Promise.all(
      Array.from({ length: 2 }, () => house.must(openClaim, aClaim(house, anybody().id))),
    )
    expect(others.every((one) => one.state === 'approved')).toBe(true)
    const me = anybody()
    await house.must(noteSent, { userId: me.id, lots: [] })
    for (let at = 0; at < 2; at++) await house.must(openClaim, aClaim(house, me.id))
    const { claimId } = await house.must(openClaim, aClaim(house, me.id))
    expect((await seen(claimId)).reviewReasons).toContain('over_average')
  })

  test('a person decides once, within the cap, and may say who bears it', async () => {
    const { me, claimId } = await reviewed()
    const shares = { farmBp: 10_000, packerBp: 1, carrierBp: 0, platformBp: 0 }
    const said = { claimId, amountFen: 8_000, reason }
    expect(await code(house.run(decide, { ...said, liability: shares }, by))).toBe(
      'claim.liability_not_whole',
    )
    expect(await house.run(decide, { ...said, amountFen: 20_001 }, by)).toMatchObject({
      code: 'claim.above_cap',
      data: { leftFen: 20_000 },
    })
    expect((await seen(claimId)).state).toBe('in_review')
    const liability = { ...shares, packerBp: 0 }
    await house.must(decide, { ...said, liability }, { ...by, key: 'decided' })
    await house.must(decide, { ...said, liability }, { ...by, key: 'decided' })
    expect(await code(house.run(decide, said, { actor: other }))).toBe('claim.wrong_state')
    expect(await code(house.run(deny, { claimId, reason }, by))).toBe('claim.wrong_state')
    expect(await code(house.run(withdraw, { claimId }, me))).toBe('claim.wrong_state')
    expect(await house.ask(Claim.queries.payout, { claimId })).toMatchObject({ fen: 8_000, houseFen: 0 })
    const nowhere = { claimId: idOf('clm') }
    expect(await code(house.run(decide, { ...said, ...nowhere }, by))).toBe('claim.no_such_claim')
    expect(await code(house.run(deny, { ...nowhere, reason }, by))).toBe('claim.no_such_claim')
    expect(await code(house.run(markPaying, { ...nowhere, refundId: idOf('rfd') }))).toBe(
      'claim.no_such_claim',
    )
    expect((await house.ask(Claim.queries.staffList, { state: 'approved' }, by)).items).not.toEqual([])
  })

  test('what is denied or taken back can be claimed again; somebody else’s claim is not there', async () => {
    for (const end of ['deny', 'withdraw'] as const) {
      const { me, asked, claimId } = await reviewed()
      const stranger = { actor: anybody() }
      expect(await code(house.run(withdraw, { claimId }, stranger))).toBe('claim.no_such_claim')
      if (end === 'deny') await house.must(deny, { claimId, reason }, by)
      else await house.must(withdraw, { claimId }, me)
      expect(await seen(claimId)).toMatchObject({
        amountFen: 0,
        state: end === 'deny' ? 'denied' : 'withdrawn',
      })
      expect((await house.must(openClaim, { ...asked, pieces: 10 })).amountFen).toBe(20_000)
    }
  })

  test('an appeal goes to another person, once, in time, and may bring more', async () => {
    const { me, claimId } = await reviewed()
    expect(await code(house.run(appeal, { claimId, text: '不服' }, me))).toBe('claim.wrong_state')
    await house.must(decide, { claimId, amountFen: 3_000, reason }, by)
    await pay(claimId)
    await house.must(appeal, { claimId, text: '不服' }, me)
    expect(await code(house.run(appeal, { claimId, text: '不服' }, me))).toBe('claim.appealed_before')
    const said = { claimId, amountFen: 5_000, reason }
    const again = { actor: other }
    expect(await code(house.run(arbitrate, said, by))).toBe('claim.same_person')
    expect(await code(house.run(arbitrate, { ...said, amountFen: 2_999 }, again))).toBe('claim.below_paid')
    expect(await code(house.run(arbitrate, { ...said, amountFen: 20_001 }, again))).toBe('claim.above_cap')
    const shares = { farmBp: 1, packerBp: 0, carrierBp: 0, platformBp: 0 }
    expect(await code(house.run(arbitrate, { ...said, liability: shares }, again))).toBe(
      'claim.liability_not_whole',
    )
    await house.must(arbitrate, said, again)
    expect(await code(house.run(arbitrate, said, again))).toBe('claim.wrong_state')
    expect(await house.ask(Claim.queries.payout, { claimId })).toMatchObject({
      bizKey: `claim-${claimId}-appeal`,
      fen: 2_000,
      houseFen: 600,
    })
    await pay(claimId)
    expect(await seen(claimId)).toMatchObject({ state: 'paid', paidFen: 5_000, appealBy: null })
    expect(await code(house.run(arbitrate, { ...said, claimId: idOf('clm') }, again))).toBe(
      'claim.no_such_claim',
    )
    expect(await code(house.run(appeal, { claimId, text: '不服' }, { actor: anybody() }))).toBe(
      'claim.no_such_claim',
    )
  })

  test('what an appeal grants after a denial is taken of the line’s weight again', async () => {
    const { me, asked, claimId } = await reviewed()
    await house.must(deny, { claimId, reason }, by)
    await house.must(appeal, { claimId, text: '不服' }, me)
    await house.must(arbitrate, { claimId, amountFen: 100, reason }, { actor: other })
    expect(await code(house.run(openClaim, { ...asked, pieces: 10 }))).toBe('claim.more_than_got')
  })

  test('an appeal that changes nothing ends there; one that comes late is none', async () => {
    const { me, claimId } = await reviewed()
    await house.must(deny, { claimId, reason }, by)
    await house.must(appeal, { claimId, text: '不服' }, me)
    await house.must(arbitrate, { claimId, amountFen: 0, reason }, { actor: other })
    expect((await seen(claimId)).state).toBe('arbitrated')
    const slow = await reviewed()
    await house.must(deny, { claimId: slow.claimId, reason }, by)
    house.clock.advance(168 * hour_ms + 1)
    expect(await code(house.run(appeal, { claimId: slow.claimId, text: '不服' }, slow.me))).toBe(
      'claim.appeal_over',
    )
  })

  test('the screen is told what can be claimed, and what it would come to', async () => {
    const me = anybody()
    const { orderId, order, skuId } = aClaim(house, me.id)
    const { lines } = await house.ask(Claim.queries.claimable, { orderId, order })
    expect(lines).toMatchObject([{ leftFen: 2_000, leftGrams: 2_000 }])
    expect(lines[0]?.causes).toContain('bruised')
    const asked = { orderId, order, skuId, cause: 'unripe' as const }
    expect(await house.ask(Claim.queries.offer, { ...asked, pieces: 4 })).toMatchObject({ amountFen: 400 })
    for (const [changes, why] of [
      [{ pieces: 11 }, 'more_than_got'],
      [{}, 'how_much'],
      [{ pieces: 1, skuId: idOf('sku') }, 'no_such_line'],
    ] as const)
      await expect(house.ask(Claim.queries.offer, { ...asked, ...changes })).rejects.toThrow(why)
  })

  test('of who is erased words and counts go, amounts stay', async () => {
    const me = anybody()
    const { claimId } = await house.must(openClaim, aClaim(house, me.id, { text: '我家的苹果' }))
    const { claims } = await house.ask(Claim.queries.ofUser, { userId: me.id })
    expect(claims).toMatchObject([{ claimId, text: '我家的苹果' }])
    await house.must(eraseUser, { userId: me.id })
    expect(await seen(claimId)).toMatchObject({ text: '', amountFen: 280 })
  })
})
