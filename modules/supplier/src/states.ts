/**
 * What can happen to a supplier: its application, itself, each requirement of its review, a contract, a
 * statement, a payout batch, a withdrawal, a receiver of shares, a share.
 */
import { machine, type StateOf } from '@tiantou/kernel'

export const applicationState = machine('supplier-application', {
  initial: 'draft',
  final: ['accepted'],
  transitions: {
    submit: { from: ['draft', 'rejected'], to: 'submitted' },
    review: { from: ['submitted'], to: 'in_review' },
    accept: { from: ['in_review'], to: 'accepted' },
    reject: { from: ['in_review'], to: 'rejected' },
  },
})

export const supplierState = machine('supplier', {
  initial: 'applying',
  final: ['closed'],
  transitions: {
    activate: { from: ['applying'], to: 'active' },
    suspend: { from: ['active'], to: 'suspended' },
    resume: { from: ['suspended'], to: 'active' },
    close: { from: ['active', 'suspended'], to: 'closed' },
  },
})

/** A document that is handed in anew is judged anew, whatever was said before. */
export const requirementState = machine('supplier-requirement', {
  initial: 'missing',
  final: [],
  transitions: {
    submit: { from: ['missing', 'submitted', 'accepted', 'rejected', 'waived'], to: 'submitted' },
    accept: { from: ['submitted'], to: 'accepted' },
    reject: { from: ['submitted'], to: 'rejected' },
    waive: { from: ['missing', 'submitted', 'rejected'], to: 'waived' },
  },
})

export const contractState = machine('supplier-contract', {
  initial: 'draft',
  final: ['ended'],
  transitions: {
    sign: { from: ['draft'], to: 'active' },
    end: { from: ['draft', 'active'], to: 'ended' },
  },
})

/** `netted`: it came to less than nothing, and what is owed stands as a line for the next. */
export const statementState = machine('supplier-statement', {
  initial: 'issued',
  final: ['paid', 'netted'],
  transitions: {
    confirm: { from: ['issued', 'adjusted'], to: 'confirmed' },
    dispute: { from: ['issued', 'adjusted'], to: 'disputed' },
    adjust: { from: ['disputed'], to: 'adjusted' },
    release: { from: ['confirmed'], to: 'payable' },
    net: { from: ['confirmed'], to: 'netted' },
    propose: { from: ['payable'], to: 'paying' },
    putBack: { from: ['paying'], to: 'payable' },
    pay: { from: ['paying'], to: 'paid' },
  },
})

/** Made by one person, decided by another. */
export const payoutState = machine('supplier-payout', {
  initial: 'proposed',
  final: ['approved', 'rejected'],
  transitions: {
    approve: { from: ['proposed'], to: 'approved' },
    reject: { from: ['proposed'], to: 'rejected' },
  },
})

/**
 * The money is held from the first state to `succeeded` or `returned`. People call a withdrawal off before it
 * is submitted (`takeBack`); from then on only the bank or the channel says how it ended.
 */
export const withdrawalState = machine('supplier-withdrawal', {
  initial: 'requested',
  final: ['succeeded', 'returned'],
  transitions: {
    hold: { from: ['requested'], to: 'risk_hold' },
    approve: { from: ['requested', 'risk_hold'], to: 'approved' },
    submit: { from: ['approved'], to: 'submitted' },
    await: { from: ['submitted'], to: 'wait_user_confirm' },
    succeed: { from: ['submitted', 'wait_user_confirm'], to: 'succeeded' },
    fail: { from: ['submitted', 'wait_user_confirm'], to: 'failed' },
    takeBack: { from: ['requested', 'risk_hold', 'approved'], to: 'cancelled' },
    cancel: { from: ['submitted', 'wait_user_confirm'], to: 'cancelled' },
    giveBack: { from: ['failed', 'cancelled'], to: 'returned' },
  },
})

/** Whom the channel pays for a supplier. */
export const receiverState = machine('supplier-receiver', {
  initial: 'adding',
  final: ['removed'],
  transitions: {
    add: { from: ['adding'], to: 'added' },
    refuse: { from: ['adding'], to: 'refused' },
    remove: { from: ['adding', 'added', 'refused'], to: 'removed' },
  },
})

/** A share, one that is taken back, or the setting free of the rest: only the channel's word ends it. */
export const shareState = machine('supplier-share', {
  initial: 'requested',
  final: ['succeeded'],
  transitions: {
    process: { from: ['requested'], to: 'processing' },
    succeed: { from: ['requested', 'processing'], to: 'succeeded' },
    fail: { from: ['requested', 'processing'], to: 'failed' },
    retry: { from: ['failed'], to: 'requested' },
  },
})

export type ApplicationState = StateOf<typeof applicationState>
export type SupplierState = StateOf<typeof supplierState>
export type RequirementState = StateOf<typeof requirementState>
export type ContractState = StateOf<typeof contractState>
export type StatementState = StateOf<typeof statementState>
export type PayoutState = StateOf<typeof payoutState>
export type ReceiverState = StateOf<typeof receiverState>
export type ShareState = StateOf<typeof shareState>
export type WithdrawalState = StateOf<typeof withdrawalState>
