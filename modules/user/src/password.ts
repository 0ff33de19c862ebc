/**
 * Staff passwords as argon2id in the PHC text form (RFC 9106; 19 MiB, t = 2, p = 1, OWASP's smallest
 * recommended setting). Some 70 ms of work: never inside a transaction.
 */
import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)
const memory_kib = 19 * 1_024
const passes = 2
const parallelism = 1
const hashBytes = 32
const head = `$argon2id$v=19$m=${memory_kib},t=${passes},p=${parallelism}$`
const pattern = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([\w+/-]{11,})\$([\w+/-]{22,})$/

const plainBase64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

/**
 * Hashes a password for `createStaff`.
 * @param salt sixteen fresh random bytes
 */
export const hashPassword = async (password: string, salt: Buffer): Promise<string> => {
  const hash = await derive('argon2id', {
    message: password.normalize('NFC'),
    nonce: salt,
    parallelism,
    tagLength: hashBytes,
    memory: memory_kib,
    passes,
  })
  return `${head}${plainBase64(salt)}$${plainBase64(hash)}`
}

/** Compared with where an account is unknown, so that the answer takes as long; its password is nobody's. */
const nobody = `${head}${plainBase64(Buffer.alloc(16))}$${plainBase64(Buffer.alloc(hashBytes))}`

/** Whether a password has this hash. Without a hash the work is the same and the answer is no. */
export const verifyPassword = async (password: string, stored: string | undefined): Promise<boolean> => {
  const match = pattern.exec(stored ?? nobody)
  if (match === null) throw new Error('A stored password hash is not argon2id in PHC form.')
  const [, m, t, p, salt = '', hash = ''] = match
  const expected = Buffer.from(hash, 'base64')
  const got = await derive('argon2id', {
    message: password.normalize('NFC'),
    nonce: Buffer.from(salt, 'base64'),
    parallelism: Number(p),
    tagLength: expected.length,
    memory: Number(m),
    passes: Number(t),
  })
  return timingSafeEqual(got, expected) && stored !== undefined
}
