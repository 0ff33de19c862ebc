/** Adds new migrations to docs/migrations.lock. What is locked stays: `node scripts/lock-migrations.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTree } from '../tests/checks/files.ts'
import { lockNew, lockPath } from '../tests/checks/migrations.ts'

const root = join(import.meta.dirname, '..')
const files = readTree()
const lock = files.find((file) => file.path === lockPath)?.text ?? ''
mkdirSync(join(root, 'docs'), { recursive: true })
writeFileSync(join(root, lockPath), lockNew(files, lock))
