/**
 * Walls that the types hold: a transaction or a telephone but never both, own tables only, declared refusals
 * only. The files in tests/planted break them on purpose, and the compiler must refuse exactly the lines they
 * mark.
 */
import { expect, it } from 'vitest'
import { compilePlanted } from './checks/compile.ts'

it('the compiler refuses every planted line, and no other', { timeout: 120_000 }, () => {
  const { found, marked } = compilePlanted()
  const places = (faults: typeof found) =>
    faults.map((fault) => fault.place).toSorted((a, b) => (a < b ? -1 : 1))
  expect(marked.length).toBeGreaterThan(30)
  expect(places(found)).toEqual(places(marked))
  for (const mark of marked) {
    expect(found.find((fault) => fault.place === mark.place)?.text).toContain(mark.text)
  }
})
