import { understandByRules } from '../answering/understanding/index.ts'
import type { OpenAiStub, StubReply } from './openai-stub.ts'
import type { FixedClock, TestPorts } from './ports.ts'
import type { RemoteResident } from './resident.ts'

export const QUESTION = '业委会解聘物业要提前几天通知'
export const LINES = ['要提前六十日书面通知。', '合同另有约定的，按合同约定的期限。']
export const ANSWER = LINES.map((line) => `${line}[S1]`).join('\n')
export const HALF = `${LINES[0]}[S1]\n合同对通知期限`
/** The first line at once, the second a good second later. */
export const PACED: Extract<StubReply, { kind: 'text' }> = {
  kind: 'text',
  text: ANSWER,
  chunkSize: 18,
  intervalMs: 1_200,
}

export type World = {
  ports: TestPorts
  base: string
  stub: OpenAiStub
  clock: FixedClock
  resident: RemoteResident
}

/** Understanding works; composing plays the fault. */
export const composing = (stub: OpenAiStub, reply: StubReply): void =>
  stub.answerWith((request) => {
    if (request.body.stream === true) return reply
    const reading = { ...understandByRules(QUESTION, []), danger: null, dangerEvidence: null }
    return { kind: 'text', text: JSON.stringify(reading) }
  })

export type ModelFault = {
  en: string
  zh: string
  prepare(world: World): Promise<void> | void
  settings?: Record<string, string>
  dailyTokens?: number
  /** No request may reach the model server. */
  unasked?: true
}
const all = (reply: StubReply) => ({ prepare: ({ stub }: World) => stub.answerWith(reply) })
const late = (reply: StubReply) => ({ prepare: ({ stub }: World) => composing(stub, reply) })

export const MODEL_FAULTS: readonly ModelFault[] = [
  { en: 'none', zh: '无', ...late({ kind: 'text', text: ANSWER }) },
  {
    en: 'model server gone',
    zh: '模型服务不在',
    settings: { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' },
    prepare: () => undefined,
  },
  {
    en: '429, retry after 1 s',
    zh: '429，一秒后重试',
    ...all({ kind: 'status', status: 429, retryAfterSeconds: 1 }),
  },
  { en: '500', zh: '500', ...all({ kind: 'status', status: 500 }) },
  { en: 'stalls before the first token', zh: '首个词之前停住', ...all({ kind: 'stall' }) },
  { en: 'stalls in mid-sentence', zh: '句中停住', ...late({ kind: 'stall_mid', text: HALF }) },
  { en: 'sends garbage', zh: '发来乱码', ...all({ kind: 'garbage' }) },
  {
    en: 'sends garbage in mid-stream',
    zh: '流中发来乱码',
    ...late({ kind: 'garbage_mid', text: HALF }),
  },
  { en: 'cut in mid-stream', zh: '流中断开', ...late({ kind: 'cut_mid', text: HALF }) },
  {
    en: 'cut inside a character',
    zh: '断在一个字的中间',
    ...late({ kind: 'cut_mid_character', text: HALF }),
  },
  { en: 'empty stream', zh: '空的流', ...late({ kind: 'empty' }) },
  {
    en: 'ends without a finish reason',
    zh: '没有结束标记',
    ...late({ kind: 'no_finish', text: HALF }),
  },
  {
    en: 'slow: a character every 0.4 s',
    zh: '很慢：每0.4秒一个字',
    ...late({ kind: 'text', text: ANSWER, chunkSize: 1, intervalMs: 400 }),
  },
  {
    en: 'breaker open',
    zh: '熔断中',
    unasked: true,
    async prepare({ stub, resident, ports }) {
      stub.answerWith({ kind: 'status', status: 500 })
      await resident.say(QUESTION)
      await resident.say(QUESTION)
      await ports.settled()
    },
  },
  {
    en: 'day’s budget spent',
    zh: '当日额度用完',
    dailyTokens: 1,
    unasked: true,
    async prepare({ stub, resident, ports }) {
      composing(stub, { kind: 'text', text: ANSWER })
      await resident.say(QUESTION)
      await ports.settled()
    },
  },
]
