import { outcomeFamily, type Outcome } from '../../src/protocol/outcomes.ts'
import type { Reply } from './reply.ts'

const SOURCE = {
  passageId: 'psg_1',
  document: 'civil-code',
  title: '中华人民共和国民法典',
  section: '第九百四十六条 解聘物业',
  text: '业主共同决定解聘物业的，应当提前六十日书面通知；合同对通知期限另有约定的除外。',
}

/** A reply for scorer tests: an answer from one article unless told otherwise. */
export function sampleReply(changes: {
  outcome?: Outcome
  ai?: readonly string[]
  system?: readonly string[]
  cited?: boolean
  card?: Reply['card']
  drafts?: Reply['drafts']
}): Reply {
  const outcome = changes.outcome ?? 'answered'
  const cited = changes.cited ?? true
  const sentence = (origin: 'ai' | 'system') => (text: string) => ({
    text,
    origin,
    passageIds: origin === 'ai' && cited ? [SOURCE.passageId] : [],
  })
  return {
    turnId: 'trn_1',
    outcome,
    family: outcomeFamily(outcome),
    sentences: [
      ...(changes.system ?? []).map(sentence('system')),
      ...(changes.ai ?? []).map(sentence('ai')),
    ],
    citations: cited && changes.ai !== undefined ? [SOURCE] : [],
    card: changes.card ?? null,
    choices: null,
    drafts: changes.drafts ?? [],
    handoff: null,
    milliseconds: 1,
  }
}
