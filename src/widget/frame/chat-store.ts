import type { ConversationView, LiveEvent, MessageView } from '../../protocol/conversations.ts'
import { TYPING_SHOWN_MS, TYPING_TOLD_MS } from '../../protocol/typing.ts'
import type { EmergencyCard, TurnEvent } from '../../protocol/turn-events.ts'
import { api, ApiError, streamLive, streamTurn, type Session } from './api.ts'
import { emergencyInWords } from './emergency.ts'
import { t } from './i18n.ts'
import { Patience } from './patience.ts'
import { loadSaved, save, saveDraft, type Saved } from './saved.ts'

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
  /** Refused, or stopped by the resident: the text is kept and can be sent again. */
  failed: { text: string; message: string } | null
  /** Drawn by this page itself while the server cannot be reached (R-EMG-3). */
  alarm: EmergencyCard | null
  suggestions: string[]
  mode: ConversationView['mode']
  staffTyping: boolean
  safetyMode: string | null
  offline: boolean
  tickets: ConversationView['tickets']
}

type Listener = () => void
/** Somebody in danger waits no longer than this for the server's own card. */
const ALARM_AFTER_MS = 3000

/** The conversation as this page knows it. One turn runs at a time; whatever the network does, typed text is kept. */
export class ChatStore {
  state: ChatState = {
    phase: 'loading',
    messages: [],
    running: null,
    failed: null,
    alarm: null,
    suggestions: [],
    mode: 'ai',
    staffTyping: false,
    safetyMode: null,
    offline: !navigator.onLine,
    tickets: [],
  }
  saved: Saved = loadSaved()
  /** The notice on the page; a conversation started under it keeps its version. */
  noticeVersion: string | null = null
  private readonly listeners = new Set<Listener>()
  private abort = new AbortController()
  private lastEventId = '0'
  private readonly patience = new Patience()
  private typingEnds: ReturnType<typeof setTimeout> | undefined
  private toldTypingAt = 0
  private stopped: RunningTurn | null = null
  /** Looks at the history, counted: an answer that comes late must not put an older state over a newer one. */
  private asked = 0
  private shown = 0

