/** The twin's key ring, drawn at run time: the merchant's pair and the bank's. No key is ever stored. */
import { type Sm2PrivateKey, sm2PrivateKey } from '../sm2.ts'

export interface TwinKeys {
  /** Half of it goes to the adapter: it signs requests. */
  readonly merchant: { readonly hex: string; readonly key: Sm2PrivateKey }
  /** Signs answers and notices. */
  readonly bank: Sm2PrivateKey
}

/** Draws a ring. @param random random bytes */
export function generateTwinKeys(random: (bytes: number) => Buffer): TwinKeys {
  // The first digit keeps it below the order of the curve.
  const draw = (): string => `7${random(32).toString('hex').slice(1)}`
  const hex = draw()
  return { merchant: { hex, key: sm2PrivateKey(hex) }, bank: sm2PrivateKey(draw()) }
}
