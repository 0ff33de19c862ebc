/**
 * The life of one supplier's money as a pure model, beside the ledger that it is told to: what each step must
 * answer, and what must be there after it.
 */
import type { Actor, ResultOf } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { Ledger } from '../src/contract.ts'
import type { LedgerFact } from '../src/facts.ts'
import { idOf } from './factory.ts'

const { record, reverse, correct, hold, capture, release } = Ledger.commands
const occurredAt = Date.UTC(2026, 6, 1)
export const clerk: Actor = {
  kind: 'staff',
  id: 'stf_1',
  sessionId: 'ses_1',
  permissions: ['ledger.correct'],
}

const fen = fc.integer({ min: 1, max: 20_000 })
const which = fc.nat(1_000)
/** Anything that may happen to a supplier's money. */
export const step = fc.oneof(
  fc.record({ do: fc.constant('pay' as const), goods: fen, freight: fc.nat(1_000), subsidy: fc.nat(500) }),
  fc.record({ do: fc.constant('refund' as const), which, fen }),
  fc.record({ do: fc.constant('refundAll' as const), which }),
  fc.record({ do: fc.constant('refundPaid' as const), which }),
  fc.record({ do: fc.constant('settle' as const), fen }),
  fc.record({ do: fc.constant('withdraw' as const), fen }),
  fc.record({ do: fc.constant('hold' as const), fen }),
  fc.record({ do: fc.constant('capture' as const), which, fen }),
  fc.record({ do: fc.constant('release' as const), which }),
  fc.record({ do: fc.constant('outcome' as const), which, good: fc.boolean() }),
  fc.record({ do: fc.constant('takeBack' as const), which }),
  fc.record({ do: fc.constant('tellRight' as const), which, fen }),
  fc.record({ do: fc.constant('again' as const), which }),
  fc.record({ do: fc.constant('contradict' as const), which }),
)
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const codeOf = (said: { readonly ok: true } | { readonly ok: false; readonly code: string }): string =>
  said.ok ? 'ok' : said.code

interface Sale {
  readonly goods: number
  readonly freight: number
  readonly subsidy: number
  readonly paid: number
  back: number
}

interface Settlement {
  readonly about: string
  journalId: string
  fen: number
  state: 'stands' | 'reversed' | 'corrected'
}

/** What one supplier's money must be, by nothing but additions. */
export class Life {
  readonly seller = idOf('sup')
  pending = 0
  posted = 0
  held = 0
  clearing = 0
  owedBack = 0
  leaving = 0
  left = 0
  readonly sales: Sale[] = []
  readonly refunds: { readonly about: string; readonly fen: number; paid: boolean }[] = []
  readonly settlements: Settlement[] = []
  readonly holds: { readonly holdId: string; readonly fen: number; open: boolean }[] = []
  readonly withdrawals: { readonly about: string; readonly fen: number; open: boolean }[] = []
  readonly told: LedgerFact[] = []

  readonly house: TestHouse

  constructor(house: TestHouse) {
    this.house = house
  }

  private async tell(fact: LedgerFact) {
    const said = await this.house.run(record, { fact, occurredAt })
    if (said.ok) this.told.push(fact)
    return said
  }

  private expects(
    said: ResultOf<typeof record | typeof hold | typeof reverse>,
    free: number,
    wanted: number,
  ) {
    const code = codeOf(said)
    assert.equal(code, wanted <= free ? 'ok' : 'ledger.insufficient')
    return said.ok
  }

  async pay({ goods, freight, subsidy }: Extract<Step, { do: 'pay' }>) {
    const given = Math.min(subsidy, goods + freight - 1)
    const paid = goods + freight - given
    const sold = [{ seller: this.seller, fen: goods }]
    const about = idOf('pay')
    const parts = { fen: paid, goods: sold, freightFen: freight, subsidyFen: given }
    assert.equal(codeOf(await this.tell({ kind: 'paid', about, channel: 'wechat-pay', ...parts })), 'ok')
    this.sales.push({ goods, freight, subsidy: given, paid, back: 0 })
    this.pending += goods
    this.clearing += paid
  }

