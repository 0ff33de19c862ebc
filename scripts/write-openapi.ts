/**
 * `node scripts/write-openapi.ts`: writes docs/openapi.json from the contracts. What would break callers is
 * written only when a file of docs/decisions/ names it, word for word. `--since older.json` writes nothing
 * and compares with an older document instead: a pull request with its base.
 */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  openApiPath,
  parseOpenApi,
  readOpenApi,
  readRecords,
  writeOpenApi,
} from '../tests/checks/document.ts'
import { breaksBetween, unexplained } from '../tests/checks/openapi.ts'

const at = process.argv.indexOf('--since')
const older = at < 0 ? undefined : resolve(process.argv[at + 1] ?? '')
const before = readOpenApi(older)
const after = writeOpenApi()
const breaks = before === '' ? [] : breaksBetween(parseOpenApi(before), parseOpenApi(after))
const left = unexplained(breaks, readRecords())
for (const line of left)
  console.error(`breaks callers, and no record in docs/decisions/ names it:\n  ${line}`)
if (left.length > 0) process.exitCode = 1
else if (older === undefined) writeFileSync(join(import.meta.dirname, '..', openApiPath), after)
