/** Raw push → what it tells, or why it is not believed. Touches nothing and never throws. */
import { timingSafeEqual } from 'node:crypto'
import { inner, parseObject, readForm } from '@tiantou/adapter-kit'
import type { VerifiedPush } from '@tiantou/logistics/port'
import type { Kuaidi100Config } from './config.ts'
import { signOf } from './sign.ts'
import { trackedParcel } from './tracks.ts'

/** A push of 200 tracks is some 60 kB; more is refused before any cryptography. */
const PUSH_LIMIT_BYTES = 262_144

const bad = (code: string): VerifiedPush => ({ kind: 'bad', code })

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A subscription that has ended without news (`abort`) tells nothing of its parcel. */
export function verifyPush({ salt }: Pick<Kuaidi100Config, 'salt'>, body: Buffer): VerifiedPush {
  if (body.length > PUSH_LIMIT_BYTES) return bad('too_large')
  const form = readForm(body.toString('utf8'))
  if (form === undefined) return bad('not_form')
  const { sign = '', param = '' } = form
  if (sign === '') return bad('signature_missing')
  if (!isSame(sign, signOf(param, salt))) return bad('signature_wrong')
  const told = parseObject(param)
  if (told === undefined) return bad('not_understood')
  const parcel = trackedParcel(inner(told, 'lastResult'))
  if (parcel !== undefined) return { kind: 'ok', parcels: parcel.tracks.length === 0 ? [] : [parcel] }
  return told['status'] === 'abort' ? { kind: 'ok', parcels: [] } : bad('not_understood')
}
