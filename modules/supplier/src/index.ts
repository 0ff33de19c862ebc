/** Module supplier: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { suppliers } from '../migrations/0001-suppliers.ts'
import { settlement } from '../migrations/0002-settlement.ts'
import { suspicions as suspicionTable } from '../migrations/0003-suspicions.ts'
import { sharing } from '../migrations/0004-sharing.ts'
import { apply, fill, handIn, submit } from './commands/apply.ts'
import { draftContract, endContract, signContract } from './commands/contracts.ts'
import { eraseUser } from './commands/erase-user.ts'
import { collect, deduct, recordRefund } from './commands/lines.ts'
import { addMember, removeMember } from './commands/members.ts'
import { approvePayout, proposePayout, rejectPayout } from './commands/payouts.ts'
import { reveal } from './commands/reveal.ts'
import {
  accept,
  acceptRequirement,
  beginReview,
  reject,
  rejectRequirement,
  setState,
  waiveRequirement,
} from './commands/review.ts'
import { answerDispute, confirmStatement, disputeStatement, issueStatement } from './commands/statements.ts'
import { beginReceiver, recordReceiver, removeReceiver } from './commands/receivers.ts'
import { recordShare, retryShare } from './commands/shares.ts'
import { recordSlip, recordTransfer } from './commands/transfers.ts'
import { beginVerification, recordVerification } from './commands/verify.ts'
import {
  approveWithdrawal,
  cancelWithdrawal,
  declineWithdrawal,
  requestWithdrawal,
  submitWithdrawal,
} from './commands/withdraw.ts'
import { Supplier } from './contract.ts'
import { readTransferNotice, transferAtChannel, waysOffered } from './transfer-effects.ts'
import { verify } from './effects.ts'
import { addReceiver, forgetReceiver, shareAtChannel } from './share-effects.ts'
import { myShares, ownerOf, receiver, sharesDue, staffShares, takingBack } from './share-queries.ts'
import type { SupplierPorts } from './port.ts'
import { linesMoved, sharesMade, statementsEnded, withdrawalsMade, balances } from './audit-queries.ts'
import { ofUser, owns } from './privacy-queries.ts'
import {
  mine,
  staffGet,
  staffList,
  selling,
  myStatements,
  myStatement,
  staffStatements,
  staffStatement,
  myBalance,
  myWithdrawals,
  staffWithdrawals,
  suspicions,
  toConfirm,
  transfersDue,
} from './queries.ts'
import { supplierSettings } from './settings.ts'
import type { SupplierTables } from './tables.ts'

/** Suppliers: application, review, contracts, settlement, withdrawals. */
export const supplierModule = defineModule<SupplierTables, SupplierPorts>()(Supplier, {
  commands: {
    eraseUser,
    apply,
    fill,
    handIn,
    submit,
    addMember,
    removeMember,
    draftContract,
    signContract,
    endContract,
    beginVerification,
    recordVerification,
    collect,
    recordRefund,
    deduct,
    proposePayout,
    approvePayout,
    rejectPayout,
    accept,
    acceptRequirement,
    beginReview,
    reject,
    reveal,
    rejectRequirement,
    setState,
    waiveRequirement,
    answerDispute,
    confirmStatement,
    disputeStatement,
    issueStatement,
    approveWithdrawal,
    cancelWithdrawal,
    declineWithdrawal,
    recordSlip,
    recordTransfer,
    requestWithdrawal,
    submitWithdrawal,
    beginReceiver,
    recordReceiver,
    removeReceiver,
    recordShare,
    retryShare,
  },
  queries: {
    mine,
    staffGet,
    staffList,
    selling,
    myStatements,
    myStatement,
    staffStatements,
    staffStatement,
    myBalance,
    myWithdrawals,
    staffWithdrawals,
    suspicions,
    toConfirm,
    transfersDue,
    linesMoved,
    statementsEnded,
    withdrawalsMade,
    sharesMade,
    balances,
    ownerOf,
    receiver,
    sharesDue,
    takingBack,
    staffShares,
    myShares,
    ofUser,
    owns,
  },
  effects: {
    verify,
    waysOffered,
    transferAtChannel,
    readTransferNotice,
    addReceiver,
    forgetReceiver,
    shareAtChannel,
  },
  migrations: [suppliers, settlement, suspicionTable, sharing],
  settings: supplierSettings,
  ports: ['verifier'],
})
