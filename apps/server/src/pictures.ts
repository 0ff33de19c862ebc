/**
 * Pictures as browsers ask for them: public ones by name, kept by every cache for good where the name comes
 * from the content; private ones by a signed link that ends, and by nothing else.
 */
import { join } from 'node:path'
import { system } from '@tiantou/kernel'
import { Media, WIDTHS } from '@tiantou/media/contract'
import type { MediaPorts } from '@tiantou/media/port'
import { CallError, type Clock, type House, openFiles } from '@tiantou/platform'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isGood, linkIn, type SignedQuery } from './signed-links.ts'

const DAY_S = 86_400
const YEAR_S = 365 * DAY_S
const PLAIN = /^[a-z0-9-]{1,80}\.webp$/
/** Of an uploaded picture: its name, and the width where one is asked for. */
const SENT = /^(pic-[0-9a-f]{40})(?:-([1-9]\d{0,3}))?\.webp$/
const PRIVATE = /^(prv-[0-9a-f]{40})-([1-9]\d{0,3})\.webp$/
/** What is asked for, and then what stands in for it: a small picture has no large variants. */
const WIDEST_FIRST = WIDTHS.toReversed()
const DEFAULT_WIDTH = 960

/** Opens the three stores of pictures below the folder of data. */
export const openMedia = async (dataDir: string, clock: Clock): Promise<MediaPorts> => ({
  shown: await openFiles(join(dataDir, 'media'), clock),
  kept: await openFiles(join(dataDir, 'private'), clock),
  incoming: await openFiles(join(dataDir, 'incoming'), clock),
})

const missing = () => new CallError('platform.not_found', 'There is no such picture.')

const sendPicture = (reply: FastifyReply, content: Buffer, cacheControl: string) =>
  reply
    .header('cache-control', cacheControl)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type('image/webp')
    .send(content)

/** The widest variant that is there and not wider than what was asked for. */
const variantOf = async (files: MediaPorts['shown'], name: string, wanted: number) => {
  for (const width of WIDEST_FIRST.filter((one) => one <= wanted)) {
    const content = await files.get(`${name}-${width}.webp`)
    if (content !== null) return content
  }
  return null
}

/** Private pictures by name alone, for who must see what they show: as large as screens show them. */
export const photographsIn = (kept: MediaPorts['kept']) => ({
  get: (name: string) => variantOf(kept, name, DEFAULT_WIDTH),
})

/** Serves public pictures: uploaded ones, and those that lie there under a name of their own. */
const addPublic = (app: FastifyInstance, { shown }: MediaPorts): void => {
  app.get<{ Params: { file: string } }>('/media/:file', async (request, reply) => {
    const { file } = request.params
    const [, name, width = DEFAULT_WIDTH] = SENT.exec(file) ?? []
    if (name !== undefined) {
      const content = await variantOf(shown, name, Number(width))
      if (content === null) throw missing()
      return sendPicture(reply, content, `public, max-age=${YEAR_S}, immutable`)
    }
    const content = PLAIN.test(file) ? await shown.get(file) : null
    if (content === null) throw missing()
    return sendPicture(reply, content, `public, max-age=${DAY_S}`)
  })
}

interface Signed {
  readonly Params: { readonly file: string }
  readonly Querystring: SignedQuery
}

/** Serves private pictures to whoever has a good link. */
const addPrivate = (app: FastifyInstance, { kept }: MediaPorts, house: House): void => {
  app.get<Signed>('/media/private/:file', async (request, reply) => {
    const link = linkIn(request.query)
    const [file, name, width] = PRIVATE.exec(request.params.file) ?? []
    if (file === undefined || name === undefined || link === undefined) throw missing()
    const asked = { ...link, name, width: Number(width) }
    const judged = await house.ask(Media.queries.judgeLink, asked, system('link'))
    const content = isGood(judged) ? await kept.get(file) : null
    if (content === null) throw missing()
    const left_s = Math.max(0, Math.floor((link.until - house.corridor.clock.now()) / 1_000))
    return sendPicture(reply, content, `private, max-age=${left_s}`)
  })
}

/** Serves pictures out of their stores. */
export const addPictures = (app: FastifyInstance, media: MediaPorts, house: House): void => {
  addPublic(app, media)
  addPrivate(app, media, house)
}
