import type { AppealType } from '../../protocol/tickets.ts'

const CUES: readonly { type: AppealType; pattern: RegExp; confidence: number }[] = [
  { type: 'report', pattern: /举报|检举|违法|无证|非法|偷排|私自/, confidence: 0.85 },
  {
    type: 'complaint',
    pattern:
      /投诉|扰民|吵|臭|乱停|乱堆|占道|占用|没人管|不管|推诿|态度|油烟|噪[声音]|违停|霸占|拖欠|乱收/,
    confidence: 0.8,
  },
  {
    type: 'suggestion',
    pattern: /建议|希望能?|能不能(?:增加|增设|加装|设置|多)|提个(?:意见|想法)|金点子/,
    confidence: 0.8,
  },
  {
    type: 'help',
    pattern:
      /坏了?|没人修|不亮|漏水|停水|停电|堵了|求助|帮忙|帮我|请派人|掉了|塌|破损|松动|没水|没电|异响/,
    confidence: 0.8,
  },
  { type: 'consult', pattern: /咨询|请问|怎么办理|在哪里办|想了解/, confidence: 0.7 },
]

export type Cue<T> = { value: T; confidence: number; start: number; end: number } | undefined

/** The first cue of the most specific kind; the words are the evidence. */
export function findAppealType(text: string): Cue<AppealType> {
  for (const { type, pattern, confidence } of CUES) {
    const match = pattern.exec(text)
    if (match !== null) {
      return { value: type, confidence, start: match.index, end: match.index + match[0].length }
    }
  }
  return undefined
}
