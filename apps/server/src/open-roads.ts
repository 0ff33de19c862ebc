/**
 * Fills the ports of maps and carriers: real ones where they are configured, the sandbox's twins in a trial.
 */
import { createAmap, parseAmapConfig } from '@tiantou/amap'
import { createKuaidi100, parseKuaidi100Config } from '@tiantou/kuaidi100'
import type { Clock } from '@tiantou/platform'
import type { Sandbox } from '@tiantou/sandbox'
import { createSfExpress, parseSfExpressConfig } from '@tiantou/sf-express'
import { createTencentMap, parseTencentMapConfig } from '@tiantou/tencent-map'
import type { Config } from './config.ts'
import { KUAIDI100_PUSH_PATH, SF_EXPRESS_PUSH_PATH } from './config-roads.ts'
import type { Adapters } from './house.ts'

/** A twin stands beside us; who waits for it longer waits for nothing. */
const PATIENCE = { timeout_ms: 1_000 }

const kuaidi100Of = ({ roads, port }: Config, sandbox: Sandbox | undefined) => {
  if (roads.kuaidi100 !== undefined || sandbox === undefined) return roads.kuaidi100
  const callbackUrl = `http://127.0.0.1:${port}${KUAIDI100_PUSH_PATH}`
  return parseKuaidi100Config({ ...sandbox.kuaidi100.config, ...PATIENCE, callbackUrl })
}

const sfExpressOf = ({ roads, port }: Config, sandbox: Sandbox | undefined) => {
  if (roads.sfExpress !== undefined || sandbox === undefined) return roads.sfExpress
  sandbox.sfExpress.pushTo(`http://127.0.0.1:${port}${SF_EXPRESS_PUSH_PATH}`)
  return parseSfExpressConfig({ ...sandbox.sfExpress.config, ...PATIENCE })
}

/** Each may be missing. */
export const openRoads = (
  config: Config,
  clock: Clock,
  sandbox: Sandbox | undefined,
): NonNullable<Adapters['roads']> => {
  const { roads } = config
  const tencentMap = roads.tencentMap ?? (sandbox && parseTencentMapConfig(sandbox.tencentMap.config))
  const amap = roads.amap ?? (sandbox && parseAmapConfig(sandbox.amap.config))
  const kuaidi100 = kuaidi100Of(config, sandbox)
  const sfExpress = sfExpressOf(config, sandbox)
  return {
    'tencent-map': tencentMap && createTencentMap(tencentMap),
    amap: amap && createAmap(amap),
    kuaidi100: kuaidi100 && createKuaidi100(kuaidi100, clock),
    'sf-express': sfExpress && createSfExpress(sfExpress, clock),
  }
}
