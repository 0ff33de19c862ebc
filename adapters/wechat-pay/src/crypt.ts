/**
 * Opens the encrypted part of callbacks (AEAD_AES_256_GCM under the APIv3 key), and seals names for the
 * provider's eyes alone. Holds no key.
 */
import { constants, createDecipheriv, type CipherGCMTypes, type KeyObject, publicEncrypt } from 'node:crypto'

const TAG_BYTES = 16

export interface EncryptedResource {
  /** Base64; the last 16 bytes are the tag. */
  readonly ciphertext: string
  /** 12 ASCII bytes. */
  readonly nonce: string
  /** May be empty. */
  readonly associatedData: string
}

/**
 * Decrypts and authenticates; undefined when anything was changed, cut or made under another key.
 * The key decides the width of AES: 32 bytes in life (the settings see to it), 16 in some published examples.
 */
export function decryptResource(key: Buffer, resource: EncryptedResource): Buffer | undefined {
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  if (bytes.length < TAG_BYTES) return undefined
  const cipher = `aes-${key.length * 8}-gcm` as CipherGCMTypes
  try {
    const decipher = createDecipheriv(cipher, key, Buffer.from(resource.nonce, 'utf8'), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(resource.associatedData, 'utf8'))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    return undefined
  }
}

/** Seals for whoever holds the private half of one of the provider's keys: RSA-OAEP over SHA-1. */
export function sealFor(key: KeyObject, plain: string): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return publicEncrypt({ key, padding, oaepHash: 'sha1' }, Buffer.from(plain, 'utf8')).toString('base64')
}
