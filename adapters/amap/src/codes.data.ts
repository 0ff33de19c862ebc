/** What the codes and levels of 高德 mean to us. Source: lbs.amap.com, 错误码说明 and 地理编码. */
import type { MapsCode, Precision } from '@tiantou/logistics/port'

const CODES: Readonly<Record<string, MapsCode>> = {
  10001: 'not_authorised',
  10005: 'not_authorised',
  10006: 'not_authorised',
  10007: 'not_authorised',
  10009: 'not_authorised',
  10012: 'not_authorised',
  10013: 'not_authorised',
  20000: 'bad_input',
  20001: 'bad_input',
  20800: 'no_result',
  20801: 'no_result',
  20802: 'no_result',
  20803: 'no_result',
}

/** Undefined where nothing is decided: quotas (10003, 10004, 10010, 1001x), troubles, codes unheard of. */
export const codeOf = (infocode: string): MapsCode | undefined => CODES[infocode]

const POINTS = new Set(['门牌号', '单元号', '兴趣点', '公交站台、地铁站'])
const STREETS = new Set(['村庄', '热点商圈', '道路', '道路交叉路口'])

export const precisionOf = (level: string): Precision =>
  POINTS.has(level) ? 'point' : STREETS.has(level) ? 'street' : 'area'
