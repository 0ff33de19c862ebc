/** The wire of Tencent Cloud API 3.0, for the adapters of its services: one signed call. */
export {
  callTencent,
  fieldOf,
  refusal,
  type TencentAccount,
  type TencentAnswer,
  type TencentDeps,
} from './call.ts'
export { accountProblems } from './account.ts'
