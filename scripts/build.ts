/** `node scripts/build.ts`: builds the shop and the server unless they are up to date, and says which. */
import { buildServer } from '@tiantou/server/build'
import { buildShop } from '@tiantou/shop/build'

const said = async (name: string, build: () => Promise<{ readonly built: boolean }>): Promise<void> => {
  const since = performance.now()
  const { built } = await build()
  const time = `${((performance.now() - since) / 1000).toFixed(1)} s`
  console.log(built ? `${name}: built in ${time}` : `${name}: up to date`)
}

await said('shop', buildShop)
await said('server', buildServer)
