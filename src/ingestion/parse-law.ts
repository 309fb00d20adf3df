import type { ParsedChunk } from './document.ts'
import { readArticleStart } from './article-number.ts'

const DIVISION =
  /^#{0,6}\s*(?:\*\*)?\s*(第[零〇一二三四五六七八九十百\d]+(?:分编|编|章|节))(?:[\s\u3000]+|(?=\p{Script=Han}))(.*?)(?:\*\*)?\s*$/u
const HEADING = /^#{1,6}\s/u
/** A heading of a book or chapter is short; a line that is not one is not looked at any further. */
const LONGEST_DIVISION = 60
const RANKS = ['编', '分编', '章', '节']

type Division = { rank: number; name: string }

function readDivision(line: string): Division | undefined {
  if (line.length > LONGEST_DIVISION) return undefined
  const match = DIVISION.exec(line)
  if (match?.[1] === undefined) return undefined
  const kind = match[1].endsWith('分编') ? '分编' : match[1].slice(-1)
  return { rank: RANKS.indexOf(kind), name: `${match[1]} ${match[2] ?? ''}`.trim() }
}

/** A text is a law when articles start its lines; a guide that names two articles in passing is not. */
export function isLawText(text: string): boolean {
  let articles = 0
  for (const line of text.split('\n')) {
    if (!/^\s*#/.test(line) && readArticleStart(line) !== undefined) articles += 1
    if (articles >= 3) return true
  }
  return false
}

class LawReader {
  readonly chunks: ParsedChunk[] = []
  private path: Division[] = []
  private lines: string[] = []
  private articleNo: string | null = null
  private readonly anchors = new Map<string, number>()

  read(written: string): void {
    const line = written.trim()
    const division = readDivision(line)
    const article = division === undefined ? readArticleStart(line) : undefined
    if (division !== undefined) {
      this.close()
      this.path = [...this.path.filter((open) => open.rank < division.rank), division]
    } else if (article !== undefined) {
      this.close()
      this.articleNo = article.articleNo
      this.lines = [article.rest]
    } else if (HEADING.test(line)) {
      this.close()
    } else {
      this.lines.push(written)
    }
  }

  close(): void {
    const text = this.lines
      .join('\n')
      .replace(/\n{2,}/g, '\n')
      .trim()
    const heading = this.articleNo ?? '前言'
    // Between a heading and the first article stand only a promulgation note or a table of contents.
    const worthKeeping = this.articleNo !== null || text.length >= 30
    if (text !== '' && worthKeeping) {
      const path = this.path.map((division) => division.name).join(' / ')
      this.chunks.push({
        heading,
        path,
        articleNo: this.articleNo,
        anchor: this.anchor(heading),
        page: null,
        text,
        relatedQuestions: [],
      })
    }
    this.lines = []
    this.articleNo = null
  }

  private anchor(heading: string): string {
    const count = (this.anchors.get(heading) ?? 0) + 1
    this.anchors.set(heading, count)
    return count === 1 ? heading : `${heading}~${count}`
  }
}

/** One chunk per article, its number, book and chapter kept. */
export function parseLaw(text: string): ParsedChunk[] {
  const reader = new LawReader()
  for (const line of text.split(/\r?\n/)) reader.read(line)
  reader.close()
  return reader.chunks
}
