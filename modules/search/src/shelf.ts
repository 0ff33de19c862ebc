/**
 * One file of an index: SQLite with FTS5, made by one process for itself. What it answers can always be made
 * again, so it is written without waiting for the disk.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type FactRow, Facts } from './facts.ts'
import { LONGEST_PREFIX, prefixesOf, weightOf } from './rules.ts'
import { SCHEMA, SCHEMA_VERSION } from './shelf-schema.ts'
import type { Spoken, Terms } from './terms.ts'
import { type Sound, TOKENIZER_VERSION } from './tokenizer.ts'
import { Vocabulary } from './vocabulary.ts'

/** What is kept of one product. */
export interface Doc {
  readonly row: Omit<FactRow, 'id'>
  readonly card: object
  readonly terms: Terms
}

export interface Meta {
  readonly schema: number
  readonly tokenizer: string
  /** The number of the rebuild that it follows. */
  readonly generation: number
  /** Whether it was ever filled to the end. */
  readonly filled: boolean
  /** Where the feed stands. */
  readonly cursor: string
}

const FIRST: Meta = {
  schema: SCHEMA_VERSION,
  tokenizer: TOKENIZER_VERSION,
  generation: 0,
  filled: false,
  cursor: '',
}

/** How many products bear a phrase, and how it sounds. */
interface Counted extends Sound {
  readonly count: number
}

const SILENT: Sound = { pinyin: '', initials: '' }

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** One alternative of a match: a token or phrase in a column. */
export const inColumn = (column: string, text: string): string => `${column}:${quoted(text)}`

export class Shelf {
  facts = new Facts()
  vocabulary = new Vocabulary()
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #counts = new Map<string, Counted>()
  /** Counts that moved since they were last written. */
  readonly #moved = new Map<string, { readonly phrase: Spoken; readonly by: number }>()
  #meta: Meta = FIRST
  #looked = 0

  /** Throws where the file cannot be read. */
  constructor(path: string) {
    this.#db = new DatabaseSync(path)
    try {
      this.#db.exec(SCHEMA)
      this.#load()
    } catch (error) {
      this.#db.close()
      throw error
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  /**
   * A statement that writes. Node tells the last row id after each of them, and after one that wrote to the
   * full text that is a number of its own beyond 2^53: as a JavaScript number it would throw.
   */
  #writing(sql: string): StatementSync {
    const statement = this.#prepare(sql)
    statement.setReadBigInts(true)
    return statement
  }

  #load(): void {
    this.facts = new Facts()
    this.vocabulary = new Vocabulary()
    this.#counts.clear()
    this.#moved.clear()
    const kept = this.#prepare("SELECT value FROM search_meta WHERE name = 'meta'").get()
    if (kept === undefined) this.#keepMeta()
    else this.#meta = JSON.parse(String(kept['value'])) as Meta
    if (this.#meta.schema !== SCHEMA_VERSION) throw new Error('This file is of another version.')
    const facts = this.#prepare(
      `SELECT id, product_id, sku_ids, created_at, price_fen, season_mask, stock_mask, category, province,
       variety, storage_class, kind, names FROM search_doc`,
    )
    for (const row of facts.iterate()) this.facts.put(row as unknown as FactRow)
    for (const row of this.#prepare('SELECT word, pinyin, initials FROM search_vocabulary').iterate())
      this.vocabulary.add(String(row['word']), String(row['pinyin']), String(row['initials']))
    for (const row of this.#prepare('SELECT text, count, pinyin, initials FROM search_phrase').iterate()) {
      const { count, pinyin, initials } = row
      const counted = { count: Number(count), pinyin: String(pinyin), initials: String(initials) }
      this.#counts.set(String(row['text']), counted)
    }
  }

  get meta(): Meta {
    return this.#meta
  }

  #keepMeta(): void {
    this.#writing("INSERT OR REPLACE INTO search_meta (name, value) VALUES ('meta', ?)").run(
      JSON.stringify(this.#meta),
    )
  }

  /** Runs writes as one: all are kept, or none, and then what is in memory is read again. */
  write(
    change: Partial<Pick<Meta, 'generation' | 'filled' | 'cursor'>>,
    writes: () => void = () => {},
  ): void {
    this.#db.exec('BEGIN')
    try {
      writes()
      this.#keepCounts()
      this.#meta = { ...this.#meta, ...change }
      this.#keepMeta()
      this.#db.exec('COMMIT')
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      this.#load()
      throw error
    }
  }

