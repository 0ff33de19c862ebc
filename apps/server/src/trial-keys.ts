/**
 * Secrets of the trial profile, made once per data folder and kept beside the data. Production never reads
 * them.
 */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '@tiantou/platform'

export interface TrialSecrets {
  /** A key ring, as TIANTOU_KEYS would give it. */
  readonly keys: string
  /** Password of the demo staff account. */
  readonly staffPassword: string
}

/** Reads the trial's secrets, making them at the first start. */
export const trialSecrets = (dataDir: string, clock: Pick<Clock, 'random'>): TrialSecrets => {
  const path = join(dataDir, 'trial-secrets.json')
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as TrialSecrets
  const secrets = {
    keys: `trial:${clock.random(32).toString('base64')}`,
    staffPassword: clock.random(6).toString('base64url'),
  }
  writeFileSync(path, `${JSON.stringify(secrets)}\n`, { mode: 0o600 })
  chmodSync(path, 0o600)
  return secrets
}
