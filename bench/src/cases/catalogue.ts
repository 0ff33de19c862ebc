/** Cached reads over HTTP with all production hooks on, against a bare route that sends the same bytes. */
import { startChild } from '../child.ts'
import { drive, median } from '../load.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import type { Shopper } from '../stage.ts'

interface Ready {
  readonly port: number
  readonly productIds: readonly string[]
  readonly shoppers: readonly Shopper[]
}

const ROUNDS = 5
const SECONDS = 2
const CONNECTIONS = 32

/** Cases `list` and `page`. */
export const catalogue = async (scratch: Scratch): Promise<Figure[]> => {
  const place = await scratch.place(false)
  const ours = await startChild<Ready>('serve.ts', { ...place, products: 60, stock: 1_000, shoppers: 0 })
  const origin = `http://127.0.0.1:${ours.ready.port}`
  const paths = {
    list: '/api/v1/catalogue?limit=20',
    page: `/api/v1/products/${ours.ready.productIds[0]}`,
  }
  const bytes = Object.fromEntries(
    await Promise.all(
      Object.values(paths).map(async (path): Promise<[string, string]> => {
        const response = await fetch(origin + path, { headers: { 'accept-encoding': 'identity' } })
        return [path.split('?')[0] as string, await response.text()]
      }),
    ),
  )
  const bare = await startChild<{ port: number }>('bare-bytes.ts', { paths: bytes })
  const figures: Figure[] = []
  for (const [name, path] of Object.entries(paths)) {
    const load = {
      connections: CONNECTIONS,
      seconds: SECONDS,
      next: () => ({ method: 'GET', path }) as const,
    }
    const rounds = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const mine = await drive({ ...load, port: ours.ready.port })
      const limit = await drive({ ...load, port: bare.ready.port })
      rounds.push({ mine, limit })
    }
    figures.push({
      bench: 'catalogue',
      case: name,
      value: median(rounds.map(({ mine }) => mine.perSecond)),
      unit: 'requests/s',
      limit: median(rounds.map(({ limit }) => limit.perSecond)),
      ratio: median(rounds.map(({ mine, limit }) => mine.perSecond / limit.perSecond)),
      p50_ms: median(rounds.map(({ mine }) => mine.p50_ms)),
      p99_ms: median(rounds.map(({ mine }) => mine.p99_ms)),
    })
  }
  await ours.stop()
  await bare.stop()
  return figures
}
