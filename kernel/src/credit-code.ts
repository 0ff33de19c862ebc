/** The unified social credit code (统一社会信用代码) of organisations, which is their tax number too. */

const CREDIT_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A unified social credit code of 18 characters: signs and check character of GB 32100-2015. */
export const isCreditCode = (text: string): boolean => {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text)) return false
  let sum = 0
  let weight = 1
  for (const sign of text.slice(0, 17)) {
    sum += CREDIT_SIGNS.indexOf(sign) * weight
    weight = (weight * 3) % 31
  }
  return CREDIT_SIGNS[(31 - (sum % 31)) % 31] === text[17]
}
