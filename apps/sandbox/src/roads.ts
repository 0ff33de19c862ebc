/** Maps and carriers of the sandbox, their parcels kept over a restart. */
import { startAmapTwin } from '@tiantou/amap/twin'
import { startKuaidi100Twin, type TwinParcel } from '@tiantou/kuaidi100/twin'
import { startSfExpressTwin } from '@tiantou/sf-express/twin'
import { startTencentMapTwin } from '@tiantou/tencent-map/twin'
import { createKeep } from './keep.ts'

interface RoadOptions {
  /** Milliseconds UTC. */
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  readonly dataFile?: string
  readonly retryScale?: number
  /** From one step of a parcel to the next. */
  readonly parcelPace_ms?: number
}

export async function startRoads({ now, random, dataFile, retryScale = 0.05, parcelPace_ms }: RoadOptions) {
  const pace = parcelPace_ms === undefined ? {} : { pace_ms: parcelPace_ms }
  const keepOf = (name: string) => createKeep<TwinParcel>(dataFile?.replace(/(\.json)?$/, `-${name}.json`))
  const keeps = { kuaidi100: keepOf('kuaidi100'), sfExpress: keepOf('sf-express') }
  const kept = async ({ load, save }: typeof keeps.kuaidi100) => ({
    now,
    random,
    retryScale,
    ...pace,
    saved: await load(),
    changed: save,
  })
  const [tencentMap, amap, kuaidi100, sfExpress] = await Promise.all([
    startTencentMapTwin({ random }),
    startAmapTwin({ random }),
    kept(keeps.kuaidi100).then(startKuaidi100Twin),
    kept(keeps.sfExpress).then(startSfExpressTwin),
  ])
  const closeRoads = async (): Promise<void> => {
    await Promise.all([tencentMap, amap, kuaidi100, sfExpress].map((twin) => twin.close()))
    await Promise.all(Object.values(keeps).map((keep) => keep.flush()))
  }
  return { twins: { tencentMap, amap, kuaidi100, sfExpress }, closeRoads }
}
