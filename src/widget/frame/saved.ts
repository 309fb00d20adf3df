import type { Session } from './api.ts'
import type { Locale } from './i18n.ts'

/** 大字版 begins at 20 px and goes to 30 (R-A11Y-2). */
export const TEXT_SIZES = ['normal', 'big', 'bigger', 'biggest'] as const
export type TextSize = (typeof TEXT_SIZES)[number]

/** What survives a reload: who we are, what is still unsent, and how the page should look. */
export type Saved = {
  session: Session | null
  /** On its way: sent again after a reload under the same id, which the server takes once. */
  unsent: { text: string; clientTurnId: string } | null
  /** Refused by the server, with its reason. */
  failed: { text: string; message: string } | null
  size: TextSize
  locale: Locale | null
  codes: Record<string, string>
  /** The first-visit notice that was read (R-LBL-5). */
  notice: string | null
  /** Where recordings go was read and agreed to. */
  voiceAgreed: boolean
}

const KEY = 'grid-worker'
/** Apart, because it is written with every key. */
const DRAFT_KEY = 'grid-worker-draft'
const EMPTY: Saved = {
  session: null,
  unsent: null,
  failed: null,
  size: 'normal',
  locale: null,
  codes: {},
  notice: null,
  voiceAgreed: false,
}
// Storage may be forbidden (private mode, third-party frame): then the page works until it is closed.
let memory: Saved = EMPTY
let draftMemory = ''

export function loadSaved(): Saved {
  try {
    const text = localStorage.getItem(KEY)
    memory = text === null ? memory : { ...EMPTY, ...(JSON.parse(text) as Partial<Saved>) }
  } catch {
    return memory
  }
  return memory
}

export function save(next: Saved): void {
  memory = next
  write(KEY, JSON.stringify(next))
}

export function loadDraft(): string {
  try {
    return localStorage.getItem(DRAFT_KEY) ?? draftMemory
  } catch {
    return draftMemory
  }
}

export function saveDraft(text: string): void {
  draftMemory = text
  write(DRAFT_KEY, text)
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // Kept in memory only; nothing else can be done here.
    return
  }
}
