/** What the suites of this adapter share: a twin, an adapter on it, and the merchant's door. */
import { randomBytes } from 'node:crypto'
import { serveTwin } from '@tiantou/adapter-kit/twin'
import type { Carrier, CarrierAnswer, NewParcel, VerifiedPush } from '@tiantou/logistics/port'
import { createKuaidi100, type Kuaidi100Settings, parseKuaidi100Config } from '../src/index.ts'
import { type Kuaidi100Twin, startKuaidi100Twin } from '../src/twin/index.ts'

export const START = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds

export interface Bench {
  readonly twin: Kuaidi100Twin
  readonly carrier: Carrier
  readonly settings: Kuaidi100Settings
  readonly heard: VerifiedPush[]
  /** The adapter with other settings, on the same twin. */
  with(change: Partial<Kuaidi100Settings>): Carrier
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const now = () => START
  const heard: VerifiedPush[] = []
  const twin = await startKuaidi100Twin({ now, random: randomBytes, retryScale: 0.000_001 })
  const hook = await serveTwin(async ({ body }, response) => {
    const verified = await carrier.verifyPush({ body })
    heard.push(verified)
    const isOk = verified.kind === 'ok'
    response.writeHead(isOk ? 200 : 401)
    response.end(JSON.stringify({ result: isOk, returnCode: isOk ? '200' : '500', message: '' }))
  })
  const settings = { ...twin.config, callbackUrl: `${hook.url}/push`, timeout_ms: 400 }
  const open = (change: Partial<Kuaidi100Settings>) =>
    createKuaidi100(parseKuaidi100Config({ ...settings, ...change }), { now })
  const carrier = open({})
  const close = async () => {
    await twin.close()
    await hook.close()
  }
  return { twin, carrier, settings, heard, with: open, close }
}

let count = 0
export const parcelOf = (change: Partial<NewParcel> = {}): NewParcel => ({
  parcelNo: `pcl_${String((count += 1)).padStart(6, '0')}`,
  carrier: 'zhongtong',
  sender: {
    name: '阳山合作社',
    phone: '13800001111',
    province: '江苏省',
    city: '无锡市',
    county: '惠山区',
    address: '阳山镇桃源路 8 号',
  },
  receiver: {
    name: '张三',
    phone: '13900002222',
    province: '上海市',
    city: '上海市',
    county: '浦东新区',
    address: '世纪大道 100 号',
  },
  goods: [{ name: '阳山水蜜桃', count: 2 }],
  grams: 5_000,
  remark: '',
  ...change,
})

/** The value of a good answer; throws when it is none. */
export function value<T>(answer: CarrierAnswer<T>): T {
  if (answer.kind !== 'ok') throw new Error(`expected ok: ${JSON.stringify(answer)}`)
  return answer.value
}
