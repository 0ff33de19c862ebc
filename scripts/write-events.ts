/** Writes docs/events.md from the contracts and the reactions: `node scripts/write-events.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadContracts } from '../tests/checks/code.ts'
import { eventsPath, writeEvents } from '../tests/checks/events.ts'
import { readTree } from '../tests/checks/files.ts'

const root = join(import.meta.dirname, '..')
const files = readTree()
mkdirSync(join(root, 'docs'), { recursive: true })
writeFileSync(join(root, eventsPath), writeEvents(await loadContracts(files), files))