  constructor() {
    this.state = { ...this.state, failed: this.saved.failed }
    addEventListener('offline', () => this.set({ offline: true }))
    addEventListener('online', () => {
      this.set({ offline: false })
      if (this.state.running === null) void this.refresh()
    })
  }

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
      await this.patience.wait(this.abort.signal)
      if (!this.abort.signal.aborted) await this.start()
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
      const { client_turn_id, turn_id } = view.running_turn
      const asked = view.messages.findLast((message) => message.role === 'resident')
      void this.run(client_turn_id, asked?.text ?? turn_id)
    }
  }

  /** A new conversation: the old one stays on the server until it is deleted or expires. */
  reset(): void {
    this.abort.abort()
    this.abort = new AbortController()
    this.remember({ session: null, unsent: null, failed: null })
    this.lastEventId = '0'
    this.set({
      phase: 'ready',
      messages: [],
      running: null,
      failed: null,
      alarm: null,
      suggestions: [],
      mode: 'ai',
      safetyMode: null,
      tickets: [],
    })
  }

  async send(text: string, clientTurnId: string = crypto.randomUUID()): Promise<void> {
    this.remember({ unsent: { text, clientTurnId }, failed: null })
    this.set({ failed: null, alarm: null, suggestions: [] })
    try {
      await this.run(clientTurnId, text)
    } catch (error) {
      this.fail(error, text)
    }
  }

  /** Forgets this device's part of everything: the quick exit, where the next look must find nothing. */
  forgetDevice(): void {
    this.reset()
    this.remember({ codes: {} })
    saveDraft('')
  }

  /** Sent again at once instead of at the next try. */
  retryNow(): void {
    this.patience.hurry()
  }

  /** Takes back what could not be sent yet; the words go back to where they were typed. */
  takeBack(): string {
    const text = this.state.running?.text ?? ''
    this.remember({ unsent: null })
    this.set({ running: null, alarm: null })
    this.patience.hurry()
    return text
  }

  private async openSession(): Promise<Session> {
    const session = await api.createConversation(this.noticeVersion)
    this.remember({ session, notice: this.noticeVersion ?? this.saved.notice })
    void this.followLive(session, this.abort.signal)
    return session
  }

  private fail(error: unknown, text: string): void {
    const failed = { text, message: error instanceof Error ? error.message : String(error) }
    this.remember({ unsent: null, failed })
    this.set({ running: null, failed })
  }

  /**
   * Streams a turn to its end, resuming after the last event seen when the connection breaks. A network that is gone is
   * waited for, however long; only a refusal of the server ends the try.
   */
  private async run(clientTurnId: string, text: string): Promise<void> {
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
    const current = (): boolean => this.state.running?.clientTurnId === clientTurnId
    const late = setTimeout(() => this.alarmFor(running), navigator.onLine ? ALARM_AFTER_MS : 0)
    try {
      while (current()) {
        if (await this.tryTurn(running)) return
        if (!current()) return
        this.set({ offline: true })
        this.alarmFor(running)
        await this.patience.wait(this.abort.signal)
      }
    } finally {
      clearTimeout(late)
    }
  }

  /** True when nothing is left to do; false when the connection broke before the end. */
  private async tryTurn(running: RunningTurn): Promise<boolean> {
    const { signal } = this.abort
    try {
      const session = this.saved.session ?? (await this.openSession())
      await streamTurn(
        session,
        { clientTurnId: running.clientTurnId, text: running.text, afterSeq: running.lastSeq },
        {
          signal,
          onEvent: (seq, event) => {
            this.patience.renew()
            this.onTurnEvent(running, seq, event)
          },
        },
      )
    } catch (error) {
      if (running.ended || signal.aborted) return true
      if (error instanceof ApiError && error.status < 502) throw error
      return false
    }
    return running.ended
  }

  private alarmFor(running: RunningTurn): void {
    if (running.lastSeq > 0 || running.ended || this.state.running?.text !== running.text) return
    const alarm = emergencyInWords(running.text)
    if (alarm !== undefined) this.set({ alarm })
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
    this.set({ running, alarm: null, offline: false })
  }

  private finish(
    running: RunningTurn,
    end: Extract<TurnEvent, { type: 'turn.completed' | 'turn.failed' }>,
  ): void {
    const failed = this.failureOf(running, end)
    this.remember({ unsent: null, failed })
    running.ended = true
    this.set({
      running,
      alarm: null,
      offline: false,
      failed,
      suggestions: end.type === 'turn.completed' ? end.suggestions : [],
    })
    void this.settle(running)
  }

  /** The live answer stands until the stored one is there to replace it: a look that failed takes nothing away. */
  private async settle(running: RunningTurn): Promise<void> {
    while (!(await this.refresh())) {
      if (this.state.running !== running) return
      await this.patience.wait(this.abort.signal)
    }
    if (this.state.running === running) this.set({ running: null })
  }

  private failureOf(
    running: RunningTurn,
    end: Extract<TurnEvent, { type: 'turn.completed' | 'turn.failed' }>,
  ): ChatState['failed'] {
    if (this.stopped === running) return { text: running.text, message: t('stopped') }
    if (end.type === 'turn.completed' || end.code === 'superseded') return null
    return { text: running.text, message: end.message }
  }

  /** The stored conversation is the truth; the live rendering only came first. False when it could not be had now. */
  async refresh(): Promise<boolean> {
    const { session } = this.saved
    if (session === null) return true
    this.asked += 1
    const look = this.asked
    try {
      const view = await api.history(session)
      if (session !== this.saved.session || look < this.shown) return true
      this.shown = look
      this.set({
        messages: view.messages,
        mode: view.mode,
        safetyMode: view.safety_mode,
        tickets: view.tickets,
        offline: false,
      })
      return true
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return true
      if (!(error instanceof ApiError)) this.set({ offline: true })
      return false
    }
  }

  stop(): void {
    const { running } = this.state
    const { session } = this.saved
    if (running?.turnId == null || session === null) return
    this.stopped = running
    // Cut off right now, the turn ends by itself: the server gives up on what nobody follows.
    api.stop(session, running.turnId).catch(() => this.set({ offline: true }))
  }

  /** For the person in the conversation, now and then: that keys move, not what they write. */
  typing(): void {
    const { session } = this.saved
    const now = Date.now()
    if (session === null || this.state.mode !== 'staff') return
    if (now - this.toldTypingAt < TYPING_TOLD_MS) return
    this.toldTypingAt = now
    api.typing(session).catch((error: unknown) => {
      if (!(error instanceof ApiError)) this.set({ offline: true })
    })
  }

  dismissFailure(): void {
    this.remember({ failed: null })
    this.set({ failed: null })
  }

  private async followLive(session: Session, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await streamLive(session, this.lastEventId, {
          signal,
          onEvent: (id, event) => {
            this.patience.renew()
            this.lastEventId = id
            this.onLive(event)
          },
        })
      } catch (error) {
        if (signal.aborted || (error instanceof ApiError && error.status === 404)) return
      }
      await this.patience.wait(signal)
    }
  }

  private onLive(event: LiveEvent): void {
    if (event.type === 'conversation.changed') {
      if (event.mode === 'closed') {
        // Deleted, perhaps in another window: nothing of it stays on this page.
        this.reset()
        return
      }
      this.set({ mode: event.mode, safetyMode: event.safety_mode, staffTyping: false })
      return
    }
    if (event.type === 'message.created' && event.message.role === 'staff') {
      const known = this.state.messages.some((message) => message.id === event.message.id)
      if (!known)
        this.set({ messages: [...this.state.messages, event.message], staffTyping: false })
      return
    }
    if (event.type === 'conversation.typing') {
      clearTimeout(this.typingEnds)
      this.typingEnds = setTimeout(() => this.set({ staffTyping: false }), TYPING_SHOWN_MS)
      this.set({ staffTyping: true })
      return
    }
    if (this.state.running === null) void this.refresh()
  }
}
