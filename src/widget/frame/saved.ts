import type { Session } from './api.ts'

/** What survives a reload: who we are, what is still unsent, and how the page should look. */
export type Saved = {
  session: Session | null
  unsent: { text: string; clientTurnId: string } | null
  bigText: boolean
  codes: Record<string, string>
  /** The first-visit notice that was read (R-LBL-5). */
  notice: string | null
}

const KEY = 'grid-worker'
const EMPTY: Saved = { session: null, unsent: null, bigText: false, codes: {}, notice: null }
let memory: Saved = EMPTY

/** Storage may be forbidden (private mode, third-party frame): then the page works until it is closed. */
export function loadSaved(): Saved {
  try {
    const text = localStorage.getItem(KEY)
    memory = text === null ? EMPTY : { ...EMPTY, ...(JSON.parse(text) as Partial<Saved>) }
  } catch {
    memory = EMPTY
  }
  return memory
}

export function save(next: Saved): void {
  memory = next
  try {
    localStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // Kept in memory; nothing else can be done here.
    memory = next
  }
}
