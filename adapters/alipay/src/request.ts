/**
 * One signed request to Alipay's gateway, as parameters: what a browser, an app or we ourselves send. Nothing
 * is sent here.
 */
import type { Wire } from '@tiantou/adapter-kit'
import type { AlipayConfig } from './config.ts'
import { type Params, signedText, signRsa2 } from './sign.ts'
import { chinaTime } from './wire.ts'

export interface Clock {
  /** Milliseconds UTC. */
  readonly now: () => number
}

/** All parameters of a request, `sign` among them. */
export function signedParams(
  config: AlipayConfig,
  method: string,
  biz: Wire,
  { now }: Clock,
  urls: { readonly notify_url?: string; readonly return_url?: string } = {},
): Params {
  const params = {
    app_id: config.appId,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: chinaTime(now()),
    version: '1.0',
    ...config.serials,
    ...urls,
    biz_content: JSON.stringify(biz),
  }
  return { ...params, sign: signRsa2(signedText(params, 'sign'), config.privateKey) }
}

/** Parameters as a query or a form: `k=v&…`, encoded. */
export function encode(params: Params): string {
  return new URLSearchParams(params).toString()
}
