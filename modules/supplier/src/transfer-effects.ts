/** What module supplier asks of the channel that pays out; its answers are reduced to facts. */
import type { OutputOf } from '@tiantou/kernel'
import type { EffectHandler } from '@tiantou/platform'
import type { Supplier } from './contract.ts'
import type { PayoutAnswer, PayoutChannel, SupplierPorts, TransferReport } from './port.ts'
import { openField, openidPlace } from './sealed.ts'
import type { SupplierSettings } from './settings.ts'
import { supplierOf } from './store/suppliers.ts'
import { withdrawalOf } from './store/withdrawals.ts'
import type { SupplierTables, WithdrawalRow } from './tables.ts'

type Effects = typeof Supplier.effects
type Handler<N extends keyof Effects> = EffectHandler<
  Effects[N],
  SupplierTables,
  SupplierPorts,
  SupplierSettings
>
type Word = OutputOf<Effects['transferAtChannel']>
type Context = Parameters<Handler<'transferAtChannel'>>[1]

/** What the payee reads in WeChat. */
const REMARK = '田头货款提现'

const wordOf = ({ transferId, state, ...facts }: TransferReport): Word => ({
  withdrawalId: transferId,
  word: state,
  channelRef: facts.channelRef,
  ...(facts.amountFen === undefined ? {} : { amountFen: facts.amountFen }),
  ...(facts.failCode === undefined ? {} : { failCode: facts.failCode }),
  ...(facts.packageInfo === undefined ? {} : { packageInfo: facts.packageInfo }),
})

export const waysOffered: Handler<'waysOffered'> = async (_input, { ports }) => ({
  ways: ports.transfers === undefined ? ['bank'] : ['bank', 'wechat-transfer'],
})

const submit = async (
  row: WithdrawalRow,
  channel: PayoutChannel,
  { db, secrets }: Context,
): Promise<PayoutAnswer<TransferReport>> => {
  const supplier = await supplierOf(db, row.supplier_id)
  const userName = supplier && openField(secrets, supplier, 'person_name_sealed')
  return channel.submit({
    transferId: row.id,
    amountFen: row.amount_fen,
    openid: row.openid_sealed === null ? '' : secrets.open(row.openid_sealed, openidPlace(row.id)),
    ...(userName === null || userName === undefined ? {} : { userName }),
    remark: REMARK,
  })
}

/**
 * A transfer that has no number at the channel is submitted, always under our own: the same one twice is one.
 * A refusal counts only where the channel knows of no such transfer. What the payee did not confirm in time
 * is called off.
 */
export const transferAtChannel: Handler<'transferAtChannel'> = async ({ withdrawalId }, context) => {
  const { db, now, ports } = context
  const row = await withdrawalOf(db, withdrawalId)
  if (row === undefined) throw new Error(`There is no withdrawal ${withdrawalId}.`)
  const channel = ports.transfers
  if (channel === undefined) throw new Error('No channel of transfers is configured.')
  const unknown: Word = { withdrawalId, word: 'unknown' }
  const isNew = row.state === 'submitted' && row.voucher === ''
  const sent = isNew ? await submit(row, channel, context) : undefined
  if (sent?.kind === 'ok') return wordOf(sent.value)
  if (sent?.kind === 'unknown') return unknown
  const asked = await channel.query(withdrawalId)
  if (asked.kind !== 'ok') return unknown
  if (asked.value === null) return sent ? { withdrawalId, word: 'failed', failCode: sent.code } : unknown
  const isOverdue = row.confirm_by !== null && row.confirm_by <= now
  if (asked.value.state !== 'wait_user_confirm' || !isOverdue) return wordOf(asked.value)
  const ended = await channel.cancel(withdrawalId)
  return ended.kind === 'ok' ? wordOf(ended.value) : unknown
}

export const readTransferNotice: Handler<'readTransferNotice'> = async (
  { headers, bodyBase64 },
  { ports },
) => {
  if (ports.transfers === undefined) return { report: null, code: 'not_configured' }
  const read = await ports.transfers.readCallback({ headers, body: Buffer.from(bodyBase64, 'base64') })
  return read.kind === 'ok' ? { report: wordOf(read.value), code: '' } : { report: null, code: read.code }
}
