/**
 * Spelling: cuts what was typed into words that the index has, by characters, by sound, and by what is nearly
 * so. Pure but for the tokenizer that is handed in.
 */
import { lexicon } from './lexicon.ts'
import { isHan, isLatin } from './text.ts'
import type { Tokenizer } from './tokenizer.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A piece of what was typed. */
export interface Piece {
  readonly text: string
  /** The word that is meant where it is not the text itself. */
  readonly word?: string
  /** Whether nothing is known that is or sounds like it. */
  readonly unknown: boolean
  /** Whether the word only comes near to it. */
  readonly near: boolean
}

const LONGEST_PIECE = 24
const COST = { known: 1, sounding: 1.5, unknown: 3 } as const

interface Step {
  readonly cost: number
  readonly from: number
  readonly piece: Piece
}

/** The cheapest way to cut `length` units into pieces; long known pieces are the cheapest. */
const cheapest = (
  length: number,
  pieceOf: (from: number, to: number) => [number, Piece] | undefined,
): Piece[] => {
  const steps: (Step | undefined)[] = [undefined]
  for (let to = 1; to <= length; to += 1) {
    let best: Step | undefined
    for (let from = Math.max(0, to - LONGEST_PIECE); from < to; from += 1) {
      const found = pieceOf(from, to)
      if (found === undefined) continue
      const cost = (steps[from]?.cost ?? 0) + found[0]
      if (best === undefined || cost < best.cost) best = { cost, from, piece: found[1] }
    }
    steps.push(best)
  }
  const pieces: Piece[] = []
  for (let to = length; to > 0; to = steps[to]?.from ?? 0) {
    const step = steps[to]
    if (step !== undefined) pieces.push(step.piece)
  }
  return joinUnknown(pieces.toReversed())
}

/** What is unknown stands together. */
const joinUnknown = (pieces: readonly Piece[]): Piece[] => {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (piece.unknown && last?.unknown === true)
      joined.splice(-1, 1, { ...last, text: `${last.text}${piece.text}` })
    else joined.push(piece)
  }
  return joined
}

const known = (text: string): Piece => ({ text, unknown: false, near: false })
const unknown = (text: string): Piece => ({ text, unknown: true, near: false })

const cutHan = (run: string, tokenizer: Tokenizer, vocabulary: Vocabulary): Piece[] => {
  const syllables = tokenizer.syllables(run)
  return cheapest(run.length, (from, to) => {
    const text = run.slice(from, to)
    if (vocabulary.has(text) || lexicon.names.has(text)) return [COST.known, known(text)]
    if (text.length === 1) return [COST.unknown, unknown(text)]
    const word = vocabulary.sounding(syllables.slice(from, to).join(''))
    return word === undefined ? undefined : [COST.sounding, { ...known(text), word }]
  })
}

const cutLatin = (run: string, vocabulary: Vocabulary): Piece[] =>
  cheapest(run.length, (from, to) => {
    const text = run.slice(from, to)
    const word = vocabulary.sounding(text)
    if (word !== undefined && text.length > 1) return [COST.known, { ...known(text), word }]
    return text.length === 1 ? [COST.unknown, unknown(text)] : undefined
  })

/** How many letters of a sound may be wrong: short ones soon sound like anything. */
const mostWrong = (sound: string): number => (sound.length < 4 ? 0 : sound.length < 8 ? 1 : 2)

type Guess = (text: string) => string | undefined

const guessHan =
  (tokenizer: Tokenizer, vocabulary: Vocabulary): Guess =>
  (text) => {
    const name = text.length > 2 ? vocabulary.nearName(text) : undefined
    if (name !== undefined || text.length < 2) return name
    const sound = tokenizer.syllables(text).join('')
    const word = vocabulary.nearSound(sound, Math.min(mostWrong(sound), 1))
    return word !== undefined && lexicon.names.has(word) ? word : undefined
  }

const guessLatin =
  (vocabulary: Vocabulary): Guess =>
  (text) => {
    const most = mostWrong(text)
    return most === 0 ? undefined : vocabulary.nearSound(text, most)
  }

/** Guesses what an unknown piece means, first with its neighbours: half of a misspelt word may be a word. */
const guessAround = (pieces: readonly Piece[], at: number, guess: Guess): Piece[] | undefined => {
  const windows = [
    [0, pieces.length],
    [at - 1, at + 1],
    [at, at + 2],
    [at, at + 1],
  ] as const
  for (const [from, to] of windows) {
    if (from < 0 || to > pieces.length) continue
    const text = pieces
      .slice(from, to)
      .map((piece) => piece.text)
      .join('')
    const word = guess(text)
    if (word === undefined) continue
    return [...pieces.slice(0, from), { ...known(text), word, near: true }, ...pieces.slice(to)]
  }
  return undefined
}

const guessAll = (cut: readonly Piece[], guess: Guess): Piece[] => {
  let pieces = [...cut]
  for (let at = 0; at < pieces.length; at += 1) {
    if (pieces[at]?.unknown !== true) continue
    pieces = guessAround(pieces, at, guess) ?? pieces
  }
  return pieces
}

/** Neighbouring runs of letters are one: hong fu shi. */
const joinLatin = (runs: readonly string[]): string[] => {
  const joined: string[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (last !== undefined && isLatin(last) && isLatin(run)) joined.splice(-1, 1, `${last}${run}`)
    else joined.push(run)
  }
  return joined
}

/** Cuts runs into words of the index; with `near`, unknown pieces become what they nearly are. */
export const respell = (
  runs: readonly string[],
  tokenizer: Tokenizer,
  vocabulary: Vocabulary,
  near: boolean,
): Piece[] =>
  joinLatin(runs).flatMap((run) => {
    if (isHan(run)) {
      const pieces = cutHan(run, tokenizer, vocabulary)
      return near ? guessAll(pieces, guessHan(tokenizer, vocabulary)) : pieces
    }
    if (!isLatin(run)) return [known(run)]
    const pieces = cutLatin(run, vocabulary)
    return near ? guessAll(pieces, guessLatin(vocabulary)) : pieces
  })
