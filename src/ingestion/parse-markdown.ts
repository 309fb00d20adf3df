import { readArticleStart } from './article-number.ts'
import type { ParsedChunk } from './document.ts'
import { describeTables } from './markdown-tables.ts'
import { parseFaq } from './parse-faq.ts'
import { isLawText, parseLaw } from './parse-law.ts'
import { splitText } from './split-text.ts'
import { stripComments } from './strip-hidden.ts'

const QUESTIONS = /^\s*(?:[-*]\s*)?(?:\*\*)?常见问法(?:\*\*)?\s*[:：]\s*(?:\*\*)?(.*)$/u
const HEADING = /^(#{1,6})\s+(.*?)\s*#*\s*$/u

type Section = {
  depth: number
  heading: string
  path: string
  lines: string[]
  questions: string[]
}

function readSections(body: string, title: string): Section[] {
  const parents: { depth: number; heading: string }[] = []
  let open: Section = { depth: 1, heading: title, path: '', lines: [], questions: [] }
  const sections = [open]
  for (const line of describeTables(body.split(/\r?\n/))) {
    const heading = HEADING.exec(line)
    const questions = QUESTIONS.exec(line)
    if (heading?.[1] !== undefined && heading[2] !== undefined) {
      const depth = heading[1].length
      while ((parents.at(-1)?.depth ?? 0) >= depth) parents.pop()
      const path = parents.map((parent) => parent.heading).join(' / ')
      open = { depth, heading: heading[2], path, lines: [], questions: [] }
      sections.push(open)
      // The title stands on every chunk already.
      if (depth > 1) parents.push({ depth, heading: heading[2] })
    } else if (questions !== null) {
      open.questions.push(
        ...(questions[1] ?? '')
          .split(/[｜|]/u)
          .map((question) => question.replace(/\*\*/g, '').trim())
          .filter((question) => question !== ''),
      )
    } else {
      open.lines.push(line)
    }
  }
  return sections
}

function headingAnchor(heading: string, taken: Map<string, number>): string {
  const count = (taken.get(heading) ?? 0) + 1
  taken.set(heading, count)
  return count === 1 ? heading : `${heading}~${count}`
}

/** The heading a text opens with, or its first `#`, for a file without front matter. */
export function readMarkdownTitle(body: string): string | undefined {
  return (
    /^\s*#{1,6}\s+(.+?)\s*#*\s*$/mu.exec(body.trimStart().split('\n')[0] ?? '') ??
    /^#\s+(.+?)\s*#*\s*$/mu.exec(body)
  )?.[1]
}

/** One chunk per section; a section longer than a screen is cut at paragraphs and keeps its heading. */
export function parseMarkdown(source: string, title: string): ParsedChunk[] {
  const body = stripComments(source)
  if (isLawText(body)) return parseLaw(body)
  const taken = new Map<string, number>()
  return readSections(body, title).flatMap((section) => {
    const pairs = parseFaq(section.lines.join('\n'), section.heading)
    if (pairs.length > 0) return pairs
    const text = section.lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
    return splitText(text).map((piece): ParsedChunk => {
      const article = readArticleStart(section.heading)
      return {
        heading: section.heading,
        path: section.path,
        articleNo: article?.articleNo ?? null,
        anchor: headingAnchor(section.heading, taken),
        page: null,
        text: piece,
        relatedQuestions: section.questions,
      }
    })
  })
}

/** `一、申请条件` on a line of its own: how guides without markup write their headings. */
export const NUMBERED_HEADING = /^\s*[一二三四五六七八九十]{1,3}、[^，。；：,;:!?！？]{1,24}$/u

/** Plain text: a law by its articles, a guide by its numbered headings, anything else by paragraphs. */
export function parsePlainText(source: string, title: string): ParsedChunk[] {
  const text = stripComments(source)
  if (isLawText(text)) return parseLaw(text)
  const pairs = parseFaq(text, '')
  if (pairs.length > 0) return pairs
  const lines = text.split(/\r?\n/)
  if (lines.filter((line) => NUMBERED_HEADING.test(line)).length > 1) {
    // The title stands on every chunk already.
    const own = lines[0]?.trim() === title ? lines.slice(1) : lines
    const marked = own.map((line) => (NUMBERED_HEADING.test(line) ? `## ${line.trim()}` : line))
    return parseMarkdown(marked.join('\n'), title)
  }
  return splitText(text).map((piece, at) => ({
    heading: title,
    path: '',
    articleNo: null,
    anchor: `p${at + 1}`,
    page: null,
    text: piece,
    relatedQuestions: [],
  }))
}
