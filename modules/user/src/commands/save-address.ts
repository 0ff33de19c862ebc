/** Adds a delivery address, or changes one of the caller's. Exactly one of them is always the default. */
import { regionOf } from '@tiantou/kernel/regions'
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { places } from '../places.ts'
import { isDefaultAfter, maxAddresses, shopperOf } from '../rules.ts'
import {
  addressesOf,
  clearOtherDefaults,
  insertAddress,
  updateAddress,
  waitForTurn,
} from '../store/people.ts'
import type { UserTables } from '../tables.ts'

/** Saves an address. Refuses no_such_region, no_such_address and too_many_addresses. */
export const saveAddress: CommandHandler<typeof User.commands.saveAddress, UserTables> = async (
  { addressId, name, phone, regionCode, detail, isDefault },
  { tx, now, actor, secrets, refuse, id },
) => {
  const userId = shopperOf(actor)
  if (regionOf(regionCode) === undefined) return refuse('no_such_region')
  if (!(await waitForTurn(tx, userId))) return refuse('no_such_user')
  const all = await addressesOf(tx, userId)
  if (addressId !== undefined && !all.some((address) => address.id === addressId)) {
    return refuse('no_such_address')
  }
  if (addressId === undefined && all.length >= maxAddresses) return refuse('too_many_addresses')
  const savedId = addressId ?? id('adr')
  const becomesDefault = isDefaultAfter(all, savedId, isDefault)
  const fields = {
    receiver_sealed: secrets.seal(JSON.stringify({ name, phone, detail }), places.receiver(savedId)),
    region_code: regionCode,
    is_default: Number(becomesDefault),
  }
  if (becomesDefault) await clearOtherDefaults(tx, userId, savedId)
  if (addressId === undefined) {
    await insertAddress(tx, { id: savedId, user_id: userId, ...fields, created_at: now })
  } else {
    await updateAddress(tx, userId, savedId, fields)
  }
  return { addressId: savedId }
}
