/** Notes what a received picture came to. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Media } from '../contract.ts'
import type { MediaSettings } from '../settings.ts'
import { picture } from '../states.ts'
import { pictureOf } from '../store.ts'
import type { MediaTables } from '../tables.ts'
import { toPicture } from '../views.ts'

/** Records it once: two who sent the same picture at once are told the same. */
export const record: CommandHandler<typeof Media.commands.record, MediaTables, MediaSettings> = async (
  { name, prepared },
  context,
) => {
  const { tx, now, settings, outcome, refuse } = context
  const at = { machine: picture, table: 'media_picture', column: 'state', id: name } as const
  if (prepared.is === 'ready') {
    const { width, height, look = null } = prepared
    await move(context, 'media_history', {
      ...at,
      transition: 'ready',
      set: { width, height, look, ready_at: now },
    })
    const row = await pictureOf(tx, name)
    return row?.state === 'ready' ? toPicture(row) : refuse('no_such_picture')
  }
  const { why, found } = prepared
  await move(context, 'media_history', { ...at, transition: 'refuse', set: { why }, note: found })
  if (why === 'unsupported_type') return outcome(why, { found })
  if (why === 'too_many_pixels') return outcome(why, { maxPixels: settings.maxPixels })
  if (why === 'side_out_of_bounds')
    return outcome(why, { minSidePx: settings.minSide_px, maxSidePx: settings.maxSide_px })
  return outcome(why)
}
