import { findPlaceNames } from '../../regions/index.ts'

// What nobody may correct: people and places are called what they are called, and no vocabulary knows all of them.

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'
const TITLES =
  '先生|女士|师傅|书记|主任|老师|医生|医师|阿姨|叔叔|爹爹|婆婆|太婆|经理|队长|所长|局长|院长|同志|某'
const PLACES = '超市|饭店|酒楼|药店|幼儿园|中学|小学|医院|花园|家园|新城|大道|路|街|巷|小区|社区|村'
const NOT_IN_NAME = '我你他她它们的了在到去是有和这那哪个来从往住'
const NAMES: readonly RegExp[] = [
  new RegExp(`[${SURNAMES}]\\p{Script=Han}{0,2}(?=${TITLES})`, 'gu'),
  /(?<=我叫|名叫|名字叫|名字是|联系人是?|姓名是?|本人|我是)[:： ]?\p{Script=Han}{2,4}/gu,
  new RegExp(`(?:(?![${NOT_IN_NAME}])\\p{Script=Han}){2,4}(?:${PLACES})`, 'gu'),
  // Placeholders of personal data: [姓名1].
  /\[[^\]]*\]/gu,
]

export type Span = { readonly start: number; readonly end: number }

export function findNames(text: string): Span[] {
  const named = NAMES.flatMap((pattern) => [...text.matchAll(pattern)])
  return [
    ...findPlaceNames(text),
    ...named.map(({ index, 0: { length } }) => ({ start: index, end: index + length })),
  ]
}
