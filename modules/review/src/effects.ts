/** Asking the checker, outside any transaction: about words at once, about photographs afterwards. */
import type { EffectHandler } from '@tiantou/platform'
import type { Review } from './contract.ts'
import type { CheckWord, ReviewPorts } from './port.ts'
import { gravest } from './rules.ts'
import type { ReviewSettings } from './settings.ts'
import type { CheckedWord } from './shapes.ts'
import { findReview, photosOf } from './store/reviews.ts'
import type { ReviewTables } from './tables.ts'

type Effects = typeof Review.effects
type Handler<N extends keyof Effects> = EffectHandler<Effects[N], ReviewTables, ReviewPorts, ReviewSettings>

const clean: CheckedWord = { verdict: 'pass', labels: [] }
const nobody: CheckedWord = { verdict: 'none', labels: [] }

/** A label is one word without blanks: they are kept beside one another. */
const wordOf = ({ answer, labels }: CheckWord): CheckedWord => ({
  verdict: answer,
  labels: labels
    .map((label) => label.replaceAll(/\s+/g, '_').slice(0, 40))
    .filter(Boolean)
    .slice(0, 10),
})

const ofText = async (text: string, ref: string, { contentCheck }: ReviewPorts): Promise<CheckedWord> => {
  if (text.trim() === '') return clean
  return contentCheck === undefined ? nobody : wordOf(await contentCheck.text({ text, ref }))
}

const ofPhoto = async (name: string, ports: ReviewPorts): Promise<CheckedWord> => {
  if (ports.contentCheck === undefined) return nobody
  const content = await ports.photographs.get(name)
  // Nobody can see what is gone: a person decides about the rest.
  if (content === null) return { verdict: 'review', labels: ['photo_gone'] }
  return wordOf(await ports.contentCheck.picture({ content, ref: name }))
}

/** Before a review has an id there is none to name. */
export const checkText: Handler<'checkText'> = async ({ text }, { ports }) => ofText(text, 'review', ports)

/** A block ends the asking: each call is paid for. */
export const check: Handler<'check'> = async ({ reviewId }, { db, ports }) => {
  const row = await findReview(db, reviewId)
  if (row === undefined) return clean
  const words = [row.text_passed === 1 ? clean : await ofText(row.text, reviewId, ports)]
  for (const { name } of await photosOf(db, [reviewId])) {
    if (words.at(-1)?.verdict === 'block') break
    words.push(await ofPhoto(name, ports))
  }
  return gravest(words)
}
