/**
 * The shop's pages as browsers get them: where a form may go, and the way back from a channel that sends one.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addShop } from '../src/faces.ts'

let folder: string
let app: FastifyInstance
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiantou-faces-'))
  app = Fastify()
  await addShop(app, folder, () => Promise.resolve('<html></html>'), ['https://*.95516.com'])
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

test('a page posts forms to the shop and to the named hosts alone', async () => {
  const { headers } = await app.inject('/cashier/pay_1')
  expect(headers['content-security-policy']).toContain("form-action 'self' https://*.95516.com;")
})

test('a channel’s form leads to the same page, and nothing in it is read', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/cashier/pay_1?back=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'respCode=00&orderId=att1',
  })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/cashier/pay_1?back=1'])
  const json = await app.inject({ method: 'POST', url: '/cashier/pay_1', payload: { respCode: '00' } })
  expect(json.statusCode).toBe(415)
})
