/**
 * Whether this shopper has bought before: noted on the device, so that the home knows at once whether to keep
 * room for the shelf of what is bought again.
 */
import { api, onSessionEnd, signedIn } from './api.ts'
import { deviceNotes } from './notes.ts'

const note = 'tt.bought'

onSessionEnd(() => deviceNotes.set(note, null))

/** Notes that something was paid for. */
export const noteBought = (bought = true): void => deviceNotes.set(note, bought ? '1' : '0')

/** Whether the home shows what is bought again. */
export const buysAgain = (): boolean => signedIn.value && deviceNotes.get(note) === '1'

/** On a device that does not know it asks once, for the next time: the shelf never pushes in later. */
export const askBought = async (): Promise<void> => {
  if (!signedIn.value || deviceNotes.get(note) !== null) return
  const answer = await api('my-bought.page', { limit: 1 })
  if (answer.ok) noteBought(answer.value.items.length > 0)
}
