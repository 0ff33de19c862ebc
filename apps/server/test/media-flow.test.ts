/**
 * A picture's flow when something breaks in the middle: the disk fails, the file is lost, two send at once;
 * and the sweep that clears away what nobody shows.
 */
import type { Actor, InputOf } from '@tiantou/kernel'
import { RemovePicture, SweepUploads, UploadPicture } from '@tiantou/between/flows/upload.contract'
import { Media } from '@tiantou/media/contract'
import { aPicture, comeIn, shelves } from '@tiantou/media/testing'
import { eachDatabase } from '@tiantou/platform/testing'
import { type Adapters, houseParts } from '@tiantou/server'
import { describe, expect, test } from 'vitest'

const FLOWS: readonly string[] = [UploadPicture, RemovePicture, SweepUploads].map(({ name }) => name)
const actor: Actor = { kind: 'staff', id: 'stf_1', sessionId: 's', permissions: ['media.upload'] }

eachDatabase((_name, open) => {
  describe.each([true, false])('fused: %s', (fuse) => {
    const begin = async () => {
      const media = shelves()
      const { modules, flows = [], jobs = [] } = houseParts({} as Adapters, media)
      const house = await open({
        modules: modules.filter(({ contract }) => contract.module === 'media'),
        flows: flows.filter(({ declaration }) => FLOWS.includes(declaration.name)),
        jobs: jobs.filter(({ name }) => name.startsWith('media.')),
        ports: { media },
        options: { fuse },
      })
      const inputOf = async (content: Buffer): Promise<InputOf<typeof UploadPicture>> => ({
        purpose: 'product',
        upload: await comeIn(media, content),
      })
      const stateOf = async (name: string) =>
        (await house.ask(Media.queries.pictures, { names: [name] })).items[0]?.state
      return { media, house, inputOf, stateOf }
    }

    test('A disk that fails leaves the flow to be gone on with, and its sender to ask again', async () => {
      const { media, house, inputOf, stateOf } = await begin()
      const input = await inputOf(await aPicture())
      const name = `pic-${input.upload.sha256.slice(0, 40)}`
      const { put } = media.shown
      media.shown.put = () => Promise.reject(new Error('no space left'))
      const by = { actor, key: 'upload-once' }
      await expect(house.run(UploadPicture, input, by)).rejects.toThrow('still at work')
      expect(await stateOf(name)).toBe('received')
      expect(media.shown.held.size).toBe(0)
      media.shown.put = put
      house.clock.advance(600_000)
      await house.house.jobs.runDue()
      expect(await stateOf(name)).toBe('ready')
      const sent = await house.must(UploadPicture, input, by)
      expect(sent).toMatchObject({ name, variants: [160, 480, 960] })
      expect(await house.must(UploadPicture, input, by)).toEqual(sent)
    })

    test('A file that got lost is said so, and sending it again is fine', async () => {
      const { media, house, inputOf } = await begin()
      const content = await aPicture()
      const input = await inputOf(content)
      await media.incoming.remove(input.upload.file)
      expect(await house.run(UploadPicture, input, { actor })).toMatchObject({ code: 'media.lost' })
      expect(await house.run(UploadPicture, await inputOf(content), { actor })).toMatchObject({ ok: true })
    })

    test('A no of the picture is an answer that stays with its key', async () => {
      const { house, inputOf } = await begin()
      const input = await inputOf(Buffer.from('GIF89a and so on'))
      const by = { actor, key: 'a-moving-picture' }
      const no = { ok: false, code: 'media.unsupported_type', data: { found: 'gif' } }
      expect(await house.run(UploadPicture, input, by)).toMatchObject(no)
      expect(await house.run(UploadPicture, input, by)).toMatchObject(no)
    })

    test('The sweep takes what nothing shows, also where a removal broke off', async () => {
      const { media, house, inputOf, stateOf } = await begin()
      const send = async () => house.must(UploadPicture, await inputOf(await aPicture()), { actor })
      const [orphan, shown, broken] = [await send(), await send(), await send()]
      await house.must(Media.commands.use, { names: [shown.name] })
      await house.must(Media.commands.beginRemoval, { name: broken.name, orphan: true })
      house.clock.advance(49 * 3_600_000)
      await house.house.jobs.runDue()
      expect(await stateOf(orphan.name)).toBe('removed')
      expect(await stateOf(broken.name)).toBe('removed')
      expect(await stateOf(shown.name)).toBe('ready')
      const left = [...media.shown.held.keys()].map((file) => file.slice(0, 44))
      expect(new Set(left)).toEqual(new Set([shown.name]))
      expect((await house.run(UploadPicture, await inputOf(await aPicture()), { actor })).ok).toBe(true)
    })
  })
})
