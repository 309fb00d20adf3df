import type { ParsedChunk } from './document.ts'
import { describeRow } from './table-rows.ts'

const QUESTION = /^(?:问题|问|常见问题|提问|question|q)$/i
const ANSWER = /^(?:答案|答|回答|答复|回复|answer|a)$/i

export type Sheet = { name: string; rows: readonly (readonly string[])[] }

function questionAndAnswer(
  header: readonly string[],
): { question: number; answer: number } | undefined {
  const question = header.findIndex((name) => QUESTION.test(name.trim()))
  const answer = header.findIndex((name) => ANSWER.test(name.trim()))
  return question < 0 || answer < 0 ? undefined : { question, answer }
}

/** One chunk per row, with the columns' names; a sheet of questions and answers gives pairs. */
export function parseSheet({ name, rows }: Sheet, title: string): ParsedChunk[] {
  const filled = rows
    .map((cells, at) => ({ cells, line: at + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const [header, ...body] = filled
  if (header === undefined) return []
  const faq = questionAndAnswer(header.cells)
  return body.flatMap(({ cells, line }): ParsedChunk[] => {
    const question = faq === undefined ? '' : (cells[faq.question] ?? '').trim()
    const answer = faq === undefined ? '' : (cells[faq.answer] ?? '').trim()
    const rest =
      faq === undefined
        ? cells
        : cells.map((cell, at) => (at === faq.question || at === faq.answer ? '' : cell))
    const text = [answer, describeRow(header.cells, rest)].filter(Boolean).join('\n')
    if (text === '') return []
    return [
      {
        heading: question || cells.find((cell) => cell.trim() !== '')?.trim() || title,
        path: name,
        articleNo: null,
        anchor: name === '' ? `row ${line}` : `${name} row ${line}`,
        page: null,
        text,
        relatedQuestions: question === '' ? [] : [question],
      },
    ]
  })
}
