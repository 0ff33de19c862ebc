/** Our side of a bench: a staged platform in a process of its own. Answers questions over IPC. */
import { Inventory } from '@tiantou/inventory/contract'
import { setStage, type StageInput } from './stage.ts'

const tell = (message: unknown) => process.send?.(message)

const stage = await setStage(JSON.parse(process.argv[2] as string) as StageInput)
const { platform, skuIds, productIds, shoppers } = stage

process.on('message', (question: { ask: 'left' | 'rss' }) => {
  if (question.ask === 'rss') {
    tell(process.memoryUsage.rss())
    return
  }
  const actor = { kind: 'system', id: 'bench' } as const
  void platform.house
    .ask(Inventory.queries.availability, { skuIds: [...skuIds].slice(0, 100) }, actor)
    .then(({ items }) => tell(items.reduce((sum, item) => sum + item.available, 0)))
})
process.once('SIGTERM', () => {
  void platform.close().then(() => process.exit(0))
})
tell({ port: platform.port, skuIds, productIds, shoppers })
