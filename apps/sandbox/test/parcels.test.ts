/** The sandbox’s parcels: what buttons do, that they go on at a pace, and outlive a restart. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { createSfExpress, parseSfExpressConfig } from '@tiantou/sf-express'
import { createSandbox, type SandboxOptions } from '../src/index.ts'

const START = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
const now = () => START
const person = { name: '张三', phone: '13900002222', province: '上海市', city: '上海市', county: '黄浦区' }
const parcel = {
  parcelNo: 'pcl_000001',
  carrier: 'shunfeng',
  sender: { ...person, address: '桃源路 8 号' },
  receiver: { ...person, address: '<b>1 号' },
  goods: [{ name: '桃 <b>', count: 2 }],
  grams: 5_000,
  remark: '',
}

const openBox = async (options: Partial<SandboxOptions> = {}) => {
  const given = { now, random: randomBytes, publicOrigin: 'http://shop.local:3000', ...options }
  const box = await createSandbox(given).start()
  const app = Fastify()
  box.routes(app)
  const act = async (path: string, payload: object = {}) => {
    const response = await app.inject({ method: 'POST', url: `/sandbox/api/${path}`, payload })
    return { status: response.statusCode, json: response.json<Record<string, unknown>>() }
  }
  const send = async (): Promise<string> => {
    const config = parseSfExpressConfig(box.sfExpress.config)
    const answer = await createSfExpress(config, { now, random: randomBytes }).createWaybill(parcel)
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer))
    return answer.value.trackingNo
  }
  const close = async () => {
    await box.close()
    await app.close()
  }
  return { box, app, act, send, close }
}

it('buttons move a parcel on to its end, and no further', async () => {
  const { app, act, send, close } = await openBox()
  const no = await send()
  const page = await app.inject('/sandbox/parcels')
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('路上的包裹')
  const path = `parcels/sf-express/${no}`
  expect((await act(`${path}/move`)).json).toMatchObject({ parcel: { state: 'accepted' } })
  expect((await act(`${path}/move`, { step: 'delivered' })).json).toMatchObject({
    parcel: { state: 'delivered' },
  })
  expect(await act(`${path}/move`)).toMatchObject({ status: 400, json: { code: 'sandbox.parcel_is_over' } })
  expect((await act(`${path}/repeat`)).json).toMatchObject({ code: 'sandbox.nothing_told' })
  expect((await act(`${path}/forge`, { kind: 'x' })).json).toMatchObject({ code: 'sandbox.no_such_forgery' })
  expect((await act(`${path}/jump`)).status).toBe(404)
  expect((await act(`${path}/move`, { step: 'x' })).json).toMatchObject({ code: 'sandbox.no_such_step' })
  expect((await act('parcels/nobody/1/move')).status).toBe(404)
  expect((await act('carriers/kuaidi100/fail', { kind: 'timeout' })).status).toBe(200)
  expect((await act('carriers/kuaidi100/fail', { kind: 'x' })).status).toBe(400)
  expect((await act('carriers/kuaidi100/plan', { plan: 'twice' })).status).toBe(200)
  expect((await act('carriers/kuaidi100/plan', { plan: 'x' })).status).toBe(404)
  expect((await act('carriers/kuaidi100/behave')).status).toBe(200)
  await close()
})

it('parcels go on by themselves at a pace, to the end', async () => {
  const { box, send, close } = await openBox({ parcelPace_ms: 5 })
  const no = await send()
  await expect.poll(() => box.sfExpress.control.parcel(no)?.state).toBe('delivered')
  expect(box.sfExpress.control.parcel(no)?.tracks).toHaveLength(4)
  await close()
})

it('parcels of yesterday are there today', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiantou-parcels-'))
  const dataFile = join(folder, 'sandbox.json')
  const first = await openBox({ dataFile })
  const no = await first.send()
  first.box.sfExpress.control.move(no)
  await first.close()
  const second = await openBox({ dataFile })
  expect(second.box.sfExpress.control.parcel(no)).toMatchObject({ state: 'accepted', orderNo: 'pcl_000001' })
  expect(await second.send()).toBe(no)
  await second.close()
  await rm(folder, { recursive: true, force: true })
})
