/**
 * What a text that is searched may mean, from the most likely to the least: as it stands, as it sounds, as
 * one phrase of syllables, nearly spelt, and any part of it. The first that matches something is what is
 * searched.
 */
import { type Entry, lexicon } from './lexicon.ts'
import { inColumn } from './shelf.ts'
import { respell, type Piece } from './spelling.ts'
import { isHan, isLatin, normalise, runsOf, takeWeights, weightToken } from './text.ts'
import { isEmptyWord, placesIn, type Tokenizer } from './tokenizer.ts'
import type { Vocabulary } from './vocabulary.ts'

/** How the text was taken. */
export type How = 'exact' | 'sound' | 'phrase' | 'near' | 'any'

export interface Plan {
  readonly how: How
  /** One expression for all parts, or one a part where any will do; none where categories say it all. */
  readonly expressions: readonly string[]
  /** 水果 is no word of a title: it means the category. */
  readonly categories: readonly string[]
  readonly kinds: readonly string[]
  readonly names: readonly string[]
  /** What is searched instead of the text; null where it is the text. */
  readonly corrected: string | null
}

interface Part {
  readonly expression: string
  /** What is looked for where any part will do. */
  readonly broad: string
  readonly categories: readonly string[]
  readonly kinds: readonly string[]
  readonly names: readonly string[]
}

const either = (...expressions: string[]): string => `(${expressions.join(' OR ')})`

/** 五常大米 is a name, and also 大米 from 五常: so is every name that ends with another of its kind. */
const apart = (name: string, kind: string): { expression: string; means: string } | undefined => {
  for (let at = 2; at < name.length; at += 1) {
    const means = lexicon.entryOf(name.slice(at))
    if (means?.kind !== kind || lexicon.names.has(name.slice(0, at))) continue
    const start = inColumn('words', name.slice(0, at))
    return { expression: `(${start} AND ${inColumn('canonical', means.canonical)})`, means: means.canonical }
  }
  return undefined
}

/** A name of produce: itself, or what stands under its canonical name. */
const namePart = (word: string, { canonical, kind }: Entry): Part => {
  const names = canonical === kind ? [] : [canonical]
  const parted = apart(word, kind)
  const alike = inColumn('canonical', canonical)
  // 安溪铁观音 is another name of 铁观音, but who says so means the one from 安溪.
  const asWhole = parted?.means === canonical ? [] : [alike]
  return {
    expression: either(
      inColumn('words', word),
      ...asWhole,
      ...(parted === undefined ? [] : [parted.expression]),
    ),
    broad: either(alike, inColumn('canonical', kind)),
    categories: [],
    kinds: [kind],
    names,
  }
}

const plainPart = (expression: string): Part => ({
  expression,
  broad: expression,
  categories: [],
  kinds: [],
  names: [],
})

/** A Chinese word. */
const hanPart = (word: string): Part => {
  const entry = lexicon.entryOf(word)
  if (entry !== undefined) return namePart(word, entry)
  const category = lexicon.categoryOf(word)
  if (category !== undefined) return { ...plainPart(''), categories: [category] }
  const same = [...new Set([word, ...placesIn(word)])].map((one) => inColumn('words', one))
  return plainPart(either(...same))
}

/** Letters: a word as it sounds, its first letters, or a word of a title. */
const latinPart = (letters: string, vocabulary: Vocabulary): Part => {
  const sounding = vocabulary.sounding(letters)
  const meant = [...(sounding === undefined ? [] : [sounding]), ...vocabulary.shortened(letters)]
  const entries = meant.flatMap((word) => lexicon.entryOf(word) ?? [])
  return {
    ...plainPart(either(...['pinyin', 'initials', 'words'].map((column) => inColumn(column, letters)))),
    kinds: entries.map((entry) => entry.kind),
    names: entries.flatMap(({ canonical, kind }) => (canonical === kind ? [] : [canonical])),
  }
}

const partOf = (word: string, vocabulary: Vocabulary): Part =>
  isLatin(word) ? latinPart(word, vocabulary) : hanPart(word)

/** Single characters that name nothing only narrow: 大苹果 is 苹果. */
const telling = (words: readonly string[]): readonly string[] => {
  const said = words.filter((word) => !isEmptyWord(word))
  const told = said.filter((word) => word.length > 1 || !isHan(word) || lexicon.names.has(word))
  return told.length > 0 ? told : said.length > 0 ? said : words
}

/** All expressions as one; none where there is nothing to express. */
const joined = (expressions: readonly string[]): string[] => {
  const said = expressions.filter((expression) => expression !== '')
  return said.length === 0 ? [] : [said.join(' AND ')]
}

const together = (how: How, parts: readonly Part[], corrected: string | null): Plan => ({
  how,
  expressions: joined(parts.map((part) => part.expression)),
  categories: parts.flatMap((part) => part.categories),
  kinds: parts.flatMap((part) => part.kinds),
  names: parts.flatMap((part) => part.names),
  corrected,
})

const written = (pieces: readonly Piece[], grams: readonly number[]): string => {
  const words = pieces.map((piece) => piece.word ?? piece.text)
  const weights = grams.map((one) => ` ${one % 50 === 0 ? `${one / 500}斤` : `${one}克`}`)
  return `${words.join('')}${weights.join('')}`
}

/** The plans for a text, made one by one as they are needed; none where it says nothing. */
export function* plansOf(text: string, tokenizer: Tokenizer, vocabulary: Vocabulary): Generator<Plan> {
  const { rest, grams } = takeWeights(normalise(text))
  const weights = grams.map((one) => plainPart(inColumn('words', weightToken(one))))
  const runs = runsOf(rest)
  const words = telling(runs.flatMap((run) => (isHan(run) ? tokenizer.cut(run) : [run])))
  const parts = [...words.map((word) => partOf(word, vocabulary)), ...weights]
  if (parts.length === 0) return
  yield together('exact', parts, null)
  const respelt = (pieces: readonly Piece[]): Part[] => [
    ...telling(pieces.map((piece) => piece.word ?? piece.text)).map((word) => partOf(word, vocabulary)),
    ...weights,
  ]
  const bySound = respell(runs, tokenizer, vocabulary, false)
  if (bySound.some((piece) => piece.word !== undefined) || bySound.length !== words.length) {
    const changed = bySound.some((piece) => piece.word !== undefined && isHan(piece.text))
    yield together('sound', respelt(bySound), changed ? written(bySound, grams) : null)
  }
  const syllables = runs.flatMap((run) => [...tokenizer.syllables(run)])
  if (syllables.length > 1) {
    const expression = inColumn('syllables', syllables.join(' '))
    yield together('phrase', [plainPart(expression), ...weights], null)
  }
  const nearly = respell(runs, tokenizer, vocabulary, true)
  if (nearly.some((piece) => piece.near)) yield together('near', respelt(nearly), written(nearly, grams))
  yield {
    ...together('any', parts, null),
    expressions: parts.map((part) => part.broad).filter((expression) => expression !== ''),
  }
}
