/** Demo categories below the eight roots, with the rules in which they differ from their root. */
import type { InputOf } from '@tiantou/kernel'
import type { Products } from '@tiantou/product/contract'

type NewCategory = InputOf<typeof Products.commands.createCategory>
type Own = Partial<NewCategory['rules']>

const NOTHING = { storageClass: null, shelfLifeDays: null, claimWindowHours: null, documents: null }

const below = (parent: string, ...children: readonly [code: string, name: string, own?: Own][]) =>
  children.map(([code, name, own], position): NewCategory => ({
    code,
    name,
    parent,
    position,
    rules: { ...NOTHING, ...own },
  }))

export const DEMO_CATEGORIES: readonly NewCategory[] = [
  ...below(
    'fruit',
    ['citrus', '柑橘橙柚', { shelfLifeDays: 25 }],
    ['pome', '苹果梨枣', { shelfLifeDays: 45 }],
    ['berry', '浆果葡提', { storageClass: 'chilled', shelfLifeDays: 5, claimWindowHours: 24 }],
    ['stone-fruit', '桃李杏樱', { storageClass: 'chilled', shelfLifeDays: 6, claimWindowHours: 24 }],
    ['melon', '瓜类'],
    ['tropical', '热带水果', { shelfLifeDays: 8 }],
    ['nut', '坚果干果', { shelfLifeDays: 240 }],
  ),
  ...below(
    'vegetable',
    ['leafy', '叶菜', { shelfLifeDays: 3 }],
    ['root', '根茎薯芋', { storageClass: 'ambient', shelfLifeDays: 30, claimWindowHours: 48 }],
    ['fruiting', '茄果瓜豆', { storageClass: 'ambient', shelfLifeDays: 8 }],
    ['allium', '葱姜蒜', { storageClass: 'ambient', shelfLifeDays: 60, claimWindowHours: 48 }],
  ),
  ...below(
    'mushroom',
    ['fresh-mushroom', '鲜菌'],
    ['dried-mushroom', '干菌', { storageClass: 'ambient', shelfLifeDays: 365, claimWindowHours: 48 }],
  ),
  ...below('grain', ['rice', '大米'], ['cereal', '杂粮豆类'], ['oil', '食用油', { shelfLifeDays: 540 }]),
  ...below('egg', ['chicken-egg', '鸡蛋'], ['other-egg', '鸭蛋与其他', { shelfLifeDays: 45 }]),
  ...below(
    'meat',
    ['pork', '猪肉'],
    ['beef', '牛肉'],
    ['mutton', '羊肉'],
    ['poultry', '禽肉', { shelfLifeDays: 5 }],
  ),
  ...below(
    'seafood',
    ['fish', '鱼'],
    ['live-fish', '鲜活水产', { storageClass: 'chilled', shelfLifeDays: 2, claimWindowHours: 12 }],
    ['shrimp-crab', '虾蟹'],
    ['shellfish', '贝类', { storageClass: 'chilled', shelfLifeDays: 3, claimWindowHours: 12 }],
  ),
  ...below(
    'tea',
    ['green-tea', '绿茶'],
    ['oolong', '乌龙茶'],
    ['black-tea', '红茶黑茶白茶', { shelfLifeDays: 1_095 }],
  ),
  ...below('live-fish', ['hairy-crab', '大闸蟹']),
]