  async refund(sale: Sale | undefined, wanted: number) {
    if (sale === undefined || sale.back === sale.paid) return
    const part = Math.min(wanted, sale.paid - sale.back)
    const about = idOf('rfd')
    const { goods, freight: freightFen, subsidy: subsidyFen, back: beforeFen } = sale
    const parts = {
      fen: part,
      beforeFen,
      goods: [{ seller: this.seller, fen: goods }],
      freightFen,
      subsidyFen,
    }
    assert.equal(codeOf(await this.tell({ kind: 'refund', about, ...parts })), 'ok')
    const goodsUpTo = (back: number) => {
      const gross = back + Math.floor((subsidyFen * back) / sale.paid)
      const floor = (whole: number) => Math.floor((whole * gross) / (goods + freightFen))
      const [ofGoods, ofFreight] = [floor(goods), floor(freightFen)]
      const goodsNext = goods * (ofFreight + 1) >= freightFen * (ofGoods + 1)
      return ofGoods + ofFreight < gross && goodsNext ? ofGoods + 1 : ofGoods
    }
    this.pending -= goodsUpTo(beforeFen + part) - goodsUpTo(beforeFen)
    sale.back += part
    this.owedBack += part
    this.refunds.push({ about, fen: part, paid: false })
  }

  async settle(wanted: number) {
    const part = Math.min(wanted, this.pending)
    if (part <= 0) return
    const about = idOf('stm')
    const said = await this.tell({ kind: 'settled', about, seller: this.seller, fen: part })
    if (!said.ok || said.value.journalId === null) throw new Error('not settled')
    this.settlements.push({ about, journalId: said.value.journalId, fen: part, state: 'stands' })
    this.pending -= part
    this.posted += part
  }

  private leave(part: number, about: string) {
    this.posted -= part
    this.leaving += part
    this.withdrawals.push({ about, fen: part, open: true })
  }

  async withdraw(part: number) {
    const about = idOf('wdr')
    const said = await this.tell({ kind: 'withdrawal', about, seller: this.seller, fen: part })
    if (this.expects(said, this.posted - this.held, part)) this.leave(part, about)
  }

  async aside(part: number) {
    const holdId = idOf('hld')
    const wanted = { holdId, seller: this.seller, fen: part, expiresAt: Number.MAX_SAFE_INTEGER }
    if (!this.expects(await this.house.run(hold, wanted), this.posted - this.held, part)) return
    this.holds.push({ holdId, fen: part, open: true })
    this.held += part
  }

  async use(one: Life['holds'][number] | undefined, part: number) {
    if (one === undefined) return
    const about = idOf('wdr')
    const said = await this.house.run(capture, { holdId: one.holdId, about, fen: part, occurredAt })
    const code = codeOf(said)
    assert.equal(code, one.open ? (part <= one.fen ? 'ok' : 'ledger.above_hold') : 'ledger.hold_over')
    if (!said.ok) return
    one.open = false
    this.held -= one.fen
    this.leave(part, about)
  }

  async giveBack(one: Life['holds'][number] | undefined) {
    if (one === undefined) return
    const said = await this.house.run(release, { holdId: one.holdId })
    assert.equal(codeOf(said), one.open ? 'ok' : 'ledger.hold_over')
    if (one.open) this.held -= one.fen
    one.open = false
  }

  async outcome(one: Life['withdrawals'][number] | undefined, good: boolean) {
    if (!one?.open) return
    const { about, fen: part } = one
    const { seller } = this
    const kind = good ? 'withdrawal_paid' : 'withdrawal_failed'
    const fact = kind === 'withdrawal_paid' ? { kind, about, fen: part } : { kind, about, seller, fen: part }
    assert.equal(codeOf(await this.tell(fact as LedgerFact)), 'ok')
    one.open = false
    this.leaving -= part
    if (good) this.left += part
    else this.posted += part
  }

