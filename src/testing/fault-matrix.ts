import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TurnEvent } from '../protocol/turn-events.ts'

/** What a resident saw, piece by piece, in order. */
export type Seen =
  | { kind: 'model' | 'passages'; sentences: number }
  | { kind: 'degraded' | 'partial' | 'card' | 'broke_off' | 'came_back' | 'hotline_page' }
  | { kind: 'completed' }
  | { kind: 'failed'; code: string }

export type FaultRow = {
  fault: { en: string; zh: string }
  seen: readonly Seen[]
  stored: {
    status: string
    outcome: string
    terminalEvents: number
    /** The stored message says what was streamed; null when nothing was said and no message is there. */
    sameText: boolean | null
  } | null
}

type Locale = 'en' | 'zh'

const WORDS: Record<Locale, Record<string, string>> = {
  en: {
    model: 'the model’s words ({n})',
    passages: 'the passages’ own words',
    degraded: 'a note that wording is off',
    partial: 'a note that parts are left out',
    card: 'the emergency card',
    broke_off: '(breaks off)',
    came_back: '(comes back)',
    hotline_page: '503 with the phone numbers',
    completed: 'the end',
    'failed:timeout': '“took too long”, send again',
    'failed:superseded': 'this stream ends quietly',
    'failed:unavailable': '“cannot be reached”, phone numbers',
    'failed:internal': '“something broke”, send again',
    nothing: 'nothing yet',
  },
  zh: {
    model: '模型的话（{n}句）',
    passages: '文件原话',
    degraded: '提示：智能整理不可用',
    partial: '提示：只摘录有依据的部分',
    card: '紧急卡片',
    broke_off: '（连接断开）',
    came_back: '（重新连上）',
    hotline_page: '503，附电话号码',
    completed: '结束',
    'failed:timeout': '“用时太久”，可重发',
    'failed:superseded': '本次流安静结束',
    'failed:unavailable': '“暂时连不上”，附电话号码',
    'failed:internal': '“出了问题”，可重发',
    nothing: '尚无内容',
  },
}

const HEADS: Record<Locale, string> = {
  en: '| fault | what the resident saw | turn stored as | terminal events | message = stream |',
  zh: '| 故障 | 居民看到的 | 存成的轮次 | 终止事件 | 消息与流一致 |',
}

const NOTE_KEYS = { degraded: /智能整理/, partial: /只摘录/ } as const

/** Names what came through a stream; `modelLines` are the sentences the model was given to say. */
export function nameSeen(events: readonly TurnEvent[], modelLines: readonly string[]): Seen[] {
  const seen: Seen[] = []
  for (const event of events) {
    const next = nameEvent(event, modelLines)
    if (next === undefined) continue
    const last = seen.at(-1)
    if ('sentences' in next && last !== undefined && 'sentences' in last && last.kind === next.kind)
      seen[seen.length - 1] = { ...last, sentences: last.sentences + 1 }
    else seen.push(next)
  }
  return seen
}

function nameEvent(event: TurnEvent, modelLines: readonly string[]): Seen | undefined {
  if (event.type === 'turn.completed') return { kind: 'completed' }
  if (event.type === 'turn.failed') return { kind: 'failed', code: event.code }
  if (event.type === 'emergency') return { kind: 'card' }
  if (event.type !== 'answer.sentence') return undefined
  if (NOTE_KEYS.degraded.test(event.text)) return { kind: 'degraded' }
  if (NOTE_KEYS.partial.test(event.text)) return { kind: 'partial' }
  return { kind: modelLines.includes(event.text) ? 'model' : 'passages', sentences: 1 }
}

function word(piece: Seen, locale: Locale): string {
  const key = piece.kind === 'failed' ? `failed:${piece.code}` : piece.kind
  const text = WORDS[locale][key] ?? key
  return text.replace('{n}', 'sentences' in piece ? String(piece.sentences) : '')
}

export function renderMatrix(rows: readonly FaultRow[], locale: Locale): string {
  const [yes, none] = locale === 'en' ? ['yes', 'nothing said'] : ['是', '未说话']
  const lines = rows.map(({ fault, seen, stored }) => {
    const saw = seen.map((piece) => word(piece, locale)).join(' → ')
    const shown = saw === '' ? WORDS[locale]['nothing'] : saw
    if (stored === null) return `| ${fault[locale]} | ${shown} | – | – | – |`
    const same = stored.sameText === null ? none : stored.sameText ? yes : 'NO'
    return `| ${fault[locale]} | ${shown} | \`${stored.status}\` \`${stored.outcome}\` | ${stored.terminalEvents} | ${same} |`
  })
  return [HEADS[locale], '| --- | --- | --- | --- | --- |', ...lines].join('\n')
}

const MARK = '<!-- fault-matrix -->'
const root = fileURLToPath(new URL('../../', import.meta.url))
const FILES: Record<Locale, string> = { en: 'README.md', zh: 'README.zh-CN.md' }

/** The table between the two markers of a README. */
export function readMatrix(locale: Locale): string {
  return (readFileSync(root + FILES[locale], 'utf8').split(MARK)[1] ?? '').trim()
}

export function writeMatrix(locale: Locale, table: string): void {
  const path = root + FILES[locale]
  const [before, , after] = readFileSync(path, 'utf8').split(MARK)
  if (before === undefined || after === undefined)
    throw new Error(`${FILES[locale]} has no ${MARK}`)
  writeFileSync(path, `${before}${MARK}\n\n${table}\n\n${MARK}${after}`)
}
