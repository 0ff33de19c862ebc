/** Module supplier: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { suppliers } from '../migrations/0001-suppliers.ts'
import { settlement } from '../migrations/0002-settlement.ts'
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
import type { SupplierPorts } from './port.ts'
import { linesMoved, statementsEnded, withdrawalsMade, balances } from './audit-queries.ts'
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
    toConfirm,
    transfersDue,
    linesMoved,
    statementsEnded,
    withdrawalsMade,
    balances,
    ofUser,
    owns,
  },
  effects: { verify, waysOffered, transferAtChannel, readTransferNotice },
  migrations: [suppliers, settlement],
  settings: supplierSettings,
  ports: ['verifier'],
})
