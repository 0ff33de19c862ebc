/**
 * `npm run audit`, beside a platform that runs or does not. Ends with 1 where anything is wrong, with 2 where
 * it could not look.
 */
import { auditOf } from './audit.ts'
import { readConfig } from './config.ts'
import { openQuietHouse } from './platform.ts'
import { reasonsOf } from './start-faults.ts'

try {
  const house = await openQuietHouse(readConfig(process.env))
  const { lines, isWell } = await auditOf(house)
  await house.close()
  process.stdout.write(`${lines.join('\n')}\n`)
  process.exitCode = isWell ? 0 : 1
} catch (error) {
  const reasons = reasonsOf(error)
  if (reasons === undefined) throw error
  process.stderr.write(reasons.map((line) => `${line}\n`).join(''))
  process.exitCode = 2
}
