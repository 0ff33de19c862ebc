/** Lots over HTTP: whose they are, and which came from a farm that is in doubt. */
import { beforeAll, expect, test } from 'vitest'
import { type Caller, eachPlatform, must, type TestPlatform } from './platform.ts'
import { accept, apply, assign, staffOf } from './supplying.ts'

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  beforeAll(async () => {
    t = await open()
    staff = await t.staff()
  })

  test('a lot belongs to whose product it was when it was received', async () => {
    const { items: cards } = must(await t.as().get('/catalogue'))
    const { skuId, productId } = cards[0]
    const supplierId = await apply(await t.shopper())
    await accept(staff, supplierId)
    const now = Date.now()
    const lot = { skuId, harvestedAt: now - 1_000, useBy: now + 1e9, pieces: 5, grams: 2_500 }
    const receive = async (lotNo: string, owner: string | null): Promise<string> => {
      must(await assign(staff, productId, owner))
      const { lotId } = must(await staff.post('/staff/lots', { ...lot, lotNo }))
      await t.platform.house.relay.settle()
      return lotId
    }
    const [farms, own] = [await receive('FARM-1', supplierId), await receive('OWN-1', null)]
    const supplierOf = async (lotId: string) => must(await staff.get(`/staff/lots/${lotId}`)).supplierId
    expect([await supplierOf(farms), await supplierOf(own)]).toEqual([supplierId, null])
    const of = `/staff/lots?supplierId=${supplierId}`
    expect(must(await staff.get(of)).items).toMatchObject([
      { lotId: farms, lotNo: 'FARM-1', state: 'sellable', pieces: 5 },
    ])
    const outsiders = [await staffOf(t, 'no-keeper', ['supplier.read']), await t.shopper()]
    for (const caller of outsiders) expect((await caller.get(of)).status).toBe(403)
    expect((await t.as().get(of)).status).toBe(401)
  })
})
