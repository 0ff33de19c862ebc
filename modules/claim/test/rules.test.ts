/** What claims come to: never more than the line, parts that sum to the fen, photographs that are alike. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  badOf,
  bandsOf,
  borneOf,
  capOf,
  distanceOf,
  isSameLook,
  offerOf,
  payoutOf,
  resentFen,
} from '../src/rules.ts'
import { claimSettings } from '../src/settings.ts'
import { CAUSES } from '../src/shapes.ts'
import type { ClaimRow } from '../src/tables.ts'
import { apples } from './factory.ts'

const settings = { rules: claimSettings.rules.default }
const offer = (cause: (typeof CAUSES)[number], pieces: number, takenG = 0) => {
  const bad = badOf(apples(), { pieces })
  if (bad === undefined) throw new Error('More than came.')
  return offerOf(apples(), bad, cause, settings, takenG)
}

test('a little is paid whole; more by its cause', () => {
  expect(offer('bruised', 1)).toEqual({
    amountFen: 200,
    worthFen: 200,
    ratioBp: 10_000,
    shareBp: 1_000,
    ruleVersion: 1,
  })
  expect(offer('bruised', 3).amountFen).toBe(420)
  expect(offer('unripe', 3).amountFen).toBe(300)
  expect(offer('rotten', 3).amountFen).toBe(600)
})

test('who claims apple by apple is judged as who claims at once', () => {
  expect(offer('bruised', 1, 200)).toMatchObject({ amountFen: 140, ratioBp: 7_000, shareBp: 2_000 })
  const one = Array.from({ length: 10 }, (_, before) => offer('bruised', 1, before * 200).amountFen)
  expect(one).toEqual([200, ...Array.from({ length: 9 }, () => 140)])
  expect(offer('bruised', 10, 200).shareBp).toBe(10_000)
})

test('what came back for other reasons is no longer there; what claims brought back is', () => {
  const backs = [
    { bizKey: 'packing-ord_1', fen: 300 },
    { bizKey: 'claim-clm_1', fen: 200 },
  ]
  expect(capOf({ leftFen: 1_500, backs })).toBe(1_700)
})

test('by grams as by pieces, and never more than came', () => {
  const line = apples()
  expect(badOf(line, { grams: 400 })).toEqual({ bad_g: 400, bad_pieces: 2 })
  expect(badOf(line, { pieces: 2 })).toEqual({ bad_g: 400, bad_pieces: 2 })
  expect(badOf(line, {})).toEqual({ bad_g: 2_000, bad_pieces: 10 })
  expect(badOf(line, { pieces: 11 })).toBeUndefined()
  expect(badOf(line, { grams: 2_001 })).toBeUndefined()
})

test('claims on parts of a line never come to more than the line', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(parts, fc.nat(99_999), fc.constantFrom(...CAUSES), (grams, leftFen, cause) => {
      const line = apples({ leftFen, grams: grams.reduce((sum, one) => sum + one, 0) })
      let taken = 0
      const paid = grams.map((one) => {
        const { amountFen } = offerOf(line, { bad_g: one, bad_pieces: 1 }, cause, settings, taken)
        taken += one
        return amountFen
      })
      expect(paid.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(leftFen)
    }),
  )
})

test('who bears it sums to the amount to the fen, an appeal included', () => {
  const bps = fc.tuple(fc.nat(10_000), fc.nat(10_000), fc.nat(10_000)).map((cuts) => {
    const [a = 0, b = 0, c = 0] = cuts.toSorted((one, two) => one - two)
    return { farmBp: a, packerBp: b - a, carrierBp: c - b, platformBp: 10_000 - c }
  })
  const amount = fc.nat(1_000_000)
  fc.assert(
    fc.property(amount, amount, amount, bps, bps, (first, more, resent, before, after) => {
      const parts = Object.values(borneOf(first, before))
      expect(parts.reduce((sum, one) => sum + one, 0)).toBe(first)
      const row = {
        amount_fen: first + more + resent,
        resent_fen: resent,
        paid_fen: first,
        farm_fen: borneOf(first, before).farmFen,
        farm_bp: after.farmBp,
        packer_bp: after.packerBp,
        carrier_bp: after.carrierBp,
        platform_bp: after.platformBp,
      } as ClaimRow
      const { fen, farmFen } = payoutOf(row)
      expect(fen).toBe(more)
      expect(farmFen).toBeGreaterThanOrEqual(0)
      expect(farmFen).toBeLessThanOrEqual(fen)
    }),
  )
})

test('goods that were sent again and money for the rest come to the claim, never to more', () => {
  const pieces = fc.integer({ min: 1, max: 500 })
  fc.assert(
    fc.property(fc.nat(1_000_000), pieces, fc.nat(600), (amount_fen, bad_pieces, sent) => {
      const resent_fen = resentFen({ amount_fen, bad_pieces }, sent)
      expect(resent_fen).toBeGreaterThanOrEqual(0)
      expect(resent_fen).toBeLessThanOrEqual(amount_fen)
      if (sent >= bad_pieces) expect(resent_fen).toBe(amount_fen)
      if (sent === 0) expect(resent_fen).toBe(0)
    }),
  )
})

test('looks of at most six bits between them are one photograph, and share two bands', () => {
  const bits = fc.uniqueArray(fc.nat(63), { maxLength: 6 })
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), bits, (one, flips) => {
      const two = flips.reduce((look, bit) => look ^ (1n << BigInt(bit)), one)
      const [a = '', b = ''] = [one, two].map((look) => look.toString(16).padStart(16, '0'))
      expect(distanceOf(a, b)).toBe(flips.length)
      expect(isSameLook(a, b)).toBe(true)
      expect(bandsOf(a).filter((band) => bandsOf(b).includes(band)).length).toBeGreaterThanOrEqual(2)
    }),
  )
  expect(isSameLook('ffffffffffffffff', '0000000000000000')).toBe(false)
})

test('liability as it stands is whole for every cause', () => {
  for (const shares of Object.values(claimSettings.liability.default))
    expect(Object.values(shares).reduce((sum, one) => sum + one, 0)).toBe(10_000)
})