  async takeBack(one: Settlement | undefined) {
    if (one === undefined) return
    const said = await this.house.run(reverse, { journalId: one.journalId }, { actor: clerk })
    if (one.state !== 'stands') return assert.equal(codeOf(said), 'ledger.already_reversed')
    if (!this.expects(said, this.posted - this.held, one.fen)) return
    one.state = 'reversed'
    this.posted -= one.fen
    this.pending += one.fen
  }

  async tellRight(one: Settlement | undefined, part: number) {
    if (one === undefined) return
    const { about, journalId, state } = one
    const fact = { kind: 'settled', about, seller: this.seller, fen: part } as const
    const said = await this.house.run(correct, { journalId, fact }, { actor: clerk })
    if (state === 'corrected') return assert.equal(codeOf(said), 'ledger.corrected_since')
    const more = part - (state === 'stands' ? one.fen : 0)
    if (state === 'stands' && more === 0) return assert.equal(codeOf(said), 'ledger.nothing_to_correct')
    assert.equal(codeOf(said), -more <= this.posted - this.held ? 'ok' : 'ledger.insufficient')
    if (!said.ok) return
    one.state = 'corrected'
    this.settlements.push({ about, journalId: said.value.journalId, fen: part, state: 'stands' })
    // What is told again from now on is what is right.
    const was = this.told.findIndex((told) => told.about === about && told.kind === 'settled')
    this.told.splice(was, 1, fact)
    this.posted += more
    this.pending -= more
  }

  async refundPaid(one: Life['refunds'][number] | undefined) {
    if (one === undefined || one.paid) return
    const { about, fen: part } = one
    const fact = { kind: 'refund_paid', about, channel: 'wechat-pay', fen: part } as const
    assert.equal(codeOf(await this.tell(fact)), 'ok')
    one.paid = true
    this.owedBack -= part
    this.clearing -= part
  }

  async again(fact: LedgerFact | undefined) {
    if (fact !== undefined) assert.equal(codeOf(await this.house.run(record, { fact, occurredAt })), 'ok')
  }

  async contradict(fact: LedgerFact | undefined) {
    if (fact === undefined || !['settled', 'withdrawal', 'refund_paid'].includes(fact.kind)) return
    const other = { ...fact, fen: (fact as { fen: number }).fen + 1 } as LedgerFact
    assert.equal(codeOf(await this.house.run(record, { fact: other, occurredAt })), 'ledger.contradiction')
  }

  async step(one: Step) {
    const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)]
    switch (one.do) {
      case 'pay':
        return this.pay(one)
      case 'refund':
        return this.refund(pick(this.sales, one.which), one.fen)
      case 'refundAll':
        return this.refund(pick(this.sales, one.which), Number.MAX_SAFE_INTEGER)
      case 'refundPaid':
        return this.refundPaid(pick(this.refunds, one.which))
      case 'settle':
        return this.settle(one.fen)
      case 'withdraw':
        return this.withdraw(one.fen)
      case 'hold':
        return this.aside(one.fen)
      case 'capture':
        return this.use(pick(this.holds, one.which), one.fen)
      case 'release':
        return this.giveBack(pick(this.holds, one.which))
      case 'outcome':
        return this.outcome(pick(this.withdrawals, one.which), one.good)
      case 'takeBack':
        return this.takeBack(pick(this.settlements, one.which))
      case 'tellRight':
        return this.tellRight(pick(this.settlements, one.which), one.fen)
      case 'again':
        return this.again(pick(this.told, one.which))
      case 'contradict':
        return this.contradict(pick(this.told, one.which))
    }
  }

  async check() {
    const { postedFen, heldFen } = await this.house.ask(Ledger.queries.available, { seller: this.seller })
    assert.deepEqual([postedFen, heldFen], [this.posted, this.held])
    assert.ok(postedFen >= heldFen && heldFen >= 0)
  }
}
