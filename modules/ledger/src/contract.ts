/**
 * What module ledger offers: one door for every movement of money, as a fact of the business; holds; the
 * chain over all journals; and the questions of an auditor. Amounts are whole fen, debit positive.
 */
import {
  defineContract,
  Id,
  Nothing,
  Nullable,
  Obj,
  PageInput,
  PageOf,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import { ChannelName, Fact } from './facts.ts'

const JournalRef = Obj({ journalId: Id('jrn') })
const Signed = Type.Integer({ description: 'fen, debit positive' })
const some = Type.Integer({ minimum: 1, maximum: 99_999_999_999, description: 'fen' })
const HoldRef = Obj({ holdId: Id('hld') })
const Account = Text(64)
const insufficient = { status: 409, doc: 'The owner does not have so much that is not set aside.' }
const no_such_hold = { status: 404, doc: 'No hold of that id.' }
const hold_over = { status: 409, doc: 'The hold was used, given back, or its time is over.' }
const no_such_journal = { status: 404, doc: 'No journal of that id.' }
const contradiction = {
  status: 409,
  doc: 'A journal of this kind about this thing says something else; nothing was booked.',
}

export const Entry = Obj({ account: Account, amountFen: Signed })
const Journal = Obj({
  journalId: Id('jrn'),
  kind: Type.String(),
  about: Type.String(),
  occurredAt: Time,
  bookedAt: Time,
  reverses: Nullable(Id('jrn')),
  entries: Type.Array(Entry),
})

export const Ledger = defineContract('ledger', {
  doc: 'Double entry: journals that are only ever added, balances with a floor, holds, a chain of hashes.',
  permissions: { 'ledger.read': '查看总账', 'ledger.correct': '红冲凭证' },
  commands: {
    record: {
      doc: 'Books a fact of the business. One journal a kind and thing: the same fact again changes nothing.',
      who: 'system',
      keepKey: true,
      input: Obj({ fact: Fact, occurredAt: Time }),
      output: Obj({ journalId: Nullable(Id('jrn')) }),
      refusals: { insufficient, contradiction },
    },
    reverse: {
      doc: 'Takes a journal back by its mirror image; each once, and nothing is ever edited.',
      who: { permission: 'ledger.correct' },
      route: { method: 'POST', path: '/staff/ledger/journals/:journalId/reverse' },
      input: JournalRef,
      output: JournalRef,
      refusals: {
        no_such_journal,
        already_reversed: { status: 409, doc: 'It was taken back before, or is itself a mirror image.' },
        insufficient,
      },
    },
    correct: {
      doc: 'Takes a journal back and books the same fact as it should have been told, in one commit.',
      who: { permission: 'ledger.correct' },
      route: { method: 'POST', path: '/staff/ledger/journals/:journalId/correct' },
      input: Obj({ journalId: Id('jrn'), fact: Fact }),
      output: JournalRef,
      refusals: {
        no_such_journal,
        other_thing: { status: 409, doc: 'A fact of another kind or about another thing.' },
        nothing_to_correct: { status: 409, doc: 'The fact says what is booked, or moves nothing.' },
        corrected_since: { status: 409, doc: 'It was told right before: correct the journal that stands.' },
        insufficient,
      },
    },
    hold: {
      doc: 'Sets money of a supplier aside.',
      who: 'system',
      input: Obj({ holdId: Id('hld'), seller: Text(32), fen: some, expiresAt: Time }),
      output: Nothing,
      refusals: { insufficient, hold_taken: { status: 409, doc: 'There is a hold of that id.' } },
    },
    capture: {
      doc: 'Uses what was set aside for the fact of a withdrawal: as much or less; the rest is free again.',
      who: 'system',
      input: Obj({ holdId: Id('hld'), about: Text(64), fen: some, occurredAt: Time }),
      output: JournalRef,
      refusals: {
        no_such_hold,
        hold_over,
        above_hold: { status: 409, doc: 'More than was set aside.' },
        contradiction,
      },
    },
    release: {
      doc: 'Gives back what was set aside.',
      who: 'system',
      input: HoldRef,
      output: Nothing,
      refusals: { no_such_hold, hold_over },
    },
    expireHolds: {
      doc: 'Gives back what was set aside too long.',
      who: 'system',
      input: Nothing,
      output: Nothing,
    },
    link: {
      doc: 'Adds journals that are not in the chain yet, a thousand at most.',
      who: 'system',
      input: Obj({ all: Type.Boolean({ description: 'Looks for them from the first journal on.' }) }),
      output: Obj({ linked: Type.Integer() }),
    },
    raiseAlarm: {
      doc: 'Says that an invariant does not hold.',
      who: 'system',
      input: Obj({ name: Text(20), violations: Type.Integer({ minimum: 1 }) }),
      output: Nothing,
    },
  },
  queries: {
    invariants: {
      doc: 'How many violations each invariant has; all zero is the only good answer.',
      who: { permission: 'ledger.read' },
      route: { method: 'GET', path: '/staff/ledger/invariants' },
      input: Nothing,
      output: Obj({
        items: Type.Array(Obj({ name: Type.String(), doc: Type.String(), violations: Type.Integer() })),
      }),
    },
    trialBalance: {
      doc: 'The sum of every account of the chart; the whole is zero.',
      who: { permission: 'ledger.read' },
      route: { method: 'GET', path: '/staff/ledger/trial-balance' },
      input: Nothing,
      output: Obj({
        accounts: Type.Array(
          Obj({ code: Type.String(), name: Type.String(), type: Type.String(), balanceFen: Signed }),
        ),
        sumFen: Signed,
      }),
    },
    statement: {
      doc: 'The entries of one account, newest first.',
      who: { permission: 'ledger.read' },
      route: { method: 'GET', path: '/staff/ledger/accounts/:code/entries' },
      input: Obj({ code: Text(4), owner: Type.Optional(Text(32)), ...PageInput }),
      output: PageOf(
        Obj({
          journalId: Id('jrn'),
          kind: Type.String(),
          about: Type.String(),
          occurredAt: Time,
          amountFen: Signed,
        }),
      ),
    },
    journals: {
      doc: 'Everything that was booked about one payment, refund, statement or line of a bill.',
      who: { permission: 'ledger.read' },
      route: { method: 'GET', path: '/staff/ledger/journals' },
      input: Obj({ about: Text(64) }),
      output: Obj({ items: Type.Array(Journal) }),
    },
    booked: {
      doc: 'What stands booked about things: per journal its kind and its sum, the side of the channel.',
      who: 'system',
      input: Obj({ abouts: Type.Array(Text(64), { maxItems: 500 }) }),
      output: Obj({
        items: Type.Array(Obj({ about: Type.String(), kind: Type.String(), fen: Type.Integer() })),
      }),
    },
    counts: {
      doc: 'How many journals there are of each kind, less those that were taken back.',
      who: 'system',
      input: Nothing,
      output: Obj({ items: Type.Array(Obj({ kind: Type.String(), journals: Type.Integer() })) }),
    },
    movements: {
      doc: 'What moved on the clearing account of a channel within a time, by the kind of its journals.',
      who: { permission: 'ledger.read' },
      input: Obj({ channel: ChannelName, from: Time, before: Time }),
      output: Obj({ items: Type.Array(Obj({ kind: Type.String(), fen: Signed })) }),
    },
    available: {
      doc: 'What a supplier may take out: settled, and not set aside.',
      who: 'system',
      input: Obj({ seller: Text(32) }),
      output: Obj({ postedFen: Signed, heldFen: Signed }),
    },
    hasUnlinked: {
      doc: 'Whether there is a journal for the sequencer.',
      who: 'system',
      input: Nothing,
      output: Obj({ has: Type.Boolean() }),
    },
  },
  effects: {},
  events: {
    broken: {
      doc: 'An invariant of the ledger does not hold; a person must look at once.',
      version: 1,
      payload: Obj({ name: Type.String(), violations: Type.Integer() }),
    },
  },
})
