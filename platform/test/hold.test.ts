/** A row that many want before it is there: each has it for itself, one after the other. */
import { describe, expect, it } from 'vitest'
import { insertOrHold } from '../src/index.ts'
import { DATABASES } from '../src/testing/index.ts'
import { toyDatabase, toyTx } from './toy-tables.ts'

const MANY = 50

describe.each(DATABASES)('on %s', (name) => {
  it('a row that nobody has written yet is counted up by all who come at once', async () => {
    const { database } = await toyDatabase(name)
    let runs = 0
    const countUp = () =>
      database.transact(async (unit) => {
        runs += 1
        const tx = toyTx(unit)
        await insertOrHold(tx, tx.insertInto('toy_row').values({ id: 'x', n: 0, word: null }), ['id'])
        const { n } = await tx
          .selectFrom('toy_row')
          .select('n')
          .where('id', '=', 'x')
          .executeTakeFirstOrThrow()
        await tx
          .updateTable('toy_row')
          .set({ n: Number(n) + 1 })
          .where('id', '=', 'x')
          .execute()
        return { keep: true, value: undefined }
      })
    await Promise.all(Array.from({ length: MANY }, countUp))
    const rows = await database.reader('toy', true).selectFrom('toy_row').selectAll().execute()
    expect(rows).toEqual([{ id: 'x', n: MANY, word: null }])
    // Nobody had to begin again.
    expect(runs).toBe(MANY)
  })
})
