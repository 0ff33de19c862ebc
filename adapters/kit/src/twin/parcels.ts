/**
 * The parcels of a carrier's twin: each goes its way a step at a time, by a button or by itself. What is told
 * of it, and how, is the twin's own business.
 */

export const PARCEL_STEPS = [
  'accepted',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'problem',
  'returned',
] as const
export type ParcelStep = (typeof PARCEL_STEPS)[number]

export interface TwinTrack {
  /** Milliseconds UTC, whole seconds. */
  readonly at: number
  readonly step: ParcelStep
  readonly text: string
  readonly place: string
}

export interface TwinParcel {
  readonly trackingNo: string
  readonly carrier: string
  /** The merchant's own number; empty for one that was only asked about. */
  readonly orderNo: string
  readonly goods: string
  readonly fromCity: string
  readonly toCity: string
  /** The last four digits of the phones of both parties. */
  readonly tails: readonly string[]
  readonly createdAt: number
  readonly tracks: TwinTrack[]
  isCancelled: boolean
  /** Where its news go; undefined while nobody has asked for them. */
  callback?: { readonly url: string; readonly salt: string } | undefined
}

/** The way that most parcels go. */
const WAY: readonly ParcelStep[] = ['accepted', 'in_transit', 'out_for_delivery', 'delivered']
const ENDS: readonly ParcelStep[] = ['delivered', 'returned']

export const lastStep = ({ tracks }: TwinParcel): ParcelStep | undefined => tracks.at(-1)?.step

/** Whether nothing can happen to it any more. */
export const isOver = (parcel: TwinParcel): boolean =>
  parcel.isCancelled || ENDS.includes(lastStep(parcel) ?? 'accepted')

/** What happens next on its way; after a problem it is brought once more. Undefined at the end. */
export const nextStep = (parcel: TwinParcel): ParcelStep | undefined => {
  if (isOver(parcel)) return undefined
  const last = lastStep(parcel)
  if (last === 'problem') return 'out_for_delivery'
  return WAY[last === undefined ? 0 : WAY.indexOf(last) + 1]
}

const wordsOf = ({
  fromCity,
  toCity,
}: TwinParcel): Readonly<Record<ParcelStep, readonly [string, string]>> => ({
  accepted: [`【${fromCity}】快递员 小田 已揽收，电话 13800000000`, fromCity],
  in_transit: [`【${fromCity}】快件已发往 ${toCity}转运中心`, fromCity],
  out_for_delivery: [`【${toCity}】快递员 小头 正在派送，电话 13900000000`, toCity],
  delivered: [`【${toCity}】已签收，签收人：本人`, toCity],
  problem: [`【${toCity}】派送不成功：收件人电话无人接听`, toCity],
  returned: [`【${fromCity}】快件已退回寄件人`, fromCity],
})

/** Lets something happen to a parcel, never before what happened last. */
export function moveParcel(parcel: TwinParcel, step: ParcelStep, now: number): void {
  const [text, place] = wordsOf(parcel)[step]
  const second = Math.floor(now / 1000) * 1000
  const before = parcel.tracks.at(-1)?.at
  const at = before === undefined || before < second ? second : before + 1000
  parcel.tracks.push({ at, step, text, place })
}
