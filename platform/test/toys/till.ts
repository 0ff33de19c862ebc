/** The toy till: sales, a bank behind a port, and an ear for what the stock announces. */
import { defineModule } from '../../src/index.ts'
import { Till } from './contracts.ts'

interface TillTables {
  till_sale: { id: string; owner: string; state: string }
  till_heard: { id: string; pieces: number }
}

export type Word = 'paid' | 'declined' | 'nonsense'

interface TillPorts {
  bank: { charge(saleId: string, fen: number): Promise<Word | 'away'> }
}

export const DEAR_FEN = 1_000_000

export const till = defineModule<TillTables, TillPorts>()(Till, {
  settings: {},
  ports: ['bank'],
  commands: {
    open: async ({ saleId, owner, fen }, { tx, emit, refuse }) => {
      await tx.insertInto('till_sale').values({ id: saleId, owner, state: 'open' }).execute()
      emit(Till.events.opened, { saleId })
      return fen > DEAR_FEN ? refuse('too_dear') : { saleId, fen }
    },
    cancel: async ({ owner }, { tx }) => {
      await tx.deleteFrom('till_sale').where('owner', '=', owner).where('state', '=', 'open').execute()
      return {}
    },
    settle: async ({ saleId, word }, { tx, refuse, outcome }) => {
      const { numUpdatedRows } = await tx
        .updateTable('till_sale')
        .set({ state: word })
        .where('id', '=', saleId)
        .where('state', '=', 'open')
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new Error('settled twice')
      if (word === 'nonsense') return refuse('nonsense')
      return word === 'declined' ? outcome('declined') : { saleId }
    },
    hear: async ({ owner, pieces }, { tx, id, refuse }) => {
      await tx
        .insertInto('till_heard')
        .values({ id: id('hrd'), pieces })
        .execute()
      if (owner === 'poison') return refuse('deaf')
      return owner === 'bore' ? refuse('bored') : {}
    },
  },
  queries: {
    heard: async (_input, { db }) => {
      const rows = await db.selectFrom('till_heard').select('pieces').execute()
      return { pieces: rows.reduce((sum, row) => sum + row.pieces, 0) }
    },
    sales: async (_input, { db }) => {
      const rows = await db.selectFrom('till_sale').selectAll().orderBy('id').execute()
      return { sales: rows.map(({ id, owner, state }) => ({ saleId: id, owner, state })) }
    },
  },
  effects: {
    charge: async ({ saleId, fen }, { ports, refuse }) => {
      const word = await ports.bank.charge(saleId, fen)
      return word === 'away' ? refuse('away') : { word }
    },
  },
  migrations: [
    {
      name: '0001-till',
      up: async ({ table, types }) => {
        await table('till_sale')
          .addColumn('id', types.id, (column) => column.primaryKey().notNull())
          .addColumn('owner', types.text(40), (column) => column.notNull())
          .addColumn('state', types.code(10), (column) => column.notNull())
          .execute()
        await table('till_heard')
          .addColumn('id', types.id, (column) => column.primaryKey().notNull())
          .addColumn('pieces', types.int, (column) => column.notNull())
          .execute()
      },
    },
  ],
})
