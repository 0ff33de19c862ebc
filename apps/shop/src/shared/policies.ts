/** Which documents hold today; asked once a visit, and again when it could not be told. */
import type { Output } from '@tiantou/client'
import { api } from './api.ts'

type Policies = Output<'user.policies'>
let asking: Promise<Policies | null> | null = null

/** The documents as they stand today; null where the server does not answer. */
export const policies = (): Promise<Policies | null> => {
  asking ??= api('user.policies', {}).then((answer) => {
    if (answer.ok) return answer.value
    asking = null
    return null
  })
  return asking
}
