/** Calls through ports: drawing into the store of pictures, asking WeChat. */
import { createHash } from 'node:crypto'
import type { EffectHandler } from '@tiantou/platform'
import { draw } from './card.ts'
import type { Social } from './contract.ts'
import type { SocialPorts } from './port.ts'

type Effects = typeof Social.effects
type Handler<N extends keyof Effects> = EffectHandler<Effects[N], Readonly<Record<never, never>>, SocialPorts>

/** Part of every name: another way of drawing draws again. */
const DRAWING = 1
const UPLOADED = /^pic-[0-9a-f]{40}$/
const PLAIN = /^[a-z0-9-]{1,80}$/

/** Where a picture of goods lies in the store: uploaded ones in widths, others under their name. */
const fileOf = (image: string): string | undefined => {
  if (UPLOADED.test(image)) return `${image}-960.webp`
  return PLAIN.test(image) ? `${image}.webp` : undefined
}

/** Cards at work: drawing takes a core for a tenth of a second. */
const MOST = 2
let atWork = 0
const waiting: (() => void)[] = []

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (atWork >= MOST) await new Promise<void>((resolve) => waiting.push(resolve))
  atWork += 1
  try {
    return await work()
  } finally {
    atWork -= 1
    waiting.shift()?.()
  }
}

export const drawCard: Handler<'drawCard'> = async (card, { ports }) => {
  const { shown, origin } = ports
  const file = fileOf(card.image)
  const picture = file === undefined ? null : await shown.get(file)
  const hash = createHash('sha256').update(JSON.stringify([DRAWING, origin, card, picture !== null]))
  const name = `card-${hash.digest('hex').slice(0, 40)}`
  if (!(await shown.has(`${name}.webp`))) {
    await inTurn(async () =>
      shown.put(`${name}.webp`, await draw({ ...card, url: `${origin}${card.path}` }, picture)),
    )
  }
  return { name }
}

export const signPage: Handler<'signPage'> = async ({ path }, { ports }) => {
  if (ports.pages === undefined) return { word: 'absent' }
  // What stands behind # never reaches WeChat.
  const answer = await ports.pages.signPage(`${ports.origin}${path.replace(/#.*$/s, '')}`)
  return answer.kind === 'ok' ? { word: 'ok', signature: { ...answer.value } } : { word: 'away' }
}
