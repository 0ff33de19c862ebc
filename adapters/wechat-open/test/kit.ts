/**
 * What the suites of this adapter share: a twin, a clock to move, and settings that point from one to the
 * other.
 */
import { randomBytes } from 'node:crypto'
import { parseWechatOpenConfig, type WechatOpenConfig, type WechatOpenSettings } from '../src/index.ts'
import { startWechatOpenTwin, type WechatOpenTwin } from '../src/twin/index.ts'

export const START = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
export const clock = { now: START }
export const deps = { now: () => clock.now, random: randomBytes }

export const startTwin = (): Promise<WechatOpenTwin> =>
  startWechatOpenTwin({ ...deps, hosts: ['shop.example'] })

export const configOf = (twin: WechatOpenTwin, change: Partial<WechatOpenSettings> = {}): WechatOpenConfig =>
  parseWechatOpenConfig({
    ...twin.config,
    authorizeUrl: 'http://localhost/sandbox/wechat',
    qrUrl: 'http://localhost/sandbox/wechat',
    returnUrl: 'https://shop.example/sign-in/wechat',
    timeout_ms: 300,
    ...change,
  })

/** What the page that an address opens is asked with. */
export const queryOf = (address: string | undefined): Record<string, string> =>
  Object.fromEntries(new URL(address ?? '').searchParams)
