/** What the bundle is named by: every name and byte of what it is made of, and nothing else. */
import { mkdtemp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesIn, hashOf } from '@tiantou/shop/build'
import { afterAll, expect, it } from 'vitest'

const folder = await mkdtemp(join(tmpdir(), 'tiantou-inputs-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

it('another name or another byte is another hash; tests and what was built are nothing', async () => {
  const write = async (path: string, text: string) => {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const now = () => hashOf(folder, filesIn(folder))
  await write('src/peach.ts', 'export const sweet = true')
  await write('src/deep/pear.ts', '')
  const first = now()
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  await write('test/peach.test.ts', 'it()')
  await write('dist/old.mjs', 'old')
  expect(now()).toBe(first)
  await write('src/peach.ts', 'export const sweet = null')
  const second = now()
  expect(second).not.toBe(first)
  await rename(join(folder, 'src/deep/pear.ts'), join(folder, 'src/deep/plum.ts'))
  expect(now()).not.toBe(second)
  await rename(join(folder, 'src/deep/plum.ts'), join(folder, 'src/deep/pear.ts'))
  await write('src/peach.ts', 'export const sweet = true')
  expect(now()).toBe(first)
})
