/** The door of what the clients of third parties share; what their twins share is behind `./twin`. */
export { chinaClock, chinaDigits, fromChinaClock, fromChinaDigits } from './china-time.ts'
export { callJson, describeFailure, readLimited } from './fetching.ts'
export { bareNumber, numberOf } from './numbers.ts'
export { checkTimeout, checkUrl, type UrlRule } from './settings.ts'
export { amount, cut, inner, list, parseObject, readForm, text, type Wire } from './wire.ts'
