import type { Reply, Verdict } from '../scorers/reply.ts'
import type { TurnRun } from '../support/turns.ts'

/** One case of a suite: what to say, how to judge what came back. */
export type SuiteCase = {
  id: string
  tags: readonly string[]
  /** Told in order in one conversation; the last is the one under test. */
  messages: readonly string[]
  at?: string
  judge(replies: readonly Reply[]): Verdict
  /** What was expected, for the list of failing cases. */
  expected: string
}

export type CaseResult = {
  id: string
  tags: readonly string[]
  question: string
  expected: string
  replies: Reply[]
  verdict: Verdict
}

export type Suite = {
  name: string
  load(): Promise<SuiteCase[]>
  metrics(results: readonly CaseResult[]): Record<string, number>
}

export async function runCase(turns: TurnRun, item: SuiteCase): Promise<CaseResult> {
  const resident = await turns.openResident({ at: item.at })
  const replies: Reply[] = []
  for (const message of item.messages) replies.push(await resident.say(message))
  return {
    id: item.id,
    tags: item.tags,
    question: item.messages.join(' ⏎ '),
    expected: item.expected,
    replies,
    verdict: item.judge(replies),
  }
}

export function lastOf(replies: readonly Reply[]): Reply {
  const last = replies.at(-1)
  if (last === undefined) throw new Error('a case says at least one thing')
  return last
}

export function share(results: readonly CaseResult[], test: (item: CaseResult) => boolean): number {
  return results.length === 0 ? 0 : results.filter(test).length / results.length
}

export function tagged(results: readonly CaseResult[], tag: string): CaseResult[] {
  return results.filter(({ tags }) => tags.includes(tag))
}
