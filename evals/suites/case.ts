import type { TurnTraceView } from '../../src/protocol/turn-trace.ts'
import { fold, textOf, verdict, type Reply, type Verdict } from '../scorers/reply.ts'
import { PLANTS, type Planted, type ScriptedModel } from '../support/scripted-model.ts'
import type { TurnRun } from '../support/turns.ts'

type Common = {
  id: string
  tags: readonly string[]
  /** Told in order in one conversation; the last is the one under test. Of a check: what it looks at. */
  messages: readonly string[]
  /** What was expected, for the list of failing cases. */
  expected: string
}

/** A case that is a conversation with the production turn. */
export type TurnCase = Common & {
  at?: string
  /** The language of the page. */
  locale?: 'en'
  /** A document that is in the knowledge base while this case runs. */
  document?: string
  /** What the resident says to a reply after the last message; undefined when they are done. */
  next?(replies: readonly Reply[]): string | undefined
  /** How often `next` is asked; for what takes several questions. */
  patience?: number
  judge(replies: readonly Reply[]): Verdict
  /** Between 0 and 1 where a case can be partly right; 1 for a pass without it. */
  score?(replies: readonly Reply[]): number
}

/** Steps, passages and scores of a turn, or of the search alone. */
export type CaseTrace = Pick<TurnTraceView, 'steps' | 'passages'>

export type Checked = { verdict: Verdict; score?: number; told: string; trace?: CaseTrace }

/** A case that asks one production step directly. */
export type CheckCase = Common & {
  check(turns: TurnRun, model?: ScriptedModel): Checked | Promise<Checked>
}

export type SuiteCase = TurnCase | CheckCase

export type CaseResult = {
  id: string
  tags: readonly string[]
  question: string
  expected: string
  replies: Reply[]
  /** What came back, in words. */
  told: string
  verdict: Verdict
  score: number
  milliseconds: number
  /** Of the last turn, or of what a check looked at; kept for failing cases only. */
  trace: CaseTrace | null
  /** Errors the scripted model planted in this case, and those of them the resident saw. */
  planted: Planted[]
  shown: Planted[]
  /** What judges of the live tier held against it. */
  notes?: string[]
}

export type Suite = {
  name: string
  /** One line for the report: what a pass means. */
  about: string
  /** Runs with a model behind the stub that copies well and errs at a stated rate. */
  scripted?: true
  /** Asks steps that need no database, so none is opened for it. */
  offline?: true
  /** Tags whose cases pull against each other, each compared by itself too. */
  groups?: readonly string[]
  load(): Promise<SuiteCase[]>
  metrics(results: readonly CaseResult[]): Record<string, number>
}

/** As baselines keep it: a digit that is not kept is no change. */
const kept = (score: number): number => Math.round(score * 1e4) / 1e4

export async function runCase(
  turns: TurnRun,
  item: SuiteCase,
  model?: ScriptedModel,
): Promise<CaseResult> {
  const base = {
    id: item.id,
    tags: item.tags,
    question: item.messages.join(' ⏎ '),
    expected: item.expected,
  }
  const startedAt = performance.now()
  if ('check' in item) {
    const checked = await item.check(turns, model)
    const { verdict: given, score = given.pass ? 1 : 0, told } = checked
    const milliseconds = performance.now() - startedAt
    const trace = given.pass ? null : (checked.trace ?? null)
    const rest = { replies: [], trace, planted: [], shown: [] }
    return { ...base, ...rest, told, verdict: given, score: kept(score), milliseconds }
  }
  const { document } = item
  const replies =
    document === undefined
      ? await talk(turns, item)
      : await turns.withDocument(document, () => talk(turns, item))
  const planted = model?.drain() ?? []
  const seen = fold(replies.map(textOf).join('\n'))
  const shown = planted.filter(({ marker }) => seen.includes(fold(marker)))
  // The right facts beside a planted error are no right answer.
  const given = verdict([
    ...item.judge(replies).reasons,
    ...shown.map(({ kind }) => `planted ${kind} reached the resident`),
  ])
  const last = lastOf(replies)
  return {
    ...base,
    replies,
    told: textOf(last),
    verdict: given,
    score: given.pass ? 1 : kept(item.score?.(replies) ?? 0),
    milliseconds: last.milliseconds,
    trace: given.pass ? null : await turns.traceOf(last.turnId),
    planted,
    shown,
  }
}

/** More questions than this and the resident has gone. */
const PATIENCE = 4

async function talk(turns: TurnRun, item: TurnCase): Promise<Reply[]> {
  const resident = await turns.openResident({ at: item.at, locale: item.locale })
  const replies: Reply[] = []
  for (const message of item.messages) replies.push(await resident.say(message))
  for (let asked = 0; asked < (item.patience ?? PATIENCE); asked += 1) {
    const more = item.next?.(replies)
    if (more === undefined) break
    replies.push(await resident.say(more))
  }
  return replies
}

export function lastOf(replies: readonly Reply[]): Reply {
  const last = replies.at(-1)
  if (last === undefined) throw new Error('a case says at least one thing')
  return last
}

export const passed = ({ verdict: given }: CaseResult): boolean => given.pass

export function share(results: readonly CaseResult[], test: (item: CaseResult) => boolean): number {
  return results.length === 0 ? 0 : results.filter(test).length / results.length
}

export function tagged(results: readonly CaseResult[], tag: string): CaseResult[] {
  return results.filter(({ tags }) => tags.includes(tag))
}

/** Ordinary messages that were met with an alarm: the near misses are not the only ones that must not be. */
export function falseAlarms(results: readonly CaseResult[]): number {
  return share(results, ({ replies }) => lastOf(replies).family === 'emergency')
}

/** What of the planted errors reached the resident, by kind. */
export function plantMetrics(results: readonly CaseResult[]): Record<string, number> {
  const planted = results.flatMap((item) => item.planted)
  const shown = results.flatMap((item) => item.shown)
  return Object.fromEntries([
    ['planted', planted.length],
    ...PLANTS.map((kind) => [`shown_${kind}`, shown.filter((item) => item.kind === kind).length]),
  ])
}
