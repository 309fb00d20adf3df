import { diffArrays } from 'diff'
import type { Chunk } from './api.ts'
import { t } from './texts.ts'

/** One sentence a line, so that a changed number shows as one line and not as a chapter. */
function linesOf(chunks: readonly Chunk[]): string[] {
  return chunks
    .flatMap(({ heading, text }) => [
      ...(heading === '' ? [] : [`# ${heading}`]),
      ...text.split(/(?<=[。；！？\n])/).map((line) => line.trim()),
    ])
    .filter((line) => line !== '')
}

const AROUND = 2

/** Long unchanged stretches shrink to their ends. */
function shorten(lines: readonly string[]): { text: string; gap: number }[] {
  if (lines.length <= 2 * AROUND + 1) return lines.map((text) => ({ text, gap: 0 }))
  return [
    ...lines.slice(0, AROUND).map((text) => ({ text, gap: 0 })),
    { text: '', gap: lines.length - 2 * AROUND },
    ...lines.slice(-AROUND).map((text) => ({ text, gap: 0 })),
  ]
}

export function Compare({ before, after }: { before: Chunk[]; after: Chunk[] }) {
  const parts = diffArrays(linesOf(before), linesOf(after))
  const rows = parts.flatMap((part) => {
    const kind = part.added ? 'added' : part.removed ? 'removed' : 'same'
    const lines =
      kind === 'same' ? shorten(part.value) : part.value.map((text) => ({ text, gap: 0 }))
    return lines.map((line) => ({ ...line, kind }))
  })
  const count = (kind: string): number => rows.filter((row) => row.kind === kind).length
  return (
    <div className="stack">
      <p className="hint">
        {t('compare_line', { added: count('added'), removed: count('removed') })}
      </p>
      <div className="compare" role="table" aria-label={t('compare')}>
        {rows.map((row, at) => (
          // Rows have no identity of their own and are never reordered.
          <div key={`${at}:${row.kind}`} role="row" className={`compare-${row.kind}`}>
            <span role="cell" className="compare-mark">
              {row.kind === 'same' ? '' : t(row.kind === 'added' ? 'mark_added' : 'mark_removed')}
            </span>
            <span role="cell">{row.gap > 0 ? t('unchanged', { count: row.gap }) : row.text}</span>
          </div>
        ))}
      </div>
    </div>
  )
}
