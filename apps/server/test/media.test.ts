/**
 * Pictures over HTTP: sent by staff and shoppers, shown to everybody or by signed links, and every way in
 * which a stranger may try to abuse the door.
 */
import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { aPicture, claimedSides } from '@tiantou/media/testing'
import { beforeAll, expect, it } from 'vitest'
import { type Answer, eachPlatform, freshPhone, must, type TestPlatform, until } from './platform.ts'

interface Sending {
  readonly query?: string
  readonly type?: string | undefined
  readonly key?: string
}

/** Sends bytes as they are, which a `Caller` does not. */
const sender = (test: TestPlatform, token: string | undefined, path: string) => {
  return async (content: Buffer | string, sending: Sending = {}): Promise<Answer> => {
    const { query = 'purpose=product', key = randomUUID() } = sending
    const type = 'type' in sending ? sending.type : 'image/jpeg'
    const response = await fetch(`${test.origin}/api/v1${path}?${query}`, {
      method: 'POST',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(type === undefined ? {} : { 'content-type': type }),
        'idempotency-key': key,
      },
      body: content as string,
    })
    return { status: response.status, body: await response.json(), headers: response.headers }
  }
}

const staffToken = async (test: TestPlatform) => {
  const input = { account: 'demo', password: test.platform.secrets?.staffPassword }
  return must(await test.as().post('/staff/sign-in', input)).accessToken as string
}

const shopperToken = async (test: TestPlatform) => {
  const phone = freshPhone()
  const { requestId } = must(await test.as().post('/user/codes', { phone }))
  const [message] = test.sandbox.sms.control.messages(`+86${phone}`)
  const code = /\d{6}/.exec(JSON.stringify(message?.params))?.[0]
  return must(await test.as().post('/user/sign-in', { requestId, phone, code })).accessToken as string
}

const see = (test: TestPlatform, path: string) => fetch(`${test.origin}${path}`)

