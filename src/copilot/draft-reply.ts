import { createAgent } from 'langchain'
import { keepStaffDraft, readTalkForDraft, type TalkForDraft } from '../conversations/index.ts'
import { findTopicSwitch } from '../knowledge-base/index.ts'
import type { ChatModel } from '../llm/types.ts'
import type { ServiceContext } from '../ports.ts'
import { renderPrompt } from '../prompts/index.ts'
import type { CopilotDraft } from '../protocol/copilot.ts'
import { localDate } from '../shared/clock.ts'
import { PreconditionError, UpstreamError } from '../shared/errors.ts'
import { listConversationTickets, statusText } from '../tickets/index.ts'
import { checkDraft } from './check-draft.ts'
import { PortChatModel } from './port-model.ts'
import { createTools, talkText, type Found } from './tools.ts'

const MOST_CALLS = 5
/** A person waits: past this they have written it themselves. */
const DEADLINE_MS = 45_000
/** The last words go in at once; the rest is a tool away. */
const SHOWN_MESSAGES = 12
const DISPATCHED = ['dispatched', 'processing', 'pending_info', 'resolved', 'closed']

type OwnTickets = Awaited<ReturnType<typeof listConversationTickets>>
type Task = { model: ChatModel; talk: TalkForDraft; tickets: OwnTickets }

/** A draft for the person who has the conversation; nothing is sent. Throws without a model or where a topic is off. */
export async function draftReply(
  ctx: ServiceContext,
  input: { conversationId: string },
): Promise<CopilotDraft> {
  const model = ctx.chatModel
  if (model === undefined) throw new PreconditionError('no_copilot', 'no model is configured')
  const talk = await readTalkForDraft(ctx, input.conversationId)
  const question = lastQuestion(talk)
  const topic = await findTopicSwitch(ctx, { question, source: '' })
  if (topic !== undefined)
    throw new PreconditionError('topic_off', topic.reason, { details: { topic: topic.name } })
  const tickets = await listConversationTickets(ctx, input)
  const found: Found = { passages: [], tickets: [], unit: null, steps: [] }
  const { text, prompt } = await askAgent(ctx, { model, talk, tickets }, found)
  const checked = checkDraft(text, {
    passages: found.passages,
    question,
    facts: factsOf(tickets),
    talk: talkText(talk.messages),
    units: found.unit === null ? [] : [found.unit.name],
  })
  const kept = await keepStaffDraft(ctx, {
    ...input,
    text: checked.text,
    removed: checked.removed,
    sources: [...checked.used],
    model: model.name,
    ...prompt,
  })
  return {
    draft_id: kept.id,
    text: kept.text,
    removed: checked.removed,
    sources: found.passages.map((passage, at) => ({
      token: `S${at + 1}`,
      passage_id: passage.passageId,
      title: passage.title,
      article: passage.articleNo ?? passage.heading,
      effective_from: passage.effectiveFrom,
      text: passage.text,
      used: checked.used.has(passage.passageId),
    })),
    tickets: found.tickets,
    unit: found.unit,
    steps: found.steps,
    model: model.name,
  }
}

async function askAgent(
  ctx: ServiceContext,
  { model, talk, tickets }: Task,
  found: Found,
): Promise<{ text: string; prompt: { promptId: string; promptVersion: number } }> {
  const prompt = renderPrompt('staff-reply', {
    today: localDate(ctx.clock.now()),
    operator: ctx.config.OPERATOR_NAME,
    unit: talk.staff.unit,
    talk: talkText(talk.messages.slice(-SHOWN_MESSAGES)),
    tickets:
      tickets.map(({ ticket_no, status }) => `${ticket_no} ${statusText(status)}`).join('、') ||
      '无',
  })
  const { promptId, promptVersion, temperature, maxOutputTokens } = prompt
  const [system, user] = prompt.messages.map(({ content }) => content)
  const agent = createAgent({
    model: new PortChatModel({
      model,
      promptId,
      promptVersion,
      temperature,
      maxOutputTokens,
      mostCalls: MOST_CALLS,
    }),
    tools: createTools(ctx, talk, found),
    systemPrompt: system ?? '',
  })
  const { messages } = await agent.invoke(
    { messages: [{ role: 'user', content: user ?? '' }] },
    { recursionLimit: 4 * (MOST_CALLS + 1), signal: AbortSignal.timeout(DEADLINE_MS) },
  )
  const text = messages.at(-1)?.text.trim() ?? ''
  if (text === '') throw new UpstreamError(`${model.name} gave no draft`)
  return { text, prompt: { promptId, promptVersion } }
}

function lastQuestion({ messages }: TalkForDraft): string {
  return messages.findLast(({ role }) => role === 'resident')?.text ?? ''
}

function factsOf(tickets: OwnTickets) {
  return {
    ticketNos: tickets.map(({ ticket_no }) => ticket_no),
    handedOver: true,
    dispatched: tickets.some(({ status }) => DISPATCHED.includes(status)),
  }
}
