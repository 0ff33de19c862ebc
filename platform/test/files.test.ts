/** The file store: no name leads out of its folder; content is whole or not there. */
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { BadFileName, openFiles } from '../src/files.ts'
import { testClock } from '../src/testing/index.ts'

const open = async () => {
  const parent = await mkdtemp(join(tmpdir(), 'tiantou-files-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  const folder = join(parent, 'a', 'b')
  await writeFile(join(parent, 'secret'), 'outside')
  return { parent, folder, files: await openFiles(folder, testClock()) }
}

it('gives back what was put, replaces it, removes it', async () => {
  const { files, folder } = await open()
  const photo = Buffer.from([0, 1, 2, 255])
  await files.put('img_1.webp', photo)
  expect(await files.get('img_1.webp')).toEqual(photo)
  expect(await files.has('img_1.webp')).toBe(true)
  await files.put('img_1.webp', Buffer.alloc(0))
  expect(await files.get('img_1.webp')).toEqual(Buffer.alloc(0))
  await files.remove('img_1.webp')
  await files.remove('img_1.webp')
  expect(await files.get('img_1.webp')).toBeNull()
  expect(await files.has('img_1.webp')).toBe(false)
  expect(await readdir(folder)).toEqual([])
})

it.each([
  '',
  '.',
  '..',
  '../secret',
  '../../secret',
  'a/../../secret',
  'a/b',
  '/etc/passwd',
  '\\windows',
  'a\\b',
  'C:secret',
  '.hidden',
  'a..b',
  'a\0.png',
  'a\n',
  'A.png',
  'ä.png',
  '%2e%2e',
  'x'.repeat(101),
  '-rf',
])('refuses the name %j, for every deed', async (name) => {
  const { files, parent } = await open()
  await expect(files.put(name, Buffer.from('x'))).rejects.toThrow(BadFileName)
  await expect(files.get(name)).rejects.toThrow(BadFileName)
  await expect((async () => files.has(name))()).rejects.toThrow(BadFileName)
  await expect((async () => files.remove(name))()).rejects.toThrow(BadFileName)
  expect((await readdir(parent)).toSorted()).toEqual(['a', 'secret'])
})

it('puts all or nothing, and leaves no drafts behind', async () => {
  const { files, folder } = await open()
  await files.put('kept', Buffer.from('before'))
  const broken = 17 as unknown as Uint8Array
  await expect(files.put('kept', broken)).rejects.toThrow()
  expect(String(await files.get('kept'))).toBe('before')
  await mkdir(join(folder, 'taken'))
  await expect(files.put('taken', Buffer.from('x'))).rejects.toThrow()
  expect((await readdir(folder)).toSorted()).toEqual(['kept', 'taken'])
})

it('of two who put at once, one wins whole', async () => {
  const { files, folder } = await open()
  const contents = Array.from({ length: 10 }, (_, i) => Buffer.alloc(50_000, i))
  await Promise.all(contents.map((content) => files.put('same', content)))
  const got = await files.get('same')
  expect(contents.some((content) => got?.equals(content))).toBe(true)
  expect(await readdir(folder)).toEqual(['same'])
})

it('removes what is older than a time, drafts of the dead too, and nothing else', async () => {
  const { files, folder } = await open()
  await files.put('old.webp', Buffer.from('old'))
  await writeFile(join(folder, '.draft-dead'), 'half')
  const long = new Date(Date.UTC(2020, 0, 1))
  for (const name of ['old.webp', '.draft-dead']) await utimes(join(folder, name), long, long)
  await files.put('new.webp', Buffer.from('new'))
  await mkdir(join(folder, 'a-folder'))
  expect(await files.removeOlder(Date.UTC(2021, 0, 1))).toBe(2)
  expect((await readdir(folder)).toSorted()).toEqual(['a-folder', 'new.webp'])
})
