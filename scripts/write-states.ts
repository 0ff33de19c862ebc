/**
 * Draws the state machines of every module into its README, after `<!-- states:NAME -->`:
 * `node scripts/write-states.ts`.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadMachines } from '../tests/checks/code.ts'
import { readTree } from '../tests/checks/files.ts'
import { drawStates } from '../tests/checks/states.ts'

const root = join(import.meta.dirname, '..')
const files = readTree()
for (const [path, machines] of await loadMachines(files)) {
  const readme = files.find((file) => file.path === path)?.text
  if (readme !== undefined) writeFileSync(join(root, path), drawStates(readme, machines))
}
