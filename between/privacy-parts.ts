/**
 * Which modules keep something of shoppers, and so take part when one of them wants a copy of it, or its end.
 * A module that keeps more than nothing of people offers `ofUser` and `eraseUser` and is named here; a test
 * walks all tables and finds who is missing.
 */
import { Cart } from '@tiantou/cart/contract'
import { Claim } from '@tiantou/claim/contract'
import { Invoice } from '@tiantou/invoice/contract'
import { Media } from '@tiantou/media/contract'
import { Member } from '@tiantou/member/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { Review } from '@tiantou/review/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'

/** By the name under which the copy has it. */
export const copies = {
  account: User.queries.ofUser,
  orders: Order.queries.ofUser,
  payments: Payment.queries.ofUser,
  cart: Cart.queries.ofUser,
  member: Member.queries.ofUser,
  pictures: Media.queries.ofUser,
  supplier: Supplier.queries.ofUser,
  claims: Claim.queries.ofUser,
  reviews: Review.queries.ofUser,
  invoices: Invoice.queries.ofUser,
} as const

/** What an erasure does, one step each; any of them may be done again, and none refuses. */
export const erasures = [
  User.commands.eraseUser,
  Order.commands.eraseUser,
  Payment.commands.eraseUser,
  Cart.commands.eraseUser,
  Member.commands.eraseUser,
  Media.commands.eraseUser,
  Supplier.commands.eraseUser,
  Claim.commands.eraseUser,
  Review.commands.eraseUser,
  Invoice.commands.eraseUser,
] as const
