/** What the sandbox objects to in reviews, so that a person can see what then happens. */
import type { Hit } from '@tiantou/tencent-check/twin'

export const OBJECTIONABLE: readonly (readonly [word: string, hit: Hit])[] = [
  ['赌博', { suggestion: 'Block', label: 'Illegal' }],
  ['代开发票', { suggestion: 'Block', label: 'Illegal' }],
  ['傻逼', { suggestion: 'Block', label: 'Abuse' }],
  ['加微信', { suggestion: 'Review', label: 'Ad' }],
  ['刷单', { suggestion: 'Review', label: 'Ad' }],
]
