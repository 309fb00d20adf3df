export type MarkedLine = {
  /** A list item of the document: drawn with a bullet instead of its dash. */
  item: boolean
  parts: { text: string; marked: boolean }[]
}

/** The passage line by line, with the first of `quotes` that occurs in it marked, also across line ends. */
export function markedLines(text: string, quotes: readonly string[]): MarkedLine[] {
  const [from, to] = findQuote(text, quotes)
  const lines: MarkedLine[] = []
  let offset = 0
  for (const raw of text.split('\n')) {
    const start = offset
    offset += raw.length + 1
    if (raw.trim() === '') continue
    const dash = /^\s*[-*·•]\s+/.exec(raw)?.[0].length ?? 0
    const cuts = [dash, clamp(from - start, dash, raw.length), clamp(to - start, dash, raw.length)]
    const [head = 0, open = 0, close = 0] = cuts
    const parts = [
      { text: raw.slice(head, open), marked: false },
      { text: raw.slice(open, close), marked: true },
      { text: raw.slice(close), marked: false },
    ]
    lines.push({ item: dash > 0, parts: parts.filter((part) => part.text !== '') })
  }
  return lines
}

function findQuote(text: string, quotes: readonly string[]): [number, number] {
  for (const quote of quotes) {
    const wanted = quote.trim()
    const at = wanted === '' ? -1 : text.indexOf(wanted)
    if (at !== -1) return [at, at + wanted.length]
  }
  return [0, 0]
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
