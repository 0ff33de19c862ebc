/** What an operator may set about pictures. All limits are checked before a pixel is decoded. */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

const count = (most: number, least = 1) => Type.Integer({ minimum: least, maximum: most })

export const mediaSettings = {
  maxBytes: setting(count(12_582_912, 10_000), 10_485_760, 'Bytes of one picture at most.'),
  maxPixels: setting(count(100_000_000, 10_000), 50_000_000, 'Width times height of one picture at most.'),
  maxSide_px: setting(count(30_000, 100), 12_000, 'Pixels of the longer side at most.'),
  minSide_px: setting(count(2_000), 32, 'Pixels of the shorter side at least.'),
  perDayOfStaff: setting(count(1_000_000), 2_000, 'New pictures of one member of staff within 24 hours.'),
  perDayOfShopper: setting(count(10_000), 60, 'New pictures of one shopper within 24 hours.'),
  orphanAfter_h: setting(count(8_760), 48, 'Hours after which a picture that nothing ever showed goes.'),
  linkTtl_s: setting(count(86_400, 30), 900, 'Seconds that a link to a private picture is good for.'),
}

export type MediaSettings = typeof mediaSettings
