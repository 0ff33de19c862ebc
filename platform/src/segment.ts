/**
 * One transaction held open for the steps of a flow: it opens at the first step and ends, kept or undone,
 * when the flow says so. While it is open nothing but the database may be awaited (R5).
 */
import { type Database, DatabaseAway, RunAgain, type Unit } from './db/database.ts'

export interface Segment {
  readonly unit: Unit
  /** Keeps everything; resolves once it is durable. */
  keep(): Promise<void>
  /** Undoes everything. */
  drop(): Promise<void>
}

type End = 'keep' | 'drop'

/** One for all: a segment is opened with every flow, and the trace of an error is dear. */
const AGAIN = new RunAgain('A segment does not repeat itself: its flow does.')

/** Opens a segment: resolves when the database grants the transaction. */
export const openSegment = (database: Database): Promise<Segment> => {
  let tellEnd: (end: End) => void = () => undefined
  const ended = new Promise<End>((resolve) => {
    tellEnd = resolve
  })
  return new Promise<Segment>((granted, refused) => {
    let runs = 0
    const finished = database.transact(async (unit) => {
      runs += 1
      if (runs > 1) throw new DatabaseAway(AGAIN.message, { cause: AGAIN })
      granted({ unit, keep: () => finish('keep'), drop: () => finish('drop') })
      return (await ended) === 'keep' ? { keep: true, value: undefined } : { keep: false, value: undefined }
    })
    const finish = (end: End): Promise<void> => {
      tellEnd(end)
      return finished.catch((error: Error) => {
        throw error.cause === AGAIN ? AGAIN : error
      })
    }
    finished.catch(refused)
  })
}
