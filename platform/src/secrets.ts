/**
 * Field encryption: AES-256-GCM with a key ring, and blind indexes for exact look-up of what is encrypted.
 * Keys come from configuration; nothing here stores or logs one.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Clock } from './clock.ts'

export interface KeyRing {
  /** Id of the key that new values are sealed with. */
  readonly current: string
  /** Key id → 32 bytes. Old keys stay as long as values sealed with them exist. */
  readonly keys: ReadonlyMap<string, Buffer>
}

/**
 * What handlers may do with personal data. `place` names table, column and row: a value moved elsewhere does
 * not open.
 */
export interface FieldSecrets {
  seal(plain: string, place: string): string
  /** Throws when the value was tampered with, moved, or its key is gone. */
  open(sealed: string, place: string): string
  /** Keyed digest of a normalised value, per column: equal values meet, nothing else is told. */
  blind(column: string, value: string): string
  /** Whether a text is the blind digest of a value, in a time that does not tell where they differ. */
  matches(column: string, value: string, given: string): boolean
}

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
/** 32 bytes of base64, in either alphabet. */
const KEY = /^([a-z0-9]{1,16}):([\w+/-]{43}=?)$/

const derive = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, 32))

/**
 * Parses `id:base64,id:base64`; the first key is the current one. Throws with a clear sentence on bad input.
 */
export const parseKeyRing = (text: string): KeyRing => {
  const keys = new Map<string, Buffer>()
  for (const part of text.split(',')) {
    const [, id, encoded] = KEY.exec(part.trim()) ?? []
    if (id === undefined || encoded === undefined) {
      throw new Error('A key must read `id:base64` with an id of a-z0-9 and 32 bytes of base64.')
    }
    if (keys.has(id)) throw new Error(`The key ring names ${id} twice.`)
    keys.set(id, Buffer.from(encoded, 'base64'))
  }
  const [current] = keys.keys()
  return { current: current as string, keys }
}

/**
 * Field secrets over a key ring. The blind index is keyed by the ring's last (oldest) key, so that rotation
 * keeps look-ups.
 */
export const fieldSecrets = (ring: KeyRing, clock: Pick<Clock, 'random'>): FieldSecrets => {
  const sealing = new Map([...ring.keys].map(([id, key]) => [id, derive(key, 'tiantou:field')]))
  const oldest = [...ring.keys.values()].at(-1) as Buffer
  const indexKey = derive(oldest, 'tiantou:blind-index')
  const currentKey = sealing.get(ring.current) as Buffer
  const blind: FieldSecrets['blind'] = (column, value) =>
    createHmac('sha256', indexKey).update(`${column}\u0000${value}`).digest('base64url').slice(0, 32)
  return {
    seal: (plain, place) => {
      const iv = clock.random(IV_BYTES)
      const cipher = createCipheriv(CIPHER, currentKey, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `${ring.current}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`
    },
    open: (sealed, place) => {
      const dot = sealed.indexOf('.')
      const key = sealing.get(sealed.slice(0, dot))
      if (key === undefined) throw new Error('The key of a sealed field is not in the key ring.')
      const text = sealed.slice(dot + 1)
      const bytes = Buffer.from(text, 'base64url')
      const end = bytes.length - TAG_BYTES
      if (end < IV_BYTES || bytes.toString('base64url') !== text)
        throw new Error('A sealed field is damaged.')
      const iv = bytes.subarray(0, IV_BYTES)
      const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(end))
      const plain = [decipher.update(bytes.subarray(IV_BYTES, end)), decipher.final()]
      return Buffer.concat(plain).toString('utf8')
    },
    blind,
    matches: (column, value, given) => {
      const [right, other] = [Buffer.from(blind(column, value)), Buffer.from(given)]
      return right.length === other.length && timingSafeEqual(right, other)
    },
  }
}
