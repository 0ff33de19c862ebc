/** How 快递100 pushes: the whole list each time, signed with the salt of the subscription; and how it lies. */
import { createHash } from 'node:crypto'
import { chinaClock } from '@tiantou/adapter-kit'
import { lastStep, type ParcelStep, type Speech, type TwinParcel } from '@tiantou/adapter-kit/twin'

export const FORGE_KINDS = ['signature', 'body', 'salt', 'unsigned', 'twice-named', 'not-json'] as const
export type ForgeKind = (typeof FORGE_KINDS)[number]

/** Fine code, word and coarse state of each step. */
const WORDS: Readonly<Record<ParcelStep, readonly [code: string, word: string, state: string]>> = {
  accepted: ['103', '揽收', '1'],
  in_transit: ['1002', '在途', '0'],
  out_for_delivery: ['5', '派件', '5'],
  delivered: ['301', '签收', '3'],
  problem: ['2', '疑难', '2'],
  returned: ['6', '退回', '6'],
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase()

/** What is known of a parcel, newest first. */
export const resultOf = (parcel: TwinParcel, finer: boolean): object => {
  const step = lastStep(parcel)
  return {
    message: 'ok',
    nu: parcel.trackingNo,
    com: parcel.carrier,
    ischeck: step === 'delivered' ? '1' : '0',
    condition: 'F00',
    status: '200',
    state: step === undefined ? '0' : WORDS[step][2],
    data: parcel.tracks.toReversed().map(({ at, step: each, text, place }) => ({
      time: chinaClock(at),
      ftime: chinaClock(at),
      context: text,
      location: '',
      areaName: place,
      status: WORDS[each][1],
      ...(finer ? { statusCode: WORDS[each][0] } : {}),
    })),
  }
}

const paramOf = (parcel: TwinParcel): string => {
  const step = lastStep(parcel)
  const status = step === 'delivered' || step === 'returned' ? 'shutdown' : 'polling'
  return JSON.stringify({
    status,
    billstatus: step === 'delivered' ? 'check' : 'got',
    message: '',
    autoCheck: '0',
    comOld: '',
    comNew: '',
    lastResult: resultOf(parcel, true),
  })
}

const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString()

function lie(parcel: TwinParcel, kind: ForgeKind): string {
  const param = paramOf(parcel)
  const salt = parcel.callback?.salt ?? ''
  const delivered = param.replace('"data":[', `"data":[${JSON.stringify(INVENTED)},`)
  switch (kind) {
    case 'signature':
      return form({ sign: '0'.repeat(32), param: delivered })
    case 'body':
      return form({ sign: md5(param + salt), param: delivered })
    case 'salt':
      return form({ sign: md5(`${delivered}another-salt`), param: delivered })
    case 'unsigned':
      return form({ param: delivered })
    case 'twice-named':
      return `${form({ sign: md5(param + salt), param })}&${form({ param: delivered })}`
    case 'not-json':
      return form({ sign: md5(`nonsense${salt}`), param: 'nonsense' })
  }
}

const INVENTED = {
  time: '2030-01-01 00:00:00',
  ftime: '2030-01-01 00:00:00',
  context: '伪造的签收',
  status: '签收',
  statusCode: '301',
}

const isYes = (body: string): boolean => {
  try {
    const said = JSON.parse(body) as { result?: unknown; returnCode?: unknown }
    return said.result === true && said.returnCode === '200'
  } catch {
    return false
  }
}

export const speech: Speech<ForgeKind> = {
  ladder_s: [1800, 1800, 1800],
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  isTaken: (status, body) => status === 200 && isYes(body),
  tell: (parcel) => {
    const { callback } = parcel
    if (callback === undefined) return undefined
    const param = paramOf(parcel)
    const sign = callback.salt === '' ? {} : { sign: md5(param + callback.salt) }
    return { url: callback.url, body: form({ ...sign, param }) }
  },
  forgeries: FORGE_KINDS,
  lie,
}
