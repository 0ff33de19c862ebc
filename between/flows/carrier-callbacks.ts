/**
 * The doors of the carriers' pushes: verify the bytes, then one command a parcel, keyed by what is told.
 * Whatever is not answered in the carrier's own words comes again.
 */
import type { InputOf } from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import type { Door, DoorContext } from '@tiantou/platform'

type Provider = InputOf<typeof Logistics.effects.verifyPush>['provider']

/** 200 tracks of one parcel are some 60 kB. */
const BODY_LIMIT = 256 * 1024

/** 200 when all of it is written down; else the status, and why not. */
const note = async (
  provider: Provider,
  body: Buffer,
  { effect, run }: DoorContext,
): Promise<{ readonly status: number; readonly code: string }> => {
  const bodyBase64 = body.toString('base64')
  const push = await effect(Logistics.effects.verifyPush, { provider, bodyBase64 })
  if (push.word === 'bad') return { status: 401, code: push.code ?? 'bad' }
  if (push.word === 'absent') return { status: 404, code: 'absent' }
  if (push.word === 'unknown') return { status: 503, code: 'unknown' }
  for (const { key, parcel } of push.parcels) await run(Logistics.commands.recordTracks, parcel, key)
  return { status: 200, code: 'ok' }
}

/** 快递100 pushes three times more, half an hour apart. */
export const kuaidi100Push: Door = {
  path: '/callbacks/kuaidi100',
  bodyLimit: BODY_LIMIT,
  handle: async ({ body }, context) => {
    const { status, code } = await note('kuaidi100', body, context)
    return {
      status,
      body:
        status === 200
          ? { result: true, returnCode: '200', message: '成功' }
          : { result: false, returnCode: '500', message: code },
    }
  },
}

/** S.F. reads the words and sends the whole batch again where they say no. */
export const sfExpressPush: Door = {
  path: '/callbacks/sf-express',
  bodyLimit: BODY_LIMIT,
  handle: async ({ body }, context) => {
    const { status, code } = await note('sf-express', body, context)
    return {
      status,
      body:
        status === 200
          ? { return_code: '0000', return_msg: '成功' }
          : { return_code: '1000', return_msg: code },
    }
  },
}
