/**
 * A model of an attacker who spreads his guesses over phones, addresses and time: how many are ever compared
 * with a code, and what chance that leaves him. The rule under test is the one that signIn uses.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Failure, guessBarredUntil, type GuessLimits } from '../src/rules.ts'
import { userSettings } from '../src/settings.ts'

const day = 86_400_000
const codes = 1_000_000
const limits: GuessLimits = {
  perPhone: userSettings.wrongCodesPerPhone.default,
  perAddress: userSettings.wrongCodesPerAddress.default,
  inAll: userSettings.wrongCodesInAll.default,
  forKnown: userSettings.wrongCodesForKnown.default,
}

interface Try {
  readonly phone: string
  readonly address: string
  readonly known: boolean
  readonly at: number
}

/**
 * Plays wrong guesses in the order of time; gives back those that were compared with a code, oldest first.
 */
const play = (tries: Iterable<Try>): Failure[] => {
  const compared: Failure[] = []
  let counting: Failure[] = []
  for (const { at, ...guess } of tries) {
    if (guessBarredUntil(counting, guess, limits, at) !== null) continue
    const failure = { phone: guess.phone, address: guess.address, at }
    compared.push(failure)
    counting = [failure, ...counting].slice(0, limits.inAll)
  }
  return compared
}

/** Most failures within any 24 hours. */
const worst = (failures: readonly { readonly at: number }[]): number => {
  let first = 0
  return failures.reduce((most, { at }, i) => {
    while ((failures[first]?.at ?? at) <= at - day) first += 1
    return Math.max(most, i - first + 1)
  }, 0)
}

function* spread(guesses: number, over_ms: number, known: boolean): Generator<Try> {
  for (let i = 0; i < guesses; i += 1) {
    const at = Math.floor((i * over_ms) / guesses)
    yield { phone: `p${i % 100_000}`, address: `a${i % 50_021}`, known, at }
  }
}

test('A million guesses within a day, spread over phones and addresses: a chance of at most 10^-4', () => {
  const compared = play(spread(1_000_000, day - 1, false))
  expect(compared.length).toBe(limits.inAll - limits.forKnown)
  expect(compared.length / codes).toBeLessThanOrEqual(1e-4)
})

test('Even where every phone is known at its address, and for weeks on end, no 24 hours give more', () => {
  const compared = play(spread(200_000, 20 * day, true))
  expect(worst(compared)).toBe(limits.inAll)
  expect(worst(compared) / codes).toBeLessThanOrEqual(1e-4)
})

test('Whatever the attacker does, no budget is ever overdrawn', () => {
  const one = fc.record({
    phone: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9'),
    address: fc.constantFrom('a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'),
    known: fc.boolean(),
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: day / 40 })),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 400, size: 'max' }), (moves) => {
      let at = 0
      const compared = play(moves.map(({ gap, ...move }) => ({ ...move, at: (at += gap) })))
      expect(worst(compared)).toBeLessThanOrEqual(limits.inAll)
      for (const address of new Set(compared.map((failure) => failure.address))) {
        const ofAddress = compared.filter((failure) => failure.address === address)
        expect(worst(ofAddress)).toBeLessThanOrEqual(limits.perAddress)
      }
    }),
    { numRuns: 60 },
  )
})

test('A stranger who spends his share leaves room for who is known, and cannot lock a known phone', () => {
  const failures = Array.from({ length: limits.inAll - limits.forKnown }, (_, i) => ({
    phone: 'mine',
    address: `a${i}`,
    at: 100 - i,
  }))
  const stranger = { phone: 'other', address: 'elsewhere', known: false }
  expect(guessBarredUntil(failures, stranger, limits, 200)).toBe(41 + day)
  expect(guessBarredUntil(failures, { phone: 'mine', address: 'home', known: true }, limits, 200)).toBeNull()
  expect(
    guessBarredUntil(failures, { phone: 'mine', address: 'home', known: false }, limits, 200),
  ).not.toBeNull()
})
