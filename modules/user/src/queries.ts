/**
 * What can be asked of module user. Personal data leaves whole only to its owner and to flows that act for
 * him.
 */
import { regionOf } from '@tiantou/kernel/regions'
import type { FieldSecrets, QueryHandler } from '@tiantou/platform'
import type { User } from './contract.ts'
import { places } from './places.ts'
import { isErased, maskPhone, scopesHeld, shopperOf } from './rules.ts'
import { nicknameOf } from './store/account.ts'
import { addressById, addressesOf, userById } from './store/people.ts'
import { ownerOf } from './store/sessions.ts'
import { readPermissions } from './store/staff.ts'
import type { AddressRow, UserTables } from './tables.ts'
import { tokenHash } from './tokens.ts'

/** Whose token it is; the permissions are those that the role has now. */
export const authenticate: QueryHandler<typeof User.queries.authenticate, UserTables> = async (
  { accessToken },
  { db, now },
) => {
  const owner = await ownerOf(db, tokenHash(accessToken), now)
  if (owner === undefined) return null
  if (owner.owner_kind === 'partner' && owner.partner_state !== 'active') return null
  return {
    kind: owner.owner_kind,
    id: owner.owner_id,
    sessionId: owner.session_id,
    permissions:
      owner.owner_kind === 'partner'
        ? scopesHeld(readPermissions(owner.scopes ?? null), readPermissions(owner.partner_scopes))
        : readPermissions(owner.permissions),
    expiresAt: owner.access_expires_at,
  }
}

/** The caller, masked. */
export const me: QueryHandler<typeof User.queries.me, UserTables> = async (
  _input,
  { db, actor, secrets, refuse },
) => {
  const userId = shopperOf(actor)
  const row = await userById(db, userId)
  if (row === undefined || isErased(row)) return refuse('no_such_user')
  const phone = secrets.open(row.phone_sealed, places.userPhone(userId))
  const nickname = await nicknameOf(db, userId)
  return {
    userId,
    phone: maskPhone(phone),
    nickname: nickname === undefined ? null : secrets.open(nickname, places.nickname(userId)),
    joinedAt: row.joined_at,
  }
}

/**
 * An address as its owner reads it. A county that has gone from the list since keeps its code and loses its
 * names.
 */
export const toAddress = (row: AddressRow, secrets: FieldSecrets) => {
  const receiver = secrets.open(row.receiver_sealed, places.receiver(row.id))
  const { name, phone, detail } = JSON.parse(receiver) as Readonly<
    Record<'name' | 'phone' | 'detail', string>
  >
  const { province, city, county } = regionOf(row.region_code) ?? { province: '', city: '', county: '' }
  return {
    addressId: row.id,
    name,
    phone,
    regionCode: row.region_code,
    detail,
    isDefault: row.is_default === 1,
    province,
    city,
    county,
  }
}

/** The caller's addresses, default first. */
export const addresses: QueryHandler<typeof User.queries.addresses, UserTables> = async (
  _input,
  { db, actor, secrets },
) => {
  const rows = await addressesOf(db, shopperOf(actor))
  return { items: rows.map((row) => toAddress(row, secrets)) }
}

/** One address of one user, whole. */
export const addressOf: QueryHandler<typeof User.queries.addressOf, UserTables> = async (
  { userId, addressId },
  { db, secrets },
) => {
  const row = await addressById(db, userId, addressId)
  return row === undefined ? null : toAddress(row, secrets)
}
