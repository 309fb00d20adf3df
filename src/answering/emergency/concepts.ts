// Word classes the rules are built from. They are fragments of regular expressions over folded text.

export const CHILD =
  '(?:孩子|小孩|小朋友|娃娃?|宝宝|宝贝|儿子|女儿|闺女|姑娘|幼儿|婴儿|学生|孙子|孙女|外孙|侄[子女儿]|外甥|弟弟|妹妹|小男孩|小女孩|男孩|女孩|崽崽?|[一二两三四五六七八九十1-9]\\d?岁(?:的|半|多)?)'
export const ELDER =
  '(?:老人|爷爷|奶奶|婆婆|大爷|大妈|外婆|外公|姥姥|姥爷|老爸|老妈|父亲|母亲|爸爸?|妈妈?|爹|老伴|老两口|独居|空巢|孤寡|[七八九]十[多几一二三四五六七八九]?岁|[七八九]十多的|[789]\\d(?:多)?(?:岁|的老)|家家|老师傅|老街坊|孤老|五保)'
export const KIN =
  '(?:老公|丈夫|前夫|男朋友|男友|男人|老婆|妻子|婆婆|公公|爸爸?|父亲|继父|后爸|妈妈?|母亲|儿子|女婿|对象|前男友|前任|同居的|家里人|家人|小叔子|姐夫|哥哥|他|她)'
export const PERSON = `(?:${CHILD}|${ELDER}|${KIN}|我|人|邻居|同事|师傅|工人|工友|路人|朋友|室友|乘客|司机|小伙|女的|男的|一个|有个|阿姨|叔叔|大叔|大哥|大姐|同学|租客|业主|保安|哥们)`
export const GAS = '(?:煤气|燃气|天然气|液化气|瓦斯|管道气|沼气|气罐|气瓶|燃气灶|煤气灶)'
export const KNIFE =
  '(?:刀|砍刀|菜刀|匕首|斧头?|枪|铁棍|钢管|棍子?|铁锤|锤子|钢筋|酒瓶|砖头|电棍|剪刀|汽油)'
export const HIT = '(?:打|揍|掐|踹|扇|踢|捶|殴打|暴打|毒打|抽打|拽头发|砍|捅|捆|虐待|拳打脚踢|勒)'
export const DAYS =
  '(?:[一二两三四五六七八九十几好\\d]+(?:来|多)?(?:天|日|晚上?|夜|个?(?:星期|礼拜|月)|周)|半个月|好久|好长时间|多日|连着几天|这几天|一直|一连|好些天|大半天|一整天|一天一夜|从早上)'
export const WATER = '(?:江|河|湖|水|塘|池|海|渠|水库|鱼塘|井)'

/** `a` and `b` within `gap` characters in either order, not across a sentence end. */
export function near(a: string, b: string, gap: number): string {
  const between = `[^。!?]{0,${gap}}?`
  return `(?:${a})${between}(?:${b})|(?:${b})${between}(?:${a})`
}

/** `a` then `b` within `gap` characters, not across a sentence end. */
export function inOrder(a: string, b: string, gap: number): string {
  return `(?:${a})[^。!?]{0,${gap}}?(?:${b})`
}

/** 打 as a blow, not one of its many other verbs. */
export const BLOW =
  '打(?!电话|听|招呼|算|扫|车|折|卡|印|针|工|牌|麻将|球|篮|羽|乒|排球|游戏|扮|通|不通|过电话|疫苗|断|开|架子|包|发|理|击|扰|造|破|拼|雷|盹|住|字|动|样|点|湿|烊|鼾|呼|喷|气|结|滑|官司|欠条|赏|底|交道|防疫|预防|水|油|鱼|火机|个(?:电话|招呼)|一个电话|我(?:的)?(?:电话|手机)|了(?:几个|好多|一个|很多)?电话|1[12]|9\\d)'
