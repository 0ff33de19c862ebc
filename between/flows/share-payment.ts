/** Parts of a payment that go to suppliers: whom the channel pays, and each share with its returns (R9). */
import { Payment } from '@tiantou/payment/contract'
import { type CrossJob, flow } from '@tiantou/platform'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'
import { AskShare, NameReceiver, RemoveReceiver } from './share-payment.contract.ts'

/** The channel whose payments are shared. */
const SHARING = 'wechat-pay'

/** The owner's WeChat, under the app under which payments come in; null where it is not linked. */
const ownersWechat = async (
  { ask, effect }: Pick<Parameters<Parameters<typeof flow<typeof NameReceiver>>[1]>[1], 'ask' | 'effect'>,
  supplierId: string,
) => {
  const owner = await ask(Supplier.queries.ownerOf, { supplierId })
  const { appId } = await effect('app', Payment.effects.appOfChannel, { channel: SHARING })
  return (await ask(User.queries.wechatOpenId, { userId: owner.userId, appId })).openId
}

export const nameReceiver = flow(NameReceiver, async ({ supplierId, merchantNo }, context) => {
  const { step, effect, refuse } = context
  const account = merchantNo ?? (await ownersWechat(context, supplierId))
  if (account === null) return refuse('wechat_needed')
  const kind = merchantNo === null ? 'person' : 'merchant'
  const wanted = { supplierId, kind, account } as const
  const { receiverId } = await step('begin', Supplier.commands.beginReceiver, wanted)
  const word = await effect('add', Supplier.effects.addReceiver, { receiverId })
  const { state } = await step('record', Supplier.commands.recordReceiver, word)
  return { state, code: word.code }
})

export const removeReceiver = flow(RemoveReceiver, async ({ supplierId }, { step, effect }) => {
  const { receiverId } = await step('remove', Supplier.commands.removeReceiver, { supplierId })
  await effect('forget', Supplier.effects.forgetReceiver, { receiverId })
  return {}
})

export const askShare = flow(AskShare, async ({ shareId, orderId }, { ask, effect, tryStep }) => {
  const { payment: found } = await ask(Payment.queries.shareable, { orderId })
  const { transactionId = '', paidAt = 0 } = found ?? {}
  const payment = found?.channel === SHARING ? { transactionId, paidAt } : null
  const word = await effect('ask', Supplier.effects.shareAtChannel, { shareId, payment })
  // A word about another amount is kept, and the channel asked again.
  await tryStep('note', Supplier.commands.recordShare, word)
  return {}
})

const BITE = 50

/** Each asking has its own key: the share and how often its channel was asked. */
export const askShares: CrossJob = {
  name: 'supplier.ask-shares',
  every_s: 2,
  run: async ({ ask, run }) => {
    const { items } = await ask(Supplier.queries.sharesDue, { limit: BITE })
    for (const { shareId, orderId, asks } of items)
      await run(AskShare, { shareId, orderId }, `${shareId}:${asks}`)
  },
}
