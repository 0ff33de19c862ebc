/** How much lies in the cart, for the badge, and putting things in from anywhere; guests have a cart too. */
import { readonly, ref, watch } from 'vue'
import { words } from '../words.data.ts'
import { api, guest, signedIn } from './api.ts'
import { tell } from './behaviour.ts'
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
  // A guest who has put nothing in has no name yet, and need not get one for a look.
  if (!signedIn.value && guest() === null) return
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
    tell({ kind: 'add', skuId, pieces: quantity })
    const action = toCart ? { label: words.product.toCart, run: toCart } : null
    say(words.product.added(answer.value.quantity), action)
  } else if (answer.code !== 'signed_out') say(wordsOf(answer))
  return answer.ok
}

/** Brings what was put in before the sign-in into the shopper's own cart. */
export const bringCart = async (): Promise<void> => {
  const name = guest()
  if (name === null) return
  const answer = await api('cart.merge', { guest: name })
  if (!answer.ok) say(words.cart.notBrought)
  else if (answer.value.left > 0) say(words.cart.noRoom(answer.value.left))
}
