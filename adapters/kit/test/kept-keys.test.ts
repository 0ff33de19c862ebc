/** A ring comes back as it was drawn, and what is damaged is drawn anew. */
import { sign, verify } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { drawPair, keptKeys } from '../src/twin/index.ts'

const folder = await mkdtemp(join(tmpdir(), 'tiantou-keys-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const text = Buffer.from('田头')

it('signs after a restart with the keys of before, which nobody else may read', async () => {
  const file = join(folder, 'deep', 'keys.json')
  const draw = async () => ({ merchant: { serial: '5A', ...(await drawPair()) }, apiV3Key: 'k'.repeat(32) })
  const first = await keptKeys(file, draw)
  const again = await keptKeys<typeof first>(file, () => Promise.reject(new Error('drawn again')))
  expect({ ...again, merchant: again.merchant.serial }).toEqual({ merchant: '5A', apiV3Key: first.apiV3Key })
  const signature = sign('sha256', text, again.merchant.privateKey)
  expect(verify('sha256', text, first.merchant.publicKey, signature)).toBe(true)
  expect(verify('sha256', text, again.merchant.publicKey, signature)).toBe(true)
  expect((await stat(file)).mode & 0o077).toBe(0)
})

it('draws anew where the file is damaged or none is asked for', async () => {
  const file = join(folder, 'keys.json')
  await writeFile(file, '{"merchant":{"private":"-----BEGIN')
  const ring = { apiV3Key: 'x' }
  expect(await keptKeys(file, () => Promise.resolve(ring))).toBe(ring)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(ring)
  expect(await keptKeys(undefined, () => Promise.resolve(ring))).toBe(ring)
})
