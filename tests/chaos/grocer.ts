/**
 * Apples on their way, again and again: bought, weighed under their weight, packed, sent, and one of them
 * claimed. Money goes back twice for each, which the channel must have to the fen. Every call has its key and
 * is repeated with it until it is answered.
 */
import { randomUUID } from 'node:crypto'
import { aPhoto } from '@tiantou/media/testing'
import type { WechatPayTwin } from '@tiantou/wechat-pay/twin'
import { type Answer, DOES_NOT_ANSWER, pause, type Person } from './person.ts'

const PIECES = 4
/** Grams of an apple that should weigh 500. */
const LIGHT_G = 451
/** What the last life left behind is taken up again when its claims run out. */
const FINISH_MS = 120_000

interface Part {
  readonly lotId: string
  readonly location: string
  readonly pieces: number
}

/** One order on its way; each move has its key. */
interface Trip {
  readonly keys: string[]
  readonly photo: Buffer
  move: number
  orderId: string
  parts: readonly Part[]
  parcels: readonly string[]
  photoName: string
}

export interface Goods {
  readonly skuId: string
  readonly amountFen: number
  readonly fenPerKg: number
}

/** What goes back of light apples, and of one of them, worked out by itself. */
const duesOf = ({ amountFen, fenPerKg }: Goods): readonly [number, number] => {
  const grams = PIECES * LIGHT_G
  const light = amountFen - Math.round((grams * fenPerKg) / 1_000)
  return [light, Math.floor(((amountFen - light) * LIGHT_G) / grams)]
}

/** A shopper and the packer who serves him. */
export class Grocer {
  /** Orders that the platform said yes to, and what of each must have gone back. */
  readonly owed = new Map<string, number[]>()
  private readonly shopper: Person
  private readonly packer: Person
  private readonly pay: WechatPayTwin
  private addressId = ''
  private goods: Goods = { skuId: '', amountFen: 0, fenPerKg: 0 }
  private totalFen = 0
  private trip: Trip | undefined
  /** The last answer, to be told where nothing goes on. */
  private heard: Answer | undefined

  constructor(shopper: Person, packer: Person, pay: WechatPayTwin) {
    this.shopper = shopper
    this.packer = packer
    this.pay = pay
  }

  async signIn(phone: string): Promise<void> {
    await this.shopper.signInAs(phone)
    const address = { name: '李四', phone, regionCode: '110101', detail: '二号', isDefault: true }
    this.addressId = String((await this.shopper.must('POST', '/user/addresses', address))['addressId'])
    const { items } = await this.shopper.must('GET', '/catalogue?limit=100')
    const apple = (items as { image: string; productId: string }[]).find((card) => card.image === 'apple')
    const { product } = await this.shopper.must('GET', `/products/${apple?.productId}`)
    const { skus } = product as { skus: { skuId: string; priceMode: string; priceFen: number }[] }
    const sku = skus.find((one) => one.priceMode === 'weight')
    const lines = [{ skuId: sku?.skuId, quantity: PIECES }]
    const { quote } = await this.shopper.must('POST', '/checkout/preview', { lines })
    const { totalFen, lines: priced } = quote as { totalFen: number; lines: { amountFen: number }[] }
    this.totalFen = totalFen
    const amountFen = priced[0]?.amountFen ?? 0
    this.goods = { skuId: sku?.skuId ?? '', amountFen, fenPerKg: sku?.priceFen ?? 0 }
  }

