/** The contracts of two toy modules, a stock and a till: one operation for every habit of the corridor. */
import {
  declareFlow,
  declarePage,
  defineContract,
  Fen,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  passOn,
  Type,
} from '@tiantou/kernel'

const Item = Type.String({ pattern: '^[a-z]{1,20}$' })
const Owner = Type.String({ minLength: 1, maxLength: 40 })
const Count = Type.Integer({ minimum: 1, maximum: 1_000 })
const Left = Obj({ left: Type.Integer() })
const no_such_item = { status: 404, doc: 'There is no such item.' }

export const Stock = defineContract('stock', {
  doc: 'Items and how many are left.',
  permissions: { 'stock.restock': '补货' },
  commands: {
    restock: {
      doc: 'Puts pieces on the shelf.',
      who: { permission: 'stock.restock' },
      route: { method: 'POST', path: '/stock/items/:itemId/restock' },
      input: Obj({ itemId: Item, pieces: Count, note: Type.Optional(Type.String({ maxLength: 50 })) }),
      output: Left,
    },
    take: {
      doc: 'Takes pieces for an owner.',
      who: 'user',
      route: { method: 'POST', path: '/stock/items/:itemId/take', limit: 'take' },
      input: Obj({ itemId: Item, owner: Owner, pieces: Count }),
      output: Left,
      refusals: { sold_out: { status: 409, doc: 'Too few are left.', data: Left }, no_such_item },
    },
    giveBack: {
      doc: 'Puts back what an owner took.',
      who: 'system',
      route: { method: 'POST', path: '/stock/give-back' },
      input: Obj({ owner: Owner }),
      output: Obj({ pieces: Type.Integer() }),
    },
    guess: {
      doc: 'Tells a code; every wrong one counts.',
      who: 'anyone',
      secret: true,
      route: {
        method: 'POST',
        path: '/user/guess',
        cookie: { field: 'refreshToken', name: 'toy_refresh', maxAge_s: 60 },
      },
      input: Obj({ code: Type.String({ pattern: '^[0-9]{4}$' }) }),
      output: Obj({ accessToken: Type.String(), refreshToken: Type.Optional(Type.String()) }),
      outcomes: { wrong_code: { status: 422, doc: 'Not the code.', data: Obj({ tries: Type.Integer() }) } },
    },
    refresh: {
      doc: 'Shows the token that it was sent.',
      who: 'anyone',
      secret: true,
      route: {
        method: 'POST',
        path: '/user/refresh',
        cookie: { field: 'refreshToken', name: 'toy_refresh', maxAge_s: 60 },
      },
      input: Obj({ refreshToken: Type.String({ minLength: 1, maxLength: 100 }) }),
      output: Obj({ seen: Type.String() }),
    },
    rename: {
      doc: 'Renames an item: a change without a key.',
      who: 'user',
      route: { method: 'PUT', path: '/stock/items/:itemId/name', clearCookie: 'toy_refresh' },
      input: Obj({ itemId: Item, to: Item }),
      output: Nothing,
      refusals: { no_such_item, name_taken: { status: 409, doc: 'Another item is called so.' } },
    },
    misbehave: {
      doc: 'Breaks its own contract in every way.',
      who: 'anyone',
      route: { method: 'POST', path: '/stock/misbehave', bodyLimit: 200 },
      input: Obj({ how: Type.String() }),
      output: Nothing,
      refusals: { known: { status: 409, doc: 'Declared.' } },
      keepKey: true,
    },
  },
  queries: {
    left: {
      doc: 'How many are left.',
      who: 'anyone',
      route: { method: 'GET', path: '/stock/items/:itemId' },
      input: Obj({ itemId: Item }),
      output: Obj({ left: Type.Integer() }),
      refusals: { no_such_item },
    },
    list: {
      doc: 'All items.',
      who: 'anyone',
      route: { method: 'GET', path: '/stock/items' },
      input: Obj({
        ...PageInput,
        onlyLeft: Type.Optional(Type.Boolean()),
        ids: Type.Optional(Type.Array(Item)),
      }),
      output: PageOf(Obj({ itemId: Item, left: Type.Integer() })),
    },
    holds: {
      doc: 'Who holds what.',
      who: { permission: 'stock.restock' },
      route: { method: 'GET', path: '/stock/holds' },
      input: Obj({}),
      output: Obj({ owners: Type.Array(Owner), pieces: Type.Integer() }),
    },
  },
  events: {
    taken: {
      doc: 'Pieces were taken.',
      version: 1,
      payload: Obj({ itemId: Item, owner: Owner, pieces: Count }),
    },
  },
})

