import type { ReactNode } from 'react'

export type Tone = 'ok' | 'warn' | 'danger' | 'info' | 'plain'

/** A word with a tint: the colours of the tokens, which keep their contrast in both schemes. */
export function Mark({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`tint tint-${tone}`}>{children}</span>
}
