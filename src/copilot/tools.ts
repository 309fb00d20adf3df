import { tool, type StructuredToolInterface } from '@langchain/core/tools'
import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import type { CopilotDraft } from '../protocol/copilot.ts'
import type { TalkForDraft } from '../conversations/index.ts'
import { findTopicSwitch } from '../knowledge-base/index.ts'
import { findUnitFor } from '../regions/index.ts'
import { retrievePassages, type Passage } from '../retrieval/index.ts'
import {
  categoryPath,
  classifyTicket,
  findCategory,
  findSimilarTickets,
  type SimilarTicket,
} from '../tickets/index.ts'

/** What the tools brought, in the order it came; the draft is checked against this. */
export type Found = {
  passages: Passage[]
  tickets: SimilarTicket[]
  unit: CopilotDraft['unit']
  steps: CopilotDraft['steps']
}

const Input = z.object({ input: z.string() })
const PASSAGES = 4
const MOST_PASSAGES = 12
const TICKETS = 3
const WHO: Readonly<Record<string, string>> = {
  resident: '居民',
  assistant: 'AI',
  staff: '工作人员',
  system: '系统',
}

/** Text of others cannot close the frame it is shown in. */
function asData(text: string): string {
  return text.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e')
}

export function talkText(messages: TalkForDraft['messages']): string {
  return messages.map(({ role, text }) => `${WHO[role] ?? role}:${text}`).join('\n')
}

export function createTools(
  ctx: ServiceContext,
  talk: TalkForDraft,
  found: Found,
): StructuredToolInterface[] {
  const named = (name: string, description: string, run: (input: string) => Promise<string>) =>
    tool(
      async ({ input }: { input: string }) => {
        const asked = input.trim().slice(0, 200)
        found.steps.push({ tool: name, input: asked })
        return asData(await run(asked))
      },
      { name, description, schema: Input },
    )
  return [
    named('search_knowledge', '查政策和办事依据,input 写完整的问题', (input) =>
      searchKnowledge(ctx, talk, found, input),
    ),
    named('find_similar_tickets', '查以前类似的工单怎样答复,input 写这件事', (input) =>
      findTickets(ctx, found, input),
    ),
    named('read_history', '读对话里更早的话,input 写要找什么', () =>
      Promise.resolve(talkText(talk.messages)),
    ),
    named('suggest_unit', '查这件事归哪个单位办,input 写这件事', (input) =>
      suggestUnit(ctx, talk, found, input),
    ),
  ]
}

async function searchKnowledge(
  ctx: ServiceContext,
  talk: TalkForDraft,
  found: Found,
  question: string,
): Promise<string> {
  if (question === '') return '没有写问题。'
  const { passages } = await retrievePassages(ctx, {
    question,
    limit: PASSAGES,
    ...(talk.divisionCode === null ? {} : { jurisdiction: talk.divisionCode }),
  })
  const open: Passage[] = []
  for (const passage of passages) {
    const source = `${passage.title} ${passage.heading}`
    // What is withdrawn from the AI's answers is withdrawn from its drafts.
    if ((await findTopicSwitch(ctx, { question, source })) === undefined) open.push(passage)
  }
  const known = new Set(found.passages.map(({ passageId }) => passageId))
  found.passages.push(
    ...open
      .filter(({ passageId }) => !known.has(passageId))
      .slice(0, MOST_PASSAGES - found.passages.length),
  )
  const shown = found.passages.flatMap((passage, at) =>
    open.some(({ passageId }) => passageId === passage.passageId)
      ? [`[S${at + 1}] ${passage.title} ${passage.articleNo ?? passage.heading}\n${passage.text}`]
      : [],
  )
  return shown.length === 0 ? '没有查到相关依据。' : shown.join('\n\n')
}

function categoryOf(matter: string): string | undefined {
  return classifyTicket(matter, 1)[0]?.code
}

async function findTickets(ctx: ServiceContext, found: Found, matter: string): Promise<string> {
  const categoryCode = categoryOf(matter)
  if (categoryCode === undefined) return '没有类似的工单。'
  const tickets = await findSimilarTickets(ctx, { text: matter, categoryCode, limit: TICKETS })
  const known = new Set(found.tickets.map(({ ticket_no }) => ticket_no))
  found.tickets.push(...tickets.filter(({ ticket_no }) => !known.has(ticket_no)))
  if (tickets.length === 0) return '没有类似的工单。'
  return tickets
    .map(
      ({ title, status_text, public_reply }) =>
        `${title}(${status_text})${public_reply === null ? '' : `:${public_reply}`}`,
    )
    .join('\n')
}

async function suggestUnit(
  ctx: ServiceContext,
  talk: TalkForDraft,
  found: Found,
  matter: string,
): Promise<string> {
  const categoryCode = categoryOf(matter)
  const category = categoryCode === undefined ? undefined : findCategory(categoryCode)
  if (category === undefined) return '分不清是哪一类事,请工作人员判断。'
  const unit = await findUnitFor(ctx, {
    divisionCode: talk.divisionCode,
    categoryCode: category.code,
    unitRule: category.unit_rule,
  })
  found.unit = {
    id: unit.id,
    name: unit.name,
    level: category.level,
    category: categoryPath(category.code, ctx.locale) ?? category.name,
    catch_all: unit.catch_all,
  }
  return `${categoryPath(category.code)}:${unit.name}`
}
