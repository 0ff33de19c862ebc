/**
 * The words of an index file and how they sound: what a misspelt word may have meant. In memory, a few
 * thousand words.
 */
import { lexicon } from './lexicon.ts'
import { bitsIn, distance, lettersOf } from './text.ts'

/** Of two words that sound alike, names of produce are meant sooner, and of these the kinds. */
const rank = (word: string): number => {
  const entry = lexicon.entryOf(word)
  if (entry === undefined) return 0
  if (word === entry.kind) return 3
  return word === entry.canonical ? 2 : 1
}

export class Vocabulary {
  readonly #words = new Set<string>()
  readonly #bySound = new Map<string, string>()
  /** Every sound with its letters, by length: a look at the letters spares most of the comparing. */
  readonly #byLength = new Map<number, { readonly sound: string; readonly letters: number }[]>()
  readonly #byInitials = new Map<string, string[]>()
  /** Names of produce alone: what a person may have misspelt. */
  readonly #names = new Set<string>()

  add(word: string, pinyin: string, initials: string): void {
    this.#words.add(word)
    const known = this.#bySound.get(pinyin)
    if (known === undefined || rank(word) > rank(known)) this.#bySound.set(pinyin, word)
    if (known === undefined) {
      const alike = this.#byLength.get(pinyin.length) ?? []
      alike.push({ sound: pinyin, letters: lettersOf(pinyin) })
      this.#byLength.set(pinyin.length, alike)
    }
    if (!lexicon.names.has(word)) return
    this.#names.add(word)
    this.#byInitials.set(initials, [...(this.#byInitials.get(initials) ?? []), word])
  }

  has(word: string): boolean {
    return this.#words.has(word)
  }

  /** The word of that sound that is meant most likely. */
  sounding(pinyin: string): string | undefined {
    return this.#bySound.get(pinyin)
  }

  /** Names of produce that are shortened so; where kinds are among them, these alone. */
  shortened(initials: string): readonly string[] {
    const words = this.#byInitials.get(initials) ?? []
    const highest = Math.max(...words.map(rank))
    return words.filter((word) => rank(word) === highest)
  }

  /** The word whose pinyin is nearest, within a distance; ties go to names of produce. */
  nearSound(pinyin: string, most: number): string | undefined {
    let best: string | undefined
    let least = most
    const letters = lettersOf(pinyin)
    for (let length = pinyin.length - most; length <= pinyin.length + most; length += 1) {
      for (const one of this.#byLength.get(length) ?? []) {
        // A letter more, a letter less, or one for another: each changes two bits at most.
        if (bitsIn(one.letters ^ letters) > 2 * least) continue
        const far = distance(one.sound, pinyin, least)
        const word = this.#bySound.get(one.sound)
        if (word === undefined || far > least) continue
        if (far === least && best !== undefined && rank(word) <= rank(best)) continue
        least = far
        best = word
      }
    }
    return best
  }

  /** The name of as many characters of which one is another: 红富土 → 红富士. */
  nearName(text: string): string | undefined {
    let best: string | undefined
    for (const word of this.#names) {
      if (word.length !== text.length || word === text) continue
      let wrong = 0
      for (let i = 0; i < word.length && wrong < 2; i += 1) if (word[i] !== text[i]) wrong += 1
      if (wrong === 1 && (best === undefined || rank(word) > rank(best))) best = word
    }
    return best
  }
}
