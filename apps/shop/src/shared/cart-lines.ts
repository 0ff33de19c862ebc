/**
 * The cart while it is being changed: what is wanted shows at once, is saved line by line in order, and
 * falls back to what the server last said when it could not be saved. Totals are always the server's.
 */
import type { Output } from '@tiantou/client'
import { computed, onScopeDispose, shallowReactive } from 'vue'
import { words } from '../words.data.ts'
import { api } from './api.ts'
import { noteBasket } from './basket.ts'
import { useLoad } from './load.ts'
import { wordsOf } from './refusals.ts'
import { say } from './say.ts'

export type CartLine = Output<'cart-page.page'>['lines'][number]

/** What is wanted of a line; null to take it out. */
type Wish = { readonly quantity: number; readonly selected: boolean } | null

/** A person who taps + five times means one change. */
const pause_ms = 280

const save = (skuId: string, wanted: Wish) =>
  wanted ? api('cart.put', { skuId, ...wanted }) : api('cart.remove', { skuId })

export const useCart = () => {
  const load = useLoad(async () => {
    const answer = await api('cart-page.page', {})
    if (answer.ok) noteBasket(answer.value.lines)
    return answer
  })
  const wishes = shallowReactive(new Map<string, Wish>())
  const running = new Set<string>()
  let gone = false
  onScopeDispose(() => {
    gone = true
  })

  const lines = computed(() =>
    (load.value.value?.lines ?? []).flatMap((line) => {
      const wanted = wishes.get(line.skuId)
      if (wanted === null) return []
      return wanted ? [{ ...line, ...wanted, amountFen: line.pieceFen * wanted.quantity }] : [line]
    }),
  )
  const saving = computed(() => wishes.size > 0)

  /** Saves one line until what was saved is what is wanted; true when the server has it. */
  const settle = async (skuId: string): Promise<boolean> => {
    for (;;) {
      const wanted = wishes.get(skuId) ?? null
      if (!gone) await new Promise((done) => setTimeout(done, pause_ms))
      if (wishes.get(skuId) !== wanted) continue
      const answer = await save(skuId, wanted)
      if (wishes.get(skuId) !== wanted) continue
      if (!answer.ok && answer.code !== 'signed_out') say(`${words.cart.notSaved}：${wordsOf(answer)}`)
      return answer.ok
    }
  }

  /**
   * The server has taken the wish: what is known of the line follows, also where the totals cannot be had
   * now.
   */
  const keep = (skuId: string, wanted: Wish) => {
    const known = load.value.value
    if (!known) return
    const kept = known.lines.flatMap((line) => {
      if (line.skuId !== skuId) return [line]
      return wanted ? [{ ...line, ...wanted }] : []
    })
    load.value.value = { ...known, lines: kept }
  }

  const push = async (skuId: string) => {
    if (running.has(skuId)) return
    running.add(skuId)
    if (await settle(skuId)) keep(skuId, wishes.get(skuId) ?? null)
    running.delete(skuId)
    if (running.size > 0) return
    const asked = [...wishes]
    await load.reload()
    for (const [name, wanted] of asked) {
      if (!running.has(name) && wishes.get(name) === wanted) wishes.delete(name)
    }
  }

  const want = (skuId: string, wanted: Wish) => {
    wishes.set(skuId, wanted)
    void push(skuId)
  }

  /** Takes a line out, with a way to have it back. */
  const remove = (line: CartLine) => {
    const { skuId, quantity, selected } = line
    want(skuId, null)
    say(words.cart.removed, {
      label: words.common.undo,
      run: () => {
        if (load.value.value?.lines.every((one) => one.skuId !== skuId)) {
          load.value.value = { ...load.value.value, lines: [line, ...load.value.value.lines] }
        }
        want(skuId, { quantity, selected })
      },
    })
  }

  return {
    load,
    lines,
    saving,
    remove,
    setQuantity: (line: CartLine, quantity: number) =>
      want(line.skuId, { quantity, selected: line.selected }),
    select: (some: readonly CartLine[], selected: boolean) => {
      for (const { skuId, quantity, selected: is } of some)
        if (is !== selected) want(skuId, { quantity, selected })
    },
  }
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
