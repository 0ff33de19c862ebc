/** The start: reads the environment, opens the platform, prints where it is, drains on Ctrl-C. */
import { type Config, readConfig } from './config.ts'
import { DEMO_STAFF } from './demo/seed.ts'
import { openPlatform, type Platform } from './platform.ts'
import { reasonsOf } from './start-faults.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

const greet = ({ port, sandbox, secrets }: Platform, config: Config): void => {
  const { publicOrigin: origin, demo, host, roles } = config
  if (!roles.includes('web')) {
    say(`  田头 Tiantou    a worker; how it is: http://${host}:${port}/readyz`)
    return
  }
  const here = origin.replace(/:0$/, `:${port}`)
  say('')
  say(`  田头 Tiantou    ${here}`)
  if (sandbox !== undefined) {
    say(`  沙箱 sandbox    ${here}/sandbox          SMS inbox, WeChat cashier, warehouse`)
  }
  say(`  API             ${here}/docs`)
  if (demo && secrets !== undefined) {
    say('')
    say('  shopper         any mobile number, such as 13800138000; its code arrives in the sandbox')
    say(`  warehouse       ${DEMO_STAFF} / ${secrets.staffPassword}`)
  }
  say('')
}

/** The built shop; whoever serves no pages needs none. */
const shopFolder = async (): Promise<{ shopFolder: string }> => {
  const { buildShop } = await import('@tiantou/shop/build')
  const { folder, built } = await buildShop()
  if (built) say('  the shop was built')
  return { shopFolder: folder }
}

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  const shop = config.roles.includes('web') ? await shopFolder() : {}
  const platform = await openPlatform(config, { ...shop, tell: (line) => say(`  ${line}`) })
  greet(platform, config)
  const stop = (signal: string) => {
    say(`  ${signal}: finishing what is at work`)
    platform.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** Starts the platform; where it cannot start it says why, and the process ends with 1. */
export const start = async (): Promise<void> => {
  try {
    await run()
  } catch (error) {
    const reasons = reasonsOf(error)
    if (reasons === undefined) throw error
    const lines = reasons.map((line) => `  - ${line}\n`)
    process.stderr.write(`Tiantou cannot start like this:\n${lines.join('')}`)
    process.exitCode = 1
  }
}