export const Till = defineContract('till', {
  doc: 'Sales.',
  commands: {
    open: {
      doc: 'Opens a sale.',
      who: 'system',
      input: Obj({ saleId: Type.String(), owner: Owner, fen: Fen }),
      output: Obj({ saleId: Type.String(), fen: Fen }),
      refusals: { too_dear: { status: 422, doc: 'Nobody pays that.' } },
    },
    cancel: { doc: 'Takes a sale back.', who: 'system', input: Obj({ owner: Owner }), output: Nothing },
    settle: {
      doc: 'Notes what the bank said.',
      who: 'system',
      input: Obj({ saleId: Type.String(), word: OneOf('paid', 'declined', 'nonsense') }),
      output: Obj({ saleId: Type.String() }),
      refusals: { nonsense: { status: 409, doc: 'The bank talks nonsense.' } },
      outcomes: { declined: { status: 402, doc: 'The bank said no.' } },
    },
    hear: {
      doc: 'Counts what was taken.',
      who: 'system',
      input: Obj({ owner: Owner, pieces: Type.Integer() }),
      output: Nothing,
      refusals: {
        deaf: { status: 409, doc: 'Hears nothing now.' },
        bored: { status: 409, doc: 'Heard enough.' },
      },
    },
  },
  queries: {
    heard: { doc: 'What was heard.', who: 'system', input: Obj({}), output: Obj({ pieces: Type.Integer() }) },
    sales: {
      doc: 'All sales.',
      who: 'system',
      input: Obj({}),
      output: Obj({ sales: Type.Array(Obj({ saleId: Type.String(), owner: Owner, state: Type.String() })) }),
    },
  },
  effects: {
    charge: {
      doc: 'Asks the bank for money.',
      who: 'system',
      input: Obj({ saleId: Type.String(), fen: Fen }),
      output: Obj({ word: OneOf('paid', 'declined', 'nonsense') }),
      refusals: { away: { status: 503, doc: 'The bank is away.' } },
    },
  },
  events: { opened: { doc: 'A sale was opened.', version: 2, payload: Obj({ saleId: Type.String() }) } },
})

/** Buys in one commit, or pays in between: the shape of a checkout. */
export const Buy = declareFlow('buy', {
  doc: 'Opens a sale, takes the pieces, pays if asked.',
  who: 'user',
  route: { method: 'POST', path: '/buy' },
  input: Obj({
    itemId: Item,
    pieces: Count,
    fen: Fen,
    pay: Type.Boolean(),
    how: Type.Optional(Type.String()),
  }),
  output: Obj({ saleId: Type.String(), left: Type.Integer(), word: Nullable(Type.String()) }),
  refusals: {
    ...passOn(Stock.commands.take, Stock.queries.left, Till.commands.open, Till.commands.settle),
    ...passOn(Till.effects.charge),
    changed_mind: { status: 409, doc: 'Wanted something else.' },
  },
  outcomes: { noted: { status: 402, doc: 'Kept, and said no.' } },
})

/** The public page of the toy shop. */
export const Shelf = declarePage('shelf', {
  doc: 'One item as everybody sees it.',
  who: 'anyone',
  route: { method: 'GET', path: '/shelf/:itemId' },
  input: Obj({ itemId: Item, times: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) }),
  output: Obj({ itemId: Item, left: Type.Integer(), words: Type.Array(Type.String()) }),
  refusals: passOn(Stock.queries.left),
})
