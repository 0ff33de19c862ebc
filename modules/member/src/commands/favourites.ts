/** Marking a product as a favourite, and taking the mark away. */
import type { CommandHandler } from '@tiantou/platform'
import type { Member } from '../contract.ts'
import type { MemberSettings } from '../settings.ts'
import { countMarks, deleteMark, insertMark, insertShopper } from '../store/shoppers.ts'
import type { MemberTables } from '../tables.ts'

/**
 * Marks a product. Two at once cannot both be the last one that there is room for: they meet at one count.
 */
export const mark: CommandHandler<typeof Member.commands.mark, MemberTables, MemberSettings> = async (
  { productId },
  { tx, now, actor, settings, refuse },
) => {
  const userId = actor.id
  const isNew = await insertMark(tx, { user_id: userId, product_id: productId, marked_at: now })
  if (!isNew) return {}
  const most = settings.mostFavourites
  if (await countMarks(tx, userId, 1, most)) return {}
  if (await insertShopper(tx, { user_id: userId, favourites: 1, keeps_history: 1 })) return {}
  return (await countMarks(tx, userId, 1, most)) ? {} : refuse('too_many_favourites', { most })
}

/** Takes a mark away. */
export const unmark: CommandHandler<typeof Member.commands.unmark, MemberTables> = async (
  { productId },
  { tx, actor },
) => {
  if (await deleteMark(tx, actor.id, productId))
    await countMarks(tx, actor.id, -1, Number.MAX_SAFE_INTEGER - 1)
  return {}
}
