const OPEN = '<think>'
const CLOSE = '</think>'

/** Length of the longest end of `text` that could be the start of `mark`. */
function partialEnd(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
    if (mark.startsWith(text.slice(-length))) return length
  }
  return 0
}

/** Reasoning models print their thoughts in tags. They are no answer, carry no citation and are not shown. */
export function thoughtFilter(): { push(chunk: string): string; end(): string } {
  let held = ''
  let inside = false
  return {
    push(chunk) {
      held += chunk
      let out = ''
      for (;;) {
        const mark = inside ? CLOSE : OPEN
        const at = held.indexOf(mark)
        if (at >= 0) {
          if (!inside) out += held.slice(0, at)
          held = held.slice(at + mark.length)
          inside = !inside
          continue
        }
        const keep = partialEnd(held, mark)
        if (!inside) out += held.slice(0, held.length - keep)
        held = held.slice(held.length - keep)
        return out
      }
    },
    end() {
      const rest = inside ? '' : held
      held = ''
      return rest
    },
  }
}

export function withoutThoughts(text: string): string {
  const filter = thoughtFilter()
  return filter.push(text) + filter.end()
}
