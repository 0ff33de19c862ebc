/**
 * Many changes in one call and one commit: prices, on sale, off sale. One that cannot be done leaves nothing
 * and holds up none of the others; each is answered by itself.
 */
import type { InputOf, OutputOf } from '@tiantou/kernel'
import type { CommandContext, CommandHandler } from '@tiantou/platform'
import { announce } from '../announce.ts'
import { nextChange } from '../changes.ts'
import type { Products } from '../contract.ts'
import { hasSanePrice } from '../rules.ts'
import { moveProduct } from '../sale.ts'
import { countUp, productOf, skusOf, updatePrice } from '../store.ts'
import type { ProductTables } from '../tables.ts'

type Op = typeof Products.commands.changeMany
type Item = InputOf<Op>['items'][number]
type PriceItem = Extract<Item, { change: 'price' }>
type Answer = OutputOf<Op>['items'][number]
type Context = CommandContext<Op, ProductTables>
type No = Answer['no']

/** Why a price cannot be set: looked up before anything is written. */
const priceNo = async ({ productId, skuId, priceFen, version }: PriceItem, { tx }: Context): Promise<No> => {
  const product = await productOf(tx, productId)
  if (product === undefined) return 'no_such_product'
  if (version !== undefined && product.version !== version) return 'changed_meanwhile'
  const sku = (await skusOf(tx, productId)).find((one) => one.id === skuId)
  if (sku === undefined) return 'no_such_sku'
  return hasSanePrice({ ...sku, price_fen: priceFen }) ? null : 'price_out_of_bounds'
}

const setPrice = async (item: PriceItem, context: Context): Promise<No> => {
  const no = await priceNo(item, context)
  if (no !== null) return no
  const { tx } = context
  // Asks for the version once more: on MariaDB somebody may have been quicker than the look.
  if (!(await updatePrice(tx, item, item.priceFen))) return 'changed_meanwhile'
  await countUp(tx, item.productId)
  return null
}

const setSale = ({ productId, change }: Exclude<Item, PriceItem>, context: Context): Promise<No> =>
  moveProduct(context, productId, change === 'on_sale' ? 'putOnSale' : 'takeOffSale')

/** Does what can be done; says of each item the new version, or why not. */
export const changeMany: CommandHandler<Op, ProductTables> = async ({ items }, context) => {
  const no = await nextChange(context.tx)
  const answers: Answer[] = []
  for (const item of items) {
    const { productId } = item
    const why = await (item.change === 'price' ? setPrice(item, context) : setSale(item, context))
    const [kept] = why === null ? await announce(context, [productId], no) : []
    answers.push({ productId, version: kept?.product.version ?? null, no: why })
  }
  return { done: answers.filter((answer) => answer.no === null).length, items: answers }
}
