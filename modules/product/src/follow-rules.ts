/** Products following the changed rules of their categories: one bite, within the command that calls it. */
import { announce, type Changing } from './announce.ts'
import { dueCategories, followRules, laggards, settleCategories } from './store/categories.ts'
import type { Whole } from './store/versions.ts'

/** So many products change in one commit; the timer sees to the rest. */
export const BITE = 400
/** A version keeps whole rich texts: so many go into one statement. */
const AT_ONCE = 50

/**
 * Lets up to BITE products follow and announces them; answers them as they are now, and whether there may be
 * more.
 */
export const followOnce = async (
  context: Changing,
  no: number,
): Promise<{ readonly changed: Whole[]; readonly more: boolean }> => {
  const { tx } = context
  const codes = await dueCategories(tx)
  if (codes.length === 0) return { changed: [], more: false }
  const ids = await laggards(tx, codes, BITE)
  const changed: Whole[] = []
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const some = ids.slice(i, i + AT_ONCE)
    await followRules(tx, some)
    changed.push(...(await announce(context, some, no)))
  }
  const more = ids.length === BITE
  if (!more) await settleCategories(tx, codes)
  return { changed, more }
}
