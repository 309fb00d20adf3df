import type { Understanding } from './schema.ts'

type Stub = { pattern: RegExp; question: string; choices: readonly (readonly [string, string])[] }

/** Bare topics whose readings lead to different answers. Each choice is a full question, sent as it stands when tapped. */
const STUBS: readonly Stub[] = [
  {
    pattern: /^(?:电梯)(?:的?(?:问题|事情?))?$/u,
    question: '您想问加装电梯的规定,还是电梯出了故障?',
    choices: [
      ['加装电梯的规定', '加装电梯要多少业主同意?'],
      ['电梯故障报修', '我们小区的电梯坏了,要报修'],
    ],
  },
  {
    pattern: /^(?:办|补|补办|丢了|换|开)?(?:证|证件|证明)(?:丢了|怎么办|办理)?$/u,
    question: '您要办哪一种证?',
    choices: [
      ['居住证', '居住证怎么办理?'],
      ['身份证', '身份证丢了怎么补办?'],
      ['户口簿', '户口簿怎么补办?'],
      ['残疾人证', '残疾人证怎么办理?'],
    ],
  },
  {
    pattern: /^(?:申请|领|有什么|什么)?(?:补贴|补助|救助|津贴)(?:怎么(?:领|申请|办))?$/u,
    question: '您想了解哪一类补助?',
    choices: [
      ['最低生活保障', '最低生活保障怎么申请?'],
      ['临时救助', '临时救助去哪里申请?'],
      ['加装电梯补贴', '加装电梯有没有补贴?'],
    ],
  },
  {
    pattern: /^(?:噪音|噪声|太吵了?|吵(?:死了|得很)?|扰民)$/u,
    question: '您想查噪声的规定,还是要登记一个正在发生的噪声问题?',
    choices: [
      ['查规定', '夜间施工和广场舞噪声有什么规定?'],
      ['登记问题', '我要反映噪音扰民'],
    ],
  },
  {
    pattern: /^(?:物业|物业费|物业的?(?:问题|事情?))$/u,
    question: '您想问物业的规定,还是要反映物业的问题?',
    choices: [
      ['物业的规定', '物业服务合同里物业有哪些义务?'],
      ['反映物业问题', '我要投诉小区物业'],
    ],
  },
  {
    pattern: /^(?:停车|车位|停车(?:的)?(?:问题|事情?|位))$/u,
    question: '您想问车位的规定,还是要反映乱停车?',
    choices: [
      ['车位的规定', '小区车位要先满足业主需要吗?'],
      ['反映乱停车', '我要反映乱停车堵路'],
    ],
  },
  {
    pattern:
      /^(?:怎么办|怎么弄|怎么搞|帮帮我|帮忙|咨询|我要咨询|问个?问题|我有(?:个)?问题|办事|求助|有事)[啊呀!!。]*$/u,
    question: '请说说是哪方面的事?',
    choices: [
      ['问政策', '我想问一个政策问题'],
      ['报问题', '我要反映一个问题'],
      ['查进度', '我想查工单进度'],
      ['转人工', '转人工'],
    ],
  },
]

export function findClarification(text: string): Understanding['clarify'] {
  const bare = text.replace(/[\s??。!!,,]+/gu, '')
  const stub = STUBS.find(({ pattern }) => pattern.test(bare))
  if (stub === undefined) return null
  return {
    question: stub.question,
    choices: stub.choices.map(([label, said]) => ({ label, text: said })),
  }
}
