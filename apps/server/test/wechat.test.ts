/**
 * Signing in with WeChat over HTTP against the twin: there and back in a browser, the mini program's one
 * call, what each party may do wrong, and paying inside WeChat with the identity that was linked.
 */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, eachPlatform, freshPhone, must, type TestPlatform } from './platform.ts'
import { placeOrder, type Shopper, skuOf } from './sale.ts'

type Browser = Pick<Caller, 'post'>
const TOKENS = '/sns/oauth2/access_token'

eachPlatform((_name, open) => {
  describe.each([true, false])('with steps in one commit: %s', (fuse) => {
    let t: TestPlatform
    beforeAll(async () => {
      t = await open({ fuse })
    })

    const rowsOf = (table: string): Promise<Record<string, unknown>[]> =>
      t.platform.house.corridor.database.owner().selectFrom(table).selectAll().execute()
    /** A browser that nobody is signed in with. */
    const browser = (headers: Record<string, string> = {}): Browser => {
      const guest = randomUUID()
      return {
        post: (path, body = {}, key = randomUUID()) =>
          t.as().send('POST', path, body, { 'idempotency-key': key, 'tt-guest': guest, ...headers }),
      }
    }
    /** Goes to WeChat, agrees as this person there, and gives back what the browser comes back with. */
    const there = async (by: Browser, name?: string, app = 'official', to = '/cart') => {
      const { url } = must(await by.post('/user/wechat/visits', { app, to }))
      const ask = t.sandbox.wechatOpen.control.read(Object.fromEntries(new URL(url).searchParams))
      if ('errcode' in ask) throw new Error(ask.words)
      const back = new URL(t.sandbox.wechatOpen.control.authorize(ask, name))
      expect(back.pathname).toBe('/sign-in/wechat')
      return Object.fromEntries(back.searchParams) as { code: string; state: string }
    }
    const smsCode = async (by: Browser, phone: string) => {
      const { requestId } = must(await by.post('/user/codes', { phone }))
      const [message] = t.sandbox.sms.control.messages(`+86${phone}`)
      return { requestId: requestId as string, phone, code: message?.params[0] ?? '' }
    }
    /** The first time of this person: comes, is asked for a phone, binds it. */
    const bind = async (by: Browser, name: string, phone = freshPhone(), app = 'official') => {
      const needed = await by.post('/user/wechat/sign-in', await there(by, name, app))
      expect(needed).toMatchObject({
        status: 409,
        body: { code: 'user.phone_needed', data: { to: '/cart' } },
      })
      const wechatTicket = needed.body.data.ticket as string
      return must(await by.post('/user/sign-in', { ...(await smsCode(by, phone)), wechatTicket }))
    }

    test('the ways there are', async () => {
      const { status, body } = await t.as().get('/user/sign-in-ways')
      expect([status, body]).toEqual([
        200,
        {
          wechat: [
            { app: 'mini', opens: 'inside' },
            { app: 'official', opens: 'anywhere' },
            { app: 'website', opens: 'anywhere' },
          ],
        },
      ])
    })

    describe('in a browser', () => {
      test('the first time binds a phone, the second time is straight in, from the PC too', async () => {
        const first = await bind(browser(), '甲')
        const web = browser({ 'tt-client': 'web' })
        const second = await web.post('/user/wechat/sign-in', await there(web, '甲', 'website', '/orders'))
        expect(second).toMatchObject({
          status: 200,
          body: { userId: first.userId, isNew: false, to: '/orders' },
        })
        expect(second.body.refreshToken).toBeUndefined()
        expect(second.headers.get('set-cookie')).toMatch(/^tt_refresh=.+HttpOnly; SameSite=Strict/)
        const caller = t.as(second.body.accessToken)
        const { items } = must(await caller.get('/user/wechat/links'))
        expect(items.map(({ app }: { app: string }) => app).toSorted()).toEqual(['official', 'website'])
        const gone = await caller.send('DELETE', `/user/wechat/links/${items[0].linkId}`)
        expect(gone.status).toBe(200)
        expect((await t.as().get('/user/wechat/links')).status).toBe(401)
      })

      test('a lost answer comes again with its key; a used code or state does not', async () => {
        const by = browser()
        await bind(by, '乙')
        const came = await there(by, '乙')
        const key = randomUUID()
        const first = must(await by.post('/user/wechat/sign-in', came, key))
        expect(must(await by.post('/user/wechat/sign-in', came, key))).toEqual(first)
        expect(await by.post('/user/wechat/sign-in', came)).toMatchObject({
          status: 410,
          body: { code: 'user.wechat_state_invalid' },
        })
        const { state } = await there(by, '乙')
        expect(await by.post('/user/wechat/sign-in', { code: came.code, state })).toMatchObject({
          status: 410,
          body: { code: 'user.wechat_refused' },
        })
      })

      test('two callbacks with one code at the same moment let one in', async () => {
        const by = browser()
        await bind(by, '丙')
        const came = await there(by, '丙')
        const both = await Promise.all([1, 2].map(() => by.post('/user/wechat/sign-in', came)))
        expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410])
      })

      test('a state of another browser, and somebody without a name, are sent away', async () => {
        const came = await there(browser(), '丁')
        const stolen = await browser().post('/user/wechat/sign-in', came)
        expect(stolen).toMatchObject({ status: 410, body: { code: 'user.wechat_state_invalid' } })
        const nameless = await t.as().post('/user/wechat/visits', { app: 'official', to: '/' })
        expect(nameless.status).toBe(401)
        const out = await browser().post('/user/wechat/visits', { app: 'official', to: '//evil.example' })
        expect(out.status).toBe(400)
      })

      test('WeChat’s silence costs the code, not the person: he goes again', async () => {
        const by = browser()
        const { userId } = await bind(by, '戊')
        t.sandbox.wechatOpen.control.failNext({ kind: 'errcode', times: 1, code: -1, path: TOKENS })
        const away = await by.post('/user/wechat/sign-in', await there(by, '戊'))
        expect(away).toMatchObject({ status: 503, body: { code: 'user.wechat_away' } })
        const again = await by.post('/user/wechat/sign-in', await there(by, '戊'))
        expect(again).toMatchObject({ status: 200, body: { userId } })
      })

      test('who is signed in links an identity, unless it is another’s', async () => {
        const shopper = await t.shopper()
        const mine = await there(shopper, '己')
        expect(await shopper.post('/user/wechat/links', mine)).toMatchObject({
          status: 200,
          body: { to: '/cart' },
        })
        const by = browser()
        const inAgain = await by.post('/user/wechat/sign-in', await there(by, '己'))
        expect(inAgain.body.userId).toBe(shopper.userId)
        await bind(browser(), '庚')
        const taken = await shopper.post('/user/wechat/links', await there(shopper, '庚'))
        expect(taken).toMatchObject({ status: 409, body: { code: 'user.wechat_taken' } })
      })
    })

    describe('in the mini program', () => {
      const signIn = (body: object, key = randomUUID()) => t.as().post('/user/wechat/mini-sign-in', body, key)
      const codes = (name: string) => ({
        jsCode: t.sandbox.wechatOpen.control.jsCode(name),
        phoneCode: t.sandbox.wechatOpen.control.phoneCode(name),
      })
      const PHONE = '/wxa/business/getuserphonenumber'

      test('the account is made by the phone that WeChat knows; the next time takes no phone', async () => {
        const { phone } = t.sandbox.wechatOpen.control.person('小辛', freshPhone())
        const key = randomUUID()
        const input = codes('小辛')
        const first = must(await signIn(input, key))
        expect(first).toMatchObject({ isNew: true, refreshToken: expect.any(String) as string })
        expect(must(await signIn(input, key))).toEqual(first)
        const asked = t.sandbox.wechatOpen.control.asked(PHONE)
        const { jsCode } = codes('小辛')
        expect(must(await signIn({ jsCode }))).toMatchObject({ userId: first.userId, isNew: false })
        expect(must(await signIn(codes('小辛')))).toMatchObject({ userId: first.userId })
        expect(t.sandbox.wechatOpen.control.asked(PHONE)).toBe(asked)
        expect(must(await t.as(first.accessToken).get('/user/me')).phone).toBe(
          `${phone.slice(0, 3)}****${phone.slice(-4)}`,
        )
      })

      test('an account that has the phone is linked, and known in the browser', async () => {
        const phone = freshPhone()
        const shopper = await t.shopper(phone)
        t.sandbox.wechatOpen.control.person('小壬', phone)
        expect(must(await signIn(codes('小壬')))).toMatchObject({ userId: shopper.userId, isNew: false })
        const by = browser()
        const inBrowser = await by.post('/user/wechat/sign-in', await there(by, '小壬'))
        expect(inBrowser).toMatchObject({ status: 200, body: { userId: shopper.userId } })
      })

      test('who does not let us know a phone binds one by code', async () => {
        const { jsCode } = codes('小癸')
        const needed = await signIn({ jsCode })
        expect(needed).toMatchObject({ status: 409, body: { code: 'user.phone_needed' } })
        const by = browser()
        const wechatTicket = needed.body.data.ticket as string
        const { userId } = must(
          await by.post('/user/sign-in', { ...(await smsCode(by, freshPhone())), wechatTicket }),
        )
        expect(must(await signIn({ jsCode: codes('小癸').jsCode }))).toMatchObject({ userId, isNew: false })
      })

      test('codes that WeChat does not take, and its silence, let nobody in', async () => {
        const { jsCode, phoneCode } = codes('小子')
        expect(await signIn({ jsCode: 'made-up' })).toMatchObject({ body: { code: 'user.wechat_refused' } })
        expect(await signIn({ jsCode, phoneCode: 'made-up' })).toMatchObject({
          body: { code: 'user.wechat_refused' },
        })
        t.sandbox.wechatOpen.control.failNext({ kind: 'error-500', times: 1, path: PHONE })
        const silent = await signIn({ jsCode: codes('小子').jsCode, phoneCode })
        expect(silent).toMatchObject({ status: 503, body: { code: 'user.wechat_away' } })
        const notes = (await rowsOf('user_wechat_visit')).map((row) => row['provider_code'])
        expect(notes).toContain('40029')
      })
    })

    describe('paying inside WeChat', () => {
      const way = { channel: 'wechat-pay', scene: 'jsapi' }
      const openIdsOf = async (paymentId: string) =>
        (await rowsOf('payment_attempt'))
          .filter((row) => row['payment_id'] === paymentId)
          .map((row) => row['open_id'])
      const checkOut = async (shopper: Shopper, key?: string) => {
        const lines = [{ skuId: await skuOf(t), quantity: 1 }]
        const { quote } = must(await shopper.post('/checkout/preview', { lines }))
        const { addressId } = shopper
        const input = { lines, addressId, expectedTotalFen: quote.totalFen, note: '', pay: way }
        return shopper.post('/checkout', input, key)
      }

      test('takes the linked identity of the payer, and says so where there is none', async () => {
        const shopper = await t.shopper()
        const { paymentId } = await placeOrder(shopper, await skuOf(t))
        const pay = () => shopper.post(`/payments/${paymentId}/attempts`, way)
        expect(await pay()).toMatchObject({ status: 409, body: { code: 'pay.wechat_needed' } })
        expect(await openIdsOf(paymentId)).toEqual([])
        must(await shopper.post('/user/wechat/links', await there(shopper, '付款人')))
        const { ticket } = must(await pay())
        const { appId } = t.sandbox.wechatOpen.config.official
        expect(ticket).toMatchObject({ scene: 'jsapi', params: { appId } })
        expect(await openIdsOf(paymentId)).toEqual([expect.stringMatching(/^o.{27}$/)])
      })

      test('at the checkout as well: nothing is placed before the payer is known', async () => {
        const shopper = await t.shopper()
        const no = await checkOut(shopper)
        expect(no).toMatchObject({ status: 409, body: { code: 'checkout.wechat_needed' } })
        expect(must(await shopper.get('/orders')).items).toEqual([])
        must(await shopper.post('/user/wechat/links', await there(shopper, '收银台前的人')))
        const key = randomUUID()
        const placed = must(await checkOut(shopper, key))
        expect(placed.pay).toMatchObject({ state: 'started', ticket: { scene: 'jsapi' } })
        expect(await openIdsOf(placed.paymentId)).toEqual([expect.stringMatching(/^o.{27}$/)])
        expect(must(await checkOut(shopper, key))).toEqual(placed)
      })
    })
  })
})
