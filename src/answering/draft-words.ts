// What is said of a draft itself: that it may go, that it shall not, who will see it.

import { isEnglish } from '../shared/english.ts'

const AGREES =
  /^(?:嗯+|好的?|可以|行|对的?|是的?|没错|没问题|确认|同意|[,，。!！\s])*(?:就(?:这样|按这个|这么)?(?:提交|报|登记|发|交)?|提交|确认|上报|登记|交(?:上去|了)?|发(?:出去)?|报(?:上去)?)(?:吧|了|啊|好了)*[。!！]*$|^(?:对的?|是的|没错|确认|同意|可以)[,，。!！]*$/u
const GOES_ON =
  /^(?:嗯+|好的?|行|可以|ok|那就?|请|[,，\s])*(?:继续|接着(?:说|报|登记|来)?|下一[件个](?:事|问题)?|第二件(?:事)?|另一件(?:事)?|登记下一件|说下一件)?[吧了啊呢。!！]*$/iu
const GIVES_UP =
  /^(?:那|还是|就)?(?:算了|不(?:用|要|想)?(?:报|投诉|登记|提交|说|反映|举报)(?:了|吧)|取消|撤(?:了|销|回)|不用了|别(?:报|登记|提交)了?|删(?:了|掉))[,，]?(?:不(?:报|投诉|登记|说)了|算了)?[吧啊。!！]*$/u
const AGREES_ENGLISH =
  /^(?:(?:yes|yeah|yep|ok(?:ay)?|sure|right|correct|fine|that['’]s (?:right|it|all)|looks? good|please)[\s,.!]*)*(?:submit|send|confirm|file|register|go ahead)(?: (?:it|this|that|the (?:ticket|report|card)))?(?: please| now)?[\s.!]*$|^(?:yes|correct|right|confirmed?|that['’]s (?:right|it|all)|looks? good)[\s.!]*$/iu
const GOES_ON_ENGLISH =
  /^(?:(?:ok(?:ay)?|yes|sure|please|now|and|so)[\s,.!]*)*(?:go on|next(?: one| matter)?|continue|the (?:other|second|next) (?:one|matter|problem))?[\s.!]*$/iu
const GIVES_UP_ENGLISH =
  /^(?:(?:no|ok(?:ay)?|actually|sorry|please)[\s,.!]*)*(?:never ?mind|forget (?:it|about it)|cancel(?: (?:it|this|that|the (?:report|ticket)))?|(?:do not|don['’]t) (?:report|submit|file|send|register)(?: (?:it|this))?|withdraw(?: it)?|i changed my mind)[\s.!]*$/iu
const ASKS_WHO_SEES_ENGLISH =
  /\b(?:will|can|could|does|who)\b[^.?!]{0,30}\b(?:know|see|find out|learn|told|get)\b[^.?!]{0,20}\b(?:who (?:i am|reported|complained)|my (?:name|identity|number|phone)|it was me|it['’]s me)|\b(?:anonymous(?:ly)?|confidential|kept? (?:secret|private))\b[^.!]*\?/iu
const ASKS_WHO_SEES =
  /(?:看(?:到|见|得到)|知道|晓得|查到|告诉|泄露|透露|公开)[^。?？]{0,8}(?:是我|我(?:的)?(?:名字|姓名|电话|身份|信息)|谁(?:报|举报|投诉))|(?:会不会|能不能|是否|能)?保密(?:吗|么|不|不了)|(?:我的)?(?:名字|电话|身份|信息)[^。?？]{0,6}(?:保密|被看|会不会)/u

export function takesBack(text: string): boolean {
  return isEnglish(text) ? GIVES_UP_ENGLISH.test(text) : GIVES_UP.test(text)
}

/** Given up before the card is there. 算了 alone skips the question that was asked. */
export function givesUp(text: string): boolean {
  return takesBack(text) && !/^算了[。!！]*$/u.test(text)
}

export function agrees(text: string): boolean {
  return isEnglish(text) ? AGREES_ENGLISH.test(text) : AGREES.test(text)
}

/** 就这样提交吧, while a question is open: the card as far as it goes. */
export const wantsCard = agrees

/** 好的, 接着说, 下一件: on to what waits. */
export function goesOn(text: string): boolean {
  return (isEnglish(text) ? GOES_ON_ENGLISH : GOES_ON).test(text) || agrees(text)
}

export function asksWhoSees(text: string): boolean {
  return (isEnglish(text) ? ASKS_WHO_SEES_ENGLISH : ASKS_WHO_SEES).test(text)
}
