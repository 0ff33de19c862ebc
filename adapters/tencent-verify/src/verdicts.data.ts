/**
 * What the codes of the registers mean. Source: Tencent Cloud, faceid 2018-03-01 and ocr 2018-11-19, codes of
 * each action.
 */
import type { Verdict } from '@tiantou/supplier/port'

type Answers = Readonly<Record<string, Verdict['answer']>>

/** IdCardVerification: `Result`. */
export const identityAnswers: Answers = {
  '0': 'match',
  '-1': 'mismatch',
  '-2': 'bad',
  '-3': 'bad',
  '-4': 'retry',
  '-5': 'no_record',
  '-6': 'retry',
  '-7': 'retry',
}

/**
 * BankCard4EVerification: `Result`. What the bank says of the card itself (seized, lost, expired …) is no
 * word on whose it is, but no money can go there: a mismatch.
 */
export const cardAnswers: Answers = {
  '0': 'match',
  '-1': 'mismatch',
  '-2': 'bad',
  '-3': 'bad',
  '-4': 'bad',
  '-5': 'bad',
  '-6': 'mismatch',
  '-7': 'no_record',
  '-8': 'mismatch',
  '-9': 'mismatch',
  '-10': 'no_record',
  '-11': 'mismatch',
  '-12': 'mismatch',
  '-13': 'mismatch',
  '-14': 'mismatch',
  '-15': 'mismatch',
  '-16': 'retry',
  '-17': 'no_record',
  '-18': 'retry',
  '-19': 'retry',
  '-20': 'bad',
  '-21': 'mismatch',
}

/** Companies that may trade; 3 to 5 and 7 are ended, revoked or struck off, 2 and 6 a person looks at. */
export const operatingAnswers: Answers = {
  '1': 'match',
  '2': 'no_record',
  '3': 'mismatch',
  '4': 'mismatch',
  '5': 'mismatch',
  '6': 'no_record',
  '7': 'mismatch',
  '0': 'no_record',
  '/': 'no_record',
}
