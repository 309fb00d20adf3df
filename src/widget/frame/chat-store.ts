import type { ConversationView, LiveEvent, MessageView } from '../../protocol/conversations.ts'
import type { TurnEvent } from '../../protocol/turn-events.ts'
import { api, ApiError, streamLive, streamTurn, type Session } from './api.ts'
import { t } from './i18n.ts'
import { loadSaved, save, type Saved } from './saved.ts'

export type RunningTurn = {
  clientTurnId: string
  turnId: string | null
  text: string
  lastSeq: number
  events: TurnEvent[]
  stage: Extract<TurnEvent, { type: 'turn.progress' }> | null
  /** Its terminal event came; it stays on the page until the stored message takes its place. */
  ended: boolean
}

export type ChatState = {
  phase: 'loading' | 'ready' | 'failed'
  messages: MessageView[]
  running: RunningTurn | null
  /** Sent but refused or cut off: the text is kept and can be sent again. */
  failed: { text: string; message: string; clientTurnId: string } | null
  suggestions: string[]
  mode: ConversationView['mode']
  safetyMode: string | null
  offline: boolean
  tickets: ConversationView['tickets']
}

type Listener = () => void
const RETRY_MS = [500, 1000, 2000, 4000, 8000]

/** The conversation as this page knows it. One turn runs at a time; whatever the network does, typed text is kept. */
export class ChatStore {
  state: ChatState = {
    phase: 'loading',
    messages: [],
    running: null,
    failed: null,
    suggestions: [],
    mode: 'ai',
    safetyMode: null,
    offline: false,
    tickets: [],
  }
  saved: Saved = loadSaved()
  /** The notice on the page; a conversation started under it keeps its version. */
  noticeVersion: string | null = null
  private readonly listeners = new Set<Listener>()
  private abort = new AbortController()
  private lastEventId = '0'

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private set(change: Partial<ChatState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }

  /** Changes what survives a reload. */
  remember(change: Partial<Saved>): void {
    this.saved = { ...this.saved, ...change }
    save(this.saved)
  }

