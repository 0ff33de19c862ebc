/** Maps and carriers in the environment: each may be left out, every fault is named by its variable. */
import { ConfigError, readConfig } from '@tiantou/server'
import { expect, test } from 'vitest'

const roads: Readonly<Record<string, string>> = {
  TENCENT_MAP_KEY: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF',
  TENCENT_MAP_SECRET: 's'.repeat(32),
  AMAP_KEY: 'a'.repeat(32),
  KUAIDI100_KEY: 'k'.repeat(12),
  KUAIDI100_CUSTOMER: 'C'.repeat(32),
  KUAIDI100_SECRET: 'e'.repeat(32),
  KUAIDI100_SALT: 't'.repeat(20),
  KUAIDI100_PARTNERS: '{"zhongtong":{"partnerId":"ZT01","partnerKey":"secret7777"}}',
  SF_EXPRESS_PARTNER_ID: 'TIANTOU01',
  SF_EXPRESS_CHECK_WORD: 'w'.repeat(32),
  SF_EXPRESS_MONTHLY_CARD: '7551234567',
}

const problemsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems
  }
}

test('may all be left out, or be there', () => {
  expect(readConfig({}).roads).toEqual({})
  const { tencentMap, amap, kuaidi100, sfExpress } = readConfig({
    ...roads,
    PUBLIC_ORIGIN: 'https://shop.example',
    SF_EXPRESS_DIGEST: 'sm3',
    SF_EXPRESS_PRODUCT: '1',
  }).roads
  expect(tencentMap).toMatchObject({ baseUrl: 'https://apis.map.qq.com', secretKey: 's'.repeat(32) })
  expect(amap).toMatchObject({ baseUrl: 'https://restapi.amap.com' })
  expect(amap?.secretKey).toBeUndefined()
  expect(kuaidi100).toMatchObject({
    callbackUrl: 'https://shop.example/api/v1/callbacks/kuaidi100',
    partners: { zhongtong: { partnerId: 'ZT01' } },
  })
  expect(sfExpress).toMatchObject({ digest: 'sm3', product: 1 })
})

test.each([
  ['TENCENT_MAP_KEY', ''],
  ['TENCENT_MAP_KEY', 'x'],
  ['TENCENT_MAP_SECRET', '7777'],
  ['AMAP_KEY', '7777'],
  ['AMAP_SECRET', '7777'],
  ['KUAIDI100_KEY', ''],
  ['KUAIDI100_CUSTOMER', '?'],
  ['KUAIDI100_SECRET', '7777'],
  ['KUAIDI100_SALT', '7777'],
  ['KUAIDI100_PARTNERS', 'zhongtong'],
  ['KUAIDI100_PARTNERS', '{"zhongtong":{"partnerKey":"secret7777"}}'],
  ['KUAIDI100_TEMPLATE', '-'],
  ['SF_EXPRESS_PARTNER_ID', ''],
  ['SF_EXPRESS_CHECK_WORD', '7777'],
  ['SF_EXPRESS_MONTHLY_CARD', '7777'],
  ['SF_EXPRESS_DIGEST', 'sha1'],
  ['SF_EXPRESS_PRODUCT', 'fast'],
  ['SF_EXPRESS_SERVICE', 'http://bspgw.sf-express.com/std/service'],
])('what is wrong is named: %s = %j', (name, value) => {
  const problems = problemsOf({ ...roads, [name]: value }).join('\n')
  expect(problems).toContain(name)
  expect(problems).not.toContain('7777')
})

test('partners that are no object of objects are named', () => {
  for (const partners of ['null', '[]', '{"zhongtong":null}', '7'])
    expect(problemsOf({ ...roads, KUAIDI100_PARTNERS: partners })).toEqual([
      expect.stringContaining('KUAIDI100_PARTNERS'),
    ])
})
