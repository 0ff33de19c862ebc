/** Partner systems over HTTP: tokens in the words of RFC 6749, scopes, and how soon a change acts. */
import { beforeAll, expect, test } from 'vitest'
import { testClock } from '@tiantou/platform/testing'
import { beginPay, placeOrder, untilPaid } from './sale.ts'
import { type Caller, eachPlatform, freshPhone, must, type TestPlatform } from './platform.ts'

interface Client {
  readonly partnerId: string
  readonly secret: string
}

const basic = ({ partnerId, secret }: Client) =>
  `Basic ${Buffer.from(`${partnerId}:${secret}`).toString('base64')}`

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  const clock = testClock()
  beforeAll(async () => {
    t = await open({ clock })
    staff = await t.staff()
  })

  const token = async (form: Readonly<Record<string, string>>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${t.origin}/api/v1/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as any }
  }
  const grant = { grant_type: 'client_credentials' }
  const enter = (client: Client, scope?: string) =>
    token({ ...grant, ...(scope === undefined ? {} : { scope }) }, { authorization: basic(client) })
  const partner = async (scopes = ['order.read', 'order.ship']): Promise<Client> =>
    must(await staff.post('/staff/partners', { name: '金蝶 ERP', scopes }))
  const orders = (accessToken: string) => t.as(accessToken).get('/staff/orders?state=paid')

  test('a client gets a token by header or form, and only for what it may', async () => {
    const client = await partner()
    const byHeader = await enter(client)
    expect(byHeader).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 3_600, scope: 'order.read order.ship' },
    })
    expect(byHeader.headers.get('cache-control')).toBe('no-store')
    const { partnerId, secret } = client
    const byForm = await token({ ...grant, client_id: partnerId, client_secret: secret, scope: 'order.ship' })
    expect(byForm.body.scope).toBe('order.ship')
    must(await orders(byHeader.body.access_token))
    expect((await orders(byForm.body.access_token)).status).toBe(403)
    expect((await t.as(byHeader.body.access_token).get('/staff/settings')).status).toBe(403)
    expect((await t.as(byHeader.body.access_token).get('/orders')).status).toBe(403)
  })

  test('what it does, and what it is denied, stands in the audit under its name', async () => {
    const client = await partner(['order.ship'])
    const { access_token: accessToken } = (await enter(client)).body
    const shopper = await t.shopper()
    const [card] = must(await shopper.get('/catalogue')).items
    const { orderId, paymentId } = await placeOrder(shopper, card.skuId)
    t.sandbox.wechatPay.control.pay(await beginPay(t, shopper, paymentId))
    await untilPaid(shopper, orderId)
    const parcel = { carrier: '顺丰速运', trackingNo: 'SF1' }
    must(await t.as(accessToken).post(`/staff/orders/${orderId}/ship`, parcel))
    await t.as(accessToken).post('/staff/lots', {})
    const db = t.platform.house.corridor.database.owner()
    const rows = await db
      .selectFrom('platform_audit')
      .selectAll()
      .where('actor', '=', `partner:${client.partnerId}`)
      .execute()
    expect(rows.map((row) => `${String(row['op'])} ${String(row['verdict'])}`).toSorted()).toEqual([
      'inventory.receiveLot platform.not_allowed',
      'order.ship done',
    ])
  })

  test('a shopper’s session that is ended from elsewhere stops within five seconds', async () => {
    const phone = freshPhone()
    const [here, there] = [await t.shopper(phone), await t.shopper(phone)]
    must(await there.get('/user/me'))
    must(await here.post('/user/sessions/end-others'))
    clock.advance(5_000)
    expect([(await there.get('/user/me')).status, (await here.get('/user/me')).status]).toEqual([401, 200])
  })

  test('every fault has the word that RFC 6749 §5.2 gives it', async () => {
    const client = await partner()
    const { partnerId, secret } = client
    const wrong = await enter({ partnerId, secret: 'x'.repeat(43) })
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic /)
    const faults = [
      await enter({ partnerId: 'ptn_nobody', secret }),
      await token(grant),
      await enter(client, 'order.read settings.manage'),
      await token({ grant_type: 'password' }, { authorization: basic(client) }),
      await token({}, { authorization: basic(client) }),
      await token({ ...grant, client_secret: secret }, { authorization: basic(client) }),
      await token(grant, { authorization: basic(client), 'content-type': 'application/json' }),
    ]
    expect(faults.map(({ status, body }) => [status, body.error])).toEqual([
      [401, 'invalid_client'],
      [401, 'invalid_client'],
      [400, 'invalid_scope'],
      [400, 'unsupported_grant_type'],
      [400, 'invalid_request'],
      [400, 'invalid_request'],
      [400, 'invalid_request'],
    ])
  })

  test('a narrowed scope and a shut door act within five seconds, for good', async () => {
    const client = await partner()
    const { access_token: accessToken } = (await enter(client)).body
    must(await orders(accessToken))
    const path = `/staff/partners/${client.partnerId}`
    must(await staff.post(`${path}/scopes`, { scopes: ['order.ship'] }))
    clock.advance(5_000)
    expect((await orders(accessToken)).status).toBe(403)
    must(await staff.post(`${path}/scopes`, { scopes: ['order.read'] }))
    clock.advance(5_000)
    must(await orders(accessToken))
    must(await staff.post(`${path}/disable`))
    clock.advance(5_000)
    expect((await orders(accessToken)).status).toBe(401)
    expect((await enter(client)).status).toBe(401)
    must(await staff.post(`${path}/enable`))
    clock.advance(5_000)
    expect((await orders(accessToken)).status).toBe(401)
    expect((await enter(client)).status).toBe(200)
  })

  test('a secret is replaced without cutting anybody off, or at once when it was stolen', async () => {
    const client = await partner()
    const path = `/staff/partners/${client.partnerId}/secrets`
    const { access_token: early } = (await enter(client)).body
    const next = must(await staff.post(path, { overlap_s: 60 }))
    const [old, fresh] = [client, { ...client, secret: next.secret }]
    expect([(await enter(old)).status, (await enter(fresh)).status]).toEqual([200, 200])
    clock.advance(60_000)
    expect([(await enter(old)).status, (await enter(fresh)).status]).toEqual([401, 200])
    must(await staff.post(path, { overlap_s: 0 }))
    clock.advance(5_000)
    expect([(await enter(fresh)).status, (await orders(early)).status]).toEqual([401, 401])
  })

  test('secrets lie nowhere in the clear, and staff without the permission make none', async () => {
    const client = await partner()
    const { access_token: accessToken } = (await enter(client)).body
    const list = must(await staff.get('/staff/partners'))
    expect(list.items[0]).toMatchObject({ partnerId: client.partnerId, state: 'active' })
    expect(JSON.stringify(list)).not.toContain(client.secret)
    const scopes = must(await staff.get('/staff/partner-scopes')).items.map(
      (one: { scope: string }) => one.scope,
    )
    expect(scopes).toContain('order.read')
    expect(scopes).not.toContain('staff.manage')
    const refused = await staff.post('/staff/partners', { name: '某', scopes: ['staff.manage'] })
    expect(refused.body).toMatchObject({ code: 'user.unknown_scope', data: { scope: 'staff.manage' } })
    expect((await t.as(accessToken).get('/staff/partners')).status).toBe(403)
  })
})
