/** Ports of module logistics with nobody behind them, for suites that ask neither maps nor carriers. */
import type { LogisticsPorts } from '../src/port.ts'

export const NO_ROADS: LogisticsPorts = {
  'tencent-map': undefined,
  amap: undefined,
  kuaidi100: undefined,
  'sf-express': undefined,
}
