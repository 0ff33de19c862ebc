/** Names of columns for sealing and for blind indexes: a value moved to another place does not open. Pure. */

/** Where a sealed field stands; `id` is its row's. */
export const places = {
  userPhone: (id: string) => `user_user|phone|${id}`,
  codePhone: (id: string) => `user_code|phone|${id}`,
  code: (id: string) => `user_code|code|${id}`,
  child: (refreshHash: string) => `user_token|child|${refreshHash}`,
  openId: (linkId: string) => `user_wechat|open_id|${linkId}`,
  identity: (visitId: string) => `user_wechat_visit|identity|${visitId}`,
  nickname: (userId: string) => `user_profile|nickname|${userId}`,
  receiver: (addressId: string) => `user_address|receiver|${addressId}`,
}

/** Columns of blind indexes, each with digests of its own. */
export const columns = {
  userPhone: 'user_user.phone',
  codePhone: 'user_code.phone',
  codeAddress: 'user_code.address',
  codeHash: 'user_code.code',
  openId: 'user_wechat.open_id',
  unionId: 'user_wechat.union_id',
  visitCaller: 'user_wechat_visit.caller',
  staffAccount: 'user_failure.account',
}