  /** Loads what was said before; a forgotten conversation simply starts a new one. */
  async start(): Promise<void> {
    this.set({ phase: 'loading' })
    try {
      if (this.saved.session !== null) await this.loadHistory(this.saved.session)
      this.set({ phase: 'ready', offline: false })
      if (this.saved.session !== null) void this.followLive(this.saved.session, this.abort.signal)
      if (this.saved.unsent !== null)
        void this.send(this.saved.unsent.text, this.saved.unsent.clientTurnId)
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        this.reset()
        return
      }
      this.set({ phase: 'ready', offline: true })
      setTimeout(() => void this.start(), 4000)
    }
  }

  private async loadHistory(session: Session): Promise<void> {
    const view = await api.history(session)
    this.lastEventId = view.last_event_id
    this.set({
      messages: view.messages,
      mode: view.mode,
      safetyMode: view.safety_mode,
      tickets: view.tickets,
    })
    if (view.running_turn !== null && this.saved.unsent === null) {
      void this.run(session, view.running_turn.client_turn_id, '')
    }
  }

  /** A new conversation: the old one stays on the server until it is deleted or expires. */
  reset(): void {
    this.abort.abort()
    this.abort = new AbortController()
    this.remember({ session: null, unsent: null })
    this.lastEventId = '0'
    this.set({
      phase: 'ready',
      messages: [],
      running: null,
      failed: null,
      suggestions: [],
      mode: 'ai',
      safetyMode: null,
      tickets: [],
    })
  }

  async send(text: string, clientTurnId: string = crypto.randomUUID()): Promise<void> {
    this.remember({ unsent: { text, clientTurnId } })
    this.set({ failed: null, suggestions: [] })
    try {
      const session = this.saved.session ?? (await this.openSession())
      await this.run(session, clientTurnId, text)
    } catch (error) {
      this.fail(error, text, clientTurnId)
    }
  }

  private async openSession(): Promise<Session> {
    const session = await api.createConversation(this.noticeVersion)
    this.remember({ session, notice: this.noticeVersion ?? this.saved.notice })
    void this.followLive(session, this.abort.signal)
    return session
  }

  private fail(error: unknown, text: string, clientTurnId: string): void {
    const message = error instanceof ApiError ? error.message : t('offline')
    this.remember({ unsent: null })
    this.set({ running: null, failed: { text, message, clientTurnId } })
  }

  /** Streams a turn to its end, resuming after the last event seen when the connection breaks. */
  private async run(session: Session, clientTurnId: string, text: string): Promise<void> {
    const running: RunningTurn = {
      clientTurnId,
      turnId: null,
      text,
      lastSeq: 0,
      events: [],
      stage: null,
      ended: false,
    }
    this.set({ running })
    for (let attempt = 0; ; attempt++) {
      try {
        await streamTurn(
          session,
          { clientTurnId, text, afterSeq: running.lastSeq },
          {
            signal: this.abort.signal,
            onEvent: (seq, event) => {
              attempt = 0
              this.onTurnEvent(running, seq, event)
            },
          },
        )
        if (running.ended || this.state.running !== running) return
      } catch (error) {
        if (running.ended || this.abort.signal.aborted || this.state.running !== running) return
        if (error instanceof ApiError) throw error
      }
      if (attempt >= RETRY_MS.length) throw new Error('connection lost')
      this.set({ offline: true })
      await new Promise((settle) => setTimeout(settle, RETRY_MS[attempt]))
    }
  }

  private onTurnEvent(running: RunningTurn, seq: number, event: TurnEvent): void {
    if (this.state.running !== running || seq <= running.lastSeq) return
    running.lastSeq = seq
    if (event.type === 'turn.progress') running.stage = event
    else running.events = [...running.events, event]
    if (event.type === 'turn.started') running.turnId = event.turn_id
    if (event.type === 'turn.completed' || event.type === 'turn.failed') {
      this.finish(running, event)
      return
    }
    this.set({ running: { ...running }, offline: false })
    // The object in the state is a copy for rendering; later events go on with this one.
    this.state.running = running
  }

  private finish(
    running: RunningTurn,
    end: Extract<TurnEvent, { type: 'turn.completed' | 'turn.failed' }>,
  ): void {
    this.remember({ unsent: null })
    const failed =
      end.type === 'turn.failed' && end.code !== 'superseded'
        ? { text: running.text, message: end.message, clientTurnId: crypto.randomUUID() }
        : null
    running.ended = true
    this.set({
      running,
      offline: false,
      failed,
      suggestions: end.type === 'turn.completed' ? end.suggestions : [],
    })
    void this.refresh().finally(() => {
      if (this.state.running === running) this.set({ running: null })
    })
  }

  /** The stored conversation is the truth; the live rendering only came first. */
  async refresh(): Promise<void> {
    const { session } = this.saved
    if (session === null) return
    try {
      const view = await api.history(session)
      if (session !== this.saved.session) return
      this.set({
        messages: view.messages,
        mode: view.mode,
        safetyMode: view.safety_mode,
        tickets: view.tickets,
        offline: false,
      })
    } catch (error) {
      if (!(error instanceof ApiError)) this.set({ offline: true })
    }
  }

  stop(): void {
    const { running } = this.state
    const { session } = this.saved
    if (running?.turnId && session !== null) void api.stop(session, running.turnId)
  }

  dismissFailure(): void {
    this.set({ failed: null })
  }

  private async followLive(session: Session, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await streamLive(session, this.lastEventId, {
          signal,
          onEvent: (id, event) => {
            attempt = 0
            this.lastEventId = id
            this.onLive(event)
          },
        })
      } catch (error) {
        if (signal.aborted || (error instanceof ApiError && error.status === 404)) return
      }
      await new Promise((settle) => setTimeout(settle, RETRY_MS[Math.min(attempt, 4)]))
    }
  }

  private onLive(event: LiveEvent): void {
    if (event.type === 'conversation.changed') {
      if (event.mode === 'closed') {
        // Deleted, perhaps in another window: nothing of it stays on this page.
        this.reset()
        return
      }
      this.set({ mode: event.mode, safetyMode: event.safety_mode })
      return
    }
    if (event.type === 'message.created' && event.message.role === 'staff') {
      const known = this.state.messages.some((message) => message.id === event.message.id)
      if (!known) this.set({ messages: [...this.state.messages, event.message] })
      return
    }
    if (this.state.running === null) void this.refresh()
  }
}
