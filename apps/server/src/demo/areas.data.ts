/**
 * Where the demo delivers itself: the east of the old town of Beijing, roughly drawn, in GCJ-02; and who
 * hands its parcels to carriers.
 */
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** A slot of every day, in hours. */
const daily = (from: number, to: number, cutoff: number, capacity: number, feeFen: number) => ({
  weekdays: EVERY_DAY,
  fromMinute: from * 60,
  toMinute: to * 60,
  cutoffMinutes: cutoff * 60,
  capacity,
  feeFen,
})

const DONGCHENG = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [116.372, 39.87],
      [116.41, 39.858],
      [116.442, 39.872],
      [116.452, 39.905],
      [116.449, 39.962],
      [116.435, 39.976],
      [116.395, 39.975],
      [116.38, 39.962],
      [116.372, 39.87],
    ],
  ],
}

export const DEMO_POINTS = [
  { code: 'dongsi', name: '田头东四自提点', address: '北京市东城区东四北大街 100 号' },
]

const ALL = ['ambient' as const, 'chilled' as const, 'frozen' as const]
const HERE = { shape: DONGCHENG, regions: ['110101'] }

export const DEMO_AREAS = [
  {
    code: 'dongcheng',
    name: '东城线',
    mode: 'fleet' as const,
    storageClasses: ALL,
    ...HERE,
    pointCode: null,
    pattern: [daily(9, 12, 14, 40, 0), daily(14, 17, 6, 40, 0), daily(18, 21, 6, 30, 500)],
  },
  {
    code: 'dongsi-pickup',
    name: '东四自提',
    mode: 'pickup' as const,
    storageClasses: ALL,
    ...HERE,
    pointCode: 'dongsi',
    pattern: [daily(16, 21, 6, 60, 0)],
  },
]

export const DEMO_SENDER = {
  name: '田头演示仓',
  phone: '010-12345678',
  province: '北京市',
  city: '北京市',
  county: '东城区',
  address: '东四北大街 100 号',
}
