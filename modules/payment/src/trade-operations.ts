/** What a comparison with the channels' bills asks of payments: money that moved on a day, and numbers. */
import { Fen, Id, Nullable, Obj, OneOf, Text, Time, Type } from '@tiantou/kernel'
import { Channel } from './shapes.ts'

const Kind = OneOf('pay', 'refund')
/** Where a page ended: a moment, and of several trades at that moment which one. */
const Place = Obj({ at: Time, id: Text(32) })

export const tradeQueries = {
  trades: {
    doc: 'Payments, or refunds, whose money moved at a channel within a time, by that moment.',
    who: 'system',
    input: Obj({
      channel: Channel,
      kind: Kind,
      from: Time,
      before: Time,
      after: Type.Optional(Place),
      limit: Type.Integer({ minimum: 1, maximum: 5_000 }),
    }),
    output: Obj({
      items: Type.Array(Obj({ number: Type.String(), channelNumber: Nullable(Type.String()), fen: Fen })),
      next: Nullable(Place),
    }),
  },
  trade: {
    doc: 'A payment (by its attempt) or refund whose money moved, and when we heard of it.',
    who: 'system',
    input: Obj({ tradeId: Type.Union([Id('att'), Id('rfd')]) }),
    output: Obj({
      trade: Nullable(
        Obj({
          kind: Kind,
          number: Text(64),
          channelNumber: Nullable(Text(64)),
          fen: Fen,
          at: Time,
          heardAt: Time,
        }),
      ),
    }),
  },
  tradesByNumber: {
    doc: 'What is known of numbers at a channel, of payments and refunds; `at` is null where no money moved.',
    who: 'system',
    input: Obj({ channel: Channel, numbers: Type.Array(Text(64), { maxItems: 1_000 }) }),
    output: Obj({
      items: Type.Array(Obj({ kind: Kind, number: Type.String(), fen: Fen, at: Nullable(Time) })),
    }),
  },
} as const
