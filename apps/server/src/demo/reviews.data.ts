/** What buyers of the demo say, by the picture of the product. Made up, as the products are. */

interface DemoReview {
  /** As its author calls himself; empty where he is anonymous. */
  readonly name: string
  /** Stars for goods, freshness, delivery. */
  readonly stars: readonly [number, number, number]
  readonly text: string
  readonly reply?: string
}

const said = (name: string, stars: DemoReview['stars'], text: string, reply?: string): DemoReview => ({
  name,
  stars,
  text,
  ...(reply === undefined ? {} : { reply }),
})

export const DEMO_REVIEWS: Readonly<Record<string, readonly DemoReview[]>> = {
  'navel-orange': [
    said(
      '小鹿妈妈',
      [5, 5, 5],
      '皮薄好剥，汁水足，甜里带一点点酸，孩子一天吃三个。',
      '谢谢，再放两天会更甜。',
    ),
    said('老周', [5, 5, 4], '个头匀称，十斤里没有一个坏的。'),
    said('', [4, 5, 4], '味道不错，就是皮比去年厚一点。'),
    said('阿梅', [5, 4, 5], '回购第三年了，还是这个味。'),
    said('', [3, 4, 3], '偏酸，可能是头一批。晚了一天到。', '头一批确实酸一些，建议放一周再吃。'),
  ],
  strawberry: [
    said('果果', [5, 5, 5], '到手还冰着，一颗没烂，香味很足。'),
    said('晓雯', [4, 4, 5], '底层压软了两颗，拍照马上就赔了，很省心。', '下一批换了双层托。'),
    said('', [5, 5, 5], '中午到的，孩子自己洗了一盒。'),
    said('陈先生', [2, 2, 4], '这批颜色偏白，不够甜。'),
  ],
  tomato: [
    said('林大厨', [5, 5, 5], '生吃有沙瓤，做汤出红油。'),
    said('', [5, 4, 4], '小时候的番茄味，真的。'),
    said('丽丽', [4, 5, 5], '有大有小，不影响吃。'),
    said('吴阿姨', [5, 5, 5], ''),
  ],
  mushroom: [
    said('胖厨', [5, 5, 4], '泡开肉厚，炖鸡特别香。'),
    said('', [4, 5, 4], '干净，没有碎渣。'),
    said('何女士', [5, 5, 5], '送长辈的，老人家说好。'),
  ],
  rice: [
    said('东北人在上海', [5, 5, 5], '开锅满屋香，空口能吃两碗。'),
    said('小满', [5, 5, 4], '真空装，日期很新，是当月碾的。', '每周碾一次，放心。'),
    said('', [4, 5, 5], '比超市的好，价格也高一点。'),
    said('刘姐', [5, 5, 5], '回购五次了。'),
  ],
  egg: [
    said('豆豆爸', [5, 5, 5], '三十个一个没破，包得严实。'),
    said('', [5, 5, 4], '蛋黄颜色自然，蒸蛋不腥。'),
    said('兰兰', [4, 4, 4], '碎了一个，客服当天就退了。'),
  ],
  lamb: [
    said('涮肉老饕', [5, 5, 5], '一点不膻，清水煮就很好吃。'),
    said('', [5, 5, 4], '冰袋还没化，分量足。'),
    said('马师傅', [4, 5, 5], '肉嫩，就是骨头大了点。'),
  ],
  shrimp: [
    said('海边长大', [5, 5, 5], '解冻后还弹，不是泡水虾。'),
    said('', [4, 4, 5], '大小均匀，白灼刚好。'),
    said('阿强', [3, 4, 4], '比写的规格小一圈。', '抱歉，这批偏小，下一批会重新分级。'),
  ],
  longjing: [
    said('茶友老许', [5, 5, 5], '豆香清楚，三泡不淡。'),
    said('', [5, 5, 5], '独立小罐，送人体面。'),
  ],
}
