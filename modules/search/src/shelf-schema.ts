/** The tables of one index file, and how it is opened: what it holds can always be made again. */

/** Counts up when the tables of a file change: files of another version are thrown away. */
export const SCHEMA_VERSION = 2

export const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA temp_store = memory;
  PRAGMA cache_size = -32768;
  PRAGMA mmap_size = 268435456;
  CREATE TABLE IF NOT EXISTS search_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS search_doc (
    id INTEGER PRIMARY KEY, product_id TEXT NOT NULL UNIQUE, sku_ids TEXT NOT NULL,
    created_at INTEGER NOT NULL, price_fen INTEGER NOT NULL, season_mask INTEGER NOT NULL,
    stock_mask INTEGER NOT NULL, category TEXT NOT NULL,
    province TEXT NOT NULL, variety TEXT NOT NULL, storage_class TEXT NOT NULL, kind TEXT NOT NULL,
    names TEXT NOT NULL, card TEXT NOT NULL, phrases TEXT NOT NULL) STRICT;
  CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(
    words, canonical, pinyin, initials, syllables,
    content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");
  CREATE TABLE IF NOT EXISTS search_vocabulary (
    word TEXT PRIMARY KEY, pinyin TEXT NOT NULL, initials TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS search_phrase (
    text TEXT PRIMARY KEY, count INTEGER NOT NULL, pinyin TEXT NOT NULL, initials TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS search_prefix (
    prefix TEXT NOT NULL, weight INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (prefix, weight, text)) STRICT, WITHOUT ROWID;
`
