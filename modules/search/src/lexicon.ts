/** The lexicon read: what a name means, and to what wider kinds it belongs. Pure. */
import { LEXICON } from './lexicon.data.ts'

/** A name of something that is grown, and what it stands for. */
export interface Entry {
  /** The name under which all names of the same thing are found: 西红柿 → 番茄, 富士 → 红富士. */
  readonly canonical: string
  /** The kind it is: 红富士 → 苹果. */
  readonly kind: string
  /** Wider kinds and words for its category: 圣女果 → 番茄, 蔬菜, 青菜 … */
  readonly wider: readonly string[]
}

export interface Lexicon {
  /** What a name stands for; some stand for more than one thing (小米 is also half of 小米椒, but not alone). */
  entryOf(name: string): Entry | undefined
  /** Every name of one canonical name, itself first. */
  namesOf(canonical: string): readonly string[]
  /** Every name there is, and every word for a category. */
  readonly names: ReadonlySet<string>
  /** 水果 → fruit */
  categoryOf(word: string): string | undefined
  /** fruit → 水果, 鲜果 … */
  wordsOf(category: string): readonly string[]
  /** Length of the longest name in characters. */
  readonly longest: number
}

interface Building {
  readonly entries: Map<string, Entry>
  readonly names: Map<string, string[]>
  readonly categories: Map<string, string>
  readonly words: Map<string, string[]>
}

const split = (text: string, by: string): string[] =>
  text
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** `红富士=富士 烟富` next to others: a name with `=` takes the bare words behind it only within its group. */
const addNames = (built: Building, names: readonly string[], kind: string, wider: readonly string[]) => {
  const [canonical = ''] = names
  for (const name of names) {
    if (!built.entries.has(name)) built.entries.set(name, { canonical, kind, wider })
  }
  built.names.set(canonical, [...new Set([...(built.names.get(canonical) ?? []), ...names])])
}

const addKind = (built: Building, line: string, categoryWords: readonly string[]) => {
  const [head = '', tail = ''] = line.split(':')
  const [called = '', parent = ''] = head.split('<')
  const [kind = '', others = ''] = called.split('=')
  const wider = [...split(parent, ' '), ...categoryWords]
  addNames(built, [kind.trim(), ...split(others, ' ')], kind.trim(), wider)
  for (const group of split(tail, ' ')) addNames(built, split(group, '='), kind.trim(), wider)
}

/** Reads the lines of a lexicon. */
export const readLexicon = (text: string): Lexicon => {
  const built: Building = { entries: new Map(), names: new Map(), categories: new Map(), words: new Map() }
  let words: string[] = []
  for (const line of split(text, '\n')) {
    if (line.startsWith('#')) {
      const [category = '', ...called] = split(line.slice(1), ' ')
      words = called
      built.words.set(category, called)
      for (const word of called) built.categories.set(word, category)
    } else addKind(built, line, words)
  }
  const names = new Set([...built.entries.keys(), ...built.categories.keys()])
  return {
    entryOf: (name) => built.entries.get(name),
    namesOf: (canonical) => built.names.get(canonical) ?? [canonical],
    names,
    categoryOf: (word) => built.categories.get(word),
    wordsOf: (category) => built.words.get(category) ?? [],
    longest: Math.max(...[...names].map((name) => name.length)),
  }
}

/** The lexicon of this module. */
export const lexicon: Lexicon = readLexicon(LEXICON)
