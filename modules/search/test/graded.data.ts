/** The graded set: how it is written | what is typed | what must be true of what is found. */
export const GRADED_LINES = `
characters|苹果|kind=苹果
characters|红富士|variety=红富士
characters|脐橙|variety=纽荷尔脐橙/赣南脐橙
characters|草莓|kind=草莓
characters|大闸蟹|variety=大闸蟹
characters|鸡蛋|kind=鸡蛋
characters|土鸡蛋|variety=土鸡蛋
characters|梨|kind=梨
characters|桃|kind=桃
characters|虾|kind=虾
characters|鱼|kind=鱼
characters|水蜜桃|variety=水蜜桃
characters|阳光玫瑰|variety=阳光玫瑰
characters|沃柑|variety=沃柑
characters|小米|kind=小米
characters|小米辣|variety=小米辣
characters|玉米|kind=玉米
characters|糯玉米|variety=糯玉米/黄糯玉米
characters|菜籽油|kind=菜籽油
characters|牛腩|variety=牛腩
characters|五花肉|variety=五花肉
characters|铁观音|variety=铁观音
characters|水果|category=fruit
characters|蔬菜|category=vegetable
characters|海鲜|category=seafood
characters|茶叶|category=tea
characters|菌菇|category=mushroom
characters|鲜香菇|variety=鲜香菇
characters|8424西瓜|variety=8424
characters|铁棍山药|variety=铁棍山药
synonym|西红柿|kind=番茄/圣女果
synonym|马铃薯|kind=土豆
synonym|洋芋|kind=土豆
synonym|地瓜|kind=红薯
synonym|番薯|kind=红薯
synonym|车厘子|kind=樱桃
synonym|桔子|kind=柑橘
synonym|奇异果|kind=猕猴桃
synonym|凤梨|kind=菠萝
synonym|桂圆|kind=龙眼
synonym|苞米|kind=玉米
synonym|青瓜|kind=黄瓜
synonym|富士|variety=红富士
synonym|春见|variety=耙耙柑
synonym|牡蛎|variety=生蚝
synonym|提子|kind=葡萄
synonym|松花蛋|kind=皮蛋
synonym|果冻橙|variety=爱媛38号
synonym|小番茄|kind=圣女果
synonym|龙井|variety=西湖龙井
synonym|栗子|kind=板栗
synonym|杧果|kind=芒果
synonym|菜油|kind=菜籽油
synonym|走地鸡|variety=土鸡
synonym|西蓝花|kind=西兰花
pinyin|pingguo|kind=苹果
pinyin|hongfushi|variety=红富士
pinyin|xihongshi|kind=番茄/圣女果
pinyin|tudou|kind=土豆
pinyin|caomei|kind=草莓
pinyin|yangguangmeigui|variety=阳光玫瑰
pinyin|li zhi|kind=荔枝
pinyin|dazhaxie|variety=大闸蟹
pinyin|mihoutao|kind=猕猴桃
pinyin|huolongguo|kind=火龙果
pinyin|tieguanyin|variety=铁观音
pinyin|yantaipingguo|kind=苹果 county=烟台
pinyin|hong fu shi|variety=红富士
pinyin|ganzhou chengzi|kind=橙子 county=赣州
pinyin|lvcha|kind=绿茶
pinyin|niurou|kind=牛肉
pinyin|xianggu|kind=香菇
pinyin|dami|kind=大米
pinyin|shuimitao|variety=水蜜桃
initials|pg|kind=苹果
initials|hfs|variety=红富士
initials|ygmg|variety=阳光玫瑰
initials|mht|kind=猕猴桃
initials|hlg|kind=火龙果
initials|dzx|variety=大闸蟹
initials|tgy|variety=铁观音
initials|smt|variety=水蜜桃
initials|xhs|kind=番茄/圣女果
initials|clz|kind=樱桃
initials|tjd|variety=土鸡蛋
initials|cm|kind=草莓
initials|xhlj|variety=西湖龙井
initials|ytpg|kind=苹果 county=烟台
initials|hmg|kind=哈密瓜
initials|hxhlg|variety=红心火龙果
typo|平果|kind=苹果
typo|红富土|variety=红富士
typo|红付士|variety=红富士
typo|车里子|kind=樱桃
typo|哈蜜瓜|kind=哈密瓜
typo|哈密爪|kind=哈密瓜
typo|弥猴桃|kind=猕猴桃
typo|称猴桃|kind=猕猴桃
typo|阳光玫魂|variety=阳光玫瑰
typo|大扎蟹|variety=大闸蟹
typo|土都|kind=土豆
typo|西红是|kind=番茄/圣女果
typo|榴连|kind=榴莲
typo|火龙裹|kind=火龙果
typo|枇把|kind=枇杷
typo|pingguoo|kind=苹果
typo|pinggou|kind=苹果
typo|caomie|kind=草莓
typo|yangguangmeigu|variety=阳光玫瑰
typo|mihotao|kind=猕猴桃
typo|hongfusi|variety=红富士
typo|新疆哈密爪|kind=哈密瓜 province=新疆
typo|铁官音|variety=铁观音
typo|小龙暇|variety=小龙虾
typo|贝贝南爪|variety=贝贝南瓜
weight|苹果5斤|kind=苹果 grams=2500
weight|苹果 2500g|kind=苹果 grams=2500
weight|2.5公斤苹果|kind=苹果 grams=2500
weight|苹果2.5kg|kind=苹果 grams=2500
weight|五斤苹果|kind=苹果 grams=2500
weight|土豆10斤|kind=土豆 grams=5000
weight|大米5kg|kind=大米 grams=5000
weight|十斤大米|kind=大米 grams=5000
weight|西红柿3斤装|kind=番茄/圣女果 grams=1500
weight|车厘子2斤|kind=樱桃 grams=1000
weight|橙子8斤|kind=橙子 grams=4000
weight|红薯 5 斤|kind=红薯 grams=2500
weight|一斤绿茶|kind=绿茶 grams=500
weight|pingguo5jin|kind=苹果 grams=2500
weight|苹果5000克|kind=苹果 grams=5000
origin|烟台苹果|kind=苹果 county=烟台
origin|洛川苹果|kind=苹果 county=洛川
origin|陕西苹果|kind=苹果 province=陕西
origin|赣州脐橙|variety=纽荷尔脐橙/赣南脐橙 county=赣州
origin|新疆哈密瓜|kind=哈密瓜 province=新疆
origin|库尔勒香梨|variety=库尔勒香梨
origin|五常大米|kind=大米 county=五常
origin|寿光西红柿|kind=番茄/圣女果 county=寿光
origin|丹东草莓|kind=草莓 county=丹东
origin|广西沃柑|variety=沃柑 province=广西
origin|云南|province=云南
origin|山东省|province=山东
origin|海南芒果|kind=芒果 province=海南
origin|舟山带鱼|variety=带鱼 county=舟山
origin|安溪铁观音|variety=铁观音 county=安溪
origin|宁夏羊肉|kind=羊肉 province=宁夏
origin|高邮鸭蛋|kind=鸭蛋 county=高邮
origin|大连海参|kind=海参 county=大连
origin|定西土豆|kind=土豆 county=定西
origin|四川 猕猴桃|kind=猕猴桃 province=四川
origin|阳澄湖大闸蟹|variety=大闸蟹
`
