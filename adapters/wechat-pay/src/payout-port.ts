/** What a way of paying out must be able to do for us. */
export type TransferState = 'processing' | 'wait_user_confirm' | 'succeeded' | 'failed' | 'cancelled'

export interface TransferReport {
  readonly transferId: string
  readonly channelRef: string
  readonly state: TransferState
  readonly amountFen?: number
  readonly failCode?: string
  readonly packageInfo?: string
}

export type PayoutAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

export interface PayoutChannel {
  readonly name: string
  submit(transfer: {
    readonly transferId: string
    readonly amountFen: number
    readonly openid: string
    readonly userName?: string
    readonly remark: string
  }): Promise<PayoutAnswer<TransferReport>>
  query(transferId: string): Promise<PayoutAnswer<TransferReport | null>>
  cancel(transferId: string): Promise<PayoutAnswer<TransferReport>>
  readCallback(request: {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
    readonly body: Buffer
  }): Promise<
    | { readonly kind: 'ok'; readonly value: TransferReport }
    | { readonly kind: 'refused'; readonly code: string }
  >
}
