import { createHash } from 'node:crypto'
import { startOpenAiStub, type StubRequest } from '../../src/testing/openai-stub.ts'
import { bigrams, overlap } from './bigrams.ts'

export const PLANTS = ['number', 'phone', 'uncited', 'unknown_token', 'negation'] as const
export type Plant = (typeof PLANTS)[number]
/** `marker` occurs in the planted words and nowhere in the prompt: when the resident sees it, the error got through. */
export type Planted = { kind: Plant; line: string; marker: string }

type Sentence = { token: string; text: string }
type Prompt = { question: string; passages: { token: string; sentences: string[] }[]; all: string }

/** The passages as a prompt shows them, cut into the sentences a model would copy. */
export function readPrompt(content: string): Prompt {
  const stuffed = /make up an answer[^\n]*\n\n([\s\S]*)\n\nQuestion: (.*)\nHelpful Answer:/.exec(
    content,
  )
  return stuffed === null ? readPassages(content) : readStuffed(stuffed[1] ?? '', stuffed[2] ?? '')
}

/** The plain recipe's prompt: pieces one after another, without tokens to cite. A heading and what is under it are one. */
function readStuffed(context: string, question: string): Prompt {
  const passages = context.split(/\n(?=#{1,6} )/).map((piece) => ({
    token: '',
    sentences: piece
      .split('\n')
      .map((line) => line.replace(/^[-#\s]+/, '').trim())
      .flatMap((line) => line.split(/(?<=。)/))
      .filter((line) => line.length > 3 && !line.startsWith('常见问法')),
  }))
  return { question, passages, all: context }
}

function readPassages(content: string): Prompt {
  const inside = /<passages>\n([\s\S]*?)\n?<\/passages>/.exec(content)?.[1] ?? ''
  const question = /<question>\n([\s\S]*?)\n<\/question>/.exec(content)?.[1] ?? ''
  const blocks = inside.split(/\n(?=\[S\d{1,2}\] 《)/)
  const passages = blocks.flatMap((block) => {
    const [head = '', ...lines] = block.trim().split('\n')
    const token = /^\[(S\d{1,2})\]/.exec(head)?.[1]
    if (token === undefined) return []
    const sentences = lines
      .map((line) => line.replace(/^- /, '').trim())
      .filter((line) => line !== '' && !line.startsWith('常见问法'))
      .flatMap((line) => line.split(/(?<=。)/))
      .filter((line) => line.length > 3)
    return [{ token, sentences }]
  })
  return { question, passages, all: inside }
}

const COPIED = 6
/** The search has put the passages in order; words overrule it only when they say so clearly. */
const CLEARLY = 0.2

/** A model that understands nothing and copies well: the first passage, or one that shares far more with the question. */
export function copySentences({ question, passages }: Prompt): Sentence[] {
  const asked = bigrams(question)
  const scored = passages.map((passage, at) => ({
    ...passage,
    shared: overlap(asked, bigrams(passage.sentences.join(''))),
    lead: at === 0 && passage.token !== '' ? CLEARLY : 0,
  }))
  const [best, next] = scored.toSorted((a, b) => b.shared + b.lead - a.shared - a.lead)
  // No word in common with anything: an honest model says so.
  if (best === undefined || scored.every(({ shared }) => shared === 0)) return []
  const own = best.sentences.map((text) => ({ token: best.token, text }))
  const more = (next?.sentences ?? [])
    .filter((text) => overlap(asked, bigrams(text)) >= 0.25)
    .map((text) => ({ token: next?.token ?? '', text }))
  return [...own, ...more].slice(0, COPIED)
}

/** Equal questions get equal errors, so two runs can be compared. */
function chance(...parts: readonly (string | number)[]): number {
  return createHash('sha256').update(parts.join('|')).digest().readUInt32BE(0) / 2 ** 32
}

const NUMERALS = ['十七', '二十三', '三十七', '四十一', '五十九', '七十三', '八十九']
const INVENTED = [
  '另外每周三上午由社区窗口集中受理',
  '审批结果会用短信统一通知',
  '材料不齐的可以先口头补正',
  '办理人数多时按网上预约排队',
]

function replaceNumber(text: string, all: string, pick: number): Omit<Planted, 'kind'> | undefined {
  const fresh = NUMERALS.filter((numeral) => !all.includes(numeral))
  const numeral = fresh[Math.floor(pick * fresh.length)]
  const found =
    /[一二三四五六七八九十百千万两]+(?=个?[日天月年元户人])|\d+(?=[日天月年元户人万台个])/.exec(
      text,
    )
  if (numeral === undefined || found === null) return undefined
  const line = `${text.slice(0, found.index)}${numeral}${text.slice(found.index + found[0].length)}`
  return { line, marker: numeral }
}

const OPPOSITES: readonly (readonly [string, string])[] = [
  ['不得', '可以'],
  ['不能', '可以'],
  ['应当', '不必'],
  ['不收费', '要收费'],
]

function negate(text: string): Omit<Planted, 'kind'> | undefined {
  const pair = OPPOSITES.find(([from]) => text.includes(from))
  if (pair === undefined) return undefined
  const line = text.replace(pair[0], pair[1])
  const at = line.indexOf(pair[1])
  return { line, marker: line.slice(Math.max(0, at - 5), at + pair[1].length + 3) }
}

const cite = ({ token }: Sentence): string => (token === '' ? '' : `[${token}]`)

/** The wrong line a careless model would write instead of, or after, a copied one; undefined when the kind does not fit. */
export function plantError(kind: Plant, sentence: Sentence, all: string): Planted | undefined {
  const pick = chance(kind, sentence.text)
  const invented = INVENTED[Math.floor(pick * INVENTED.length)] ?? ''
  const phone = `027-8${String(Math.floor(pick * 1e7)).padStart(7, '0')}`
  const bare = sentence.text.replace(/[。；]$/, '')
  const made = ((): Omit<Planted, 'kind'> | undefined => {
    switch (kind) {
      case 'number': {
        const changed = replaceNumber(sentence.text, all, pick)
        return changed && { ...changed, line: `${changed.line}${cite(sentence)}` }
      }
      case 'phone':
        return { line: `${bare}，咨询电话${phone}。${cite(sentence)}`, marker: phone }
      case 'uncited':
        return { line: `${invented}。`, marker: invented }
      case 'unknown_token':
        return { line: `${invented}。[S97]`, marker: invented }
      case 'negation': {
        const changed = negate(sentence.text)
        return changed && { ...changed, line: `${changed.line}${cite(sentence)}` }
      }
    }
  })()
  return made === undefined || all.includes(made.marker) ? undefined : { kind, ...made }
}

/** What is streamed for one prompt: copied lines, and errors at the stated rate a line. */
export function writeAnswer(prompt: Prompt, rate: number): { text: string; planted: Planted[] } {
  const sentences = copySentences(prompt)
  if (sentences.length === 0) return { text: '资料未载', planted: [] }
  const planted: Planted[] = []
  const lines = sentences.flatMap((sentence, at) => {
    const honest = `${sentence.text}${cite(sentence)}`
    const dice = [prompt.question, at, 'plant']
    if (chance(...dice) >= rate) return [honest]
    const first = Math.floor(chance(...dice, 'kind') * PLANTS.length)
    const kinds = PLANTS.map((_, i) => PLANTS[(first + i) % PLANTS.length] ?? 'uncited')
    const error = kinds
      .map((kind) => plantError(kind, sentence, `${prompt.all}\n${prompt.question}`))
      .find((made) => made !== undefined)
    if (error === undefined) return [honest]
    planted.push(error)
    return error.kind === 'number' || error.kind === 'negation'
      ? [error.line]
      : [honest, error.line]
  })
  const text = lines.map((line, at) => (at === 0 ? line : `- ${line}`)).join('\n')
  return { text, planted }
}

export type ScriptedModel = {
  settings: Readonly<Record<string, string>>
  /** Errors planted since the last call. */
  drain(): Planted[]
  /** Every byte it was sent since the last call. */
  drainSent(): string
  close(): Promise<void>
}

/**
 * A chat model behind the real wire protocol, scripted for all cases alike: it copies sentences of the prompt's passages
 * with their tokens and plants errors. Structured calls are refused, so understanding is left to the rules, unless a
 * judge is given for those of the judges.
 */
export async function startScriptedModel(
  rate: number,
  judge?: (request: StubRequest) => string,
): Promise<ScriptedModel> {
  const stub = await startOpenAiStub()
  let planted: Planted[] = []
  stub.answerWith((request: StubRequest) => {
    if (request.body.stream !== true) {
      const judged = judge !== undefined && request.raw.includes('你是评测员')
      return judged ? { kind: 'text', text: judge(request) } : { kind: 'status', status: 400 }
    }
    const content = (request.body.messages ?? []).map((message) => message.content).join('\n')
    const answer = writeAnswer(readPrompt(content), rate)
    planted.push(...answer.planted)
    return { kind: 'text', text: answer.text, chunkSize: 24 }
  })
  return {
    settings: {
      OPENAI_BASE_URL: stub.baseUrl,
      CHAT_MODEL: 'scripted',
      MODEL_TIMEOUT_MS: '5000',
    },
    drain() {
      const all = planted
      planted = []
      return all
    },
    drainSent: () =>
      stub.requests
        .splice(0)
        .map(({ raw }) => raw)
        .join('\n'),
    close: () => stub.close(),
  }
}
