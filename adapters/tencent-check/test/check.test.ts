/** The check against its twin: what it objects to, what it cannot take, and what says nothing. */
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ContentCheck } from '@tiantou/review/port'
import { createTencentCheck, parseTencentCheckConfig, TencentCheckConfigError } from '../src/index.ts'
import { startTencentCheckTwin, type TencentCheckTwin, WIRE_FAULT_KINDS } from '../src/twin/index.ts'

const now = () => 1_780_000_000_000
const ref = 'rev_1'
let twin: TencentCheckTwin
let check: ContentCheck

const open = (change = {}) =>
  createTencentCheck(parseTencentCheckConfig({ ...twin.config, timeout_ms: 300, ...change }), { now })

const bad = randomBytes(300)
beforeAll(async () => {
  twin = await startTencentCheckTwin({ now, random: randomBytes })
  const { words, pictures } = twin.control.lists
  words.set('加微信', { suggestion: 'Review', label: 'Ad' })
  words.set('赌博', { suggestion: 'Block', label: 'Illegal' })
  pictures.set(createHash('sha256').update(bad).digest('hex'), { suggestion: 'Block', label: 'Porn' })
  check = open()
})
afterEach(() => twin.control.behave())
afterAll(() => twin.close())

test('words pass, are doubted, or are blocked, with their labels', async () => {
  expect(await check.text({ text: '很甜，下次还买', ref })).toEqual({ answer: 'pass', labels: [] })
  expect(await check.text({ text: '加微信领红包', ref })).toEqual({ answer: 'review', labels: ['Ad'] })
  const both = await check.text({ text: '加微信来赌博', ref })
  expect(both).toEqual({ answer: 'block', labels: ['Illegal'] })
})

test('pictures are judged by what they show', async () => {
  expect(await check.picture({ content: randomBytes(300), ref })).toEqual({ answer: 'pass', labels: [] })
  expect(await check.picture({ content: bad, ref })).toEqual({ answer: 'block', labels: ['Porn'] })
  expect(twin.control.checked()).toMatchObject({ ImageModeration: 2 })
})

test('what cannot be taken at all goes to a person', async () => {
  const code = 'InvalidParameterValue.ErrFileContentInvalid'
  twin.control.failNext({ kind: 'error-code', times: 1, code })
  expect(await check.picture({ content: bad, ref })).toEqual({ answer: 'review', labels: [code] })
  expect(await check.text({ text: '', ref })).toEqual({ answer: 'review', labels: ['MissingParameter'] })
})

describe('what publishes nothing', () => {
  test.each(WIRE_FAULT_KINDS)('is an answer with %s', async (kind) => {
    twin.control.failNext({ kind, times: 1 })
    expect(await check.text({ text: '好', ref })).toEqual({ answer: 'retry', labels: [] })
  })

  test('is a call that was refused, and a suggestion that nobody knows', async () => {
    const code = 'UnauthorizedOperation.Unauthorized'
    twin.control.failNext({ kind: 'error-code', times: 1, code })
    expect(await check.text({ text: '好', ref })).toEqual({ answer: 'retry', labels: [code] })
    twin.control.failNext({ kind: 'suggestion', times: 1, code: 'Perhaps' })
    expect(await check.text({ text: '好', ref })).toEqual({ answer: 'retry', labels: [] })
  })

  test('is a call with another’s secret, which the twin does not let in', async () => {
    const stranger = open({ secretKey: 'f'.repeat(32) })
    const word = await stranger.text({ text: '好', ref })
    expect(word).toEqual({ answer: 'retry', labels: ['AuthFailure.SignatureFailure'] })
  })
})

test('settings name everything that is wrong with them, and no secret', () => {
  const wrong = { ...twin.config, secretKey: 'short', textUrl: 'http://elsewhere.example', bizType: '!' }
  const no = (() => {
    try {
      return parseTencentCheckConfig(wrong)
    } catch (error) {
      return error
    }
  })()
  expect(no).toBeInstanceOf(TencentCheckConfigError)
  expect((no as TencentCheckConfigError).problems).toEqual([
    'secretKey is not a secret key',
    'baseUrl must be https (plain http on this machine only)',
    'bizType is not a policy',
  ])
})
