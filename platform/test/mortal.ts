/**
 * A database that dies at a chosen commit, as the process over it would: nothing is heard of it afterwards.
 */
import { type Database, DatabaseAway } from '../src/db/database.ts'

export interface Mortal {
  readonly database: Database
  /** Dies at the so manieth unit of work from now on: before it commits, or after, with its answer lost. */
  dieAt(unit: number, when: 'before' | 'after'): void
  die(): void
  readonly dead: boolean
}

/** Makes a database mortal. */
export const mortal = (immortal: Database): Mortal => {
  let units = Number.POSITIVE_INFINITY
  let how: 'before' | 'after' = 'before'
  let dead = false
  const check = () => {
    if (dead) throw new DatabaseAway('The plug was pulled.')
  }
  const transact: Database['transact'] = async (work) => {
    check()
    units -= 1
    const last = units === 0
    if (last && how === 'before') dead = true
    check()
    const value = await immortal.transact(work)
    if (last) dead = true
    check()
    return value
  }
  return {
    database: {
      ...immortal,
      transact,
      reader: (module, fresh) => {
        check()
        return immortal.reader(module, fresh)
      },
    },
    dieAt: (unit, when) => {
      units = unit
      how = when
    },
    die: () => {
      dead = true
    },
    get dead() {
      return dead
    },
  }
}
