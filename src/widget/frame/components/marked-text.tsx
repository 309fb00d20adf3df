import type { MarkedLine } from '../highlight.ts'

export function Lines({ lines }: { lines: readonly MarkedLine[] }) {
  return (
    <div class="source-text">
      {lines.map(({ item, parts }, index) => (
        <p key={index} class={item ? 'source-item' : undefined}>
          {parts.map(({ text, marked }, part) =>
            marked ? <mark key={part}>{text}</mark> : <span key={part}>{text}</span>,
          )}
        </p>
      ))}
    </div>
  )
}
