/**
 * Wraps comments wider than the page, which prettier leaves as they are: `node scripts/wrap-comments.ts`.
 * Nothing else is touched; a wide line of code is for a person to shorten.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCode, readTree } from '../tests/checks/files.ts'
import { wrapComments } from '../tests/checks/wrap.ts'

const root = join(import.meta.dirname, '..')
for (const { path } of readTree().filter(isCode)) {
  const before = readFileSync(join(root, path), 'utf8')
  const after = wrapComments(before)
  if (after === before) continue
  writeFileSync(join(root, path), after)
  console.log(path)
}
