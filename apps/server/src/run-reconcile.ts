/**
 * `npm run reconcile`, beside a platform that runs or does not. Ends with 1 where something is not explained,
 * with 2 where it could not look.
 */
import { openBills } from './adapters.ts'
import { readConfig } from './config.ts'
import { openQuietHouse } from './platform.ts'
import { readReconcile, RECONCILE_USAGE, reconcile } from './reconcile.ts'
import { reasonsOf } from './start-faults.ts'

const ref = readReconcile(process.argv.slice(2))
try {
  if (ref === undefined) {
    process.stderr.write(`${RECONCILE_USAGE}\n`)
    process.exitCode = 2
  } else {
    const house = await openQuietHouse(readConfig(process.env), undefined, openBills)
    const { lines, isWell } = await reconcile(house, ref)
    await house.close()
    process.stdout.write(`${lines.join('\n')}\n`)
    process.exitCode = isWell ? 0 : 1
  }
} catch (error) {
  const reasons = reasonsOf(error)
  if (reasons === undefined) throw error
  process.stderr.write(reasons.map((line) => `${line}\n`).join(''))
  process.exitCode = 2
}
