import type { Config } from './config.ts'
import type { Database } from './db/client.ts'
import type { ChatModel, EmbeddingModel, RerankModel, TranscriptionModel } from './llm/types.ts'
import type { CopilotDraft } from './protocol/copilot.ts'
import type { TurnEvent } from './protocol/turn-events.ts'
import type { Actor } from './shared/actor.ts'
import type { Clock } from './shared/clock.ts'
import type { Logger } from './shared/logger.ts'
import type { Vault } from './shared/vault.ts'

/** A live-event or turn-event signal inside one process; other processes find the same rows by polling. */
export type Wakeup = {
  notify(topic: string): void
  /** Resolves on the next notify of `topic`, or after `timeoutMs`, or on abort, whichever is first. */
  wait(topic: string, timeoutMs: number, signal?: AbortSignal): Promise<void>
}

/** Turns this process is running: their abort switches, and their events for followers without a database read. */
export type RunningTurns = {
  readonly aborts: Map<string, AbortController>
  readonly logs: Map<string, { seq: number; event: TurnEvent }[]>
  /** How many streams of this process listen to a turn; none is not kept. */
  readonly followers: Map<string, number>
}

/** One POST to an address an operator entered. Gives the status of the answer, redirects included; throws without one. */
export type PostOutside = (
  url: URL,
  input: {
    headers: Readonly<Record<string, string>>
    body: string
    timeoutMs: number
    allowPrivate: boolean
  },
) => Promise<number>

export type DocumentProblem = { field: string | null; message: string }
export type StageInput = {
  /** Name and id the document row will have; found by nobody until it is published. */
  slug: string
  source: { kind: 'file'; name: string; bytes: Uint8Array } | { kind: 'url'; url: string }
  /** What a person entered: wins over what the file says. */
  edits: Readonly<Record<string, unknown>>
}
export type StageResult =
  | { ok: true; documentId: string; fields: Readonly<Record<string, unknown>>; chunks: number }
  | { ok: false; problems: DocumentProblem[] }

export type StepSeen = {
  step: string
  durationMs: number
  promptId?: string
  promptVersion?: number
  model?: string
  inputTokens?: number
  outputTokens?: number
}
export type TurnWatch = { step(step: StepSeen): void; end(outcome: string): void }

/** Where a runtime counts and traces. Names, numbers and ids only: no word of a resident or a model ever comes here. */
export type Telemetry = {
  startTurn(turn: { turnId: string; requestId: string }): TurnWatch
  request(seen: { method: string; route: string; status: number; durationMs: number }): void
  /** The counters in the Prometheus text format. */
  scrape(): Promise<{ contentType: string; body: string }>
}

/** Helps the person at the desk, and only with words: it sends nothing and moves nothing. */
export type Copilot = {
  draftReply(ctx: ServiceContext, input: { conversationId: string }): Promise<CopilotDraft>
}

/** What a runtime must supply. entry/node.ts builds one for the process, entry/worker.ts one per request. */
export type Ports = {
  runtime: 'node' | 'worker'
  config: Config
  sql: Database
  clock: Clock
  logger: Logger
  vault: Vault
  wakeup: Wakeup
  turns: RunningTurns
  chatModel: ChatModel | undefined
  embeddingModel: EmbeddingModel | undefined
  rerankModel: RerankModel | undefined
  /** Voice in; off unless TRANSCRIPTION_MODEL names a model. */
  transcriptionModel?: TranscriptionModel | undefined
  postOutside: PostOutside
  /** Node only: a Worker has no memory between requests to count in. */
  telemetry?: Telemetry | undefined
  /** Reads, cuts and indexes a document without publishing it. Needs Node; where it is missing, uploads wait. */
  stageDocument?: (input: StageInput) => Promise<StageResult>
  /** Node only, and only with a model: its agent needs LangChain. */
  copilot?: Copilot | undefined
  /** Gives passages the vectors they lack, for so long. Node only: the texts of a whole city take hours. */
  embedPassages?: (budgetMs: number) => Promise<{ embedded: number; model: string | null }>
  /** Runs on after the response: tracked and drained on Node, `waitUntil` on Workers. Failures are logged. */
  defer(name: string, work: () => Promise<void>): void
  close(): Promise<void>
}

export type ServiceContext = Ports & {
  actor: Actor
  requestId: string
  /** What the reader reads; Chinese where nobody said. */
  locale?: 'zh-CN' | 'en'
}
