/** One signed request to UnionPay, as fields: what a browser or we ourselves post. Nothing is sent here. */
import type { UnionpayConfig } from './config.ts'
import { type Params, signFields } from './sign.ts'

/** All fields of a request of our merchant, `signature` among them. */
export function signedFields({ merId, certId, privateKey }: UnionpayConfig, own: Params): Params {
  const fields = {
    version: '5.1.0',
    encoding: 'UTF-8',
    signMethod: '01',
    certId,
    accessType: '0',
    merId,
    ...own,
  }
  return { ...fields, signature: signFields(fields, privateKey) }
}
