/**
 * Draws a one-time code for a phone. Nothing here looks whether the phone has an account: the answer and the
 * work are the same for every phone.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { columns, places } from '../places.ts'
import { addressKey, codeBarredUntil, codeFrom, codeWindow_ms } from '../rules.ts'
import type { UserSettings } from '../settings.ts'
import { insertCode, timeOfNth, timesOfAddress, timesOfPhone, waitAtGate } from '../store/codes.ts'
import type { UserTables } from '../tables.ts'

/**
 * Draws a code and binds it to a request. Refuses too_many_codes with the time from which there may be
 * another.
 */
export const createCode: CommandHandler<typeof User.commands.createCode, UserTables, UserSettings> = async (
  { phone, clientIp },
  { tx, now, settings, secrets, refuse, id, random },
) => {
  const phoneBlind = secrets.blind(columns.codePhone, phone)
  const addressBlind = secrets.blind(columns.codeAddress, addressKey(clientIp))
  const limits = {
    wait_ms: settings.codeWait_s * 1_000,
    perPhone: settings.codesPerPhone,
    perAddress: settings.codesPerAddress,
    inAll: settings.codesInAll,
  }
  await waitAtGate(tx, 'code')
  const after = now - codeWindow_ms
  const asked = {
    ofPhone: await timesOfPhone(tx, phoneBlind, after, limits.perPhone),
    ofAddress: await timesOfAddress(tx, addressBlind, after, limits.perAddress),
    inAll: await timeOfNth(tx, limits.inAll, after),
  }
  const retryAt = codeBarredUntil(asked, limits, now)
  if (retryAt !== null) return refuse('too_many_codes', { retryAt })
  const requestId = id('otp')
  const code = codeFrom(random(8))
  const expiresAt = now + settings.codeTtl_s * 1_000
  await insertCode(tx, {
    id: requestId,
    phone_sealed: secrets.seal(phone, places.codePhone(requestId)),
    phone_blind: phoneBlind,
    address_blind: addressBlind,
    code_hash: secrets.blind(columns.codeHash, `${requestId}:${code}`),
    code_sealed: secrets.seal(code, places.code(requestId)),
    attempts_left: settings.wrongPerCode,
    created_at: now,
    expires_at: expiresAt,
    used_at: null,
    send_state: 'waiting',
    provider_code: '',
  })
  return { requestId, expiresAt, resendAt: now + limits.wait_ms }
}
