/** Rates are set, changed and taken away; a quote finds the closest one, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Logistics } from '../src/contract.ts'
import { logisticsModule } from '../src/index.ts'
import { NO_ROADS } from './ports.ts'

const { setRate, removeRate } = Logistics.commands
const rate = {
  delivers: true,
  by: 'weight' as const,
  first: 1_000,
  firstFen: 500,
  step: 500,
  stepFen: 100,
  freeFromFen: null,
}
const staff = {
  kind: 'staff' as const,
  id: 'stf_1',
  sessionId: 'ses_1',
  permissions: ['logistics.write', 'logistics.read'],
}

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [logisticsModule], ports: { logistics: { ...NO_ROADS } } })
  })

  const put = (region: string, more: object = {}) =>
    house.run(setRate, { storageClass: 'ambient', region, ...rate, ...more }, { actor: staff })
  const quote = (regionCode?: string) =>
    house.ask(Logistics.queries.quote, {
      ...(regionCode === undefined ? {} : { regionCode }),
      items: [{ storageClass: 'ambient', grams: 1_600, pieces: 2, amountFen: 2_000 }],
    })

  test('The closest rate holds, and the next wider one when it is taken away', async () => {
    expect((await quote('330106')).freightFen).toBe(800)
    await put('all', { firstFen: 100 })
    await put('330000', { firstFen: 200 })
    await put('330106', { firstFen: 300 })
    expect((await quote('330106')).freightFen).toBe(500)
    expect((await quote('330102')).freightFen).toBe(400)
    expect((await quote('110101')).freightFen).toBe(300)
    expect((await quote()).freightFen).toBe(300)
    await house.must(removeRate, { storageClass: 'ambient', region: '330106' }, { actor: staff })
    await house.must(removeRate, { storageClass: 'ambient', region: '330106' }, { actor: staff })
    expect((await quote('330106')).freightFen).toBe(400)
  })

  test('A rate that is set again is the new one, and stands in the list once', async () => {
    await put('650000', { firstFen: 1 })
    await put('650000', { firstFen: 2, freeFromFen: 9_900, by: 'piece' })
    const { items, base } = await house.ask(Logistics.queries.rates, {}, { actor: staff })
    expect(items.filter((one) => one.region === '650000')).toMatchObject([
      { storageClass: 'ambient', firstFen: 2, freeFromFen: 9_900, by: 'piece', delivers: true },
    ])
    expect(base.ambient.firstFen).toBe(800)
  })

  test('A region that nothing goes to is named, and no region is refused', async () => {
    await put('540000', { delivers: false })
    expect((await quote('540102')).noDelivery).toEqual(['ambient'])
    expect(await put('999999')).toMatchObject({ ok: false, code: 'logistics.no_such_region' })
    await expect(put('all', { step: 0 })).rejects.toThrow('/step')
    await expect(put('all', { firstFen: 1.5 })).rejects.toThrow('/firstFen')
  })
})
