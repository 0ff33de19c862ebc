/**
 * What a thing was built from, told by one hash: whoever finds the same hash again need not build it again.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const skipped = /^(node_modules|test|dist|\.scratch)$/

/** The files below a folder, or the file itself, always in one order; no tests and nothing that was built. */
export const filesIn = (path: string): string[] => {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => !skipped.test(name))
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)))
}

/**
 * A hash over the names and the contents of files.
 * @param root their names count from here on, so that a moved checkout keeps its hash
 */
export const hashOf = (root: string, files: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const path of files) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path))
  return hash.digest('hex')
}
