/** What can happen to an invoice. One that failed is over: who tries again makes a new
 * one. `void`: nothing was left to invoice. */
import { machine, type StateOf } from '@tiantou/kernel'

export const invoiceState = machine('invoice', {
  initial: 'requested',
  final: ['failed', 'reversed', 'void'],
  transitions: {
    submit: { from: ['requested'], to: 'submitted' },
    accept: { from: ['submitted'], to: 'issuing' },
    issue: { from: ['submitted', 'issuing'], to: 'issued' },
    fail: { from: ['submitted', 'issuing'], to: 'failed' },
    drop: { from: ['requested'], to: 'void' },
    takeBack: { from: ['issued'], to: 'reversing' },
    reverse: { from: ['reversing'], to: 'reversed' },
  },
})

export type InvoiceState = StateOf<typeof invoiceState>
