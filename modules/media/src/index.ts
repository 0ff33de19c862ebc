/** Module media: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { media } from '../migrations/0001-media.ts'
import { looks } from '../migrations/0002-looks.ts'
import { eraseUser } from './commands/erase-user.ts'
import { receive } from './commands/receive.ts'
import { record } from './commands/record.ts'
import { beginRemoval, endRemoval } from './commands/remove.ts'
import { use } from './commands/use.ts'
import { Media } from './contract.ts'
import { prepare, removeFiles, sweepIncoming } from './effects.ts'
import type { MediaPorts } from './port.ts'
import { judgeLink, links, list, myLinks, ofUser, pictures, removable, staffLinks } from './queries.ts'
import { mediaSettings } from './settings.ts'
import type { MediaTables } from './tables.ts'

/** Pictures that people send, made safe and small. */
export const mediaModule = defineModule<MediaTables, MediaPorts>()(Media, {
  commands: { receive, record, use, beginRemoval, endRemoval, eraseUser },
  queries: { pictures, list, links, myLinks, staffLinks, judgeLink, removable, ofUser },
  effects: { prepare, removeFiles, sweepIncoming },
  migrations: [media, looks],
  settings: mediaSettings,
  ports: ['incoming', 'shown', 'kept'],
})
