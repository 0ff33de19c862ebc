/** A channel of sharing in memory: what it was told, what it says next. */
import type {
  ShareAnswer,
  ShareReceiver,
  ShareReport,
  SharingChannel,
  WantedReturn,
  WantedShare,
} from '../src/port.ts'

export const sharingChannel = () => {
  const book = new Map<string, ShareReport>()
  const sent: WantedShare[] = []
  const returned: WantedReturn[] = []
  const receivers: ShareReceiver[] = []
  let next: ShareAnswer<ShareReport> | undefined
  let naming: ShareAnswer<{ done: true }> | undefined
  let frozenFen = 0
  const done = { kind: 'ok', value: { done: true } } as const
  const take = (id: string, report: ShareReport): ShareAnswer<ShareReport> => {
    const said = next
    next = undefined
    if (said !== undefined) return said
    const known = book.get(id) ?? report
    book.set(id, known)
    return { kind: 'ok', value: known }
  }
  const read = (id: string): ShareAnswer<ShareReport | null> => ({ kind: 'ok', value: book.get(id) ?? null })
  const port: SharingChannel = {
    name: 'fake',
    addReceiver: async (receiver) => {
      receivers.push(receiver)
      const said = naming
      naming = undefined
      return said ?? done
    },
    removeReceiver: async () => done,
    share: async (wanted) => {
      sent.push(wanted)
      const { shareId, amountFen } = wanted
      return take(shareId, { state: 'processing', channelRef: '3001', amountFen })
    },
    queryShare: async ({ shareId }) => read(shareId),
    takeBack: async (wanted) => {
      returned.push(wanted)
      const { returnId, amountFen } = wanted
      return take(returnId, { state: 'processing', channelRef: '3002', amountFen })
    },
    queryReturn: async ({ returnId }) => read(returnId),
    unfreeze: async ({ unfreezeId }) => take(unfreezeId, { state: 'succeeded', channelRef: '3003' }),
    queryUnfreeze: async ({ unfreezeId }) => read(unfreezeId),
    unsplit: async () => ({ kind: 'ok', value: { fen: frozenFen } }),
  }
  return {
    port,
    sent,
    returned,
    receivers,
    reset: () => {
      for (const list of [sent, returned, receivers]) list.length = 0
      next = undefined
    },
    /** What it says to the next that is submitted. */
    answers: (said: ShareAnswer<ShareReport>) => (next = said),
    names: (said: ShareAnswer<{ done: true }>) => (naming = said),
    /** It has taken one though its answer was lost. */
    takes: (id: string, amountFen: number) =>
      book.set(id, { state: 'processing', channelRef: '3001', amountFen }),
    end: (id: string, state: 'succeeded' | 'failed', failCode?: string) => {
      const report = book.get(id)
      if (report === undefined) throw new Error(`The channel knows no ${id}.`)
      book.set(id, { ...report, state, ...(failCode === undefined ? {} : { failCode }) })
    },
    frozen: (fen: number) => (frozenFen = fen),
  }
}
