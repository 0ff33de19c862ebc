// What the channel says when the provider's answers cannot be believed or do not come: unknown, and a later
// query tells.
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createWechatPay, parseWechatPayConfig, type WechatPaySettings } from '../src/index.ts'
import type { FaultKind } from '../src/twin/index.ts'
import { keys, openBench, payment, random, value, type Bench } from './kit.ts'

let bench: Bench
beforeAll(async () => void (bench = await openBench()))
afterEach(() => bench.twin.control.behave())
afterAll(() => bench.close())

function channelWith(change: Partial<WechatPaySettings>, now = () => bench.clock.now) {
  return createWechatPay(parseWechatPayConfig({ ...bench.settings, ...change }), { now, random })
}

describe('answers that cannot be believed', () => {
  it.each<[FaultKind, string]>([
    ['wrong-signature', 'signature_wrong'],
    ['tampered-body', 'signature_wrong'],
    ['unknown-serial', 'serial_unknown'],
    ['old-timestamp', 'stale'],
    ['probe', 'probe'],
    ['unsigned', 'signature_missing'],
    ['error-500', 'HTTP 500 (SYSTEM_ERROR)'],
    ['throttle', 'HTTP 429 (FREQUENCY_LIMITED)'],
    ['redirect', 'HTTP 302'],
    ['timeout', 'in time'],
    ['drop', 'no answer'],
  ])('%s → unknown', async (kind, message) => {
    const request = payment()
    value(await bench.channel.start(request))
    bench.twin.control.failNext({ kind, times: 1 })
    const answer = await bench.channel.query(request.outTradeNo)
    expect(answer).toMatchObject({ kind: 'unknown', message: expect.stringContaining(message) })
    expect(value(await bench.channel.query(request.outTradeNo)).state).toBe('unpaid')
  })

  it('a refusal with a wrong signature is unknown too; an unsigned one is a refusal', async () => {
    for (const kind of ['wrong-signature', 'old-timestamp'] as const) {
      bench.twin.control.failNext({ kind, times: 1 })
      expect(await bench.channel.query('T00000000')).toMatchObject({ kind: 'unknown' })
    }
    bench.twin.control.failNext({ kind: 'unsigned', times: 1 })
    expect(await bench.channel.query('T00000000')).toMatchObject({ kind: 'refused', code: 'ORDER_NOT_EXIST' })
  })

  it('a definite no of the provider is refused with its code', async () => {
    const request = payment()
    value(await bench.channel.start(request))
    bench.twin.control.pay(request.outTradeNo)
    bench.twin.control.failNext({ kind: 'refuse', times: 1, path: 'refunds', code: 'NOT_ENOUGH' })
    const refund = {
      outTradeNo: request.outTradeNo,
      outRefundNo: `R${request.outTradeNo}`,
      refundFen: 1,
      totalFen: 2990,
      reason: '',
    }
    expect(await bench.channel.refund(refund)).toMatchObject({ kind: 'refused', code: 'NOT_ENOUGH' })
    expect(value(await bench.channel.refund(refund))).toMatchObject({ refundFen: 1 })
  })
})

describe('success, but nobody heard it', () => {
  it.each<FaultKind>(['commit-timeout', 'commit-error-500', 'tampered-body'])('start (%s)', async (kind) => {
    const request = payment()
    bench.twin.control.failNext({ kind, times: 1 })
    expect(await bench.channel.start(request)).toMatchObject({ kind: 'unknown' })
    expect(value(await bench.channel.query(request.outTradeNo)).state).toBe('unpaid')
    value(await bench.channel.start(request))
  })

  it.each<FaultKind>(['commit-timeout', 'commit-error-500'])('close (%s)', async (kind) => {
    const request = payment()
    value(await bench.channel.start(request))
    bench.twin.control.failNext({ kind, times: 1 })
    expect(await bench.channel.close(request.outTradeNo)).toMatchObject({ kind: 'unknown' })
    expect(value(await bench.channel.query(request.outTradeNo)).state).toBe('closed')
  })

  it.each<FaultKind>(['commit-timeout', 'commit-error-500'])(
    'refund (%s): the same number pays once',
    async (kind) => {
      const request = payment()
      value(await bench.channel.start(request))
      bench.twin.control.pay(request.outTradeNo)
      const refund = {
        outTradeNo: request.outTradeNo,
        outRefundNo: `R${request.outTradeNo}`,
        refundFen: 2990,
        totalFen: 2990,
        reason: '',
      }
      bench.twin.control.failNext({ kind, times: 1 })
      expect(await bench.channel.refund(refund)).toMatchObject({ kind: 'unknown' })
      expect(value(await bench.channel.queryRefund(refund)).refundFen).toBe(2990)
      value(await bench.channel.refund(refund))
      expect(bench.twin.control.order(request.outTradeNo)?.refunds).toHaveLength(1)
    },
  )
})

describe('keys, clocks and hosts', () => {
  it('answers follow the key we ask for: public key or certificate', async () => {
    const [publicKey, certificate] = [keys.publicKey, keys.certificate].map((key) => key.serial)
    for (const serial of [publicKey, certificate]) {
      const verificationKeys = { [serial ?? '']: bench.settings.verificationKeys[serial ?? ''] ?? '' }
      expect((await channelWith({ verificationKeys }).start(payment())).kind).toBe('ok')
    }
  })

  it('the twin, reading the rules itself, refuses a wrong key, serial or clock', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const merchantPrivateKeyPem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const refused = { kind: 'refused', code: 'SIGN_ERROR' }
    expect(await channelWith({ merchantPrivateKeyPem }).start(payment())).toMatchObject(refused)
    expect(await channelWith({ merchantSerial: 'AABBCCDDEEFF0011' }).start(payment())).toMatchObject(refused)
    expect(await channelWith({ mchId: '1900000999' }).query('T00000001')).toMatchObject(refused)
    // With a clock 301 s off the refusal itself looks stale: unknown, which is as safe.
    const late = channelWith({}, () => bench.clock.now - 301_000)
    expect(await late.query('T00000001')).toMatchObject({
      kind: 'unknown',
      message: expect.stringContaining('stale'),
    })
  })

  it('another app’s number is not ours', async () => {
    expect(await channelWith({ appId: 'wxother' }).start(payment())).toMatchObject({
      code: 'APPID_MCHID_NOT_MATCH',
    })
    const request = payment()
    value(await bench.channel.start(request))
    expect(await channelWith({ appId: 'wxother' }).query(request.outTradeNo)).toMatchObject({
      kind: 'unknown',
    })
  })

  it('goes to the backup host when the first gives no answer, and is unknown when none does', async () => {
    const dead = 'http://127.0.0.1:9'
    const backed = channelWith({ baseUrl: dead, backupBaseUrl: bench.twin.url })
    expect((await backed.start(payment())).kind).toBe('ok')
    expect(await channelWith({ baseUrl: dead }).start(payment())).toMatchObject({ kind: 'unknown' })
  })
})
