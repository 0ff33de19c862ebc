/**
 * How much lies in the cart, for the badge, and putting things in from anywhere; a guest's wish waits for
 * the sign-in.
 */
import { readonly, ref, watch } from 'vue'
import { words } from '../words.data.ts'
import { api, signedIn } from './api.ts'
import { tabNotes } from './notes.ts'
import { wordsOf } from './refusals.ts'
import { say } from './say.ts'

const pieces = ref(0)
/** Pieces in the cart, as far as known. */
export const inBasket = readonly(pieces)

/** Tells the badge what a screen has just learned. */
export const noteBasket = (lines: readonly { readonly quantity: number }[]): void => {
  pieces.value = lines.reduce((sum, line) => sum + line.quantity, 0)
}

/** Asks how much lies in the cart; silent when it fails, a badge is not worth a message. */
export const countBasket = async (): Promise<void> => {
  if (!signedIn.value) return
  const answer = await api('cart-page.page', {})
  if (answer.ok) noteBasket(answer.value.lines)
}

watch(signedIn, (now) => {
  if (!now) pieces.value = 0
})

/** Puts pieces of one SKU into the cart and says how it went; true when they are in. */
export const putInBasket = async (skuId: string, quantity: number, toCart?: () => void): Promise<boolean> => {
  const answer = await api('cart.add', { skuId, quantity })
  if (answer.ok) {
    pieces.value += quantity
    const action = toCart ? { label: words.product.toCart, run: toCart } : null
    say(words.product.added(answer.value.quantity), action)
  } else if (answer.code !== 'signed_out') say(wordsOf(answer))
  return answer.ok
}

const wishNote = 'tt.wish'

/** A guest wants this in the cart: it is put in once they have signed in. */
export const wish = (skuId: string, quantity: number): void =>
  tabNotes.set(wishNote, JSON.stringify({ skuId, quantity }))

/** Puts in what was wished for before the sign-in, once. */
export const fulfilWish = async (): Promise<void> => {
  const text = tabNotes.get(wishNote)
  tabNotes.set(wishNote, null)
  if (!text) return
  const { skuId, quantity } = JSON.parse(text) as { skuId: string; quantity: number }
  await putInBasket(skuId, quantity)
}
