/** Reviews written, shown, counted, followed up and taken back, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Review } from '../src/contract.ts'
import { reviewModule } from '../src/index.ts'
import { aChecker, anybody, apples, aReview, idOf, moderator, photoOf, word } from './factory.ts'

const { submit, followUp, recordVerdict, withdraw, eraseUser, hide } = Review.commands
const { shown, reviewable, mine, ofLot, ofUser, maySubmit, mayFollowUp } = Review.queries
const day_ms = 86_400_000
const by = { actor: moderator }

eachDatabase((_name, open) => {
  let house: TestHouse
  const published: unknown[] = []
  beforeAll(async () => {
    house = await open({ modules: [reviewModule], ports: { review: { ...aChecker().ports } } })
    house.house.listen(Review.events.published, (payload) => published.push(payload))
  })

  const now = () => house.clock.now()
  const code = async (answered: Promise<{ ok: boolean; code?: string }>) => (await answered).code
  const write = (changes: Parameters<typeof aReview>[2] = {}, line = apples()) => {
    const me = anybody()
    return { me, line, asked: aReview(me.id, now(), changes, line) }
  }
  const see = (productId: string, more = {}) => house.ask(shown, { productId, ...more })

  test('a plain review is published and counted at once, under one key once', async () => {
    const { asked, line, me } = write()
    const first = await house.must(submit, asked, { key: 'twice' })
    expect(first.state).toBe('published')
    expect(await house.must(submit, asked, { key: 'twice' })).toEqual(first)
    await house.settle()
    const { productId, supplierId, skuId } = line
    const told = { reviewId: first.reviewId, productId, supplierId, skuId }
    expect(published).toContainEqual({ ...told, userId: me.id, kind: 'first', goods: 5 })
    const { summary, items, next } = await see(line.productId)
    expect(summary).toEqual({
      count: 1,
      goodsTenths: 50,
      freshnessTenths: 50,
      deliveryTenths: 40,
      stars: [0, 0, 0, 0, 1],
      pictured: 0,
      freshBp: 10_000,
    })
    expect(next).toBeNull()
    expect(items).toMatchObject([{ name: '爱***人', text: asked.text, lots: asked.lots, reply: null }])
    expect(JSON.stringify(items)).not.toContain(me.id)
    expect(await code(house.run(submit, asked))).toBe('review.already_reviewed')
    const { orderId, order } = asked
    const may = house.ask(maySubmit, { orderId, order, skuId })
    await expect(may).rejects.toThrow('review.already_reviewed')
  })

  test('who is anonymous is not named', async () => {
    const { asked, line } = write({ anonymous: true })
    await house.must(submit, asked)
    expect((await see(line.productId)).items).toMatchObject([{ name: '', anonymous: true }])
  })

  test('what cannot be reviewed is refused', async () => {
    const { me, asked, line } = write()
    const no = (changes: Partial<typeof asked>) => code(house.run(submit, { ...asked, ...changes }))
    const when = (deliveredAt: number | null) => ({ order: { ...asked.order, deliveredAt } })
    const of = (changes: Partial<typeof line>) => ({
      order: { ...asked.order, lines: [{ ...line, ...changes }] },
    })
    expect(await no({ skuId: idOf('sku') })).toBe('review.no_such_line')
    expect(await no(when(null))).toBe('review.not_delivered')
    expect(await no(when(now() - 90 * day_ms - 1))).toBe('review.window_over')
    expect(await no(of({ leftFen: 0 }))).toBe('review.refunded')
    expect(await no(of({ pieces: 0 }))).toBe('review.refunded')
    expect(await no({ checked: word('block', 'Abuse') })).toBe('review.text_blocked')
    const strange = photoOf(anybody().id)
    const own = photoOf(me.id)
    for (const one of [strange, { ...own, purpose: 'claim' }, { ...own, state: 'removing' }])
      expect(await no({ photos: [one.name], pictures: [one] })).toBe('review.no_such_photo')
    expect(await no({ photos: [own.name] })).toBe('review.no_such_photo')
    expect((await see(line.productId)).summary.count).toBe(0)
    // Who was paid for rotten apples has received them, and may say so.
    expect(await no(of({ leftFen: 0, claimedFen: 2_000 }))).toBeUndefined()
  })

  test('two at once on one line make one review', async () => {
    const { asked, line } = write()
    const answers = await Promise.all([house.run(submit, asked), house.run(submit, asked)])
    expect(answers.filter((one) => one.ok)).toHaveLength(1)
    expect((await see(line.productId)).summary.count).toBe(1)
  })

  test('ten at once on one product are all counted', async () => {
    const { productId } = apples()
    const all = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5].map((goods) => write({ goods }, apples({ productId })).asked)
    await Promise.all(all.map((asked) => house.must(submit, asked)))
    const { summary } = await see(productId)
    expect(summary).toMatchObject({ count: 10, goodsTenths: 30, stars: [2, 2, 2, 2, 2] })
  })

  test('pages by cursor in both orders, filtered by band, photographs and lot', async () => {
    const { productId } = apples()
    const ids: string[] = []
    const texts = ['短', '很好吃很好吃很好吃', '一般', '坏了两个']
    const lots = [{ lotId: idOf('lot'), lotNo: 'B7', harvestedAt: null }]
    for (const [at, goods] of [5, 4, 3, 1].entries()) {
      house.clock.advance(1)
      const { me, asked } = write({ goods, text: texts[at] ?? '', lots }, apples({ productId }))
      const photo = photoOf(me.id)
      const photos = goods === 1 ? { photos: [photo.name], pictures: [photo] } : {}
      const { reviewId } = await house.must(submit, { ...asked, ...photos })
      if (goods === 1) {
        await house.must(recordVerdict, { reviewId, tries: 0, ...word('pass') })
      }
      ids.unshift(reviewId)
    }
    const walk = async (more: object) => {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = await see(productId, { limit: 1, ...more, ...(cursor ? { cursor } : {}) })
        found.push(...page.items.map((one) => one.reviewId))
        cursor = page.next ?? undefined
      } while (cursor !== undefined)
      return found
    }
    expect(await walk({})).toEqual(ids)
    expect(await walk({ sort: 'helpful' })).toEqual([ids[0], ids[2], ids[1], ids[3]])
    expect(await walk({ only: 'good' })).toEqual([ids[2], ids[3]])
    expect(await walk({ only: 'bad', sort: 'helpful' })).toEqual([ids[0]])
    expect(await walk({ only: 'pictured' })).toEqual([ids[0]])
    const lotId = lots[0]?.lotId ?? ''
    expect(await walk({ lotId })).toEqual(ids)
    expect(await walk({ lotId: idOf('lot') })).toEqual([])
    const seen = await house.ask(ofLot, { lotId, limit: 3 }, by)
    expect(seen.items.map((one) => one.reviewId)).toEqual(ids.slice(0, 3))
    const rest = await house.ask(ofLot, { lotId, cursor: seen.next ?? '' }, by)
    expect(rest.items.map((one) => one.reviewId)).toEqual(ids.slice(3))
    await expect(see(productId, { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'platform.bad_input',
    })
  })

  test('a follow-up is added once, in time, to what is published', async () => {
    const { me, asked, line } = write()
    const { reviewId } = await house.must(submit, asked)
    const photo = photoOf(me.id)
    const photos: string[] = []
    const more = { reviewId, userId: me.id, text: '第三天还很脆', photos, pictures: [] }
    const add = { ...more, checked: asked.checked }
    const no = (changes: Partial<typeof add>) => code(house.run(followUp, { ...add, ...changes }))
    expect(await no({ text: ' ' })).toBe('review.nothing_said')
    expect(await no({ userId: anybody().id })).toBe('review.no_such_review')
    expect(await no({ photos: [photo.name] })).toBe('review.no_such_photo')
    expect(await no({ checked: word('block') })).toBe('review.text_blocked')
    const { orderId, order } = asked
    const can = async () => (await house.ask(reviewable, { orderId, order })).lines[0]?.may
    expect(await can()).toBe('follow_up')
    house.clock.advance(3 * day_ms)
    const added = await house.must(followUp, add, { key: 'more' })
    expect(added.state).toBe('published')
    expect(await house.must(followUp, add, { key: 'more' })).toEqual(added)
    expect(await no({})).toBe('review.already_followed_up')
    const { items, summary } = await see(line.productId)
    expect(items).toMatchObject([{ followUp: { text: '第三天还很脆' } }])
    expect(summary.count).toBe(1)
    const who = { reviewId, userId: me.id }
    const again = (input: typeof who) => house.ask(mayFollowUp, input)
    await expect(again(who)).rejects.toThrow('review.already_followed_up')
    await expect(again({ ...who, userId: idOf('usr') })).rejects.toThrow('review.no_such_review')
    const { lines } = await house.ask(reviewable, { orderId, order })
    expect(lines).toMatchObject([{ may: null, review: { reviewId }, followUp: { state: 'published' } }])
    const own = await house.ask(mine, { limit: 1 }, { actor: me })
    expect(own.items).toMatchObject([{ kind: 'follow_up', scores: null }])
    const before = await house.ask(mine, { cursor: own.next ?? '' }, { actor: me })
    expect(before.items).toMatchObject([{ kind: 'first', scores: { goods: 5 } }])
    await house.must(withdraw, { reviewId }, { actor: me })
    const gone = await house.ask(mine, {}, { actor: me })
    expect(gone.items.map((one) => one.state)).toEqual(['withdrawn', 'withdrawn'])
  })

  test('a follow-up that was rejected is written anew', async () => {
    const { me, asked } = write()
    const { orderId, order } = asked
    const { reviewId } = await house.must(submit, asked)
    const photo = photoOf(me.id)
    const more = { reviewId, userId: me.id, text: '第三天', checked: word('pass') }
    const shot = { ...more, photos: [photo.name], pictures: [photo] }
    const { reviewId: added } = await house.must(followUp, shot)
    await house.must(recordVerdict, { reviewId: added, tries: 0, ...word('block') })
    const can = async () => (await house.ask(reviewable, { orderId, order })).lines[0]?.may
    expect(await can()).toBe('follow_up')
    await house.ask(mayFollowUp, { reviewId, userId: me.id })
    const plain = { ...more, text: '第三天还很脆', photos: [], pictures: [] }
    expect(await house.must(followUp, plain)).toEqual({ reviewId: added, state: 'published' })
    expect(await can()).toBeNull()
    const { items } = await house.ask(mine, {}, { actor: me })
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({ reviewId: added, text: '第三天还很脆', photos: [] })
    expect(await code(house.run(followUp, plain))).toBe('review.already_followed_up')
  })

  test('after half a year, and of what is hidden, there is no follow-up', async () => {
    const { me, asked } = write()
    const { reviewId } = await house.must(submit, asked)
    const who = { reviewId, userId: me.id }
    const add = { ...who, text: '好', photos: [], pictures: [], checked: asked.checked }
    house.clock.advance(180 * day_ms + 1)
    expect(await code(house.run(followUp, add))).toBe('review.window_over')
    await expect(house.ask(mayFollowUp, who)).rejects.toThrow('review.window_over')
    await house.must(hide, { reviewId, why: 'advert', reason: '广告' }, by)
    expect(await code(house.run(followUp, add))).toBe('review.not_published')
    await expect(house.ask(mayFollowUp, who)).rejects.toThrow('review.not_published')
  })

  test('what is taken back is gone for good and counts no more', async () => {
    const { me, asked, line } = write()
    const { reviewId } = await house.must(submit, asked)
    const stranger = { actor: anybody() }
    expect(await code(house.run(withdraw, { reviewId }, stranger))).toBe('review.no_such_review')
    await house.must(withdraw, { reviewId }, { actor: me })
    const again = await house.run(withdraw, { reviewId }, { actor: me })
    expect(again).toMatchObject({ code: 'review.wrong_state', data: { state: 'withdrawn' } })
    expect(await see(line.productId)).toMatchObject({ summary: { count: 0, goodsTenths: 0 }, items: [] })
    expect(await code(house.run(submit, asked))).toBe('review.already_reviewed')
  })

  test('of an erased author the stars stay, and nothing tells who it was', async () => {
    const me = anybody()
    const line = apples()
    const photo = photoOf(me.id)
    const shot = aReview(me.id, now(), { photos: [photo.name], pictures: [photo] }, line)
    const { reviewId } = await house.must(submit, shot)
    await house.must(recordVerdict, { reviewId, tries: 0, ...word('pass') })
    const waiting = aReview(me.id, now(), { checked: word('none') })
    const { reviewId: unjudged } = await house.must(submit, waiting)
    expect((await see(line.productId)).summary.pictured).toBe(1)
    const bad = photoOf(me.id)
    const blocked = aReview(me.id, now(), { photos: [bad.name], pictures: [bad] })
    const { reviewId: rejected } = await house.must(submit, blocked)
    await house.must(recordVerdict, { reviewId: rejected, tries: 0, ...word('block') })
    expect((await house.ask(ofUser, { userId: me.id })).reviews).toHaveLength(3)
    await house.must(eraseUser, { userId: me.id })
    await house.must(eraseUser, { userId: me.id })
    expect((await house.ask(ofUser, { userId: me.id })).reviews).toEqual([])
    const { summary, items } = await see(line.productId)
    expect(summary).toMatchObject({ count: 1, goodsTenths: 50, pictured: 0 })
    expect(items).toMatchObject([{ name: '', text: '', photos: [], lots: [{ lotNo: 'A1' }] }])
    const staff = (id: string) => house.ask(Review.queries.staffGet, { reviewId: id }, by)
    for (const unseen of [unjudged, rejected])
      expect(await staff(unseen)).toMatchObject({ state: 'withdrawn', userId: null, text: '' })
    expect(await code(house.run(submit, shot))).toBe('review.already_reviewed')
  })
})
