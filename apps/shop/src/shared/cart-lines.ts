/**
 * The cart while it is being changed: what is wanted shows at once, is saved line by line in order, and
 * falls back to what the server last said when it could not be saved. Totals are always the server's.
 */
import type { Output } from '@tiantou/client'
import { computed } from 'vue'
import { words } from '../words.data.ts'
import { api } from './api.ts'
import { noteBasket } from './basket.ts'
import { useLoad } from './load.ts'
import { wordsOf } from './refusals.ts'
import { createSaver } from './saver.ts'
import { say } from './say.ts'

export type CartLine = Output<'cart-page.page'>['lines'][number]

/** Takes a line out of the cart. */
const gone = { remove: true } as const
type Wish = typeof gone | { readonly quantity: number; readonly selected: boolean }

const applied = (line: CartLine, wanted: Wish | undefined): CartLine[] => {
  if (!wanted) return [line]
  return 'remove' in wanted ? [] : [{ ...line, ...wanted, amountFen: line.pieceFen * wanted.quantity }]
}

export const useCart = () => {
  const load = useLoad(async () => {
    const answer = await api('cart-page.page', {})
    if (answer.ok) noteBasket(answer.value.lines)
    return answer
  })
  const known = computed(() => load.value.value?.lines ?? [])
  const setKnown = (lines: CartLine[]) => {
    if (load.value.value) load.value.value = { ...load.value.value, lines }
  }

  const { wishes, want } = createSaver<Wish>({
    save: (skuId, wanted) =>
      'remove' in wanted ? api('cart.remove', { skuId }) : api('cart.put', { skuId, ...wanted }),
    // Also where the totals cannot be had now, the lines are what the server has taken.
    kept: (skuId, wanted) =>
      setKnown(known.value.flatMap((line) => applied(line, line.skuId === skuId ? wanted : undefined))),
    refused: (no) => {
      if (no.code !== 'signed_out') say(`${words.cart.notSaved}：${wordsOf(no)}`)
    },
    settled: load.reload,
  })

  const lines = computed(() => known.value.flatMap((line) => applied(line, wishes.get(line.skuId))))
  const saving = computed(() => wishes.size > 0)

  /** Takes a line out, with a way to have it back. */
  const remove = (line: CartLine) => {
    const { skuId, quantity, selected } = line
    want(skuId, gone)
    const undo = () => {
      if (known.value.every((one) => one.skuId !== skuId)) setKnown([line, ...known.value])
      want(skuId, { quantity, selected })
    }
    say(words.cart.removed, { label: words.common.undo, run: undo })
  }

  const setQuantity = (line: CartLine, quantity: number) =>
    want(line.skuId, { quantity, selected: line.selected })
  const select = (some: readonly CartLine[], selected: boolean) => {
    for (const { skuId, quantity, selected: is } of some)
      if (is !== selected) want(skuId, { quantity, selected })
  }
  return { load, lines, saving, remove, setQuantity, select }
}

/** Lines as they travel: one group for each storage class that has any, in a fixed order. */
export const byStorage = <L extends { readonly storageClass: CartLine['storageClass'] }>(
  lines: readonly L[],
) =>
  (['ambient', 'chilled', 'frozen'] as const)
    .map((storageClass) => ({
      storageClass,
      lines: lines.filter((line) => line.storageClass === storageClass),
    }))
    .filter((group) => group.lines.length > 0)
