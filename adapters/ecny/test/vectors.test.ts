/**
 * SM2 against the example of the standard (GB/T 32918.5, annex A), and the gateway's header and SM3 against
 * the vectors in ../shared/vectors where that is beside the checkout.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { apiSign, holds, sealed, signedText } from '../src/sign.ts'
import { sm2Holds, sm2PrivateKey, sm2PublicHex, sm2PublicKey, sm2Sign } from '../src/sm2.ts'
import { seal, underSignature } from '../src/twin/gate.ts'

const D = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8'
const K = '59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21'
const POINT =
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
  'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
const R = 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3'
const S = 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'
const key = sm2PrivateKey(D)

describe('SM2', () => {
  it('signs as the standard’s example does', () => {
    expect(sm2PublicHex(key.publicKey)).toBe(POINT)
    // What is drawn is taken modulo the order, and one more.
    const drawn = Buffer.from((BigInt(`0x${K}`) - 1n).toString(16).padStart(96, '0'), 'hex')
    const signature = Buffer.from(
      sm2Sign('message digest', key, () => drawn),
      'base64',
    ).toString('hex')
    expect(signature).toBe(`3046022100${R}022100${S}`)
  })

  it('believes its own signatures, and no other text, key or shape', () => {
    const other = sm2PrivateKey(D.replace('3945', '3946'))
    for (let round = 0; round < 20; round += 1) {
      const signature = sm2Sign('田头 message', key)
      expect(sm2Holds('田头 message', signature, sm2PublicKey(POINT))).toBe(true)
      expect(sm2Holds('田头 message.', signature, key.publicKey)).toBe(false)
      expect(sm2Holds('田头 message', signature, other.publicKey)).toBe(false)
    }
    for (const shape of ['', 'MEQC', 'no base64!', Buffer.alloc(70, 7).toString('base64')])
      expect(sm2Holds('田头 message', shape, key.publicKey)).toBe(false)
  })
})

it('adapter and twin, each by itself, put the same text under a signature', () => {
  const fields = { b: '2', a: '1 +%&=', empty: '', sign: 'x' }
  expect(signedText(fields)).toBe('a=1 +%&=&b=2&empty=')
  expect(underSignature(new Map(Object.entries(fields)))).toBe(signedText(fields))
  expect(holds(seal({ biz_content: '{}' }, key), key.publicKey)).toBe(true)
  expect(holds({ ...sealed({ biz_content: '{}' }, key), biz_content: '{ }' }, key.publicKey)).toBe(false)
})

interface Vector {
  readonly name: string
  readonly algo: 'sm3' | 'md5'
  readonly message: string
  readonly expected: string
}

const file = new URL('../../../../shared/vectors/gm.json', import.meta.url)
if (!existsSync(file)) {
  console.info('ecny: ../shared/vectors is not beside the checkout; held to the standard’s example alone')
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] }
  it.each(cases)('$name', ({ algo, message, expected }) => {
    expect(createHash(algo).update(message).digest('hex')).toBe(expected)
    if (algo === 'md5') expect(apiSign('app', 'sec', 'sig', '123')).toBe(expected)
  })
}
