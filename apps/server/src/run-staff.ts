/** `npm run staff -- …`, beside a platform that runs or not yet runs. */
import { text } from 'node:stream/consumers'
import { readConfig } from './config.ts'
import { openQuietHouse } from './platform.ts'
import { checkArguments, doForStaff, Mistake } from './staff.ts'
import { reasonsOf } from './start-faults.ts'

const main = async (): Promise<void> => {
  const args = process.argv.slice(2)
  checkArguments(args)
  const house = await openQuietHouse(readConfig(process.env))
  try {
    process.stdout.write(await doForStaff(house, args, () => text(process.stdin)))
  } finally {
    await house.close()
  }
}

try {
  await main()
} catch (error) {
  const reasons = error instanceof Mistake ? [error.message] : reasonsOf(error)
  if (reasons === undefined) throw error
  process.stderr.write(reasons.map((line) => `${line}\n`).join(''))
  process.exitCode = 1
}
