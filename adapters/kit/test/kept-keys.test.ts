/** A ring comes back as it was drawn, and what is damaged is drawn anew. */
import { sign, verify } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { drawPair, keptKeys } from '../src/twin/index.ts'

const folder = await mkdtemp(join(tmpdir(), 'tiantou-keys-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const text = Buffer.from('田头')
const NAMES = ['merchant', 'apiV3Key'] as const

it('signs after a restart with the keys of before, which nobody else may read', async () => {
  const file = join(folder, 'deep', 'keys.json')
  const draw = async () => ({ merchant: { serial: '5A', ...(await drawPair()) }, apiV3Key: 'k'.repeat(32) })
  const first = await keptKeys(file, NAMES, draw)
  const again = await keptKeys<typeof first>(file, NAMES, () => Promise.reject(new Error('drawn again')))
  expect({ ...again, merchant: again.merchant.serial }).toEqual({ merchant: '5A', apiV3Key: first.apiV3Key })
  const signature = sign('sha256', text, again.merchant.privateKey)
  expect(verify('sha256', text, first.merchant.publicKey, signature)).toBe(true)
  expect(verify('sha256', text, again.merchant.publicKey, signature)).toBe(true)
  expect((await stat(file)).mode & 0o077).toBe(0)
})

it('draws anew where the file is damaged, of another release, or none is asked for', async () => {
  const file = join(folder, 'keys.json')
  const ring = { apiV3Key: 'x' }
  for (const kept of ['{"merchant":{"private":"-----BEGIN', 'null', '[]', '{"merchant":1}']) {
    await writeFile(file, kept)
    expect(await keptKeys(file, ['apiV3Key'], () => Promise.resolve(ring))).toBe(ring)
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(ring)
  }
  expect(await keptKeys(undefined, ['apiV3Key'], () => Promise.resolve(ring))).toBe(ring)
})

it('is drawn by two who begin at once, and by one who cannot write', async () => {
  const ring = { apiV3Key: 'x' }
  const begin = (file: string) => keptKeys(file, ['apiV3Key'], () => Promise.resolve(ring))
  const both = join(folder, 'both.json')
  expect(await Promise.all(Array.from({ length: 20 }, () => begin(both)))).toEqual(Array(20).fill(ring))
  expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('both.json.'))
  const file = join(folder, 'a file')
  await writeFile(file, '')
  expect(await begin(join(file, 'keys.json'))).toBe(ring)
})
