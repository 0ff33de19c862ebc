/**
 * What filters, facets and orders look at, of every product of one index file, in memory: some 50,000 rows
 * are walked in a millisecond, which no join with a full-text table is. Words are numbers here.
 */

/** One product as filters see it. */
export interface Fact {
  readonly productId: string
  readonly skuIds: readonly string[]
  readonly createdAt: number
  readonly priceFen: number
  readonly seasonMask: number
  /** Bit 0 is the first SKU: set where something of it is left. */
  stockMask: number
  readonly category: number
  readonly province: number
  readonly variety: number
  readonly storageClass: number
  readonly kind: number
  readonly names: readonly number[]
}

/** The same with its words, as a file keeps it. */
export interface FactRow {
  readonly id: number
  readonly product_id: string
  readonly sku_ids: string
  readonly created_at: number
  readonly price_fen: number
  readonly season_mask: number
  readonly stock_mask: number
  readonly category: string
  readonly province: string
  readonly variety: string
  readonly storage_class: string
  readonly kind: string
  readonly names: string
}

/** Words as numbers, from 0. */
export class Words {
  readonly texts: string[] = []
  readonly #numbers = new Map<string, number>()

  /** The number of a word, a new one if need be. */
  add(text: string): number {
    let number = this.#numbers.get(text)
    if (number === undefined) {
      number = this.texts.length
      this.texts.push(text)
      this.#numbers.set(text, number)
    }
    return number
  }

  /** The number of a word that is there; -1 of others. */
  of(text: string): number {
    return this.#numbers.get(text) ?? -1
  }
}

/** All facts of one file, by row. */
export class Facts {
  readonly words = new Words()
  /** By row id; a row that is gone is undefined. */
  readonly rows: (Fact | undefined)[] = []
  readonly #byProduct = new Map<string, number>()
  /** SKU → its product's row and its own bit. */
  readonly #bySku = new Map<string, { readonly row: number; readonly bit: number }>()

  get size(): number {
    return this.#byProduct.size
  }

  rowOf(productId: string): number | undefined {
    return this.#byProduct.get(productId)
  }

  placeOfSku(skuId: string): { readonly row: number; readonly bit: number } | undefined {
    return this.#bySku.get(skuId)
  }

  put(row: FactRow): void {
    const { words } = this
    const skuIds = row.sku_ids.split(' ')
    this.rows[row.id] = {
      productId: row.product_id,
      skuIds,
      createdAt: row.created_at,
      priceFen: row.price_fen,
      seasonMask: row.season_mask,
      stockMask: row.stock_mask,
      category: words.add(row.category),
      province: words.add(row.province),
      variety: words.add(row.variety),
      storageClass: words.add(row.storage_class),
      kind: words.add(row.kind),
      names: row.names.split(' ').map((name) => words.add(name)),
    }
    this.#byProduct.set(row.product_id, row.id)
    for (const [i, skuId] of skuIds.entries()) this.#bySku.set(skuId, { row: row.id, bit: 1 << i })
  }

  drop(id: number): void {
    const fact = this.rows[id]
    if (fact === undefined) return
    this.rows[id] = undefined
    this.#byProduct.delete(fact.productId)
    for (const skuId of fact.skuIds) this.#bySku.delete(skuId)
  }
}
