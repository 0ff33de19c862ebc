/** Pure decisions of module supplier: numbers checked without asking, what must be handed in. */
import { rate } from '@tiantou/kernel'

export type Party = 'company' | 'person'
export type Kind = 'farm' | 'coop' | 'broker' | 'processor'
export type Requirement = 'licence' | 'identity' | 'bank_account' | 'food_permit'

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECKS = '10X98765432'

const isDay = (text: string): boolean => {
  const [year = 0, month = 0, day = 0] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)].map(Number)
  const at = Temporal.PlainDate.from({ year, month: Math.max(month, 1), day: Math.max(day, 1) })
  return at.year === year && at.month === month && at.day === day && year >= 1900
}

/** A citizen's number of 18 characters: a real day of birth and a good check character (GB 11643-1999). */
export const isIdNumber = (text: string): boolean => {
  if (!/^[1-9]\d{16}[\dX]$/.test(text) || !isDay(text.slice(6, 14))) return false
  const sum = ID_WEIGHTS.reduce((all, weight, at) => all + weight * Number(text[at]), 0)
  return ID_CHECKS[sum % 11] === text[17]
}

/** A bank card of 16 to 19 digits with Luhn's check digit (ISO/IEC 7812-1). */
export const isBankCard = (text: string): boolean => {
  if (!/^\d{16,19}$/.test(text)) return false
  const sum = Array.from(text)
    .toReversed()
    .reduce((all, digit, at) => {
      const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit)
      return all + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
  return sum % 10 === 0
}

/** What an applicant must hand in. A processor needs a production permit (Food Safety Law, article 35). */
export const requirementsOf = (kind: Kind, party: Party): Requirement[] => [
  ...(party === 'company' ? (['licence'] as const) : []),
  'identity',
  'bank_account',
  ...(kind === 'processor' ? (['food_permit'] as const) : []),
]

/** All but the last four, whatever it is; all of what has no more than four. */
export const maskNumber = (text: string): string =>
  text.length <= 4 ? '*'.repeat(text.length) : '*'.repeat(text.length - 4) + text.slice(-4)

/** The first character of a name, and how many follow. */
export const maskName = (text: string): string => {
  const [first = '', ...rest] = text
  return first + '*'.repeat(rest.length)
}

/**
 * What goods earn, in fen: less the commission on them (basis points, half away from zero). The net is got by
 * subtraction, so the parts always sum.
 */
export const earn = (goodsFen: number, commissionBp: number) => {
  const commission = rate(goodsFen, commissionBp)
  return { commission_fen: commission, net_fen: goodsFen - commission }
}

const ASK_AFTER_S = [5, 30, 120, 300, 600, 1_800]

/** 5 s, 30 s, 2 min, … then every half hour: when a channel that was asked so often is asked again. */
export const nextAskAt = (now: number, asks: number): number =>
  now + (ASK_AFTER_S[Math.min(asks, ASK_AFTER_S.length - 1)] as number) * 1_000

const SHARE_ASK_AFTER_S = [2, 5, ...ASK_AFTER_S.slice(1)]

/** Shares end within seconds: 2 s, 5 s, 30 s, … then every half hour. @param asks how often it was asked */
export const nextShareAskAt = (now: number, asks: number): number =>
  now + (SHARE_ASK_AFTER_S[Math.min(asks, SHARE_ASK_AFTER_S.length) - 1] as number) * 1_000

/** So often a channel was asked in some three hours: a person must look. */
export const STUCK_AFTER_ASKS = 12

/**
 * What of goods is shared, in fen: what they earn, and no more than the part (basis points) that the channel
 * shares of a payment. The rest stays on the account.
 */
export const shareOf = (goodsFen: number, netFen: number, mostBp: number): number =>
  Math.max(0, Math.min(netFen, Number((BigInt(goodsFen) * BigInt(mostBp)) / 10_000n)))

/** So long a payee can confirm a transfer in WeChat (pay.weixin.qq.com, 商家转账). */
export const CONFIRM_WITHIN_MS = 86_400_000
