export type Span = { label: string; start: number; end: number }
export type SpanPair = { expected: readonly Span[]; found: readonly Span[] }
export type SpanScores = { span_precision: number; span_recall: number; span_f1: number }

/** A span counts when label, start and end all agree; each expected span is met once. */
export function scoreSpans(pairs: readonly SpanPair[], keyOf = spanKey): SpanScores {
  let met = 0
  let expectedCount = 0
  let foundCount = 0
  for (const { expected, found } of pairs) {
    const open = new Set(expected.map(keyOf))
    expectedCount += expected.length
    foundCount += found.length
    for (const span of found) if (open.delete(keyOf(span))) met += 1
  }
  return {
    span_precision: foundCount === 0 ? 0 : met / foundCount,
    span_recall: expectedCount === 0 ? 0 : met / expectedCount,
    span_f1: foundCount + expectedCount === 0 ? 0 : (2 * met) / (foundCount + expectedCount),
  }
}

export function spanKey({ label, start, end }: Span): string {
  return `${label.toLowerCase()}:${start}:${end}`
}

export function boundaryKey({ start, end }: Span): string {
  return `${start}:${end}`
}
