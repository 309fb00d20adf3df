import { z } from 'zod'
import { alarmCard, judgePassages, turnText } from '../../answering/index.ts'
import type { ServiceContext } from '../../ports.ts'
import { MAX_MESSAGE_LENGTH } from '../../protocol/conversations.ts'
import { LookupTicketRequest, TicketDraftCard } from '../../protocol/tickets.ts'
import {
  applyRespellings,
  retrievePassages,
  toCitation,
  type Passage,
} from '../../retrieval/index.ts'
import { lookupTicket } from '../../tickets/index.ts'
import { AnswerText } from '../openai/answer-text.ts'
import { openTurn, turnEvents } from '../turns.ts'

export type ToolAnswer = { text: string; data: Record<string, unknown> }
type Locale = 'zh-CN' | 'en'

export const SearchInput = z.object({
  question: z.string().trim().min(1).max(500).describe('The question in the words of the resident'),
  division_code: z
    .string()
    .regex(/^\d{6}(\d{3})?(\d{3})?$/)
    .optional()
    .describe('Six to twelve digits of the place; the city of this service when left out'),
  limit: z.number().int().min(1).max(20).default(5),
})
export const SearchOutput = z.object({
  answerable: z.boolean(),
  passages: z.array(
    z.object({
      passage_id: z.string(),
      title: z.string(),
      article_no: z.string().nullable(),
      heading: z.string(),
      issuer: z.string(),
      level: z.string(),
      effective_from: z.string().nullable(),
      effective_to: z.string().nullable(),
      status: z.string(),
      text: z.string(),
      url: z.string(),
    }),
  ),
  emergency: z.string().nullable(),
})

/** What a turn reads: the lead of the first passage over the others is part of the decision. */
const READ = 8

/** The production search: filters, ranking and the decision whether to answer as in a turn. */
export async function searchPolicy(
  ctx: ServiceContext,
  input: z.output<typeof SearchInput>,
  options: { base: string; locale: Locale },
): Promise<ToolAnswer> {
  const card = alarmCard(input.question)
  if (card !== undefined) {
    return { text: card.text, data: { answerable: false, passages: [], emergency: card.text } }
  }
  const found = await retrievePassages(ctx, {
    question: input.question,
    limit: Math.max(input.limit, READ),
    ...(input.division_code === undefined ? {} : { jurisdiction: input.division_code }),
  })
  const { answerable, passages } = judgePassages(input.question, found)
  const shown = answerable ? passages.slice(0, input.limit) : []
  const view = shown.map((passage) => showPassage(passage, options.base))
  const lines = view.map(
    (each, index) =>
      `[${index + 1}] ${each.title} ${each.article_no ?? each.heading} (${each.status}) ${each.url}\n${each.text}`,
  )
  const nothing =
    options.locale === 'en'
      ? 'Not recorded: no passage of the knowledge base answers this. Do not guess.'
      : '知识库没有收录能回答这个问题的依据，不能凭猜测作答。'
  const words = applyRespellings(input.question, found.respelled)
  const told =
    found.respelled.length === 0 ? [] : [turnText(options.locale, 'searched_as', { words })]
  return {
    text: lines.length === 0 ? nothing : [...told, ...lines].join('\n\n'),
    data: { answerable, passages: view, emergency: null },
  }
}

function showPassage(passage: Passage, base: string) {
  const { n: _n, quote: _quote, ...citation } = toCitation(passage, 1, '')
  const { passage_id, title, article_no, heading, issuer, level, effective_from, effective_to } =
    citation
  const kept = { passage_id, title, article_no, heading, issuer, level }
  const url = `${base}/api/passages/${encodeURIComponent(passage_id)}`
  return {
    ...kept,
    effective_from,
    effective_to,
    status: passage.status,
    text: passage.text,
    url,
  }
}

export const DraftInput = z.object({
  text: z
    .string()
    .trim()
    .min(1)
    .max(MAX_MESSAGE_LENGTH)
    .describe('The complaint, or the answer to the question asked before, in the resident’s words'),
  conversation_id: z.string().max(80).optional().describe('From the answer before, to go on'),
  conversation_token: z.string().max(200).optional(),
})
export const DraftOutput = z.object({
  outcome: z.string().nullable(),
  reply: z.string(),
  drafts: z.array(TicketDraftCard),
  conversation_id: z.string(),
  conversation_token: z.string().nullable(),
})

/** A turn of the production pipeline. It drafts; only the resident's own confirmation makes a ticket (R-LIFE-2). */
export async function draftTicket(
  ctx: ServiceContext,
  input: z.output<typeof DraftInput>,
  options: { locale: Locale; signal: AbortSignal },
): Promise<ToolAnswer> {
  const { conversation_id: id, conversation_token: token } = input
  const opened = await openTurn(ctx, {
    text: input.text,
    history: [],
    locale: options.locale,
    conversation: id === undefined ? undefined : { id, token: token ?? '' },
  })
  const answer = new AnswerText(options.locale)
  let outcome: string | null = null
  const { turnId } = opened
  for await (const event of turnEvents(ctx, { turnId, signal: options.signal })) {
    if (event === 'heartbeat') continue
    answer.take(event)
    if (event.type === 'turn.completed') ({ outcome } = event)
    if (event.type === 'turn.failed') outcome = `error_${event.code}`
  }
  return {
    text: answer.content,
    data: {
      outcome,
      reply: answer.content,
      drafts: answer.drafts,
      conversation_id: opened.conversationId,
      conversation_token: opened.token ?? null,
    },
  }
}

export const TrackInput = LookupTicketRequest
export const TrackOutput = z.object({
  ticket_no: z.string(),
  title: z.string(),
  status: z.string(),
  status_text: z.string(),
  due_text: z.string().nullable(),
  lead_unit: z.string().nullable(),
  public_reply: z.string().nullable(),
  timeline: z.array(z.object({ at: z.string(), status: z.string(), text: z.string() })),
})

/** The resident's view of a ticket, opened by number and query code together. */
export async function trackTicket(
  ctx: ServiceContext,
  input: z.output<typeof TrackInput>,
): Promise<ToolAnswer> {
  const view = await lookupTicket(ctx, { ticketNo: input.ticket_no, queryCode: input.query_code })
  const { ticket_no, title, status, status_text, due_text, lead_unit, public_reply, timeline } =
    view
  const lines = [`${ticket_no} ${title}`, status_text, due_text, public_reply].filter(Boolean)
  return {
    text: lines.join('\n'),
    data: {
      ticket_no,
      title,
      status,
      status_text,
      due_text,
      lead_unit,
      public_reply,
      timeline,
    },
  }
}
