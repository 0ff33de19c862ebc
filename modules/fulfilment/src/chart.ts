/**
 * Whether a scale can be believed: a control chart of what it shows for a reference mass. Limits are those of
 * a class III scale in use (OIML R 76 §3.5: twice the maximum permissible error on initial verification), and
 * eight points in a row on one side of the mass are a drift, however small (Nelson's rule 2 with n = 8).
 */

/** One check: grams that lay there, grams that it showed. */
export interface Check {
  readonly reference_g: number
  readonly shown_g: number
}

/** Steps of the scale that it may be off in use, by how many steps lie on it. */
const stepsOff = (divisions: number): number => (divisions <= 500 ? 1 : divisions <= 2_000 ? 2 : 3)

/** How far it may be off for this mass. @returns grams */
export const allowedOff = (reference_g: number, division_g: number): number =>
  stepsOff(reference_g / division_g) * division_g

const run = 8

/** Whether the latest checks, newest first, say that the scale may be used. */
export const isInControl = (checks: readonly Check[], division_g: number): boolean => {
  const [latest] = checks
  if (latest === undefined) return false
  const off = ({ reference_g, shown_g }: Check) => shown_g - reference_g
  if (Math.abs(off(latest)) > allowedOff(latest.reference_g, division_g)) return false
  const sides = checks.slice(0, run).map((check) => Math.sign(off(check)))
  return !(sides.length === run && sides.every((side) => side !== 0 && side === sides[0]))
}
