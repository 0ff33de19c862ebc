/** Journals by when what they book took place: a day of an account is read along it. */
import type { Migration } from '@tiantou/platform'

export const occurrence: Migration = {
  name: '0003-occurrence',
  up: ({ index }) => index('ledger_journal_occurred', 'ledger_journal', ['occurred_at', 'id']),
}
