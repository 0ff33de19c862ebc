/** How the place of an address is looked up and where it is sealed. */
import type { FieldSecrets } from '@tiantou/platform'

/** The index under which an address is kept; blanks do not count. */
export const addressBlind = (secrets: FieldSecrets, text: string): string =>
  secrets.blind('logistics_place.address', text.normalize('NFKC').replaceAll(/\s+/g, ''))

/** Where the point of an address belongs: it opens nowhere else. */
export const pointPlace = (blind: string): string => `logistics_place|point_sealed|${blind}`
