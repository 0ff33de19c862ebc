/**
 * What is being bought, for the checkout screen: the lines (of the cart, or of `?buy=sku*2`), the
 * addresses, and the server's preview of the order. Choices survive a reload; the order itself is one
 * intention with one key.
 */
import type { Input, Output } from '@tiantou/client'
import { isOpen } from '@tiantou/client'
import { computed, ref } from 'vue'
import { api, intentOf } from './api.ts'
import { useDraft } from './draft.ts'
import { useLoad } from './load.ts'
import { tabNotes } from './notes.ts'
import { locate } from './promise.ts'

export type Address = Output<'user.addresses'>['items'][number]
export type Quote = Output<'checkout-preview.page'>['quote']
type Placing = Input<'checkout.flow'>
type Lines = Placing['lines']
/** What is to happen with a line that is not to be had. */
export type Short = Quote['lines'][number]['ifShort']

const chosenNote = 'tt.chosen-address'
/** An address that was just saved for this order. */
export const chooseAddress = (addressId: string): void => tabNotes.set(chosenNote, addressId)

const linesOf = (buy: unknown): Lines | null => {
  const match = typeof buy === 'string' ? /^(sku_[0-9a-z]{26})\*(\d{1,4})$/.exec(buy) : null
  return match ? [{ skuId: match[1] ?? '', quantity: Number(match[2]) }] : null
}

const goodsOf = (lines: Lines) => lines.map(({ skuId, quantity }) => [skuId, quantity])
/** Whether both are about the same goods, whatever is to happen when they are short. */
const same = (a: Lines, b: Lines): boolean => JSON.stringify(goodsOf(a)) === JSON.stringify(goodsOf(b))

const linesOfCart = async () => {
  const answer = await api('cart-page.page', {})
  if (!answer.ok) return answer
  const chosen = answer.value.lines.filter((line) => line.selected && line.problem === null)
  return { ok: true as const, value: chosen.map(({ skuId, quantity }) => ({ skuId, quantity })) }
}

/** The order as it would be; an address that no map was asked about is looked for first. */
const lookAhead = async (lines: Lines, address: Address | null, slotId: string) => {
  const look = () =>
    api('checkout-preview.page', {
      lines,
      ...(address ? { addressId: address.addressId } : {}),
      ...(slotId ? { slotId } : {}),
    })
  const preview = await look()
  const isNew = preview.ok && preview.value.promise?.isLocated === false
  return isNew && address && (await locate(address.addressId)) ? look() : preview
}

interface Told {
  readonly addressId: string
  readonly note: string
  readonly slotId: string
}

/** What the person has said of the order. */
const told = ({ addressId, note, slotId }: Told) => ({
  addressId,
  note: note.trim(),
  ...(slotId ? { slotId } : {}),
})

interface Choices {
  readonly ifShort: Short
  readonly ifShortOf: Readonly<Record<string, Short>>
}

const withChoices = (lines: Lines, { ifShort, ifShortOf }: Choices): Lines =>
  lines.map((line) => ({ ...line, ifShort: ifShortOf[line.skuId] ?? ifShort }))

export const useCheckout = (buy: unknown) => {
  const { form, drop } = useDraft('checkout', {
    addressId: '',
    note: '',
    slotId: '',
    ifShort: 'refund' as Short,
    ifShortOf: {} as Record<string, Short>,
  })
  const intent = intentOf<Placing>('checkout')
  const fresh = tabNotes.get(chosenNote)
  tabNotes.set(chosenNote, null)
  if (fresh) Object.assign(form, { addressId: fresh, slotId: '' })

  const sending = ref(false)
  /** The last try left open whether the order is placed: only the same key may ask again. */
  const unsure = ref(false)

  /** What was wrong with the slot that was chosen last; it is chosen no more. */
  const slotWhy = ref<Output<'checkout-preview.page'>['slotProblem']>(null)

  const load = useLoad(async () => {
    const direct = linesOf(buy)
    const [asked, addresses] = await Promise.all([
      direct ? { ok: true as const, value: direct } : linesOfCart(),
      api('user.addresses', {}),
    ])
    if (!asked.ok) return asked
    if (!addresses.ok) return addresses
    const open = intent.open()
    // An order that was placed has emptied the cart, also where its answer was lost: it is still what this is
    // about.
    const lines = asked.value.length === 0 && open ? open.lines : asked.value
    unsure.value = open !== null && same(open.lines, lines)
    const { items } = addresses.value
    const address = items.find((one) => one.addressId === form.addressId) ?? items[0] ?? null
    form.addressId = address?.addressId ?? ''
    if (lines.length === 0) return { ok: true as const, value: null }
    const preview = await lookAhead(lines, address, form.slotId)
    if (!preview.ok) return preview
    slotWhy.value = preview.value.slotProblem
    if (slotWhy.value) form.slotId = ''
    return { ok: true as const, value: { ...preview.value, lines, addresses: items, address } }
  })

  const ready = computed(() => load.value.value ?? null)

  /** Places the order at this total, the one the person has seen. */
  const place = async (expectedTotalFen: number) => {
    const lines = withChoices(ready.value?.lines ?? [], form)
    const open = intent.open()
    // What was sent and never answered is asked for again exactly as it was: it may be an order already.
    const input = open && same(open.lines, lines) ? open : { lines, expectedTotalFen, ...told(form) }
    sending.value = true
    const answer = await api('checkout.flow', input, { key: intent.keyFor(input) })
    sending.value = false
    unsure.value = isOpen(answer)
    if (!unsure.value) intent.settle()
    if (answer.ok) drop()
    return answer
  }

  return { form, slotWhy, load, ready, sending, unsure, place }
}
