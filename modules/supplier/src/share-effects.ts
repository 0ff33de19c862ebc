/** What module supplier asks of the channel that shares payments; its answers are reduced to facts. */
import type { OutputOf } from '@tiantou/kernel'
import type { EffectHandler } from '@tiantou/platform'
import type { Supplier } from './contract.ts'
import type { ShareAnswer, ShareReport, SharingChannel, SupplierPorts } from './port.ts'
import { openField, receiverPlace } from './sealed.ts'
import type { SupplierSettings } from './settings.ts'
import { receiverById, shareById } from './store/shares.ts'
import { supplierOf } from './store/suppliers.ts'
import type { ReceiverRow, ShareRow, SupplierTables } from './tables.ts'

type Effects = typeof Supplier.effects
type Handler<N extends keyof Effects> = EffectHandler<
  Effects[N],
  SupplierTables,
  SupplierPorts,
  SupplierSettings
>
type Context = Parameters<Handler<'shareAtChannel'>>[1]
type Word = OutputOf<Effects['shareAtChannel']>

/** What the receiver reads. */
const WORDS = { share: '田头货款分账', return: '田头退货回退', unfreeze: '田头解冻剩余货款' } as const

const accountOf = ({ secrets }: Pick<Context, 'secrets'>, row: ReceiverRow) => ({
  kind: row.kind,
  account: secrets.open(row.account_sealed, receiverPlace(row.id)),
})

export const addReceiver: Handler<'addReceiver'> = async ({ receiverId }, context) => {
  const { db, ports, secrets } = context
  const row = await receiverById(db, receiverId)
  const supplier = row && (await supplierOf(db, row.supplier_id))
  if (row === undefined || supplier === undefined) throw new Error(`There is no receiver ${receiverId}.`)
  if (ports.sharing === undefined) return { receiverId, word: 'refused', code: 'not_configured' }
  const column = row.kind === 'merchant' ? 'legal_name_sealed' : 'person_name_sealed'
  const name = openField(secrets, supplier, column) ?? ''
  const answer = await ports.sharing.addReceiver({ ...accountOf(context, row), name })
  if (answer.kind === 'ok') return { receiverId, word: 'added', code: '' }
  return answer.kind === 'unknown'
    ? { receiverId, word: 'unknown', code: '' }
    : { receiverId, word: 'refused', code: answer.code }
}

/** One that the channel keeps is no harm: nothing is shared to it any more. */
export const forgetReceiver: Handler<'forgetReceiver'> = async ({ receiverId }, context) => {
  const row = await receiverById(context.db, receiverId)
  if (row !== undefined) await context.ports.sharing?.removeReceiver(accountOf(context, row))
  return {}
}

interface Asking {
  readonly context: Context
  readonly channel: SharingChannel
  readonly row: ShareRow
  readonly transactionId: string
}
type Answer = ShareAnswer<ShareReport>

/** How each kind is submitted, and asked about: always under our own number. */
const calls = {
  share: {
    submit: async ({ context, channel, row, transactionId }: Asking): Promise<Answer> => {
      const receiver = await receiverById(context.db, row.receiver_id)
      if (receiver?.state !== 'added') return { kind: 'refused', code: 'no_receiver', message: '' }
      const { id: shareId, amount_fen: amountFen } = row
      const to = accountOf(context, receiver)
      return channel.share({ shareId, transactionId, receiver: to, amountFen, description: WORDS.share })
    },
    ask: ({ channel, row, transactionId }: Asking) => channel.queryShare({ shareId: row.id, transactionId }),
  },
  return: {
    submit: async ({ context, channel, row }: Asking): Promise<Answer> => {
      const receiver = await receiverById(context.db, row.receiver_id)
      if (receiver === undefined) return { kind: 'refused', code: 'no_receiver', message: '' }
      const { id: returnId, share_id: shareId, amount_fen: amountFen } = row
      const of = { returnId, shareId, receiver: accountOf(context, receiver), amountFen }
      return channel.takeBack({ ...of, description: WORDS.return })
    },
    ask: ({ channel, row }: Asking) => channel.queryReturn({ returnId: row.id, shareId: row.share_id }),
  },
  unfreeze: {
    submit: ({ channel, row, transactionId }: Asking) =>
      channel.unfreeze({ unfreezeId: row.id, transactionId, description: WORDS.unfreeze }),
    ask: ({ channel, row, transactionId }: Asking) =>
      channel.queryUnfreeze({ unfreezeId: row.id, transactionId }),
  },
} as const

const wordOf = (shareId: string, { state, channelRef, ...facts }: ShareReport): Word => ({
  shareId,
  word: state,
  channelRef,
  ...(facts.amountFen === undefined ? {} : { amountFen: facts.amountFen }),
  ...(facts.failCode === undefined ? {} : { failCode: facts.failCode }),
})

/**
 * What the channel has not taken is submitted, always under our own number: the same twice is one. A refusal
 * counts only where the channel knows of none; one to set free what is not frozen any more has its end.
 */
export const shareAtChannel: Handler<'shareAtChannel'> = async ({ shareId, payment }, context) => {
  const { db, now, ports, settings } = context
  const row = await shareById(db, shareId)
  if (row === undefined) throw new Error(`There is no share ${shareId}.`)
  const unknown: Word = { shareId, word: 'unknown' }
  const isNew = row.state === 'requested'
  if (payment === null || ports.sharing === undefined) {
    if (!isNew) return unknown
    // Nothing of it was ever frozen.
    if (row.kind === 'unfreeze') return { shareId, word: 'succeeded' }
    return { shareId, word: 'failed', failCode: 'not_shareable' }
  }
  if (isNew && now < payment.paidAt + settings.shareAfter_s * 1_000) return unknown
  const { transactionId } = payment
  const asking = { context, channel: ports.sharing, row, transactionId }
  const sent = isNew ? await calls[row.kind].submit(asking) : undefined
  if (sent?.kind === 'ok') return wordOf(shareId, sent.value)
  if (sent?.kind === 'unknown') return unknown
  const asked = await calls[row.kind].ask(asking)
  if (asked.kind !== 'ok') return unknown
  if (asked.value !== null) return wordOf(shareId, asked.value)
  if (sent === undefined) return unknown
  if (row.kind === 'unfreeze') {
    const left = await ports.sharing.unsplit(transactionId)
    if (left.kind === 'ok' && left.value.fen === 0) return { shareId, word: 'succeeded' }
  }
  return { shareId, word: 'failed', failCode: sent.code }
}
