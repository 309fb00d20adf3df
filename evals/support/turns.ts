import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { runTurn, viewTurnTrace } from '../../src/answering/index.ts'
import { claimTurn, createConversation, followTurn } from '../../src/conversations/index.ts'
import {
  deleteDocument,
  ingestPath,
  listDocuments,
  syncKnowledge,
} from '../../src/ingestion/index.ts'
import { createModels } from '../../src/llm/index.ts'
import type { ServiceContext } from '../../src/ports.ts'
import { outcomeFamily } from '../../src/protocol/outcomes.ts'
import type { TurnEvent } from '../../src/protocol/turn-events.ts'
import type { TurnTraceView } from '../../src/protocol/turn-trace.ts'
import { loadPassages } from '../../src/retrieval/index.ts'
import { markdown, testFolder } from '../../src/testing/knowledge.ts'
import { fixedClock, testPorts, type TestPorts } from '../../src/testing/ports.ts'
import type { TicketDraftCard } from '../../src/protocol/tickets.ts'
import type { Draft, Reply } from '../scorers/reply.ts'
import { openPrivateDatabase } from './private-database.ts'

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge/', import.meta.url))

export type Resident = { say(text: string): Promise<Reply> }
export type TurnRun = {
  /** For suites that ask one production step directly. */
  ports: TestPorts
  /** Document id → the name its cases know it by. */
  slugs: ReadonlyMap<string, string>
  /** A new conversation, on a working Monday morning unless told otherwise. */
  openResident(options?: { at?: string | undefined; locale?: 'en' | undefined }): Promise<Resident>
  /** Runs with one more document in the knowledge base. */
  withDocument<T>(text: string, run: () => Promise<T>): Promise<T>
  /** Runs with these texts in the knowledge base, each a document of its own. */
  withTexts<T>(texts: readonly string[], run: () => Promise<T>): Promise<T>
  traceOf(turnId: string): Promise<TurnTraceView>
  /** The database as bytes, for others to be opened from; undefined on a server. */
  dump(): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

/**
 * The turn residents get: database, knowledge and steps are the product's own, on a clock that stands still. With
 * the settings of an endpoint a chat model answers behind the real client; without them the passages do.
 */
export async function openTurns(
  options: {
    model?: Readonly<Record<string, string>> | undefined
    knowledge?: boolean
    /** What `dump` of another run gave: saves reading the knowledge again. */
    database?: Uint8Array | undefined
  } = {},
): Promise<TurnRun> {
  const database = await openPrivateDatabase(process.env['DATABASE_URL'], options.database)
  const ports = await testPorts(database.sql, {
    settings: { ...options.model },
  })
  if (options.knowledge !== false && options.database === undefined)
    await syncKnowledge(ports, { directory: KNOWLEDGE })
  const documents = await listDocuments(ports, { limit: 1000 })
  const slugs = new Map(documents.map((document) => [document.documentId, document.slug]))
  return {
    ports,
    slugs,
    dump: () => database.dump(),
    traceOf: (turnId) =>
      viewTurnTrace({ ...ports, actor: { kind: 'system', job: 'eval' } }, turnId),
    async openResident({ at, locale } = {}) {
      const ctx: ServiceContext = {
        ...ports,
        clock: fixedClock(at),
        // A door of its own for each conversation: an open circuit of one case must not answer for the next.
        ...(options.model === undefined
          ? {}
          : createModels(ports.config, { logger: ports.logger, clock: ports.clock })),
        actor: { kind: 'resident' },
        requestId: 'eval',
      }
      const { id } = await createConversation(ctx, locale === undefined ? {} : { locale })
      return {
        async say(text) {
          const startedAt = performance.now()
          const turn = await runOneTurn(ctx, { conversationId: id, text })
          return readReply(ctx, { ...turn, slugs, milliseconds: performance.now() - startedAt })
        },
      }
    },
    withDocument(text, run) {
      const fields = {
        id: `case-${randomUUID()}`,
        title: '社区资料',
        level: '指南',
        jurisdiction: '420100',
      }
      const content = markdown(fields, `## 内容\n\n${text}`)
      return withFile(ports, { name: 'case.md', content }, run)
    },
    withTexts(texts, run) {
      const lines = texts.map((content, at) => JSON.stringify({ id: `${at}`, content }))
      return withFile(ports, { name: `${randomUUID()}.jsonl`, content: lines.join('\n') }, run)
    },
    async close() {
      await ports.settled()
      await database.close()
    },
  }
}

async function withFile<T>(
  ports: TestPorts,
  file: { name: string; content: string },
  run: () => Promise<T>,
): Promise<T> {
  const folder = testFolder()
  try {
    const path = folder.write(file.name, file.content)
    const defaults = file.name.endsWith('.jsonl') ? { jurisdiction: '全国' } : undefined
    const { documents, problems } = await ingestPath(ports, { path, defaults })
    if (problems.length > 0) throw new Error(`refused: ${JSON.stringify(problems)}`)
    const result = await run()
    for (const { slug } of documents) await deleteDocument(ports, { slug })
    return result
  } finally {
    folder.remove()
  }
}

async function runOneTurn(
  ctx: ServiceContext,
  input: { conversationId: string; text: string },
): Promise<{ turnId: string; events: TurnEvent[] }> {
  const claim = await claimTurn(ctx, { ...input, clientTurnId: randomUUID() })
  if (claim.kind !== 'claimed') throw new Error('a new message must start a turn')
  await runTurn(ctx, claim.turn)
  const events: TurnEvent[] = []
  const signal = AbortSignal.timeout(30_000)
  for await (const item of followTurn(ctx, { turnId: claim.turn.id, afterSeq: 0, signal })) {
    if (item !== 'heartbeat') events.push(item.event)
  }
  return { turnId: claim.turn.id, events }
}

type Seen = {
  turnId: string
  events: readonly TurnEvent[]
  slugs: ReadonlyMap<string, string>
  milliseconds: number
}

async function readReply(ctx: ServiceContext, seen: Seen): Promise<Reply> {
  const { events } = seen
  const end = events.at(-1)
  const outcome = end?.type === 'turn.completed' ? end.outcome : 'failed'
  const cited = events.flatMap((event) =>
    event.type === 'answer.citations' ? event.citations : [],
  )
  const passages = await loadPassages(
    ctx,
    cited.map((citation) => citation.passage_id),
  )
  const texts = new Map(passages.map((passage) => [passage.passageId, passage]))
  const byNumber = new Map(cited.map((citation) => [citation.n, citation.passage_id]))
  const only = <T extends TurnEvent['type']>(type: T) =>
    events.filter((event): event is Extract<TurnEvent, { type: T }> => event.type === type)
  const [card] = only('emergency').map((event) => event.card)
  const [choices] = only('choices')
  return {
    turnId: seen.turnId,
    outcome,
    family: outcome === 'failed' ? 'failed' : outcomeFamily(outcome),
    sentences: only('answer.sentence').map((event) => ({
      text: event.text,
      origin: event.origin,
      passageIds: event.citations.flatMap((n) => byNumber.get(n) ?? []),
    })),
    citations: cited.map((citation) => ({
      passageId: citation.passage_id,
      document: seen.slugs.get(citation.document_id) ?? citation.document_id,
      title: citation.title,
      section: [citation.article_no ?? '', citation.heading].join(' ').trim(),
      text: sourceText(texts.get(citation.passage_id)),
    })),
    card:
      card === undefined
        ? null
        : { kind: card.kind, numbers: card.numbers.map(({ number }) => number), text: card.text },
    choices:
      choices === undefined
        ? null
        : { prompt: choices.prompt, texts: choices.choices.map(({ text }) => text) },
    drafts: only('ticket.draft').flatMap((event) => event.drafts.map(readDraft)),
    handoff: only('handoff')[0]?.text ?? null,
    milliseconds: seen.milliseconds,
  }
}

function readDraft({ fields, category_candidates }: TicketDraftCard): Draft {
  const chosen = fields.category_code.value
  const candidates = category_candidates.map(({ code }) => code)
  return {
    categories: [...new Set(chosen === null ? candidates : [chosen, ...candidates])],
    appealType: fields.appeal_type.value,
    urgency: fields.urgency.value,
    place: fields.address.value,
    since: fields.incident_at.value,
    told: fields.description.value ?? '',
  }
}

function sourceText(passage: Awaited<ReturnType<typeof loadPassages>>[number] | undefined): string {
  if (passage === undefined) return ''
  return [passage.text, passage.issuer, passage.docNo, passage.effectiveFrom, passage.asOf]
    .filter((part) => part !== null)
    .join('\n')
}
