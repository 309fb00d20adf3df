import type { ReactNode } from 'react'

/** Around a table wider than a phone: it scrolls by itself, and the keyboard can reach it to do so. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="wide-table" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
