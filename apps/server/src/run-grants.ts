/**
 * `npm run grants -- name@host`: says what the application's database account is to be given, for the account
 * that owns the schema to run. Again after every release that brings tables.
 */
import { readConfig } from './config.ts'
import { grantsFor } from './grants.ts'
import { openQuietHouse } from './platform.ts'
import { reasonsOf } from './start-faults.ts'

try {
  const house = await openQuietHouse(readConfig(process.env))
  try {
    process.stdout.write(`${(await grantsFor(house, process.argv[2] ?? '')).join('\n')}\n`)
  } finally {
    await house.close()
  }
} catch (error) {
  const reasons = reasonsOf(error) ?? [error instanceof Error ? error.message : String(error)]
  process.stderr.write(reasons.map((line) => `${line}\n`).join(''))
  process.exitCode = 1
}
