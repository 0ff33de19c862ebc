/**
 * How produce is cut into words. The two packages that know Chinese are large (a dictionary of 5 MB that
 * takes a third of a second), so they are loaded when words are first cut, never at the start.
 */
import { LEXICON_VERSION } from './lexicon.data.ts'
import { lexicon } from './lexicon.ts'
import { isHan, runsOf } from './text.ts'
import { EMPTY_WORDS, PLACE_ENDS } from './words.data.ts'

/** Counts up when the same text would be cut otherwise: an index of another version is made anew. */
const CUT_VERSION = 1
export const TOKENIZER_VERSION = `${CUT_VERSION}.${LEXICON_VERSION}`

/** 红富士: hongfushi, hfs. */
export interface Sound {
  readonly pinyin: string
  readonly initials: string
}

export interface Tokenizer {
  /** The words of a text that is normalised, in their order. */
  cut(text: string): string[]
  /** Syllables of Chinese characters without tones: 红富士 → hong, fu, shi. */
  syllables(word: string): readonly string[]
  /** How a word sounds as a whole, and how it is shortened. */
  sound(word: string): Sound
}

/** So sure is a name of the lexicon that no other cut is considered. */
const SURE = 1_000_000
const MOST_REMEMBERED = 50_000

const emptyWords = new Set(EMPTY_WORDS.split(' '))
const placeEnds = PLACE_ENDS.split(' ')

export const isEmptyWord = (word: string): boolean => emptyWords.has(word)

/** 赣州市信丰县 → 赣州, 信丰. What is shorter than two characters keeps its end: 沛县. */
export const placesIn = (text: string): string[] => {
  const places: string[] = []
  let start = 0
  for (let i = 1; i <= text.length; i += 1) {
    const end = placeEnds.find((one) => text.startsWith(one, i))
    if (end === undefined && i < text.length) continue
    const name = text.slice(start, i)
    // 徐州市: no end behind a single character, but for what is no longer than that.
    if (name.length < 2 && i + (end?.length ?? 0) < text.length) continue
    const whole = text.slice(start, i + (end?.length ?? 0))
    if (name.length >= 2) places.push(name)
    else if (whole.length >= 2) places.push(whole)
    if (end === undefined) break
    i += end.length
    start = i
  }
  return [...new Set(places)]
}

const load = async (): Promise<Tokenizer> => {
  const [{ Jieba }, { dict }, { pinyin }] = await Promise.all([
    import('@node-rs/jieba'),
    import('@node-rs/jieba/dict.js'),
    import('pinyin-pro'),
  ])
  const jieba = Jieba.withDict(dict)
  const names = [...lexicon.names].filter((name) => name.length > 1)
  jieba.loadDict(Buffer.from(names.map((name) => `${name} ${SURE} n`).join('\n')))
  const spoken = new Map<string, readonly string[]>()
  const sounds = new Map<string, Sound>()
  const syllables = (word: string): readonly string[] => {
    let known = spoken.get(word)
    if (known === undefined) {
      known = isHan(word) ? pinyin(word, { toneType: 'none', type: 'array', v: true }) : [word]
      if (spoken.size >= MOST_REMEMBERED) spoken.clear()
      spoken.set(word, known)
    }
    return known
  }
  const sound = (word: string): Sound => {
    let known = sounds.get(word)
    if (known === undefined) {
      const parts = syllables(word)
      known = { pinyin: parts.join(''), initials: parts.map((one) => one.slice(0, 1)).join('') }
      if (sounds.size >= MOST_REMEMBERED) sounds.clear()
      sounds.set(word, known)
    }
    return known
  }
  const cut = (text: string): string[] =>
    runsOf(text).flatMap((run) => (isHan(run) ? jieba.cut(run, true) : [run]))
  return { cut, syllables, sound }
}

let loading: Promise<Tokenizer> | undefined

/** The tokenizer of this process. The first call takes a third of a second. */
export const openTokenizer = (): Promise<Tokenizer> => (loading ??= load())

/** What is said of a product, as it is cut. */
export interface Described {
  readonly title: string
  readonly subtitle: string
  readonly category: string
  readonly variety: string
  readonly originProvince: string
  readonly originCounty: string
  readonly grower: string
  readonly specs: readonly string[]
}
