/** A picture's way, on every database: received, prepared, ready or refused, shown, removed. */
import type { InputOf } from '@tiantou/kernel'
import { makeId } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { createHash, randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { Media } from '../src/contract.ts'
import { mediaModule } from '../src/index.ts'
import { aPicture, comeIn, shelves } from './factory.ts'

const { receive, record, use, beginRemoval, endRemoval, eraseUser } = Media.commands
const { prepare, removeFiles, sweepIncoming } = Media.effects
const staff = 'staff:stf_1'

eachDatabase((_name, open) => {
  const media = shelves()
  let house: TestHouse
  beforeAll(async () => {
    const settingsYaml = 'media: { perDayOfShopper: 3, maxBytes: 100000 }'
    house = await open({ modules: [mediaModule], ports: { media }, options: { settingsYaml } })
  })

  const send = async (content: Buffer, over: Partial<InputOf<typeof receive>> = {}) => {
    const upload = await comeIn(media, content)
    const input = { owner: staff, purpose: 'product' as const, label: 'a.jpg', upload, ...over }
    const { name } = await house.must(receive, input)
    const prepared = await house.effect(prepare, { name, upload })
    return { name, result: await house.run(record, { name, prepared }) }
  }
  const stateOf = async (name: string) =>
    (await house.ask(Media.queries.pictures, { names: [name] })).items[0]?.state

  test('A good one becomes ready, with its sizes in the store that anybody sees', async () => {
    const { name, result } = await send(await aPicture())
    expect(result).toMatchObject({
      ok: true,
      value: { name, width: 700, height: 500, variants: [160, 480, 960] },
    })
    expect(media.shown.held.has(`${name}-960.webp`)).toBe(true)
    expect([...media.kept.held.keys()].filter((file) => file.startsWith(name))).toEqual([])
  })

  test('The same picture is one row and one set of files, whoever sends it', async () => {
    const content = await aPicture('png')
    const first = await send(content)
    const again = await house.must(receive, {
      owner: 'staff:stf_2',
      purpose: 'product',
      label: 'b.png',
      upload: await comeIn(media, content),
    })
    expect(again).toEqual({ name: first.name, ready: true })
  })

  test('A private picture has another name for everybody, and lies apart', async () => {
    const content = await aPicture()
    const [mine, theirs] = ['user:usr_a', 'user:usr_b']
    const one = await send(content, { owner: mine, purpose: 'claim', label: '' })
    const two = await send(content, { owner: theirs, purpose: 'claim', label: '' })
    expect(one.name).not.toBe(two.name)
    expect(one.name).toMatch(/^prv-/)
    expect(media.kept.held.has(`${one.name}-160.webp`)).toBe(true)
    const rows = await house.database.reader('media', true).selectFrom('media_picture').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(createHash('sha256').update(content).digest('hex'))
    expect([...media.shown.held.keys()].filter((file) => file.startsWith('prv'))).toEqual([])
  })

  test('A no is remembered, and who sends it again begins anew', async () => {
    const bad = Buffer.concat([Buffer.from('GIF89a'), randomBytes(20)])
    const { name, result } = await send(bad)
    expect(result).toMatchObject({ ok: false, code: 'media.unsupported_type', data: { found: 'gif' } })
    expect(await stateOf(name)).toBe('refused')
    const again = await send(bad)
    expect(again).toMatchObject({ name, result: { ok: false, code: 'media.unsupported_type' } })
    const gone = { file: `in-${'0'.repeat(40)}`, sha256: 'f'.repeat(64), bytes: 5 }
    const lost = await house.must(receive, { owner: staff, purpose: 'product', label: '', upload: gone })
    const prepared = await house.effect(prepare, { name: lost.name, upload: gone })
    expect(await house.run(record, { name: lost.name, prepared })).toMatchObject({ code: 'media.lost' })
  })

  test('Each no of the sides says its limits', async () => {
    const small = await send(await aPicture('png', 20, 400))
    expect(small.result).toMatchObject({
      code: 'media.side_out_of_bounds',
      data: { minSidePx: 32, maxSidePx: 12_000 },
    })
    const name = small.name
    const nothing = { name: `pic-${'0'.repeat(40)}`, prepared: { is: 'ready' as const, width: 9, height: 9 } }
    expect(await house.run(record, nothing)).toMatchObject({ code: 'media.no_such_picture' })
    for (const why of ['animated', 'too_many_pixels', 'unreadable'] as const) {
      const prepared = { is: 'refused' as const, why, found: '' }
      expect(await house.run(record, { name, prepared })).toMatchObject({ code: `media.${why}` })
    }
  })

  test('Nothing, too much and too many are refused before anybody looks', async () => {
    const upload = { file: `in-${'1'.repeat(40)}`, sha256: 'e'.repeat(64), bytes: 0 }
    const input = { owner: staff, purpose: 'product' as const, label: '', upload }
    expect(await house.run(receive, input)).toMatchObject({ code: 'media.empty' })
    const large = { ...input, upload: { ...upload, bytes: 100_001 } }
    expect(await house.run(receive, large)).toMatchObject({
      code: 'media.too_large',
      data: { maxBytes: 100_000 },
    })
    const mine = (n: number) => ({
      ...input,
      owner: 'user:usr_many',
      purpose: 'review' as const,
      upload: { ...upload, bytes: 9, sha256: String(n).repeat(64) },
    })
    for (const n of [1, 2, 3]) await house.must(receive, mine(n))
    expect(await house.run(receive, mine(4))).toMatchObject({ code: 'media.too_many', data: { most: 3 } })
    expect(await house.must(receive, mine(3))).toMatchObject({ ready: false })
    house.clock.advance(86_400_001)
    await house.must(receive, mine(4))
  })

  test('One that was refused may be sent again, but not for ever: each time it is decoded anew', async () => {
    const bad = Buffer.concat([Buffer.from('GIF89a'), randomBytes(20)])
    const { name } = await send(bad)
    for (let again = 0; again < 5; again += 1) await send(bad)
    const upload = await comeIn(media, bad)
    const once = () => house.run(receive, { owner: staff, purpose: 'product', label: '', upload })
    expect(await once()).toMatchObject({ code: 'media.too_many', data: { most: 5 } })
    expect(await stateOf(name)).toBe('refused')
    house.clock.advance(86_400_001)
    expect(await once()).toMatchObject({ ok: true, value: { name, ready: false } })
  })

  test('The same key twice receives once', async () => {
    const upload = await comeIn(media, await aPicture())
    const input = { owner: staff, purpose: 'product' as const, label: '', upload }
    const twice = await Promise.all([1, 2].map(() => house.must(receive, input, { key: 'send-once' })))
    expect(twice[0]).toEqual(twice[1])
  })

  test('Two at once come to one picture', async () => {
    const content = await aPicture()
    const sent = await Promise.all([send(content), send(content)])
    expect(sent.map((one) => one.result.ok)).toEqual([true, true])
    expect(sent[0]?.name).toBe(sent[1]?.name)
  })

  test('What nothing shows goes after its time; what was shown stays', async () => {
    const [orphan, shown] = [await send(await aPicture()), await send(await aPicture())]
    const unknown = `pic-${'9'.repeat(40)}`
    expect(await house.must(use, { names: [shown.name, unknown] })).toEqual({ names: [shown.name] })
    expect((await house.ask(Media.queries.removable, { limit: 500 })).items).not.toContainEqual(
      expect.objectContaining({ name: orphan.name }),
    )
    house.clock.advance(48 * 3_600_000 + 1)
    const { items } = await house.ask(Media.queries.removable, { limit: 500 })
    expect(items).toContainEqual({ name: orphan.name, state: 'ready' })
    expect(items.map((item) => item.name)).not.toContain(shown.name)
    expect(await house.run(beginRemoval, { name: shown.name, orphan: true })).toMatchObject({
      code: 'media.still_used',
    })
    expect(await house.run(beginRemoval, { name: unknown, orphan: true })).toMatchObject({
      code: 'media.no_such_picture',
    })
    await house.must(beginRemoval, { name: orphan.name, orphan: true })
    expect(await house.must(use, { names: [orphan.name] })).toEqual({ names: [] })
    await house.effect(removeFiles, { name: orphan.name })
    await house.must(endRemoval, { name: orphan.name })
    await house.must(endRemoval, { name: orphan.name })
    expect(await house.run(endRemoval, { name: unknown })).toMatchObject({ code: 'media.no_such_picture' })
    expect(await stateOf(orphan.name)).toBe('removed')
    expect([...media.shown.held.keys()].filter((file) => file.startsWith(orphan.name))).toEqual([])
    expect(await stateOf(shown.name)).toBe('ready')
  })

  test('A picture that is being removed asks to be sent again later', async () => {
    const content = await aPicture()
    const { name } = await send(content)
    await house.must(beginRemoval, { name, orphan: true })
    const input = {
      owner: staff,
      purpose: 'product' as const,
      label: '',
      upload: await comeIn(media, content),
    }
    expect(await house.run(receive, input)).toMatchObject({ code: 'media.in_removal' })
    await house.effect(removeFiles, { name })
    await house.must(endRemoval, { name })
    expect((await send(content)).result.ok).toBe(true)
  })

  test('A shopper can be forgotten, and exported before', async () => {
    const userId = makeId('usr', 0, randomBytes(10))
    const { name } = await send(await aPicture(), { owner: `user:${userId}`, purpose: 'claim', label: '' })
    expect((await house.ask(Media.queries.ofUser, { userId })).pictures).toMatchObject([
      { name, state: 'ready' },
    ])
    expect(await house.must(eraseUser, { userId })).toEqual({ pictures: 1 })
    expect(await house.must(eraseUser, { userId })).toEqual({ pictures: 0 })
    const { items } = await house.ask(Media.queries.removable, { limit: 500 })
    expect(items).toContainEqual({ name, state: 'removing' })
  })

  test('Links are for the owner, end, and cannot be made up', async () => {
    const id = makeId('usr', 0, randomBytes(10))
    const [me, other] = [id, `${id.slice(0, -1)}z`].map((one) => ({
      actor: { kind: 'user', id: one, sessionId: 's' } as const,
    }))
    const { name } = await send(await aPicture(), { owner: `user:${id}`, purpose: 'review', label: '' })
    const { items } = await house.ask(Media.queries.myLinks, { name }, me)
    expect(items.map((link) => link.width)).toEqual([160, 480, 960])
    await expect(house.ask(Media.queries.myLinks, { name }, other)).rejects.toThrow('no_such_picture')
    const staffMay = await house.ask(Media.queries.staffLinks, { name })
    expect(staffMay.items).toHaveLength(3)
    const url = new URL(items[0]?.path ?? '', 'http://x')
    const link = {
      name,
      width: 160,
      until: Number(url.searchParams.get('until')),
      signature: url.searchParams.get('sig') ?? '',
    }
    const judge = async (over: Partial<typeof link>) =>
      (await house.ask(Media.queries.judgeLink, { ...link, ...over })).verdict
    expect(await judge({})).toBe('good')
    expect(await judge({ width: 480 })).toBe('wrong')
    expect(await judge({ until: link.until + 1 })).toBe('wrong')
    expect(await judge({ name: `prv-${'0'.repeat(40)}` })).toBe('wrong')
    expect(await judge({ signature: '' })).toBe('wrong')
    house.clock.advance(900_001)
    expect(await judge({})).toBe('over')
    expect((await house.ask(Media.queries.links, { names: [name], owner: 'user:nobody' })).items).toEqual([])
    expect((await house.ask(Media.queries.links, { names: [name] })).items).toHaveLength(3)
  })

  test('Staff pages through what is ready', async () => {
    const names: string[] = []
    for (let n = 0; n < 3; n += 1) {
      house.clock.advance(1)
      names.unshift((await send(await aPicture(), { purpose: 'document', label: 'x.jpg' })).name)
    }
    const first = await house.ask(Media.queries.list, { purpose: 'document', limit: 2 })
    expect(first.items.map((item) => item.name)).toEqual(names.slice(0, 2))
    const rest = await house.ask(Media.queries.list, { purpose: 'document', cursor: first.next ?? '' })
    expect([rest.items.map((item) => item.name), rest.next]).toEqual([names.slice(2), null])
    await expect(house.ask(Media.queries.list, { purpose: 'document', cursor: 'x' })).rejects.toThrow(
      'cursor',
    )
  })

  test('What never found its way is swept', async () => {
    await media.incoming.put('in-left', Buffer.from('x'))
    media.incoming.old.add('in-left')
    expect(await house.effect(sweepIncoming, {})).toEqual({ files: 1 })
    expect(media.incoming.held.has('in-left')).toBe(false)
  })
})
