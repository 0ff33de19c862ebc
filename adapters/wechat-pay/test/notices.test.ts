// Callbacks: what the adapter believes, what it refuses, and how the twin's notices come, late, twice, out
// of order or never.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CALLBACK_LIMIT_BYTES } from '../src/callback.ts'
import { FORGE_KINDS, type ForgeKind } from '../src/twin/index.ts'
import { envelope, RETRY_LADDER_S, sealed, type Notifier } from '../src/twin/notifier.ts'
import { keys, openBench, payment, random, START_OF_TIME, value, type Bench } from './kit.ts'

let bench: Bench
beforeEach(async () => void (bench = await openBench()))
afterEach(() => bench.close())

async function startedOrder(): Promise<string> {
  const request = payment({ scene: 'jsapi', openId: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' })
  value(await bench.channel.start(request))
  return request.outTradeNo
}

async function paidOrder(): Promise<string> {
  const outTradeNo = await startedOrder()
  bench.twin.control.pay(outTradeNo)
  await bench.pass(0)
  return outTradeNo
}

const events = (): string[] => bench.twin.control.notices().map((notice) => `${notice.event} ${notice.state}`)

describe('true notices', () => {
  it.each(['publicKey', 'certificate', 'alternate'] as const)(
    'payment and refund, signed with %s',
    async (mode) => {
      bench.twin.control.signNoticesWith(mode)
      const outTradeNo = await paidOrder()
      expect(bench.heard.at(-1)?.verified).toEqual({
        kind: 'payment',
        merchantId: bench.channel.merchantId,
        appId: bench.channel.appId,
        fact: value(await bench.channel.query(outTradeNo)),
      })
      await bench.channel.refund({
        outTradeNo,
        outRefundNo: `R${outTradeNo}`,
        refundFen: 990,
        totalFen: 2990,
        reason: '坏果',
      })
      await bench.pass(0)
      expect(bench.heard.at(-1)?.verified).toEqual({
        kind: 'refund',
        merchantId: bench.channel.merchantId,
        outTradeNo,
        fact: value(await bench.channel.queryRefund({ outTradeNo, outRefundNo: `R${outTradeNo}` })),
      })
    },
  )

  it('the same fact in every repetition', async () => {
    const outTradeNo = await paidOrder()
    expect(await bench.twin.control.repeatNotice(outTradeNo)).toBe(204)
    expect(await bench.twin.control.forge(outTradeNo, 'replay')).toBe(204)
    const [first, second, third] = bench.heard.map((each) => each.verified)
    expect(second).toEqual(first)
    expect(third).toEqual(first)
    expect(bench.heard[2]?.raw).toEqual(bench.heard[1]?.raw)
  })

  it('climbs the ladder until it is heard, then stops', async () => {
    bench.answers.push(500, 400, 503)
    await paidOrder()
    await bench.pass(14_000)
    expect(bench.heard).toHaveLength(1)
    await bench.pass(60_000)
    expect(bench.heard).toHaveLength(4)
    await bench.pass(86_400_000)
    expect(bench.heard).toHaveLength(4)
    expect(events()).toEqual(['TRANSACTION.SUCCESS delivered'])
  })

  it('gives up after fifteen repetitions', async () => {
    for (let index = 0; index < 30; index += 1) bench.answers.push(500)
    await paidOrder()
    await bench.pass(RETRY_LADDER_S.reduce((sum, wait_s) => sum + wait_s, 0) * 1000)
    expect(bench.heard).toHaveLength(16)
    expect(events()).toEqual(['TRANSACTION.SUCCESS given-up'])
  })

  it('lost: only the query tells; late: after its delay; twice: both', async () => {
    const { control } = bench.twin
    control.planNotice('lose')
    control.planNotice({ delay_ms: 5000 })
    control.planNotice('twice')
    const lost = await paidOrder()
    expect(value(await bench.channel.query(lost)).state).toBe('paid')
    expect(bench.heard).toHaveLength(0)
    await paidOrder()
    expect(bench.heard).toHaveLength(0)
    await bench.pass(5000)
    expect(bench.heard).toHaveLength(1)
    await paidOrder()
    expect(bench.heard).toHaveLength(3)
  })

  it('held: the refund’s notice arrives before the payment’s', async () => {
    bench.twin.control.planNotice('hold')
    const outTradeNo = await paidOrder()
    await bench.channel.refund({
      outTradeNo,
      outRefundNo: `R${outTradeNo}`,
      refundFen: 1,
      totalFen: 2990,
      reason: '',
    })
    await bench.pass(0)
    expect(bench.heard.map((each) => each.verified.kind)).toEqual(['refund', 'payment'])
    await bench.pass(20_000)
    expect(bench.heard).toHaveLength(2)
  })

  it('held with nothing after it: goes after ten seconds', async () => {
    bench.twin.control.planNotice('hold')
    await paidOrder()
    await bench.pass(10_000)
    expect(bench.heard).toHaveLength(1)
  })
})

describe('forged notices', () => {
  const codes: Partial<Record<ForgeKind, string>> = {
    signature: 'signature_wrong',
    body: 'signature_wrong',
    'old-timestamp': 'stale',
    'future-timestamp': 'stale',
    serial: 'serial_unknown',
    ciphertext: 'not_decryptable',
    signtest: 'probe',
    unsigned: 'signature_missing',
  }
  it.each(Object.entries(codes) as [ForgeKind, string][])('%s → %s, answered 4xx', async (kind, code) => {
    const outTradeNo = await startedOrder()
    expect(await bench.twin.control.forge(outTradeNo, kind)).toBe(400)
    expect(bench.heard.at(-1)?.verified).toMatchObject({ kind: 'bad', code })
    expect(value(await bench.channel.query(outTradeNo)).state).toBe('unpaid')
  })

  it('rightly signed lies are reported as they are, for the caller to compare', async () => {
    const outTradeNo = await paidOrder()
    const told = async (kind: ForgeKind): Promise<unknown> => {
      await bench.twin.control.forge(outTradeNo, kind)
      return bench.heard.at(-1)?.verified
    }
    expect(await told('amount')).toMatchObject({ kind: 'payment', fact: { outTradeNo, amountFen: 1 } })
    expect(await told('mchid')).toMatchObject({ kind: 'payment', merchantId: '1999999999' })
    expect(await told('appid')).toMatchObject({ kind: 'payment', appId: 'wxffffffffffffffff' })
    expect(await told('order')).toMatchObject({
      kind: 'payment',
      fact: { outTradeNo: `X${outTradeNo.slice(1)}` },
    })
    expect(FORGE_KINDS).toHaveLength(13)
  })
})

describe('verify never throws', () => {
  const deps = { now: () => START_OF_TIME, random, keys } as unknown as Notifier
  const signed = (body: string) => ({
    headers: Object.fromEntries(
      Object.entries(sealed(deps, body, START_OF_TIME, keys.publicKey)).map(([name, text]) => [
        name.toLowerCase(),
        text,
      ]),
    ),
    body: Buffer.from(body),
  })
  const notice = (type: string, resource: object): string => envelope(deps, 'EV-1', type, resource)
  const order = { mchid: '1', appid: 'wx', out_trade_no: 'T1', trade_state: 'SUCCESS', transaction_id: '42' }

  it.each<[string, string, string]>([
    ['no JSON', 'hello', 'not_json'],
    ['an array', '[]', 'not_json'],
    ['no resource', '{}', 'not_decryptable'],
    [
      'another cipher',
      notice('TRANSACTION.SUCCESS', order).replace('AEAD_AES_256_GCM', 'NONE'),
      'not_decryptable',
    ],
    ['another event', notice('PAYSCORE.USER_OPEN_SERVICE', order), 'not_understood'],
    ['no amount', notice('TRANSACTION.SUCCESS', order), 'not_understood'],
    [
      'dollars',
      notice('TRANSACTION.SUCCESS', { ...order, amount: { total: 1, currency: 'USD' } }),
      'not_understood',
    ],
    ['half a fen', notice('TRANSACTION.SUCCESS', { ...order, amount: { total: 0.5 } }), 'not_understood'],
    [
      'a strange state',
      notice('TRANSACTION.SUCCESS', { ...order, trade_state: 'toString' }),
      'not_understood',
    ],
    ['no merchant', notice('TRANSACTION.SUCCESS', { ...order, mchid: 7 }), 'not_understood'],
    [
      'a refund without number',
      notice('REFUND.SUCCESS', { ...order, refund_status: 'SUCCESS' }),
      'not_understood',
    ],
  ])('signed, but %s', (_, body, code) => {
    expect(bench.channel.verify(signed(body))).toMatchObject({ kind: 'bad', code })
  })

  it('too long, without headers, with repeated headers', () => {
    const huge = signed('x'.repeat(CALLBACK_LIMIT_BYTES + 1))
    expect(bench.channel.verify(huge)).toMatchObject({ kind: 'bad', code: 'too_large' })
    expect(bench.channel.verify({ headers: {}, body: Buffer.alloc(0) })).toMatchObject({
      code: 'signature_missing',
    })
    const good = signed('{}')
    const twice = { ...good, headers: { ...good.headers, 'wechatpay-nonce': ['a', 'b'] } }
    expect(bench.channel.verify(twice)).toMatchObject({ code: 'signature_missing' })
  })

  it('300 s either way are fresh, 301 s are not', () => {
    const raw = signed(notice('TRANSACTION.SUCCESS', { ...order, amount: { total: 1 } }))
    for (const [shift_s, kind] of [
      [300, 'payment'],
      [-300, 'payment'],
      [301, 'bad'],
      [-301, 'bad'],
    ] as const) {
      bench.clock.now = START_OF_TIME + shift_s * 1000
      expect(bench.channel.verify(raw).kind).toBe(kind)
    }
  })
})
