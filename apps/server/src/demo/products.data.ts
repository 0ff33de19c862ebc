/**
 * Ten demo products from real growing regions. Prices, weights and seasons are what such produce costs and
 * does.
 */
import type { InputOf } from '@tiantou/kernel'
import type { Products } from '@tiantou/product/contract'

export interface DemoProduct {
  /** File name of the picture in the emoji package, without its ending. */
  readonly emoji: string
  readonly product: InputOf<typeof Products.commands.create>
  /** Pieces received per SKU, and how long the lot keeps. */
  readonly pieces: readonly number[]
  readonly keepsDays: number
}

const YEAR_ROUND = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

const piece = (spec: string, priceFen: number, nominalG: number, toleranceG: number, maxPerOrder = 20) => ({
  spec,
  sellUnit: 'box' as const,
  priceMode: 'piece' as const,
  priceFen,
  nominalG,
  toleranceMinusG: toleranceG,
  tolerancePlusG: toleranceG * 2,
  maxPerOrder,
})

const weighed = (spec: string, fenPerKg: number, nominalG: number, toleranceG: number) => ({
  ...piece(spec, fenPerKg, nominalG, toleranceG, 10),
  sellUnit: 'piece' as const,
  priceMode: 'weight' as const,
})

export const DEMO_PRODUCTS: readonly DemoProduct[] = [
  {
    emoji: '1f34a',
    pieces: [180, 90],
    keepsDays: 25,
    product: {
      title: '赣南脐橙',
      subtitle: '树上熟透再摘，皮薄汁多',
      category: 'fruit',
      variety: '纽荷尔脐橙',
      originProvince: '江西省',
      originCounty: '赣州市信丰县',
      grower: '信丰安西果农合作社',
      seasonMonths: [11, 12, 1, 2],
      storageClass: 'ambient',
      claimWindowHours: 48,
      story:
        '安西镇的红壤坡地昼夜温差大，果园留树到十一月中旬，糖度过了十二度才开剪。不打蜡、不催熟，果面有自然的风斑。',
      images: ['navel-orange'],
      skus: [piece('5斤装', 2_990, 2_500, 100), piece('10斤装', 5_490, 5_000, 150)],
    },
  },
  {
    emoji: '1f34e',
    pieces: [160, 80],
    keepsDays: 60,
    product: {
      title: '洛川苹果',
      subtitle: '海拔一千一百米，脆甜带香',
      category: 'fruit',
      variety: '红富士',
      originProvince: '陕西省',
      originCounty: '延安市洛川县',
      grower: '洛川旧县镇王家果园',
      seasonMonths: [10, 11, 12, 1, 2, 3],
      storageClass: 'ambient',
      claimWindowHours: 48,
      story: '黄土高原上的老果园，十月下旬采收，单果八十毫米以上。每一箱都在产地分选，磕碰的留给果汁厂。',
      images: ['apple'],
      skus: [piece('12枚装', 4_590, 2_700, 150), piece('24枚装', 8_490, 5_400, 250)],
    },
  },
  {
    emoji: '1f353',
    pieces: [60],
    keepsDays: 4,
    product: {
      title: '丹东草莓',
      subtitle: '凌晨采摘，冷链次日达',
      category: 'fruit',
      variety: '红颜',
      originProvince: '辽宁省',
      originCounty: '丹东市东港市',
      grower: '东港椅圈镇张家大棚',
      seasonMonths: [11, 12, 1, 2, 3, 4],
      storageClass: 'chilled',
      claimWindowHours: 24,
      story: '冬季第一茬九九红颜，凌晨四点趁凉采下，一颗一格装托。草莓娇气，到手请先看再收，坏果拍照就赔。',
      images: ['strawberry'],
      skus: [piece('2斤礼盒', 6_990, 1_000, 40, 6)],
    },
  },
  {
    emoji: '1f345',
    pieces: [140],
    keepsDays: 8,
    product: {
      title: '寿光番茄',
      subtitle: '自然转红，生吃有小时候的味',
      category: 'vegetable',
      variety: '草莓番茄',
      originProvince: '山东省',
      originCounty: '潍坊市寿光市',
      grower: '寿光纪台镇丰泽合作社',
      seasonMonths: YEAR_ROUND,
      storageClass: 'ambient',
      claimWindowHours: 24,
      story: '熊蜂授粉的越冬茬番茄，挂到八分红才摘，放两天味道最好。每批送检农残，报告随批次可查。',
      images: ['tomato'],
      skus: [piece('4斤装', 2_380, 2_000, 80)],
    },
  },
  {
    emoji: '1f344',
    pieces: [90],
    keepsDays: 180,
    product: {
      title: '古田香菇',
      subtitle: '段木花菇，肉厚香浓',
      category: 'mushroom',
      variety: '花菇',
      originProvince: '福建省',
      originCounty: '宁德市古田县',
      grower: '古田大桥镇菌农联合社',
      seasonMonths: [10, 11, 12, 1, 2, 3],
      storageClass: 'ambient',
      claimWindowHours: 48,
      story: '冬菇长得慢，伞面裂成花纹，炭火低温烘干。泡发后一朵能有半个手掌大，炖鸡只要六朵。',
      images: ['mushroom'],
      skus: [piece('250克袋装', 3_980, 250, 5, 30)],
    },
  },
  {
    emoji: '1f33e',
    pieces: [120, 60],
    keepsDays: 300,
    product: {
      title: '五常大米',
      subtitle: '当年新米，现碾现发',
      category: 'grain',
      variety: '稻花香2号',
      originProvince: '黑龙江省',
      originCounty: '哈尔滨市五常市',
      grower: '五常民乐乡朝鲜族合作社',
      seasonMonths: [10, 11, 12],
      storageClass: 'ambient',
      claimWindowHours: 48,
      story: '拉林河水浇的稻田，一年一季，九月底收割后带壳低温存放，接到订单再碾米，到手不超过十天。',
      images: ['rice'],
      skus: [piece('5斤装', 4_290, 2_500, 20, 20), piece('10斤装', 7_990, 5_000, 30, 20)],
    },
  },
  {
    emoji: '1f95a',
    pieces: [110],
    keepsDays: 30,
    product: {
      title: '滩枣林柴鸡蛋',
      subtitle: '林下散养，当周新蛋',
      category: 'egg',
      variety: '柴鸡蛋',
      originProvince: '河北省',
      originCounty: '沧州市沧县',
      grower: '沧县金丝枣林养殖户',
      seasonMonths: YEAR_ROUND,
      storageClass: 'ambient',
      claimWindowHours: 48,
      story: '枣林里散养的柴鸡，吃玉米、草籽和落枣。一周内的蛋，珍珠棉一蛋一坑，破一个赔一个。',
      images: ['egg'],
      skus: [piece('30枚装', 3_690, 1_350, 60, 10)],
    },
  },
  {
    emoji: '1f969',
    pieces: [45],
    keepsDays: 5,
    product: {
      title: '盐池滩羊后腿肉',
      subtitle: '按实重结算，多退少不补',
      category: 'meat',
      variety: '盐池滩羊',
      originProvince: '宁夏回族自治区',
      originCounty: '吴忠市盐池县',
      grower: '盐池大水坑镇牧民合作社',
      seasonMonths: [9, 10, 11, 12, 1],
      storageClass: 'chilled',
      claimWindowHours: 24,
      story: '吃甘草和苦豆子长大的羊，肉不膻。当日屠宰、排酸二十四小时后分割，称重时照片和秤号会写进订单。',
      images: ['lamb'],
      skus: [weighed('约3斤一条', 9_800, 1_500, 150)],
    },
  },
  {
    emoji: '1f990',
    pieces: [70],
    keepsDays: 270,
    product: {
      title: '北海南美白对虾',
      subtitle: '塘边速冻，按实重结算',
      category: 'seafood',
      variety: '南美白对虾',
      originProvince: '广西壮族自治区',
      originCounty: '北海市合浦县',
      grower: '合浦西场镇虾农',
      seasonMonths: [5, 6, 7, 8, 9, 10, 11],
      storageClass: 'frozen',
      claimWindowHours: 24,
      story: '起塘后半小时内零下三十五度速冻，单冻不抱团，不加水。每斤二十五到三十只，整盒冷冻送到。',
      images: ['shrimp'],
      skus: [weighed('约2斤一盒', 7_600, 1_000, 80)],
    },
  },
  {
    emoji: '1f375',
    pieces: [40],
    keepsDays: 365,
    product: {
      title: '西湖龙井明前茶',
      subtitle: '清明前头采，豆香清甜',
      category: 'tea',
      variety: '群体种',
      originProvince: '浙江省',
      originCounty: '杭州市西湖区',
      grower: '龙坞慈母桥村茶农',
      seasonMonths: [3, 4, 5],
      storageClass: 'ambient',
      claimWindowHours: 48,
      story: '老茶蓬群体种，清明前一芽一叶手采，辉锅手工炒制。石灰缸收灰一周后封罐，附茶农证与防伪标。',
      images: ['longjing'],
      skus: [piece('50克罐装', 16_800, 50, 1, 5)],
    },
  },
]
