/** Notes a picture that came in, before anybody looks at its pixels. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Media } from '../contract.ts'
import { isPublic, labelOf, privateName, publicName } from '../rules.ts'
import type { MediaSettings } from '../settings.ts'
import { picture } from '../states.ts'
import { countAgain, countSince, insertPicture, pictureOf } from '../store.ts'
import type { MediaTables } from '../tables.ts'

const DAY_MS = 86_400_000
/** So often within 24 hours one picture begins anew: each time it costs as much as a new one. */
const MOST_AGAIN = 5

/**
 * Receives a picture. A refused or removed one begins anew; one that is ready or at work is answered as it
 * is. The number within a day is counted behind the writing: some sent at once may pass together.
 */
export const receive: CommandHandler<typeof Media.commands.receive, MediaTables, MediaSettings> = async (
  { owner, purpose, label, upload },
  context,
) => {
  const { tx, now, settings, secrets, refuse } = context
  const { sha256, bytes } = upload
  if (bytes === 0) return refuse('empty')
  if (bytes > settings.maxBytes) return refuse('too_large', { maxBytes: settings.maxBytes })
  const name = isPublic(purpose)
    ? publicName(sha256)
    : privateName(secrets.blind('media_picture.id', `${owner} ${purpose} ${sha256}`))
  const isNew = await insertPicture(tx, {
    id: name,
    purpose,
    owner,
    label: labelOf(label),
    sha256: isPublic(purpose) ? sha256 : '',
    bytes,
    state: 'received',
    why: '',
    width: 0,
    height: 0,
    created_at: now,
    ready_at: null,
    used_at: null,
    version: 1,
  })
  if (isNew) {
    const most = owner.startsWith('user:') ? settings.perDayOfShopper : settings.perDayOfStaff
    const sent = await countSince(tx, owner, now - DAY_MS)
    return sent > most ? refuse('too_many', { most }) : { name, ready: false }
  }
  const at = { machine: picture, table: 'media_picture', column: 'state', id: name } as const
  const set = { why: '', width: 0, height: 0, ready_at: null, used_at: null }
  if (await move(context, 'media_history', { ...at, transition: 'again', set })) {
    const again = await countAgain(tx, name, now - DAY_MS)
    return again > MOST_AGAIN ? refuse('too_many', { most: MOST_AGAIN }) : { name, ready: false }
  }
  const known = await pictureOf(tx, name)
  if (known?.state === 'removing') return refuse('in_removal')
  return { name, ready: known?.state === 'ready' }
}
