/** The operations of accounts, privacy and partners tied to their code: index.ts takes them in. */
import { beginErasure } from './commands/begin-erasure.ts'
import { confirmIdentity } from './commands/confirm-identity.ts'
import { createPartner } from './commands/create-partner.ts'
import { disablePartner, enablePartner } from './commands/move-partner.ts'
import { endOtherSessions, endSession } from './commands/end-sessions.ts'
import { eraseUser } from './commands/erase-user.ts'
import { issuePartnerToken } from './commands/issue-partner-token.ts'
import { rotatePartnerSecret } from './commands/rotate-partner-secret.ts'
import { setConsent } from './commands/set-consent.ts'
import { setNickname } from './commands/set-nickname.ts'
import { setPartnerScopes } from './commands/set-partner-scopes.ts'
import { consents, partners, partnerScopes, policies, sessions } from './account-queries.ts'
import { confirmed, erasedSince, ofUser, phoneOf } from './privacy-queries.ts'

export const accountCommands = {
  endSession,
  endOtherSessions,
  setNickname,
  setConsent,
  confirmIdentity,
  beginErasure,
  eraseUser,
  createPartner,
  rotatePartnerSecret,
  setPartnerScopes,
  disablePartner,
  enablePartner,
  issuePartnerToken,
}

export const accountQueries = {
  sessions,
  consents,
  policies,
  partners,
  partnerScopes,
  confirmed,
  phoneOf,
  erasedSince,
  ofUser,
}
