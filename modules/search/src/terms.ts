/**
 * What an index keeps of a product: the five columns of tokens, its kind, and the phrases that are suggested.
 * The same names mean the same in queries (query.ts). Pure but for the tokenizer that is handed in.
 */
import { type Entry, lexicon } from './lexicon.ts'
import { isHan, normalise, takeWeights, weightToken } from './text.ts'
import { type Described, isEmptyWord, placesIn, type Sound, type Tokenizer } from './tokenizer.ts'

export interface Terms {
  readonly words: string
  readonly canonical: string
  readonly pinyin: string
  readonly initials: string
  readonly syllables: string
  /** 苹果; empty where the lexicon does not know it. */
  readonly kind: string
  /** Canonical names that are said of it: 红富士. */
  readonly names: readonly string[]
  /** Words that a typing error may be corrected to. */
  readonly vocabulary: readonly Spoken[]
  /** What may be suggested: 苹果, 红富士, 烟台苹果. */
  readonly phrases: readonly Spoken[]
}

/** A word with how it sounds. */
export interface Spoken extends Sound {
  readonly text: string
}

/** Names of the same kind inside a name: 赣南脐橙 is also 脐橙. */
const namesInside = (name: string, kind: string): string[] => {
  const found: string[] = []
  for (let start = 0; start < name.length; start += 1) {
    for (let end = start + 1; end <= name.length; end += 1) {
      if (end - start === name.length || end - start > lexicon.longest) continue
      const inside = name.slice(start, end)
      if (lexicon.entryOf(inside)?.kind === kind) found.push(inside)
    }
  }
  return found
}

/** A canonical name, and those inside it: 赣南脐橙, 脐橙. */
const namesOf = (name: string, { canonical, kind }: Entry): string[] => [
  canonical,
  ...namesInside(name, kind).map((inside) => lexicon.entryOf(inside)?.canonical ?? inside),
]

interface Cut {
  /** All words there are to find it by. */
  readonly words: ReadonlySet<string>
  /** Words of title and variety, where its kind is looked for. */
  readonly title: readonly string[]
  readonly places: readonly string[]
}

/** A name that the lexicon does not know may end with one that it does: 阳山湖景蜜桃 → 蜜桃. */
const withKnownEnd = (word: string): string[] => {
  if (lexicon.names.has(word)) return [word]
  for (let start = 1; start < word.length - 1; start += 1) {
    const end = word.slice(start)
    if (lexicon.names.has(end)) return [word, end]
  }
  return [word]
}

const cutDescription = (tokenizer: Tokenizer, said: Described): Cut => {
  const cut = (text: string) =>
    tokenizer
      .cut(text)
      .filter((word) => !isEmptyWord(word))
      .flatMap(withKnownEnd)
  const weighed = [said.title, said.subtitle, ...said.specs].map((text) => takeWeights(normalise(text)))
  const [title = [], subtitle = [], ...specs] = weighed.map(({ rest }) => cut(rest))
  const variety = lexicon.names.has(normalise(said.variety))
    ? [normalise(said.variety)]
    : cut(normalise(said.variety))
  const places = [said.originProvince, said.originCounty].flatMap((text) => placesIn(normalise(text)))
  const grams = weighed.flatMap((one) => one.grams).map(weightToken)
  const grower = cut(normalise(said.grower))
  return {
    words: new Set([...title, ...variety, ...places, ...subtitle, ...specs.flat(), ...grams, ...grower]),
    title: [...variety, ...title.toReversed()],
    places,
  }
}

/** The kind of a product: what its variety is, else the last name in its title. */
const kindOf = (words: readonly string[]): string =>
  words.map((word) => lexicon.entryOf(word)?.kind).find((kind) => kind !== undefined) ?? ''

/** The tokens of one product. Weights of its packs are given in grams. */
export const termsOf = (tokenizer: Tokenizer, said: Described, packs_g: readonly number[]): Terms => {
  const { words, title, places } = cutDescription(tokenizer, said)
  const kind = kindOf(title)
  // Names of other kinds are comparisons, as in "sweet like a pear": found by the word, not as a kind.
  const entries = title.flatMap((word) => {
    const entry = lexicon.entryOf(word)
    return entry?.kind === kind ? [[word, entry] as const] : []
  })
  const names = [...new Set(entries.flatMap(([word, entry]) => namesOf(word, entry)))]
  const canonical = new Set([
    ...names,
    ...entries.flatMap(([, entry]) => [entry.kind, ...entry.wider]),
    ...lexicon.wordsOf(said.category),
  ])
  const phrases = [...new Set([kind, ...names, ...places.map((place) => `${place}${kind}`)])]
  const shown = phrases.filter((phrase) => phrase.length > 1 && kind !== '')
  const alike = new Set([...canonical].flatMap((name) => lexicon.namesOf(name)))
  const withSound = (text: string): Spoken => ({ text, ...tokenizer.sound(text) })
  const spoken = [...words, ...alike].filter(isHan)
  return {
    words: [...words, ...packs_g.map(weightToken)].join(' '),
    canonical: [...canonical].join(' '),
    pinyin: [...new Set(spoken.map((word) => tokenizer.sound(word).pinyin))].join(' '),
    initials: [...new Set([...alike, ...shown, ...places].map((one) => tokenizer.sound(one).initials))]
      .filter((one) => one.length > 1)
      .join(' '),
    syllables: [said.title, said.variety, said.originProvince, said.originCounty]
      .map((text) =>
        tokenizer
          .cut(normalise(text))
          .flatMap((word) => [...tokenizer.syllables(word)])
          .join(' '),
      )
      .join(' · '),
    kind,
    names,
    vocabulary: [...new Set([...words, ...alike])]
      .filter((word) => isHan(word) && word.length > 1)
      .map(withSound),
    phrases: shown.map(withSound),
  }
}
