/** Module social: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { Social } from './contract.ts'
import { drawCard, signPage } from './effects.ts'
import type { SocialPorts } from './port.ts'

/** Sharing. It keeps nothing but drawn cards. */
export const socialModule = defineModule<Readonly<Record<never, never>>, SocialPorts>()(Social, {
  commands: {},
  queries: {},
  effects: { drawCard, signPage },
  migrations: [],
  settings: {},
  ports: ['origin', 'shown', 'pages'],
})
