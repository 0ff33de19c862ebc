/**
 * What we sign with the merchant's key: API requests (WECHATPAY2-SHA256-RSA2048) and the call-up of the
 * cashier. Clock and randomness come in; nothing is sent here. Source: pay.weixin.qq.com documents
 * 4012365336 and 4012365341.
 */
import { sign } from 'node:crypto'
import type { WechatPayConfig } from './config.ts'

/** Clock in milliseconds UTC and a source of random bytes; injected so that tests can hold both. */
export interface ClockAndRandom {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
}

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'

/** The five lines of a request, each ended by a line feed, the last one too. */
export function requestMessage(request: {
  readonly method: string
  /** Path and query exactly as sent. */
  readonly path: string
  readonly timestamp_s: number
  readonly nonce: string
  /** Exactly the bytes sent; empty for GET. */
  readonly body: string
}): string {
  const { method, path, timestamp_s, nonce, body } = request
  return `${method}\n${path}\n${timestamp_s}\n${nonce}\n${body}\n`
}

/**
 * The four lines that let the front end open the cashier; `packageText` is `prepay_id=…` for JSAPI and mini
 * programs.
 */
export function callUpMessage(
  appId: string,
  timestamp_s: number,
  nonce: string,
  packageText: string,
): string {
  return `${appId}\n${timestamp_s}\n${nonce}\n${packageText}\n`
}

/** The `Authorization` header of one request. */
export function authorize(
  config: Pick<WechatPayConfig, 'mchId' | 'merchantSerial' | 'merchantKey'>,
  request: { readonly method: string; readonly path: string; readonly body: string },
  deps: ClockAndRandom,
): string {
  const timestamp_s = Math.floor(deps.now() / 1000)
  const nonce = drawNonce(deps)
  const signature = rsa(requestMessage({ ...request, timestamp_s, nonce }), config)
  const fields = {
    mchid: config.mchId,
    nonce_str: nonce,
    timestamp: String(timestamp_s),
    serial_no: config.merchantSerial,
    signature,
  }
  return `${SCHEME} ${Object.entries(fields)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}`
}

/**
 * The parameters of `WeixinJSBridge`/`wx.requestPayment`, signed. A mini program leaves `appId` out when it
 * calls.
 */
export function callUp(
  config: Pick<WechatPayConfig, 'appId' | 'merchantKey'>,
  prepayId: string,
  deps: ClockAndRandom,
): Readonly<Record<string, string>> {
  const timestamp_s = Math.floor(deps.now() / 1000)
  const nonceStr = drawNonce(deps)
  const packageText = `prepay_id=${prepayId}`
  return {
    appId: config.appId,
    timeStamp: String(timestamp_s),
    nonceStr,
    package: packageText,
    signType: 'RSA',
    paySign: rsa(callUpMessage(config.appId, timestamp_s, nonceStr, packageText), config),
  }
}

function drawNonce(deps: ClockAndRandom): string {
  return deps.random(16).toString('hex').toUpperCase()
}

function rsa(message: string, config: Pick<WechatPayConfig, 'merchantKey'>): string {
  return sign('RSA-SHA256', Buffer.from(message, 'utf8'), config.merchantKey).toString('base64')
}
