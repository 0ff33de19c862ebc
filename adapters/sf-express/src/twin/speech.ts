/** How S.F. pushes: what is new alone, without a signature; and how somebody else would pretend to. */
import { chinaClock } from '@tiantou/adapter-kit'
import type { ParcelStep, Speech, TwinParcel, TwinTrack } from '@tiantou/adapter-kit/twin'

export const FORGE_KINDS = ['invented', 'stranger', 'empty', 'not-json'] as const
export type ForgeKind = (typeof FORGE_KINDS)[number]

const OP_CODES: Readonly<Record<ParcelStep, string>> = {
  accepted: '50',
  in_transit: '30',
  out_for_delivery: '44',
  delivered: '80',
  problem: '70',
  returned: '648',
}

export const routeOf = ({ at, step, text, place }: TwinTrack) => ({
  acceptTime: chinaClock(at),
  acceptAddress: place,
  remark: text,
  opCode: OP_CODES[step],
})

const pushOf = (mailno: string, orderid: string, route: object, id: string): string =>
  JSON.stringify({ Body: { WaybillRoute: [{ id, mailno, orderid, ...route }] } })

const tell = ({ trackingNo, orderNo, tracks }: TwinParcel): string => {
  const last = tracks.at(-1)
  return last === undefined
    ? JSON.stringify({ Body: { WaybillRoute: [] } })
    : pushOf(trackingNo, orderNo, routeOf(last), String(last.at))
}

const INVENTED = {
  acceptTime: '2030-01-01 00:00:00',
  acceptAddress: '上海市',
  remark: '伪造的签收',
  opCode: '80',
}

const lie = ({ trackingNo, orderNo }: TwinParcel, kind: ForgeKind): string => {
  if (kind === 'not-json') return 'nonsense'
  if (kind === 'empty') return JSON.stringify({ Body: { WaybillRoute: [] } })
  return pushOf(kind === 'stranger' ? 'SF9999999999999' : trackingNo, orderNo, INVENTED, '1')
}

const isYes = (body: string): boolean => {
  try {
    return (JSON.parse(body) as { return_code?: unknown }).return_code === '0000'
  } catch {
    return false
  }
}

/** @param urlOf where the platform is set to push to */
export const speechTo = (urlOf: () => string | undefined): Speech<ForgeKind> => ({
  ladder_s: [60, 300, 1800, 3600],
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  isTaken: (status, body) => status === 200 && isYes(body),
  tell: (parcel) => {
    const url = urlOf()
    return url === undefined ? undefined : { url, body: tell(parcel) }
  },
  forgeries: FORGE_KINDS,
  lie,
})
