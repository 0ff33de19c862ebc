/**
 * Asks Tencent Cloud about words and pictures and says what it said. What is checked stands in no answer and
 * no log; labels go on, for staff.
 */
import type { CheckWord, ContentCheck } from '@tiantou/review/port'
import { callTencent, fieldOf, type TencentAnswer, type TencentDeps } from '@tiantou/tencent-cloud/wire'
import type { TencentCheckConfig } from './config.ts'

const VERSION = '2020-12-29'
const ANSWERS: Readonly<Record<string, CheckWord['answer']>> = {
  Pass: 'pass',
  Review: 'review',
  Block: 'block',
}

/** The service cannot take what was sent, today or tomorrow. */
const BAD_INPUT = /^(InvalidParameter|InvalidParameterValue|MissingParameter)(\.|$)/

/** Makes the check. An answer that is unknown, or out of shape, is `retry`: nothing is published by it. */
export function createTencentCheck(config: TencentCheckConfig, deps: TencentDeps): ContentCheck {
  const policy = config.bizType === undefined ? {} : { BizType: config.bizType }
  const call = async (url: URL, service: string, action: string, body: object): Promise<CheckWord> => {
    const to = { url, service, action, version: VERSION }
    return wordOf(await callTencent(config, to, JSON.stringify({ ...policy, ...body }), deps))
  }
  return {
    name: 'tencent-check',
    text: ({ text, ref }) =>
      call(config.text, 'tms', 'TextModeration', {
        Content: Buffer.from(text, 'utf8').toString('base64'),
        DataId: ref.slice(0, 64),
      }),
    picture: ({ content, ref }) =>
      call(config.picture, 'ims', 'ImageModeration', {
        FileContent: content.toString('base64'),
        DataId: ref.slice(0, 64),
      }),
  }
}

const labelsOf = (response: unknown): string[] =>
  ['Label', 'SubLabel']
    .map((name) => fieldOf(response, name))
    .filter((label): label is string => typeof label === 'string' && label !== '' && label !== 'Normal')

const wordOf = (answer: TencentAnswer): CheckWord => {
  if (answer.kind === 'unknown') return { answer: 'retry', labels: [] }
  if (answer.kind === 'refused')
    return { answer: BAD_INPUT.test(answer.code) ? 'review' : 'retry', labels: [answer.code] }
  const said = fieldOf(answer.response, 'Suggestion')
  const word = typeof said === 'string' && Object.hasOwn(ANSWERS, said) ? ANSWERS[said] : undefined
  return word === undefined
    ? { answer: 'retry', labels: [] }
    : { answer: word, labels: labelsOf(answer.response) }
}
