/** The toy stock: counters, holds by owner, and every kind of misbehaviour. */
import { defineModule, flag, setting, UniqueConflict } from '../../src/index.ts'
import { Type } from '@tiantou/kernel'
import { Stock, Till } from './contracts.ts'

interface StockTables {
  stock_item: { id: string; left: number }
  stock_hold: { id: string; owner: string; item_id: string; pieces: number }
  stock_guess: { id: string; tries: number }
}

export const GOOD_CODE = '4711'

const settings = {
  open: flag(true, 'Whether anything is given out.'),
  most: setting(Type.Integer({ minimum: 1 }), 1_000, 'Most pieces on the shelf.'),
}

const nothing = {}

export const stock = defineModule<StockTables>()(Stock, {
  settings,
  commands: {
    restock: async ({ itemId, pieces }, { tx }) => {
      const more = await tx
        .updateTable('stock_item')
        .set((expression) => ({ left: expression('left', '+', pieces) }))
        .where('id', '=', itemId)
        .executeTakeFirstOrThrow()
      if (more.numUpdatedRows === 0n)
        await tx.insertInto('stock_item').values({ id: itemId, left: pieces }).execute()
      const row = tx.selectFrom('stock_item').select('left').where('id', '=', itemId)
      return row.executeTakeFirstOrThrow()
    },
    take: async ({ itemId, owner, pieces }, { tx, id, emit, refuse }) => {
      const less = await tx
        .updateTable('stock_item')
        .set((expression) => ({ left: expression('left', '-', pieces) }))
        .where('id', '=', itemId)
        .where('left', '>=', pieces)
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('stock_hold')
        .values({ id: id('hld'), owner, item_id: itemId, pieces })
        .execute()
      emit(Stock.events.taken, { itemId, owner, pieces })
      const row = await tx.selectFrom('stock_item').select('left').where('id', '=', itemId).executeTakeFirst()
      if (row === undefined) return refuse('no_such_item')
      if (less.numUpdatedRows === 0n) return refuse('sold_out', { left: row.left })
      return { left: row.left }
    },
    giveBack: async ({ owner }, { tx }) => {
      const held = await tx.selectFrom('stock_hold').selectAll().where('owner', '=', owner).execute()
      for (const hold of held) {
        await tx
          .updateTable('stock_item')
          .set((expression) => ({ left: expression('left', '+', hold.pieces) }))
          .where('id', '=', hold.item_id)
          .execute()
      }
      await tx.deleteFrom('stock_hold').where('owner', '=', owner).execute()
      return { pieces: held.reduce((sum, hold) => sum + hold.pieces, 0) }
    },
    guess: async ({ code }, { tx, outcome, random }) => {
      if (code === GOOD_CODE) {
        return { accessToken: random(20).toString('hex'), refreshToken: random(20).toString('hex') }
      }
      const again = await tx
        .updateTable('stock_guess')
        .set((expression) => ({ tries: expression('tries', '+', 1) }))
        .where('id', '=', 'all')
        .executeTakeFirstOrThrow()
      if (again.numUpdatedRows === 0n)
        await tx.insertInto('stock_guess').values({ id: 'all', tries: 1 }).execute()
      const row = tx.selectFrom('stock_guess').select('tries').where('id', '=', 'all')
      return outcome('wrong_code', await row.executeTakeFirstOrThrow())
    },
    refresh: ({ refreshToken }) => Promise.resolve({ seen: refreshToken }),
    rename: async ({ itemId, to }, { tx, refuse }) => {
      try {
        const renamed = tx.updateTable('stock_item').set({ id: to }).where('id', '=', itemId)
        const { numUpdatedRows } = await renamed.executeTakeFirstOrThrow()
        return numUpdatedRows === 0n ? refuse('no_such_item') : nothing
      } catch (error) {
        if (error instanceof UniqueConflict) return refuse('name_taken')
        throw error
      }
    },
    misbehave: async ({ how }, { tx, refuse, outcome, emit }) => {
      await tx.insertInto('stock_item').values({ id: 'never', left: 1 }).execute()
      const ways: Record<string, () => unknown> = {
        'undeclared refusal': () => refuse('unheard_of' as 'known'),
        'undeclared outcome': () => outcome('unheard_of' as never),
        'foreign event': () => emit(Till.events.opened, { saleId: 'x' }),
        'crooked event': () => emit(Stock.events.taken, { itemId: 'UPPER', owner: 'a', pieces: 1 }),
        'event of another make': () =>
          emit(Stock.events.taken, { itemId: 'a', owner: 'a', pieces: 1, more: new Date(0) } as never),
        'too much said': () => ({ leaked: '13812345678' }),
        'too little said': () => undefined,
        'no JSON': () => ({ at: new Date(0) }),
        throws: () => Promise.reject(new Error('a defect')),
        'reads bad JSON': () => JSON.parse('{') as unknown,
        'fails like a server': () =>
          Promise.reject(Object.assign(new Error('far away'), { statusCode: 404 })),
        'unique conflict': () => tx.insertInto('stock_item').values({ id: 'never', left: 2 }).execute(),
        known: () => refuse('known'),
        waits: () => new Promise((resolve) => setTimeout(() => resolve(nothing), 1)),
      }
      return (await (ways[how] ?? (() => nothing))()) as typeof nothing
    },
  },
  queries: {
    left: async ({ itemId }, { db, refuse }) => {
      const row = await db.selectFrom('stock_item').select('left').where('id', '=', itemId).executeTakeFirst()
      return row ?? refuse('no_such_item')
    },
    list: async ({ limit = 20, onlyLeft, ids }, { db }) => {
      let query = db.selectFrom('stock_item').select(['id', 'left']).orderBy('id').limit(limit)
      if (onlyLeft === true) query = query.where('left', '>', 0)
      if (ids !== undefined && ids.length > 0) query = query.where('id', 'in', ids)
      const rows = await query.execute()
      return { items: rows.map(({ id, left }) => ({ itemId: id, left })), next: null }
    },
    holds: async (_input, { db }) => {
      const rows = await db.selectFrom('stock_hold').select(['owner', 'pieces']).orderBy('id').execute()
      return {
        owners: rows.map((row) => row.owner),
        pieces: rows.reduce((sum, row) => sum + row.pieces, 0),
      }
    },
  },
  effects: {},
  migrations: [
    {
      name: '0001-stock',
      up: async ({ table, types, index }) => {
        await table('stock_item')
          .addColumn('id', types.code(40), (column) => column.primaryKey().notNull())
          .addColumn('left', types.int, (column) => column.notNull())
          .execute()
        await table('stock_hold')
          .addColumn('id', types.id, (column) => column.primaryKey().notNull())
          .addColumn('owner', types.text(40), (column) => column.notNull())
          .addColumn('item_id', types.code(40), (column) => column.notNull())
          .addColumn('pieces', types.int, (column) => column.notNull())
          .execute()
        await index('stock_hold_owner', 'stock_hold', ['owner'])
        await table('stock_guess')
          .addColumn('id', types.id, (column) => column.primaryKey().notNull())
          .addColumn('tries', types.int, (column) => column.notNull())
          .execute()
      },
    },
  ],
})
