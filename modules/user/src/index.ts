/** Module user: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { user } from '../migrations/0001-user.ts'
import { wechat } from '../migrations/0002-wechat.ts'
import { account } from '../migrations/0003-account.ts'
import { forgetting } from '../migrations/0004-forgetting.ts'
import { accountCommands, accountQueries } from './account-parts.ts'
import { beginVisit } from './commands/begin-visit.ts'
import { createCode } from './commands/create-code.ts'
import { createStaff } from './commands/create-staff.ts'
import { declarePermissions } from './commands/declare-permissions.ts'
import { enterByWechat } from './commands/enter-by-wechat.ts'
import { forgetOld } from './commands/forget-old.ts'
import { linkWechat } from './commands/link-wechat.ts'
import { openStaffSession } from './commands/open-staff-session.ts'
import { recordCodeSent } from './commands/record-code-sent.ts'
import { refresh } from './commands/refresh.ts'
import { removeAddress } from './commands/remove-address.ts'
import { returnFromWechat } from './commands/return-from-wechat.ts'
import { saveAddress } from './commands/save-address.ts'
import { setRolePermissions } from './commands/set-role-permissions.ts'
import { setStaffPassword } from './commands/set-staff-password.ts'
import { signIn } from './commands/sign-in.ts'
import { signOut } from './commands/sign-out.ts'
import { unlinkWechat } from './commands/unlink-wechat.ts'
import { User } from './contract.ts'
import { checkPassword, sendCode, type UserPorts } from './effects.ts'
import { userJobs } from './jobs.ts'
import { addresses, addressOf, authenticate, me } from './queries.ts'
import { knowsWechat, wechatLinks, wechatOpenId } from './wechat-queries.ts'
import { askWechat, askWechatPhone, wechatApps, wechatPage } from './wechat-effects.ts'
import { userSettings } from './settings.ts'
import type { UserTables } from './tables.ts'

export { hashPassword } from './password.ts'

/** People: shoppers, staff, their sessions and addresses. */
export const userModule = defineModule<UserTables, UserPorts>()(User, {
  commands: {
    createCode,
    recordCodeSent,
    signIn,
    refresh,
    signOut,
    openStaffSession,
    createStaff,
    setStaffPassword,
    setRolePermissions,
    declarePermissions,
    forgetOld,
    saveAddress,
    removeAddress,
    beginVisit,
    returnFromWechat,
    enterByWechat,
    linkWechat,
    unlinkWechat,
    ...accountCommands,
  },
  queries: {
    authenticate,
    me,
    addresses,
    addressOf,
    wechatLinks,
    wechatOpenId,
    knowsWechat,
    ...accountQueries,
  },
  effects: { sendCode, checkPassword, wechatApps, wechatPage, askWechat, askWechatPhone },
  migrations: [user, wechat, account, forgetting],
  settings: userSettings,
  jobs: userJobs,
  ports: ['sms'],
})
