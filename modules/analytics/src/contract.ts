/**
 * What module analytics offers so far: behaviour events of the shop — seen, searched, put into the cart,
 * bought — without anybody they could be traced to, and their counts.
 */
import { defineContract, Id, Nothing, Obj, OneOf, Pieces, Type } from '@tiantou/kernel'

const Kind = OneOf('view', 'search', 'add', 'buy')
/** The day in China as a number, 20261128. */
const Day = Type.Integer({ minimum: 20_200_101, maximum: 99_991_231, description: 'yyyymmdd in China' })

/** One thing that a visitor did. */
export const Behaviour = Type.Union([
  Obj({ kind: OneOf('view'), productId: Id('prd') }),
  Obj({ kind: OneOf('search'), query: Type.String({ maxLength: 200 }) }),
  Obj({ kind: OneOf('add'), skuId: Id('sku'), pieces: Pieces }),
])

export const Analytics = defineContract('analytics', {
  doc: 'Behaviour events of the shop, of nobody in particular.',
  permissions: { 'analytics.read': '查看数据分析' },
  commands: {
    record: {
      doc: 'Takes a batch of what one visit did. What is over a limit is dropped, and nobody is told why.',
      who: 'anyone',
      route: { method: 'POST', path: '/behaviour', limit: 'behaviour', bodyLimit: 16_384 },
      input: Obj({
        /** Drawn at random by the device, for one tab and one day; never stored as it is. */
        visit: Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$', maxLength: 64 }),
        client: OneOf('phone', 'pc', 'wechat'),
        items: Type.Array(Behaviour, { minItems: 1, maxItems: 30 }),
      }),
      output: Obj({ kept: Type.Integer() }),
    },
    recordBought: {
      doc: 'Notes what somebody bought: products and pieces, not who and not which order.',
      who: 'system',
      input: Obj({
        items: Type.Array(Obj({ productId: Id('prd'), skuId: Id('sku'), pieces: Pieces }), { maxItems: 100 }),
      }),
      output: Nothing,
    },
    sweep: {
      doc: 'Deletes a bite of events that are older than they are kept.',
      who: 'system',
      input: Nothing,
      output: Obj({ events: Type.Integer() }),
    },
  },
  queries: {
    counts: {
      doc: 'How often each product was seen, put into the cart or bought on each day; the most first.',
      who: { permission: 'analytics.read' },
      route: { method: 'GET', path: '/staff/analytics/counts' },
      input: Obj({
        from: Day,
        to: Day,
        kind: Type.Optional(Kind),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
      }),
      output: Obj({
        items: Type.Array(
          Obj({
            day: Day,
            kind: Kind,
            /** Null for searches, and for what was put into the cart by its SKU alone. */
            productId: Type.Union([Id('prd'), Type.Null()]),
            events: Type.Integer(),
            pieces: Type.Integer(),
          }),
        ),
      }),
    },
    searches: {
      doc: 'Which texts were searched how often; texts of fewer than three visits are left out.',
      who: { permission: 'analytics.read' },
      route: { method: 'GET', path: '/staff/analytics/searches' },
      input: Obj({
        from: Day,
        to: Day,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
      }),
      output: Obj({ items: Type.Array(Obj({ query: Type.String(), events: Type.Integer() })) }),
    },
  },
})
