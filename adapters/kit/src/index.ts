/** The door of what the clients of third parties share; what their twins share is behind `./twin`. */
export { chinaDigits, fromChinaDigits } from './china-time.ts'
export { describeFailure, readLimited } from './fetching.ts'
export { bareNumber, numberOf } from './numbers.ts'
export { checkTimeout, checkUrl, type UrlRule } from './settings.ts'
export { cut, parseObject, readForm, text, type Wire } from './wire.ts'
