/**
 * A supplier who takes money out again and again, by the bank and by WeChat, with the staff and the bank that
 * it takes. Every call has its key and is repeated with it until it is answered.
 */
import { randomUUID } from 'node:crypto'
import type { WechatPayTwin } from '@tiantou/wechat-pay/twin'
import { type Answer, DOES_NOT_ANSWER, pause, type Person } from './person.ts'
import type { Suppliers } from './supplying.ts'

type Way = 'bank' | 'wechat-transfer'

/** Enough that the channel wants a name, little enough for hundreds. */
const AMOUNT_FEN = 31
/** Withdrawals under way at once: some transfer waits at the channel whenever a life begins. */
const WAYS: readonly Way[] = ['bank', 'wechat-transfer', 'wechat-transfer', 'wechat-transfer']

/** One withdrawal on its way; each move has its key. */
interface Trip {
  readonly keys: readonly string[]
  moves: number
  withdrawalId: string
}

/** How many transfers may still be confirmed in this life. */
interface Turn {
  confirms: number
}

/** Withdrawals by one way, one after the other. */
class Hand {
  readonly acknowledged: string[] = []
  trip: Trip | undefined
  private readonly way: Way
  private readonly people: Suppliers
  private readonly pay: WechatPayTwin
  private trips = 0

  constructor(way: Way, people: Suppliers, pay: WechatPayTwin) {
    this.way = way
    this.people = people
    this.pay = pay
  }

  /** One move further; false where nobody answers. */
  async move(turn: Turn): Promise<boolean> {
    const keys = () => Array.from({ length: 4 }, () => randomUUID())
    const trip = (this.trip ??= { keys: keys(), moves: 0, withdrawalId: '' })
    if (trip.moves === 3 && this.way === 'wechat-transfer') return this.confirm(trip.withdrawalId, turn)
    const answer = await this.call(trip)
    if (answer.status === DOES_NOT_ANSWER) return false
    if (answer.status !== 200) {
      // Still at work in another life, or the database is coming back: the same key again.
      if (answer.status < 500 && answer.body['code'] !== 'platform.in_progress')
        throw new Error(`${this.way}, ${trip.moves}: ${JSON.stringify(answer.body)}`)
      await pause(50)
      return true
    }
    if (trip.moves === 0) {
      trip.withdrawalId = String(answer.body['withdrawalId'])
      this.acknowledged.push(trip.withdrawalId)
    }
    trip.moves += 1
    if (trip.moves > 3) this.end()
    return true
  }

  private call({ keys, moves, withdrawalId }: Trip): Promise<Answer> {
    const { owner, maker, checker } = this.people
    const post = (who: Person, path: string, body: object) => who.call('POST', path, body, keys[moves])
    const at = `/staff/withdrawals/${withdrawalId}`
    if (moves === 0) return post(owner, '/supplier/withdrawals', { amountFen: AMOUNT_FEN, way: this.way })
    if (moves === 1) return post(maker, `${at}/approve`, {})
    if (moves === 2) return post(checker, `${at}/submit`, {})
    return post(checker, `${at}/slip`, { word: this.word(), voucher: `SLIP-${this.trips}` })
  }

  /** In WeChat, once the transfer came there; some go wrong instead. */
  private async confirm(withdrawalId: string, turn: Turn): Promise<boolean> {
    const { confirmTransfer, failTransfer } = this.pay.control
    const no = withdrawalId.replace('_', '')
    const tap = () => (this.word() === 'succeeded' ? confirmTransfer(no) : failTransfer(no, 'ACCOUNT_FROZEN'))
    if (turn.confirms > 0 && tap()) {
      turn.confirms -= 1
      this.end()
    } else await pause(20)
    return true
  }

  private word(): 'succeeded' | 'failed' {
    return this.trips % 3 === 2 ? 'failed' : 'succeeded'
  }

  private end(): void {
    this.trip = undefined
    this.trips += 1
  }
}

/** One payee over all lives of the victim. */
export class Payee {
  private readonly hands: readonly Hand[]

  constructor(people: Suppliers, pay: WechatPayTwin) {
    this.hands = WAYS.map((way) => new Hand(way, people, pay))
  }

  /** Withdrawals that the platform said yes to. */
  acknowledged(): string[] {
    return this.hands.flatMap((hand) => hand.acknowledged)
  }

  /** Takes money out until told to stop or nobody answers. */
  async take(signal: AbortSignal): Promise<void> {
    const turn = { confirms: 1 }
    const go = async (hand: Hand) => {
      while (!signal.aborted) if (!(await hand.move(turn))) return
    }
    await Promise.all(this.hands.map(go))
  }

  /** Ends what is open, so that every key has its answer. */
  async finish(): Promise<void> {
    const turn = { confirms: Infinity }
    const end = async (hand: Hand) => {
      for (let tries = 0; hand.trip !== undefined && tries < 1_000; tries += 1) await hand.move(turn)
      if (hand.trip !== undefined) throw new Error('A withdrawal was never ended.')
    }
    await Promise.all(this.hands.map(end))
  }
}
