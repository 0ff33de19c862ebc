/**
 * What module supplier offers: who may sell here and on which terms, what each sale earns them, and how the
 * money reaches them. Personal data goes in whole and comes out masked.
 */
import { defineContract, Nothing, Obj, PageInput, PageOf, Type } from '@tiantou/kernel'
import { no_such_supplier } from './refusals.ts'
import { auditQueries } from './audit-operations.ts'
import { onboardingCommands, onboardingEffects, onboardingEvents } from './onboarding-operations.ts'
import { privacyCommands, privacyQueries } from './privacy-operations.ts'
import { settlementCommands, settlementEvents, settlementQueries } from './settlement-operations.ts'
import { ApplicationWord, PartyKind, SupplierId, SupplierKind, SupplierRef } from './shapes.ts'
import { SupplierStateWord, SupplierView } from './shapes.ts'
import { sharingCommands, sharingEffects, sharingEvents, sharingQueries } from './sharing-operations.ts'
import {
  withdrawalCommands,
  withdrawalEffects,
  withdrawalEvents,
  withdrawalQueries,
} from './withdrawal-operations.ts'

export { Document } from './onboarding-operations.ts'
export { WithdrawalWay } from './withdrawal-operations.ts'

export const Supplier = defineContract('supplier', {
  doc: 'Suppliers: application, review, contracts, settlement, withdrawals.',
  permissions: {
    'supplier.read': '查看供应商',
    'supplier.review': '审核供应商',
    'supplier.waive': '豁免供应商资质',
    'supplier.reveal': '查看供应商完整证件与账户',
    'supplier.contract': '管理供应商合同',
    'supplier.settle': '出结算单与扣款',
    'supplier.payout': '制作与复核付款批次、处理提现',
  },
  commands: {
    ...privacyCommands,
    ...onboardingCommands,
    ...settlementCommands,
    ...withdrawalCommands,
    ...sharingCommands,
  },
  queries: {
    ...privacyQueries,
    ...auditQueries,
    ...settlementQueries,
    ...withdrawalQueries,
    ...sharingQueries,
    mine: {
      doc: 'The caller’s supplier, personal data masked.',
      who: 'user',
      route: { method: 'GET', path: '/supplier' },
      input: Nothing,
      output: SupplierView,
      refusals: { no_such_supplier },
    },
    staffList: {
      doc: 'Suppliers, newest first.',
      who: { permission: 'supplier.read' },
      route: { method: 'GET', path: '/staff/suppliers' },
      input: Obj({
        limit: PageInput.limit,
        cursor: Type.Optional(SupplierId),
        application: Type.Optional(ApplicationWord),
      }),
      output: PageOf(
        Obj({
          supplierId: SupplierId,
          name: Type.String(),
          kind: SupplierKind,
          party: PartyKind,
          application: ApplicationWord,
          state: SupplierStateWord,
        }),
      ),
    },
    staffGet: {
      doc: 'One supplier with its checklist, contracts and verifications; personal data masked.',
      who: { permission: 'supplier.read' },
      route: { method: 'GET', path: '/staff/suppliers/:supplierId' },
      input: SupplierRef,
      output: SupplierView,
      refusals: { no_such_supplier },
    },
    selling: {
      doc: 'Which of these suppliers may sell now: active, under a contract that holds.',
      who: 'system',
      input: Obj({ supplierIds: Type.Array(SupplierId, { maxItems: 100 }) }),
      output: Obj({
        supplierIds: Type.Array(SupplierId),
        /** Those of them that are paid by sharing. */
        shared: Type.Array(SupplierId),
      }),
    },
  },
  effects: { ...onboardingEffects, ...withdrawalEffects, ...sharingEffects },
  events: { ...onboardingEvents, ...settlementEvents, ...withdrawalEvents, ...sharingEvents },
})
