/** What an operator may set about behaviour events. */
import { Type } from '@tiantou/kernel'
import { flag, setting } from '@tiantou/platform'

const count = (most: number, least = 1) => Type.Integer({ minimum: least, maximum: most })

export const analyticsSettings = {
  collect: flag(true, 'Whether behaviour events of the shop are kept at all.'),
  sample_bp: setting(
    count(10_000, 0),
    10_000,
    'Of ten thousand visits so many are kept, each of them whole; 10000 is all.',
  ),
  perDay: setting(
    count(100_000_000, 16),
    2_000_000,
    'Events of one day at most; what comes later is dropped.',
  ),
  keeps_d: setting(count(730), 90, 'Days after which events are deleted.'),
}

export type AnalyticsSettings = typeof analyticsSettings