  /** Puts a product in, or in the place of what was known of it. Inside `write`. */
  put({ row, card, terms }: Doc): void {
    this.drop(row.product_id)
    const facts = [row.created_at, row.price_fen, row.season_mask, row.stock_mask]
    const said = [row.category, row.province, row.variety, row.storage_class, row.kind, row.names]
    const phrases = JSON.stringify(terms.phrases.map((phrase) => phrase.text))
    const { lastInsertRowid } = this.#writing(
      `INSERT INTO search_doc (product_id, sku_ids, created_at, price_fen, season_mask, stock_mask, category,
       province, variety, storage_class, kind, names, card, phrases)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(row.product_id, row.sku_ids, ...facts, ...said, JSON.stringify(card), phrases)
    const id = Number(lastInsertRowid)
    this.#writing(
      `INSERT INTO search_text (rowid, words, canonical, pinyin, initials, syllables)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ).run(id, terms.words, terms.canonical, terms.pinyin, terms.initials, terms.syllables)
    this.facts.put({ ...row, id })
    for (const word of terms.vocabulary) this.#learn(word)
    for (const phrase of terms.phrases) this.#countPhrase(phrase, 1)
  }

  /** Takes a product out; nothing happens where it is not in. Inside `write`. */
  drop(productId: string): void {
    const id = this.facts.rowOf(productId)
    if (id === undefined) return
    const row = this.#prepare('SELECT phrases FROM search_doc WHERE id = ?').get(id)
    this.#writing('DELETE FROM search_doc WHERE id = ?').run(id)
    this.#writing('DELETE FROM search_text WHERE rowid = ?').run(id)
    this.facts.drop(id)
    for (const phrase of JSON.parse(String(row?.['phrases'] ?? '[]')) as string[])
      this.#countPhrase({ text: phrase, ...(this.#counts.get(phrase) ?? SILENT) }, -1)
  }

  /** Notes of SKUs whether something is left of them. */
  setStock(items: readonly { readonly skuId: string; readonly inStock: boolean }[]): void {
    const changed = new Map<number, number>()
    for (const { skuId, inStock } of items) {
      const place = this.facts.placeOfSku(skuId)
      if (place === undefined) continue
      const mask = changed.get(place.row) ?? this.facts.rows[place.row]?.stockMask ?? 0
      changed.set(place.row, inStock ? mask | place.bit : mask & ~place.bit)
    }
    const moved = [...changed].filter(([row, mask]) => this.facts.rows[row]?.stockMask !== mask)
    if (moved.length === 0) return
    const update = this.#writing('UPDATE search_doc SET stock_mask = ? WHERE id = ?')
    this.write({}, () => {
      for (const [row, mask] of moved) {
        update.run(mask, row)
        const fact = this.facts.rows[row]
        if (fact !== undefined) fact.stockMask = mask
      }
    })
  }

  /** The next SKUs whose stock is to be looked at again; it goes round and round. */
  nextSkus(most: number): string[] {
    const skuIds: string[] = []
    const { rows } = this.facts
    for (let steps = 0; steps < rows.length && skuIds.length < most; steps += 1) {
      this.#looked = (this.#looked + 1) % rows.length
      skuIds.push(...(rows[this.#looked]?.skuIds ?? []))
    }
    return skuIds.slice(0, most)
  }

  #learn({ text, pinyin, initials }: Spoken): void {
    if (this.vocabulary.has(text)) return
    this.vocabulary.add(text, pinyin, initials)
    const insert = 'INSERT OR IGNORE INTO search_vocabulary (word, pinyin, initials) VALUES (?, ?, ?)'
    this.#writing(insert).run(text, pinyin, initials)
  }

  #countPhrase(phrase: Spoken, by: number): void {
    const moved = this.#moved.get(phrase.text)
    this.#moved.set(phrase.text, { phrase, by: (moved?.by ?? 0) + by })
  }

  /** Writes the counts that moved, and the beginnings of phrases whose weight did. */
  #keepCounts(): void {
    const keep = this.#writing(
      'INSERT OR REPLACE INTO search_phrase (text, count, pinyin, initials) VALUES (?, ?, ?, ?)',
    )
    const remove = this.#writing('DELETE FROM search_prefix WHERE prefix = ? AND weight = ? AND text = ?')
    const insert = this.#writing(
      'INSERT OR IGNORE INTO search_prefix (prefix, weight, text) VALUES (?, ?, ?)',
    )
    for (const [text, { phrase, by }] of this.#moved) {
      const { pinyin, initials } = phrase
      const before = this.#counts.get(text)?.count ?? 0
      const count = before + by
      this.#counts.set(text, { count, pinyin, initials })
      keep.run(text, count, pinyin, initials)
      const [was, is] = [weightOf(before), weightOf(count)]
      if (was === is) continue
      for (const prefix of new Set([text, pinyin, initials].flatMap(prefixesOf))) {
        if (was > 0) remove.run(prefix, was, text)
        if (is > 0) insert.run(prefix, is, text)
      }
    }
    this.#moved.clear()
  }

  /** Rows that an FTS5 expression matches. One text out of SQLite is read faster than a row each. */
  match(expression: string): number[] {
    const row = this.#prepare(
      'SELECT group_concat(rowid) AS ids FROM search_text WHERE search_text MATCH ?',
    ).get(expression)
    const ids = row?.['ids']
    return typeof ids === 'string' ? (JSON.parse(`[${ids}]`) as number[]) : []
  }

  /** Whether an expression matches anything. */
  matches(expression: string): boolean {
    return (
      this.#prepare('SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT 1').get(expression) !==
      undefined
    )
  }

  /** The cards of some rows, in their order. */
  cards(ids: readonly number[]): unknown[] {
    const statement = this.#prepare('SELECT card FROM search_doc WHERE id = ?')
    return ids.map((id) => JSON.parse(String(statement.get(id)?.['card'])) as unknown)
  }

  /** What one may be about to type, what most products bear first. */
  suggest(prefix: string, limit: number): string[] {
    const rows = this.#prepare(
      'SELECT text FROM search_prefix WHERE prefix = ? ORDER BY weight DESC, text LIMIT ?',
    ).all(prefix.slice(0, LONGEST_PREFIX), limit)
    return rows.map((row) => String(row['text']))
  }

  close(): void {
    this.#db.close()
  }
}
