/** The catalogue of the home screen, asked for while the screen's own code is still on its way. */
import type { Answer, Input, Output } from '@tiantou/client'
import { api } from './api.ts'

export type Card = Output<'catalogue.page'>['items'][number]
type Asked = Input<'catalogue.page'>

let held: { readonly asked: string; readonly reply: Promise<Answer<'catalogue.page'>> } | null = null

/** The question the home screen asks first for this address bar. */
export const firstPage = (category: Asked['category'], cursor?: string): Asked => ({
  limit: 40,
  ...(category ? { category } : {}),
  ...(cursor ? { cursor } : {}),
})

export const warmCatalogue = (input: Asked): void => {
  held = { asked: JSON.stringify(input), reply: api('catalogue.page', input) }
}

/** The catalogue; an answer that was asked for ahead is used once. */
export const askCatalogue = (input: Asked): Promise<Answer<'catalogue.page'>> => {
  const ready = held?.asked === JSON.stringify(input) ? held.reply : null
  held = null
  return ready ?? api('catalogue.page', input)
}
