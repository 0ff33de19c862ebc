/**
 * What module social needs of the world: where drawn cards lie, and WeChat's word on a page, if there is one.
 */
import type { FileStore } from '@tiantou/platform'

/** Signature of one page for WeChat's JS-SDK. */
export interface PageSignature {
  readonly appId: string
  /** Seconds. */
  readonly timestamp: number
  readonly nonceStr: string
  readonly signature: string
}

export type SignatureAnswer =
  | { readonly kind: 'ok'; readonly value: PageSignature }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown' }

export interface SocialPorts {
  /** Where the shop is reached: scheme, host and port. */
  readonly origin: string
  /** Pictures that anybody may see, by name. */
  readonly shown: Pick<FileStore, 'get' | 'put' | 'has'>
  /** Signs pages of the shop; undefined where no official account is configured. */
  readonly pages: { signPage(url: string): Promise<SignatureAnswer> } | undefined
}
