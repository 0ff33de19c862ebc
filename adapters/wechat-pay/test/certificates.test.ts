// Platform-certificate mode: certificates are fetched, believed only with reason, and renewed.
import { X509Certificate } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { certificatePem } from '../src/twin/certificate.ts'
import { drawCertificateKey } from '../src/twin/index.ts'
import { type Bench, keys, openBench, payment, random, START_OF_TIME, value } from './kit.ts'

const HOUR_MS = 3_600_000
const benches: Bench[] = []
const open = async (change: Parameters<typeof openBench>[1] = {}): Promise<Bench> => {
  const settings = { verificationKeys: {}, fetchesCertificates: true, ...change }
  const bench = await openBench({}, settings)
  benches.push(bench)
  return bench
}
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close()
})

it('the twin makes certificates that Node reads: serial, time, key, and its own signature', () => {
  const pem = certificatePem(keys.certificate, START_OF_TIME, START_OF_TIME + HOUR_MS)
  const certificate = new X509Certificate(pem)
  expect(certificate.serialNumber).toBe(keys.certificate.serial)
  expect(certificate.validFromDate.getTime()).toBe(START_OF_TIME)
  expect(certificate.validToDate.getTime()).toBe(START_OF_TIME + HOUR_MS)
  expect(certificate.publicKey.equals(keys.certificate.publicKey)).toBe(true)
  expect(certificate.verify(keys.certificate.publicKey)).toBe(true)
})

it('a merchant without any key fetches the certificate before its first call, once for many', async () => {
  const { channel } = await open()
  const answers = await Promise.all([1, 2, 3].map(() => channel.start(payment())))
  for (const answer of answers) expect(value(answer)).toMatchObject({ scene: 'native' })
})

it('a payment is taken, told and refunded under certificates alone', async () => {
  const { channel, twin, heard, pass } = await open()
  twin.control.signNoticesWith('certificate')
  const asked = payment()
  value(await channel.start(asked))
  twin.control.pay(asked.outTradeNo)
  await pass(0)
  expect(heard.map((each) => each.verified.kind)).toEqual(['payment'])
  const { outTradeNo, amountFen } = asked
  const refund = { outTradeNo, outRefundNo: `${outTradeNo}R`, refundFen: amountFen, totalFen: amountFen }
  value(await channel.refund({ ...refund, reason: '取消' }))
})

it('a new certificate is met at an answer, and at a notice that the provider then repeats', async () => {
  const { channel, twin, clock, heard, pass } = await open()
  value(await channel.start(payment()))
  clock.now += 2 * 60_000
  twin.control.useCertificate(await drawCertificateKey(random))
  const asked = payment()
  value(await channel.start(asked))
  clock.now += 2 * 60_000
  twin.control.useCertificate(await drawCertificateKey(random))
  twin.control.signNoticesWith('certificate')
  twin.control.pay(asked.outTradeNo)
  await pass(16_000)
  expect(heard.map(({ verified }) => (verified.kind === 'bad' ? verified.code : verified.kind))).toEqual([
    'serial_unknown',
    'payment',
  ])
})

it('certificates under another APIv3 key are not believed', async () => {
  const { channel } = await open({ apiV3Key: 'x'.repeat(32) })
  expect(await channel.start(payment())).toMatchObject({
    kind: 'unknown',
    message: 'answer not believed: serial_unknown',
  })
})

it('forged serials do not make us ask more than once a minute', async () => {
  const asked: string[] = []
  const fetched: typeof fetch = async (input, init) => {
    asked.push(input instanceof URL ? input.pathname : '')
    return fetch(input, init)
  }
  const bench = await open()
  const { createWechatPay, parseWechatPayConfig } = await import('../src/index.ts')
  const deps = { now: () => bench.clock.now, random, fetch: fetched }
  const channel = createWechatPay(parseWechatPayConfig(bench.settings), deps)
  value(await channel.start(payment()))
  const count = () => asked.filter((path) => path === '/v3/certificates').length
  expect(count()).toBe(1)
  const forged = {
    headers: {
      'wechatpay-timestamp': String(bench.clock.now / 1000),
      'wechatpay-nonce': 'n',
      'wechatpay-signature': 'AAAA',
      'wechatpay-serial': 'ABCDEF0123456789',
    },
    body: Buffer.from('{}'),
  }
  for (let i = 0; i < 20; i += 1) expect(channel.verify(forged)).toMatchObject({ code: 'serial_unknown' })
  expect(count()).toBe(1)
  bench.clock.now += 12 * HOUR_MS
  value(await channel.start(payment({ expiresAt: bench.clock.now + HOUR_MS })))
  expect(count()).toBe(2)
})

it('a merchant that migrates holds its key, and goes on without certificates', async () => {
  const settings = {
    [keys.publicKey.serial]: keys.publicKey.publicKey.export({ type: 'spki', format: 'pem' }),
  }
  const { channel, twin } = await open({ verificationKeys: settings as Record<string, string> })
  twin.control.offerCertificates(false)
  expect(value(await channel.start(payment()))).toMatchObject({ scene: 'native' })
})
