/** The signature of 快递100, everywhere the same: MD5 over parts put together, in capitals. */
import { createHash } from 'node:crypto'

/** Queries: param, key, customer. Waybills: param, t, key, secret. Pushes: param, salt. */
export const signOf = (...parts: readonly string[]): string =>
  createHash('md5').update(parts.join('')).digest('hex').toUpperCase()
