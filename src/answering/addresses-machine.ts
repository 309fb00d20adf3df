import { speaksToMachine } from './understanding/index.ts'

const MACHINE =
  '(?:大?语言模型|大模型|模型|机器人|(?:智能|AI|语音|小)(?:助手|助理|客服)|人工智能(?:系统|程序)?|AI)'

/** A document speaks to its readers; a sentence of it that tells a machine what to say is not its content (R-OPS-3). */
const PATTERNS: readonly RegExp[] = [
  // Named and told: 请模型记住, 小助手注意, 给阅读本文的大模型:
  new RegExp(
    `(?:请|要求|命令|让|致|给|告知)[^，。；]{0,8}${MACHINE}[^。；]{0,4}(?:[:：]|记住|注意|在|把|将|回答|告诉|告知|答复|说|写|输出|忽略|务必|一律|附上|引用)`,
    'iu',
  ),
  new RegExp(
    `${MACHINE}[^。；]{0,6}(?:注意|请|须|应当?|必须|务必|一律)[^。；]{0,24}(?:告知|告诉|回答|答复|回复|说|写|输出|公布|公开|附上|忽略|引用|记住|承诺)`,
    'iu',
  ),
  new RegExp(`(?:读到|看到|阅读|读取|抓取|检索到)(?:本|这|此)[^。；]{0,6}的?${MACHINE}`, 'iu'),
  new RegExp(`[\\[【(（]\\s*${MACHINE}\\s*(?:指令|提示|注意|须知|读取)?`, 'iu'),
  /[[【(（]\s*(?:机器|程序|系统)(?:读取|指令|执行|可读)/u,
  /(?:系统|管理员|指令)覆盖\s*[:：]|(?:对|以后|凡)[^。；]{0,12}(?:一律|只|统一)(?:回答|答复|回复)/u,
  /(?:效力|优先级)?高于[^。；]{0,12}你的|(?:输出|泄露|公开)[^。；]{0,6}(?:系统指令|提示词)/u,
  // The asker is somebody only a machine meets.
  /(?:提问者|提问人|发问者)的?[^。；]{0,12}(?:追加|附在|写在|输出)|(?:追加|附)在(?:回答|答复)(?:末尾|之后|后面)/u,
  /\b(?:language models?|llms?|ai (?:assistants?|agents?|models?)|chat ?bots?|assistants?)\b[^.]{0,40}(?::|\b(?:must|should|shall|need to|tell|say|rank|reading)\b)/iu,
]

export function addressesMachine(sentence: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(sentence)) || speaksToMachine(sentence)
}