eachPlatform((_name, open) => {
  let test: TestPlatform
  beforeAll(async () => {
    test = await open()
  })

  it('staff sends a picture, a product shows it, and everybody may keep it for good', async () => {
    const token = await staffToken(test)
    const send = sender(test, token, '/staff/media')
    const content = await aPicture('png', 1_200, 800)
    const sent = must(
      await send(content, { type: 'image/png', query: 'purpose=product&label=../../x%00.png' }),
    )
    expect(sent).toMatchObject({ purpose: 'product', width: 1_200, height: 800, label: 'x.png' })
    expect(sent.variants).toEqual([160, 480, 960, 1600])
    for (const path of [
      `${sent.name}.webp`,
      ...[160, 480, 960, 1600, 9999].map((w) => `${sent.name}-${w}.webp`),
    ]) {
      const shown = await see(test, `/media/${path}`)
      expect([path, shown.status, shown.headers.get('content-type')]).toEqual([path, 200, 'image/webp'])
      expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect((await see(test, `/media/${sent.name}-100.webp`)).status).toBe(404)
    const staff = test.as(token)
    const [first] = must(await staff.get('/staff/products?limit=1')).items
    const { title, subtitle, category, variety, originProvince, originCounty, grower, story, seasonMonths } =
      first
    const fields = {
      title,
      subtitle,
      category,
      variety,
      originProvince,
      originCounty,
      grower,
      story,
      seasonMonths,
    }
    const change = { ...fields, version: first.version, images: [sent.name] }
    must(await staff.send('PUT', `/staff/products/${first.productId}`, change))
    const product = must(await test.as().get(`/products/${first.productId}`))
    expect(product.product.image).toBe(sent.name)
    const listed = () => staff.get('/staff/media?purpose=product')
    await until(listed, ({ body }) => body.items?.[0]?.used === true)
    // The pictures of the demo are still where they were; suites only have empty ones.
    expect((await see(test, '/media/navel-orange.webp')).status).toBe(200)
  })

  it('is idempotent by key and by content, and leaves nothing behind', async () => {
    const send = sender(test, await staffToken(test), '/staff/media')
    const content = await aPicture()
    const [one, two] = await Promise.all([1, 2].map(() => send(content, { key: 'the-same-key' })))
    expect(must(one as Answer)).toEqual(must(two as Answer))
    expect(must(await send(content))).toEqual(must(one as Answer))
    const other = await send(await aPicture(), { key: 'the-same-key' })
    expect([other.status, other.body.code]).toEqual([422, 'platform.key_reused'])
    expect(await readdir(join(test.dataDir, 'incoming'))).toEqual([])
  })

  it('refuses what is no picture, whatever it is called', async () => {
    const send = sender(test, await staffToken(test), '/staff/media')
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    const jpeg = await aPicture()
    const code = async (content: Buffer | string, sending?: Sending) => {
      const { status, body } = await send(content, sending)
      return [status, body.code]
    }
    expect(await code(svg)).toEqual([415, 'media.unsupported_type'])
    expect(await code(Buffer.concat([Buffer.from('GIF89a'), jpeg]))).toEqual([415, 'media.unsupported_type'])
    expect(await code(svg, { type: 'image/svg+xml' })).toEqual([415, 'platform.wrong_content_type'])
    expect(await code(jpeg, { type: 'text/html' })).toEqual([415, 'platform.wrong_content_type'])
    expect(await code(jpeg, { type: undefined })).toEqual([415, 'platform.wrong_content_type'])
    expect(await code('')).toEqual([422, 'media.empty'])
    expect(await code(jpeg.subarray(0, jpeg.length - 200))).toEqual([422, 'media.unreadable'])
    expect(await code(await claimedSides(40_000, 40_000))).toEqual([422, 'media.too_many_pixels'])
    expect(await code(jpeg, { query: 'purpose=claim' })).toEqual([400, 'platform.bad_input'])
    expect(await code(jpeg, { query: 'purpose=product&upload=x' })).toEqual([400, 'platform.bad_input'])
    const long = `purpose=product&label=${'a'.repeat(256)}`
    expect(await code(jpeg, { query: long })).toEqual([400, 'platform.bad_input'])
    // Declared as one and being the other is fine: the content says.
    expect((await send(await aPicture('webp'), { type: 'image/png' })).status).toBe(200)
  })

  it('is read only from who may send, and never further than its limit', async () => {
    const big = Buffer.alloc(12_582_913, 1)
    const staff = await staffToken(test)
    const tooBig = await sender(test, staff, '/staff/media')(big)
    expect([tooBig.status, tooBig.body.code]).toEqual([413, 'platform.too_large'])
    const overSetting = await sender(test, staff, '/staff/media')(big.subarray(0, 10_485_761))
    expect([overSetting.status, overSetting.body.code]).toEqual([413, 'media.too_large'])
    const endless = await fetch(`${test.origin}/api/v1/staff/media?purpose=product`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${staff}`,
        'content-type': 'image/png',
        'idempotency-key': randomUUID(),
      },
      body: new ReadableStream({ pull: (out) => out.enqueue(new Uint8Array(65_536)) }),
      duplex: 'half',
    } as RequestInit)
    expect(endless.status).toBe(413)
    const small = await aPicture()
    const guest = await sender(test, undefined, '/staff/media')(small)
    expect([guest.status, guest.body.code]).toEqual([401, 'platform.not_signed_in'])
    const shopper = await sender(test, await shopperToken(test), '/staff/media')(small)
    expect([shopper.status, shopper.body.code]).toEqual([403, 'platform.not_allowed'])
    expect(await readdir(join(test.dataDir, 'incoming'))).toEqual([])
  })

  it('shows private pictures by links of their owner, that end, and that nobody can make', async () => {
    const [mine, theirs] = [await shopperToken(test), await shopperToken(test)]
    const send = sender(test, mine, '/media')
    const { name } = must(await send(await aPicture(), { query: 'purpose=claim' }))
    expect((await see(test, `/media/${name}.webp`)).status).toBe(404)
    expect((await see(test, `/media/${name}-160.webp`)).status).toBe(404)
    expect((await see(test, `/media/private/${name}-160.webp`)).status).toBe(404)
    expect((await see(test, '/media/private/')).status).toBe(404)
    const { items } = must(await test.as(mine).get(`/media/${name}/links`))
    const path = items[0].path as string
    const shown = await see(test, path)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(shown.headers.get('cache-control')).toMatch(/^private, max-age=\d+$/)
    const forged = path.replace(/sig=(.)/, (_, one: string) => `sig=${one === 'A' ? 'B' : 'A'}`)
    for (const wrong of [
      forged,
      path.replace('-160', '-480'),
      path.replace(/until=\d/, 'until=9'),
      path.replace(/&sig=.*/, ''),
      path.replace(/until=/, 'until=1&until='),
      path.replace(name, encodeURIComponent(`../private/${name}`)),
      `${path}%00`,
    ])
      expect([wrong, (await see(test, wrong)).status]).toEqual([wrong, 404])
    const other = await test.as(theirs).get(`/media/${name}/links`)
    expect([other.status, other.body.code]).toEqual([404, 'media.no_such_picture'])
    expect((await test.as().get(`/media/${name}/links`)).status).toBe(401)
    expect(must(await (await test.staff()).get(`/staff/media/${name}/links`)).items).toHaveLength(3)
    // A good link of a time that is over.
    const { corridor } = test.platform.house
    const over = corridor.clock.now() - 1
    const sig = corridor.secrets.blind('media.link', `${name} 160 ${over}`)
    const late = await see(test, `/media/private/${name}-160.webp?until=${over}&sig=${sig}`)
    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([410, 'platform.gone'])
  })

  it('never reads a path out of a name', async () => {
    for (const path of [
      '/media/..%2f..%2fsettings.yaml',
      '/media/../settings.yaml',
      '/media/%2e%2e/settings.yaml',
      '/media/a%00.webp',
      `/media/${'a'.repeat(150)}.webp`,
      '/media/demo-seeded.txt',
      '/media/',
    ])
      expect([path, (await see(test, path)).status]).toEqual([path, 404])
  })

  it('takes twenty at once without holding them all', async () => {
    const send = sender(test, await staffToken(test), '/staff/media')
    const one = await aPicture('jpeg', 2_400, 1_600)
    // Behind its end a picture may carry anything: to us it is another one.
    const pictures = Array.from({ length: 20 }, (_, n) => Buffer.concat([one, Buffer.from([n])]))
    const before = process.memoryUsage.rss()
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 20)
    const answers = await Promise.all(pictures.map((content) => send(content)))
    clearInterval(watch)
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    // Twenty decoded pictures of four megapixels and their copies would be more than 400 MB.
    expect((most - before) / 1_048_576).toBeLessThan(300)
    expect(await readdir(join(test.dataDir, 'incoming'))).toEqual([])
  }, 60_000)
})
