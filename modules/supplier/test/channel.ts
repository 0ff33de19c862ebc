/** A channel that pays out, in memory, which says what a test tells it to. */
import type { PayoutAnswer, PayoutChannel, TransferReport } from '../src/port.ts'

/** A channel in memory: what it was told, what it says next. */
export const channel = () => {
  const sent: { transferId: string; openid: string; userName?: string; amountFen: number }[] = []
  const book = new Map<string, TransferReport>()
  const calls: string[] = []
  let next: PayoutAnswer<TransferReport> | undefined
  const port: PayoutChannel = {
    name: 'fake',
    submit: async (transfer) => {
      calls.push('submit')
      sent.push(transfer)
      if (next !== undefined) {
        const said = next
        next = undefined
        return said
      }
      const { transferId, amountFen } = transfer
      const fresh = { transferId, channelRef: 'WX1', state: 'wait_user_confirm', amountFen } as const
      const report = book.get(transferId) ?? { ...fresh, packageInfo: 'open-me' }
      book.set(transferId, report)
      return { kind: 'ok', value: report }
    },
    query: async (transferId) => {
      calls.push('query')
      return { kind: 'ok', value: book.get(transferId) ?? null }
    },
    cancel: async (transferId) => {
      calls.push('cancel')
      const report = book.get(transferId)
      if (report === undefined) return { kind: 'refused', code: 'NOT_FOUND', message: '' }
      book.set(transferId, { ...report, state: 'cancelled' })
      return { kind: 'ok', value: { ...report, state: 'processing' } }
    },
    readCallback: async ({ body }) => {
      const report = book.get(body.toString('utf8'))
      return report ? { kind: 'ok', value: report } : { kind: 'refused', code: 'signature' }
    },
  }
  const says = (transferId: string, more: Partial<TransferReport>) => {
    const report = book.get(transferId)
    if (report !== undefined) book.set(transferId, { ...report, ...more })
  }
  return { port, sent, book, calls, says, answers: (word: typeof next) => (next = word) }
}
