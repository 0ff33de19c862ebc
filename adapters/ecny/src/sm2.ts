/**
 * SM2 signatures with SM3 (GB/T 32918.2): the points are @noble/curves', the digest is Node's. Node itself
 * signs with SM2 but lets nobody name the signer's id, which is part of what is signed.
 */
import { createHash, randomBytes } from 'node:crypto'
import { weierstrass, type WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js'

const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n
const A = P - 3n
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n
const GX = 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n
const GY = 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n
const Point = weierstrass({ p: P, n: N, h: 1n, a: A, b: B, Gx: GX, Gy: GY })
/** The id of a signer who has none of their own, by the standard. */
const SIGNER = Buffer.from('1234567812345678')

type Sm2Point = WeierstrassPoint<bigint>

export interface Sm2PrivateKey {
  readonly d: bigint
  readonly publicKey: Sm2PublicKey
}
export interface Sm2PublicKey {
  readonly point: Sm2Point
}

/** A private key of 64 hexadecimal digits. @throws where it is none */
export function sm2PrivateKey(hex: string): Sm2PrivateKey {
  if (!/^[0-9A-Fa-f]{64}$/.test(hex)) throw new Error('not an SM2 key')
  const d = BigInt(`0x${hex}`)
  if (d < 1n || d >= N - 1n) throw new Error('not an SM2 key')
  return { d, publicKey: { point: Point.BASE.multiply(d) } }
}

/** A public key: the point, or an SPKI around it, as base64 or hexadecimal. @throws where it is none */
export function sm2PublicKey(text: string): Sm2PublicKey {
  const bytes = /^[0-9A-Fa-f]+$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  const point = Point.fromBytes(bytes.subarray(-65))
  point.assertValidity()
  return { point }
}

/** The point as hexadecimal, `04…`. */
export const sm2PublicHex = ({ point }: Sm2PublicKey): string => point.toHex(false)

/** Signs a text; DER as base64. @param draw random bytes */
export function sm2Sign(
  message: string,
  { d, publicKey }: Sm2PrivateKey,
  draw: (bytes: number) => Buffer = randomBytes,
): string {
  const e = digest(message, publicKey)
  for (;;) {
    // Sixteen bytes more than the order has, so that the remainder leans to no side.
    const k = (toInt(draw(48)) % (N - 1n)) + 1n
    const r = mod(e + Point.BASE.multiply(k).toAffine().x)
    const s = mod(inverse(1n + d) * (k - r * d))
    if (r !== 0n && r + k !== N && s !== 0n) return derOf(r, s).toString('base64')
  }
}

/** Never throws: what is no signature does not hold. */
export function sm2Holds(message: string, signature: string, key: Sm2PublicKey): boolean {
  const pair = readDer(Buffer.from(signature, 'base64'))
  if (pair === undefined) return false
  const [r, s] = pair
  const t = mod(r + s)
  if (r < 1n || r >= N || s < 1n || s >= N || t === 0n) return false
  const sum = Point.BASE.multiplyUnsafe(s).add(key.point.multiplyUnsafe(t))
  return !sum.is0() && mod(digest(message, key) + sum.toAffine().x) === r
}

/** SM3 over who signs and what: e of the standard. */
function digest(message: string, { point }: Sm2PublicKey): bigint {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(SIGNER.length * 8)
  const { x, y } = point.toAffine()
  const signer = sm3(length, SIGNER, ...[A, B, GX, GY, x, y].map(toBytes))
  return toInt(sm3(signer, Buffer.from(message, 'utf8')))
}

const sm3 = (...parts: readonly Buffer[]): Buffer => createHash('sm3').update(Buffer.concat(parts)).digest()
const toInt = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)
const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const mod = (value: bigint): bigint => ((value % N) + N) % N
const inverse = (value: bigint): bigint => Point.Fn.inv(mod(value))

/** Two integers as DER: a sequence, none longer than 127 bytes. */
function derOf(...values: readonly bigint[]): Buffer {
  const integers = values.map((value) => {
    const bytes = Buffer.from(`00${toBytes(value).toString('hex')}`, 'hex')
    const start = bytes.findIndex((byte, index) => byte !== 0 || (bytes[index + 1] ?? 0x80) >= 0x80)
    const body = bytes.subarray(start)
    return Buffer.concat([Buffer.from([0x02, body.length]), body])
  })
  const body = Buffer.concat(integers)
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

function readDer(bytes: Buffer): readonly [bigint, bigint] | undefined {
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return undefined
  const first = readInteger(bytes, 2)
  const second = first === undefined ? undefined : readInteger(bytes, first.end)
  if (first === undefined || second?.end !== bytes.length) return undefined
  return [first.value, second.value]
}

function readInteger(bytes: Buffer, at: number): { value: bigint; end: number } | undefined {
  const length = bytes[at + 1] ?? 0
  const end = at + 2 + length
  if (bytes[at] !== 0x02 || length < 1 || length > 33 || end > bytes.length) return undefined
  return { value: toInt(bytes.subarray(at + 2, end)), end }
}
