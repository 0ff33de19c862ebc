/** What the codes of the location service mean to us. Source: lbs.qq.com, status codes of WebServiceAPI. */
import type { MapsCode } from '@tiantou/logistics/port'

const CODES: Readonly<Record<number, MapsCode>> = {
  110: 'not_authorised',
  111: 'not_authorised',
  112: 'not_authorised',
  113: 'not_authorised',
  160: 'not_authorised',
  161: 'not_authorised',
  190: 'not_authorised',
  199: 'not_authorised',
  300: 'bad_input',
  301: 'bad_input',
  306: 'bad_input',
  310: 'bad_input',
  311: 'bad_input',
  320: 'bad_input',
  330: 'bad_input',
  333: 'no_result',
  347: 'no_result',
  365: 'bad_input',
  366: 'bad_input',
  373: 'no_result',
  374: 'bad_input',
  396: 'bad_input',
  397: 'bad_input',
}

/** Undefined where nothing is decided: quotas (120, 121), the service's own troubles, codes unheard of. */
export const codeOf = (status: number): MapsCode | undefined => CODES[status]
