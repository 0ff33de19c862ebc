/**
 * A real platform process that kills itself with SIGKILL at its n-th durable point: right before or right
 * after a COMMIT. The drivers are patched here, in the victim only. Speaks IPC: ready, then answers `check`
 * with what is wrong.
 */
import { StatementSync } from 'node:sqlite'
import { openPlatform, readConfig } from '@tiantou/server'
import { createTencentSms, parseTencentSmsConfig } from '@tiantou/tencent-sms'
import { createWechatPay, parseWechatPayConfig } from '@tiantou/wechat-pay'
import mysql from 'mysql2'
import { orderIds, violations } from './invariants.ts'

export interface VictimInput {
  readonly env: Readonly<Record<string, string>>
  readonly wechatPay: Parameters<typeof parseWechatPayConfig>[0]
  readonly sms: Parameters<typeof parseTencentSmsConfig>[0]
  /** Which durable point is the last; 0 for none. */
  readonly killAt: number
  /** Points are counted from the first line (recovery is killed) or from being ready (selling is killed). */
  readonly countFrom: 'start' | 'ready'
}

const input = JSON.parse(process.argv[2] as string) as VictimInput

let points = 0
let counting = input.countFrom === 'start'
const point = () => {
  if (!counting) return
  points += 1
  if (points === input.killAt) process.kill(process.pid, 'SIGKILL')
}

const patchSqlite = () => {
  const { run } = StatementSync.prototype
  Object.assign(StatementSync.prototype, {
    run(this: StatementSync, ...values: unknown[]) {
      if (this.sourceSQL !== 'COMMIT') return Reflect.apply(run, this, values) as unknown
      point()
      const result = Reflect.apply(run, this, values) as unknown
      point()
      return result
    },
  })
}

interface Callable {
  query(options: { sql: string }, done: (error: Error | null) => void): unknown
}

const patchMysql = () => {
  const probe = mysql.createConnection({ host: '127.0.0.1', port: 1, connectTimeout: 1 })
  probe.on('error', () => undefined)
  probe.destroy()
  let holder = Object.getPrototypeOf(probe) as Callable
  while (!Object.hasOwn(holder, 'query')) holder = Object.getPrototypeOf(holder) as Callable
  const { query } = holder
  holder.query = function patched(this: Callable, options, done) {
    if (options.sql !== 'COMMIT') return Reflect.apply(query, this, [options, done])
    point()
    const after = (error: Error | null) => {
      point()
      done(error)
    }
    return Reflect.apply(query, this, [options, after])
  }
}

if (input.killAt > 0) {
  patchSqlite()
  patchMysql()
}
const clock = {
  now: Date.now,
  random: (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))),
}
const platform = await openPlatform(readConfig(input.env), {
  adapters: {
    wechatPay: createWechatPay(parseWechatPayConfig(input.wechatPay), clock),
    sms: createTencentSms(parseTencentSmsConfig(input.sms), clock),
  },
})
const { house } = platform
process.on('message', (message: 'check' | 'orders') => {
  const answer = message === 'check' ? house.relay.settle().then(() => violations(house)) : orderIds(house)
  void answer.then((found) => process.send?.(found))
})
process.once('SIGTERM', () => void platform.close().then(() => process.exit(0)))
counting = true
process.send?.('ready')
