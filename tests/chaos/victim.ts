/**
 * A real platform process that kills itself with SIGKILL at a chosen point: right before or right after a
 * COMMIT that holds a chosen thing, or a call that moves money at a channel. Speaks IPC: it has loaded, is
 * told how to live, says that it is ready, then answers questions.
 */
import { writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { doForStaff, openPlatform, readConfig } from '@tiantou/server'
import { createTencentSms, parseTencentSmsConfig } from '@tiantou/tencent-sms'
import { createWechatAccounts, parseWechatOpenConfig } from '@tiantou/wechat-open'
import {
  createWechatPay,
  createWechatTransfers,
  parseWechatPayConfig,
  parseWechatTransferConfig,
} from '@tiantou/wechat-pay'
import { moneyIn, orderIds, violations } from './invariants.ts'
import { type Hear, hearCalls, hearCommits } from './marks.ts'
import { payoutsIn } from './payouts.ts'
import { PASSWORD, STAFF } from './person.ts'

/** Where a life ends. */
export interface End {
  /** What the COMMIT holds or the call moves; null for anything that is known. */
  readonly mark: string | null
  /** Which one of that kind. */
  readonly nth: number
  readonly side: 'before' | 'after'
  /** Commits are counted from the first line (recovery is killed) or from being ready (selling is killed). */
  readonly from: 'start' | 'ready'
}

/** What a victim left behind about its end. */
export interface Epitaph {
  readonly side: 'before' | 'after'
  readonly marks: readonly string[]
}

export interface VictimInput {
  readonly env: Readonly<Record<string, string>>
  readonly wechatPay: Parameters<typeof parseWechatPayConfig>[0]
  readonly wechatTransfer: Parameters<typeof parseWechatTransferConfig>[1]
  readonly wechatOpen: Parameters<typeof parseWechatOpenConfig>[0]
  readonly sms: Parameters<typeof parseTencentSmsConfig>[0]
  /** Where the epitaph is written. */
  readonly stone: string
  readonly end: End | null
}

export type Question = 'check' | 'orders' | 'money' | 'payouts' | 'staff'

const told = new Promise<VictimInput>((resolve) => {
  process.once('message', (message) => resolve(message as VictimInput))
})
process.once('disconnect', () => process.exit(0))
process.send?.('loaded')
const input = await told

let ready = false
let seen = 0
const hear: Hear = (side, marks) => {
  if (input.end === null) return
  const { mark, nth, side: wanted, from } = input.end
  if (from === 'ready' && !ready) return
  const meant = mark === null ? marks.length > 0 : marks.includes(mark)
  if (side !== wanted || !meant) return
  seen += 1
  if (seen !== nth) return
  writeFileSync(input.stone, JSON.stringify({ side, marks } satisfies Epitaph))
  process.kill(process.pid, 'SIGKILL')
}
if (input.end !== null) hearCommits(hear)

const clock = {
  now: Date.now,
  random: (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))),
}
const outside = { ...clock, fetch: hearCalls(hear) }
const merchant = parseWechatPayConfig(input.wechatPay)
const platform = await openPlatform(readConfig(input.env), {
  adapters: {
    channels: {
      'wechat-pay': createWechatPay(merchant, outside),
    },
    transfers: createWechatTransfers(parseWechatTransferConfig(merchant, input.wechatTransfer), outside),
    wechat: createWechatAccounts(parseWechatOpenConfig(input.wechatOpen), clock),
    sms: createTencentSms(parseTencentSmsConfig(input.sms), clock),
  },
})
const { house } = platform
const answers: Readonly<Record<Question, () => Promise<unknown>>> = {
  check: () => house.relay.settle().then(() => violations(house)),
  orders: () => orderIds(house),
  money: () => moneyIn(house),
  payouts: () => payoutsIn(house),
  staff: async () => {
    for (const account of STAFF) {
      const words = ['add', account, account, '--password-stdin']
      await doForStaff(house, words, () => Promise.resolve(`${PASSWORD}\n`))
    }
    return STAFF.length
  },
}
process.on('message', (message: Question) => {
  void answers[message]().then((found) => process.send?.(found))
})
process.once('SIGTERM', () => void platform.close().then(() => process.exit(0)))
// Who is killed leaves no compiled code behind for the next ones: the first life, which is not, does.
if (input.end === null) flushCompileCache()
ready = true
process.send?.('ready')
