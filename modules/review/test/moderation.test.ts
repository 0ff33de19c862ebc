/** Checks and people: what the checker says, late or never, and what staff decides; on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { Review } from '../src/contract.ts'
import { reviewModule } from '../src/index.ts'
import { aChecker, anybody, apples, aReview, idOf, moderator, photoOf, word } from './factory.ts'

const { submit, recordVerdict, approve, reject, hide, restore, reply, replyAsSupplier } = Review.commands
const { staffList, staffGet, toCheck, shown } = Review.queries
const by = { actor: moderator }
const minute_ms = 60_000
const pass = word('pass')
const none = word('none')

eachDatabase((_name, open) => {
  let house: TestHouse
  const checker = aChecker()
  beforeAll(async () => {
    house = await open({ modules: [reviewModule], ports: { review: { ...checker.ports } } })
  })
  beforeEach(() => {
    checker.asked.length = 0
    checker.says.text = { answer: 'pass', labels: [] }
    checker.says.picture = { answer: 'pass', labels: [] }
  })

  const code = async (answered: Promise<{ ok: boolean; code?: string }>) => (await answered).code
  const see = (reviewId: string) => house.ask(staffGet, { reviewId }, by)
  const count = async (productId: string) => (await house.ask(shown, { productId })).summary.count
  const write = async (changes: Parameters<typeof aReview>[2] = {}) => {
    const me = anybody()
    const line = apples()
    const asked = aReview(me.id, house.clock.now(), changes, line)
    return { me, asked, productId: line.productId, ...(await house.must(submit, asked)) }
  }
  const pictured = async (changes: Parameters<typeof aReview>[2] = {}) => {
    const me = anybody()
    const photo = photoOf(me.id)
    checker.kept.set(photo.name, Buffer.from('a picture'))
    const line = apples()
    const own = { photos: [photo.name], pictures: [photo], ...changes }
    const asked = aReview(me.id, house.clock.now(), own, line)
    return { me, asked, photo, productId: line.productId, ...(await house.must(submit, asked)) }
  }
  const check = (reviewId: string) => house.effect(Review.effects.check, { reviewId })

  test('photographs wait for the checker, who is asked about them alone', async () => {
    const { reviewId, state, photo, productId } = await pictured()
    expect(state).toBe('checking')
    expect(await count(productId)).toBe(0)
    const { items } = await house.ask(toCheck, { limit: 200 })
    expect(items).toContainEqual({ reviewId, tries: 0 })
    expect(await check(reviewId)).toEqual(pass)
    expect(checker.asked).toEqual([photo.name])
    await house.must(recordVerdict, { reviewId, tries: 0, ...pass }, { key: 'word' })
    await house.must(recordVerdict, { reviewId, tries: 0, ...pass }, { key: 'word' })
    expect(await see(reviewId)).toMatchObject({ state: 'published', photos: [photo.name] })
    expect(await count(productId)).toBe(1)
    const late = await house.run(recordVerdict, { reviewId, tries: 0, ...word('block') })
    expect(late).toMatchObject({ code: 'review.wrong_state', data: { state: 'published' } })
  })

  test('what is blocked is written anew by its author, and an old word changes nothing', async () => {
    const { reviewId, asked, productId } = await pictured()
    checker.says.picture = { answer: 'block', labels: ['Porn Sexy'] }
    const said = await check(reviewId)
    expect(said).toEqual(word('block', 'Porn_Sexy'))
    await house.must(recordVerdict, { reviewId, tries: 0, ...said })
    expect(await see(reviewId)).toMatchObject({ state: 'rejected', labels: ['Porn_Sexy'] })
    const { orderId, order, skuId } = asked
    const line = async () => (await house.ask(Review.queries.reviewable, { orderId, order })).lines[0]
    expect(await line()).toMatchObject({ may: 'rewrite' })
    await house.ask(Review.queries.maySubmit, { orderId, order, skuId })
    const anew = { ...asked, goods: 3, text: '换一张', checked: word('retry') }
    expect(await house.must(submit, anew)).toEqual({ reviewId, state: 'checking' })
    expect(await code(house.run(recordVerdict, { reviewId, tries: 0, ...pass }))).toBe('review.wrong_state')
    expect(await line()).toMatchObject({ may: null })
    await house.must(recordVerdict, { reviewId, tries: 1, ...pass })
    expect(await see(reviewId)).toMatchObject({ state: 'published', text: '换一张', scores: { goods: 3 } })
    expect(await count(productId)).toBe(1)
  })

  test('a silent checker is asked again, ever later, and at last a person', async () => {
    const { reviewId, state } = await write({ checked: word('retry') })
    expect(state).toBe('checking')
    const due = async () =>
      (await house.ask(toCheck, { limit: 200 })).items.find((one) => one.reviewId === reviewId)?.tries
    expect(await due()).toBeUndefined()
    house.clock.advance(minute_ms)
    expect(await due()).toBe(0)
    checker.says.text = { answer: 'retry', labels: [] }
    expect(await check(reviewId)).toEqual(word('retry'))
    const silent = word('retry')
    for (let tries = 0; tries < 7; tries++) {
      await house.must(recordVerdict, { reviewId, tries, ...silent })
      expect(await due()).toBeUndefined()
      house.clock.advance(60 * minute_ms)
      expect(await due()).toBe(tries + 1)
    }
    await house.must(recordVerdict, { reviewId, tries: 7, ...silent })
    expect(await see(reviewId)).toMatchObject({ state: 'in_review', labels: ['check_away'] })
  })

  test('without a checker, with a doubt, or with a photograph that is gone a person looks', async () => {
    const alone = await write({ checked: none })
    expect(alone.state).toBe('in_review')
    expect((await see(alone.reviewId)).labels).toEqual(['no_checker'])
    const doubt = await write({ checked: word('review', 'Ad') })
    expect(doubt.state).toBe('in_review')
    const { reviewId, photo } = await pictured()
    checker.kept.delete(photo.name)
    const said = await check(reviewId)
    expect(said).toEqual(word('review', 'photo_gone'))
    await house.must(recordVerdict, { reviewId, tries: 0, ...said })
    const { items } = await house.ask(staffList, { state: 'in_review', limit: 100 }, by)
    const ids = items.map((one) => one.reviewId)
    for (const id of [alone.reviewId, doubt.reviewId, reviewId]) expect(ids).toContain(id)
    const first = await house.ask(staffList, { state: 'in_review', limit: 1 }, by)
    const second = await house.ask(staffList, { state: 'in_review', limit: 1, cursor: first.next ?? '' }, by)
    expect([first.items[0]?.reviewId, second.items[0]?.reviewId]).toEqual(ids.slice(0, 2))
  })

  test('words are asked about before they are kept; nothing said passes', async () => {
    const text = { text: '好' }
    checker.says.text = { answer: 'review', labels: ['Ad'] }
    expect(await house.effect(Review.effects.checkText, text)).toEqual(word('review', 'Ad'))
    expect(await house.effect(Review.effects.checkText, { text: ' ' })).toEqual(pass)
    expect(await check(idOf('rev'))).toEqual(pass)
    const bare = await open({
      modules: [reviewModule],
      ports: { review: { ...checker.ports, contentCheck: undefined } },
    })
    expect(await bare.effect(Review.effects.checkText, text)).toEqual(none)
  })

  test('staff publishes, rejects, hides and shows again, each once and with a reason', async () => {
    const { reviewId, productId, asked } = await write({ checked: none })
    const at = { reviewId }
    const wrong = 'review.wrong_state'
    expect(await code(house.run(hide, { ...at, why: 'abuse', reason: '辱骂' }, by))).toBe(wrong)
    await house.must(reject, { ...at, reason: '与商品无关' }, by)
    expect(await code(house.run(reject, { ...at, reason: '再来' }, by))).toBe(wrong)
    expect(await see(reviewId)).toMatchObject({ state: 'rejected', reason: '与商品无关' })
    await house.must(approve, at, by)
    expect(await code(house.run(approve, at, by))).toBe(wrong)
    expect(await count(productId)).toBe(1)
    await house.must(hide, { ...at, why: 'privacy', reason: '露出电话' }, by)
    expect(await count(productId)).toBe(0)
    expect(await code(house.run(reply, { ...at, text: '谢谢' }, by))).toBe(wrong)
    await house.must(restore, { ...at, reason: '已打码' }, by)
    expect(await code(house.run(restore, { ...at, reason: '再来' }, by))).toBe(wrong)
    expect(await count(productId)).toBe(1)
    await house.must(reply, { ...at, text: '谢谢' }, by)
    await house.must(reply, { ...at, text: '谢谢您的好评' }, by)
    const { items } = await house.ask(shown, { productId })
    expect(items).toMatchObject([{ text: asked.text, reply: { text: '谢谢您的好评' } }])
    expect(await see(reviewId)).toMatchObject({ moderatedBy: 'staff:stf_1' })
  })

  test('a supplier answers what was said of its own goods, in words that passed', async () => {
    const { reviewId, asked } = await write()
    const [line] = asked.order.lines
    const supplierId = line?.supplierId ?? ''
    const said = { reviewId, supplierId, by: 'user:usr_1', text: '谢谢', checked: pass }
    const no = (changes: Partial<typeof said>) => code(house.run(replyAsSupplier, { ...said, ...changes }))
    expect(await no({ supplierId: idOf('sup') })).toBe('review.no_such_review')
    expect(await no({ checked: word('block', 'Ad') })).toBe('review.text_blocked')
    expect(await no({ checked: none })).toBe('review.not_checked')
    await house.must(replyAsSupplier, said, { key: 'once' })
    await house.must(replyAsSupplier, said, { key: 'once' })
    const sold = (more: object) => house.ask(Review.queries.ofSupplier, { supplierId, ...more })
    const { items } = await sold({ lotId: asked.lots[0]?.lotId })
    expect(items).toMatchObject([{ reviewId, title: '洛川苹果', reply: { text: '谢谢' } }])
    expect((await sold({ lotId: idOf('lot') })).items).toEqual([])
    expect((await sold({ cursor: reviewId, limit: 1 })).items).toEqual([])
    await house.must(hide, { reviewId, why: 'illegal', reason: '违法' }, by)
    expect(await no({})).toBe('review.wrong_state')
  })

  test('of what is not there everything is refused', async () => {
    const at = { reviewId: idOf('rev') }
    const why = { ...at, reason: '没有' }
    const gone = 'review.no_such_review'
    expect(await code(house.run(approve, at, by))).toBe(gone)
    expect(await code(house.run(reject, why, by))).toBe(gone)
    expect(await code(house.run(hide, { ...why, why: 'abuse' }, by))).toBe(gone)
    expect(await code(house.run(restore, why, by))).toBe(gone)
    expect(await code(house.run(reply, { ...at, text: '好' }, by))).toBe(gone)
    expect(await code(house.run(recordVerdict, { ...at, tries: 0, ...pass }))).toBe(gone)
    await expect(see(at.reviewId)).rejects.toThrow(gone)
  })
})
