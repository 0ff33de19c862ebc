/**
 * A shopper who never gives up: every call carries a key and is repeated with the same key until it is
 * answered.
 */
import { randomUUID } from 'node:crypto'
import type { WechatPayTwin } from '@tiantou/wechat-pay/twin'
import { DOES_NOT_ANSWER, pause, Person, type Town } from './person.ts'

interface World extends Town {
  readonly pay: WechatPayTwin
}

interface Trip {
  readonly key: string
  readonly body: unknown
}

/** By then the channel has told of a payment. */
const WORD_MS = 100

/** One buyer over all lives of the victim. */
export class Buyer extends Person {
  /** Orders the platform said yes to. */
  readonly acknowledged: string[] = []
  private readonly world: World
  private readonly phone: string
  private addressId = ''
  private skuIds: string[] = []
  /** The checkout that is not answered yet: the same key again in the next life. */
  private trip: Trip | undefined
  private trips = 0
  private totalFen = new Map<unknown, number>()
  /** Calling off an order, not answered yet. */
  private callingOff: { readonly orderId: string; readonly key: string } | undefined

  constructor(world: World, index: number) {
    super(world)
    this.world = world
    this.phone = `1370000000${index}`
  }

  async signIn(): Promise<void> {
    await this.signInAs(this.phone)
    const address = { name: '张三', phone: this.phone, regionCode: '110101', detail: '一号', isDefault: true }
    this.addressId = String((await this.must('POST', '/user/addresses', address))['addressId'])
    const { items } = await this.must('GET', '/catalogue')
    this.skuIds = (items as { skuId: string }[]).map((card) => card.skuId)
    for (const skuId of this.skuIds) {
      const lines = [{ skuId, quantity: 1 }]
      const { quote } = await this.must('POST', '/checkout/preview', { lines })
      this.totalFen.set(skuId, (quote as { totalFen: number }).totalFen)
    }
  }

  /** Buys until told to stop or nobody answers. */
  async shop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) if (!(await this.buyOnce(signal))) return
  }

  /** Ends what is open, so that every key has its answer. */
  async finish(): Promise<void> {
    const open = () => this.trip !== undefined || this.callingOff !== undefined
    for (let tries = 0; open() && tries < 200; tries += 1) {
      await this.buyOnce(new AbortController().signal)
    }
    if (open()) throw new Error('A call was never answered.')
  }

  private async buyOnce(signal: AbortSignal): Promise<boolean> {
    if (this.callingOff !== undefined) return this.callOff(this.callingOff)
    this.trip ??= { key: randomUUID(), body: this.basket() }
    const { key, body } = this.trip
    const answer = await this.call('POST', '/checkout', body, key)
    if (answer.status === DOES_NOT_ANSWER) return false
    if (answer.status === 401) return this.renew()
    const { code } = answer.body as { code?: string }
    if (answer.status >= 400 && answer.status < 500 && code !== 'platform.in_progress') {
      // A definite no (sold out, say): another basket.
      this.trip = undefined
      return !signal.aborted
    }
    if (answer.status !== 200) {
      // Still at work in another life, or the database is coming back: the same key again.
      await pause(50)
      return !signal.aborted
    }
    this.trip = undefined
    const { orderId, pay } = answer.body as {
      orderId: string
      pay: { ticket: { codeUrl: string } | null } | null
    }
    this.acknowledged.push(orderId)
    this.trips += 1
    // Some pay, some call off, and some do both: before the channel's word has come, or behind it.
    if (this.trips % 3 !== 0 && pay?.ticket) this.payAt(pay.ticket.codeUrl)
    if (this.trips % 6 === 2) await pause(WORD_MS)
    if (this.trips % 3 !== 1) this.callingOff = { orderId, key: randomUUID() }
    return true
  }

  private async callOff({ orderId, key }: { orderId: string; key: string }): Promise<boolean> {
    const answer = await this.call('POST', `/orders/${orderId}/cancel`, { reason: 'other' }, key)
    if (answer.status === 401) return this.renew()
    if (answer.status >= 200 && answer.status < 500) this.callingOff = undefined
    return answer.status !== DOES_NOT_ANSWER
  }

  private payAt(codeUrl: string): void {
    const outTradeNo = this.world.pay.control.byTicket(codeUrl)?.outTradeNo
    if (outTradeNo !== undefined) this.world.pay.control.pay(outTradeNo)
  }

  private basket() {
    const skuId = this.skuIds[this.trips % this.skuIds.length]
    const pay = { channel: 'wechat-pay', scene: 'native' }
    const expectedTotalFen = this.totalFen.get(skuId) ?? 0
    return { lines: [{ skuId, quantity: 1 }], addressId: this.addressId, expectedTotalFen, note: '', pay }
  }
}
