/** What may be read from one end to the other, and why. Everything else must be found by an index. */

/** Tables that hold a handful of rows by their nature, or are read whole on purpose. */
export const SMALL: Readonly<Record<string, string>> = {
  fulfilment_scale: 'scales of one house',
  inventory_location: 'stores and cold rooms of one house',
  logistics_area: 'areas that one house delivers to',
  logistics_point: 'pick-up points of one house',
  logistics_rate: 'one tariff a region and storage class',
  product_category: 'the tree of categories',
  product_change_count: 'one counter',
  user_gate: 'one row a limit',
  user_partner: 'systems of partners',
  user_partner_secret: 'a secret or two a partner',
  user_permission: 'what the contracts declare',
  user_role: 'roles of staff',
  platform_setting: 'what operators have set',
  platform_job: 'one row a timer',
  platform_life: 'one row a living process',
}

/** Statements that read more than they find, each with its reason. */
export const ALLOWED: readonly { readonly text: RegExp; readonly why: string }[] = [
  {
    text: /^SELECT\s+(COUNT|CASE|\()[\s\S]*\bledger_/,
    why: 'an invariant of the ledger is about all of it: looked at by night and by auditors',
  },
  { text: /^select substr\(account, 1, 4\)/, why: 'the trial balance sums every entry, for auditors' },
  {
    text: /^select .journal.\..kind., count\(\*\)/,
    why: 'an auditor compares how many journals there are of each kind',
  },
]
