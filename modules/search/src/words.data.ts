/** Words that say nothing of what is looked for, and the ends of place names that nobody types. */

export const EMPTY_WORDS =
  '的 了 和 与 及 或 在 是 有 我 要 想 买 卖 点 些 请 给 吗 呢 啊 吧 个 这 那 就 也 都 很 一 不 怎么 哪里 什么 多少 推荐 一下 想买 我要 我想'

export const PLACE_ENDS =
  '维吾尔自治区 壮族自治区 回族自治区 特别行政区 自治区 自治州 自治县 地区 林区 新区 省 市 县 区 州 盟 旗 镇 乡'
