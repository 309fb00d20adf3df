import type { Citation } from '../protocol/turn-events.ts'
import { toCitation, type Passage } from '../retrieval/index.ts'

/** Numbers passages in the order an answer first uses them; a number never changes afterwards. */
export class CitationBook {
  private readonly numbers = new Map<string, number>()

  /** The passage's number, and the citation to announce when it is new. */
  cite(passage: Passage, quote: string): { n: number; fresh: Citation | undefined } {
    const known = this.numbers.get(passage.passageId)
    if (known !== undefined) return { n: known, fresh: undefined }
    const n = this.numbers.size + 1
    this.numbers.set(passage.passageId, n)
    return { n, fresh: toCitation(passage, n, quote) }
  }

  isUsed(passage: Passage): boolean {
    return this.numbers.has(passage.passageId)
  }

  get size(): number {
    return this.numbers.size
  }
}
