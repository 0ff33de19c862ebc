/** Work on files, outside any transaction: making variants of what came in, removing them. */
import type { EffectHandler } from '@tiantou/platform'
import type { Media } from './contract.ts'
import { decode } from './decode.ts'
import type { MediaPorts } from './port.ts'
import { fileOf, WIDTHS } from './rules.ts'
import type { MediaSettings } from './settings.ts'
import type { MediaTables } from './tables.ts'

type Effects = typeof Media.effects
type Handler<N extends keyof Effects> = EffectHandler<Effects[N], MediaTables, MediaPorts, MediaSettings>

const DAY_MS = 86_400_000

const storeOf = (name: string, { shown, kept }: MediaPorts) => (name.startsWith('pic-') ? shown : kept)

/** Writes every variant before it says that the picture is ready; done again it writes the same again. */
export const prepare: Handler<'prepare'> = async ({ name, upload }, { ports, settings }) => {
  const content = await ports.incoming.get(upload.file)
  if (content === null) return { is: 'refused', why: 'lost', found: '' }
  const decoded = await decode(content, settings)
  if (decoded.is === 'refused') return decoded
  const store = storeOf(name, ports)
  for (const variant of decoded.variants) await store.put(fileOf(name, variant.width), variant.content)
  return { is: 'ready', width: decoded.width, height: decoded.height, look: decoded.look }
}

/** Removes what there is of a picture. */
export const removeFiles: Handler<'removeFiles'> = async ({ name }, { ports }) => {
  const store = storeOf(name, ports)
  for (const width of WIDTHS) await store.remove(fileOf(name, width))
  return {}
}

/** Bodies whose call broke off between two of its moves. */
export const sweepIncoming: Handler<'sweepIncoming'> = async (_input, { ports, now }) => ({
  files: await ports.incoming.removeOlder(now - DAY_MS),
})