  /** Goes on until told to stop or nobody answers. */
  async serve(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) if (!(await this.move())) return
  }

  /** Ends what is open, so that every key has its answer. */
  async finish(): Promise<void> {
    const until = Date.now() + FINISH_MS
    while (this.trip !== undefined && Date.now() < until) await this.move()
    if (this.trip !== undefined) throw new Error(`Apples never arrived: ${JSON.stringify(this.heard)}`)
  }

  /** One move further; false where nobody answers. */
  private async move(): Promise<boolean> {
    const fresh = { move: 0, orderId: '', parts: [], parcels: [], photoName: '' }
    const keys = () => Array.from({ length: MOVES.length }, () => randomUUID())
    const trip = (this.trip ??= { keys: keys(), photo: await aPhoto(), ...fresh })
    const answer = await this.call(trip)
    this.heard = answer
    if (answer.status === DOES_NOT_ANSWER) return false
    if (answer.status === 401) return this.shopper.renew()
    const { code } = answer.body
    // What the station or the claim's order must hear of first may still be on its way.
    const isSoon = (answer.status === 404 && trip.move === 1) || code === 'claim.not_delivered'
    // A no stays with its key: asked again later, it is another question.
    if (code === 'claim.not_delivered') trip.keys[trip.move] = randomUUID()
    if (answer.status >= 500 || code === 'platform.in_progress' || isSoon) {
      await pause(20)
      return true
    }
    if (answer.status !== 200) throw new Error(`apples, ${trip.move}: ${JSON.stringify(answer.body)}`)
    await this.take(trip, answer.body)
    return true
  }

  private call(trip: Trip): Promise<Answer> {
    const { orderId, keys, move } = trip
    const [shop, pack] = [this.shopper, this.packer].map(
      (who) => (path: string, body: unknown) => who.call('POST', path, body, keys[move]),
    ) as [Post, Post]
    return (MOVES[move] as Move)(
      { trip, shop, pack, see: (path) => this.packer.call('GET', path) },
      {
        goods: this.goods,
        basket: {
          lines: [{ skuId: this.goods.skuId, quantity: PIECES }],
          addressId: this.addressId,
          expectedTotalFen: this.totalFen,
          note: '',
          pay: { channel: 'wechat-pay', scene: 'native' },
        },
        at: `/staff/packing/${orderId}`,
      },
    )
  }

  /** What an answer leads to. */
  private async take(trip: Trip, body: Answer['body']): Promise<void> {
    const [light, bad] = duesOf(this.goods)
    const owed = this.owed.get(trip.orderId) ?? []
    if (trip.move === 0) {
      trip.orderId = String(body['orderId'])
      this.owed.set(trip.orderId, [])
      const { ticket } = body['pay'] as { ticket: { codeUrl: string } }
      this.pay.control.pay(this.pay.control.byTicket(ticket.codeUrl)?.outTradeNo ?? '')
    }
    if (trip.move === 1) {
      if (body['state'] !== 'allocated') return pause(20) as Promise<void>
      trip.parts = (body['lines'] as { parts: Part[] }[])[0]?.parts ?? []
    }
    if (trip.move === 3) {
      if (body['backFen'] !== light) throw new Error(`${String(body['backFen'])} back instead of ${light}.`)
      owed.push(light)
      trip.parcels = body['parcelIds'] as string[]
    }
    if (trip.move === 6) trip.photoName = String(body['name'])
    if (trip.move === 7) {
      if (body['amountFen'] !== bad || body['state'] !== 'approved') throw new Error(JSON.stringify(body))
      owed.push(bad)
    }
    trip.move += 1
    if (trip.move === MOVES.length) this.trip = undefined
  }
}

type Post = (path: string, body: unknown) => Promise<Answer>
interface Callers {
  readonly trip: Trip
  readonly shop: Post
  readonly pack: Post
  see(path: string): Promise<Answer>
}
interface Asked {
  readonly goods: Goods
  readonly basket: object
  readonly at: string
}
type Move = (callers: Callers, asked: Asked) => Promise<Answer>

const parcelAt = ({ parcels }: Trip): string => `/staff/parcels/${parcels[0] ?? ''}`

/** Bought, seen at the station, weighed, packed, sent, arrived, photographed, claimed. */
const MOVES: readonly Move[] = [
  ({ shop }, { basket }) => shop('/checkout', basket),
  ({ see }, { at }) => see(at),
  ({ pack, trip }, { at }) => {
    const [part] = trip.parts
    const spot = { lotId: part?.lotId, location: part?.location, pieces: PIECES }
    return pack(`${at}/lines/1/weighings`, { ...spot, grams: PIECES * LIGHT_G, scale: 'scale-1' })
  },
  ({ pack }, { at }) => pack(`${at}/pack`, {}),
  ({ pack, trip }) => pack(`${parcelAt(trip)}/send`, { carrier: '顺丰速运', trackingNo: 'SF7' }),
  ({ pack, trip }) => pack(`${parcelAt(trip)}/arrive`, {}),
  ({ shop, trip }) => shop('/media?purpose=claim', trip.photo),
  ({ shop, trip }, { goods: { skuId } }) => {
    const photos = [trip.photoName]
    return shop(`/orders/${trip.orderId}/claims`, { skuId, cause: 'rotten', pieces: 1, photos, text: '' })
  },
]
