import type { ParsedChunk } from './document.ts'

const QUESTION = /^\s*(?:[-*]\s*)?(?:\*\*)?(?:问|Q|q)\s*\d*\s*[:：、.．]\s*(.+?)(?:\*\*)?\s*$/u
const ANSWER = /^\s*(?:[-*]\s*)?(?:\*\*)?(?:答|A|a)\s*\d*\s*[:：、.．]\s*(?:\*\*)?\s*(.*)$/u

type Pair = { question: string; answer: string[] }

/** 问：… 答：… pairs of a text, or nothing when fewer than two: one quoted question is no list of answers. */
export function readFaqPairs(text: string): { question: string; answer: string }[] {
  const pairs: Pair[] = []
  let inAnswer = false
  for (const line of text.split(/\r?\n/)) {
    const question = QUESTION.exec(line)
    const answer = ANSWER.exec(line)
    const open = pairs.at(-1)
    if (question?.[1] !== undefined) {
      pairs.push({ question: question[1], answer: [] })
      inAnswer = false
    } else if (answer !== null && open !== undefined) {
      open.answer.push(answer[1] ?? '')
      inAnswer = true
    } else if (inAnswer && open !== undefined) {
      open.answer.push(line)
    }
  }
  const complete = pairs
    .map(({ question, answer }) => ({ question, answer: answer.join('\n').trim() }))
    .filter(({ answer }) => answer !== '')
  return complete.length < 2 ? [] : complete
}

export function parseFaq(text: string, path: string): ParsedChunk[] {
  return readFaqPairs(text).map(({ question, answer }) => ({
    heading: question,
    path,
    articleNo: null,
    anchor: question.slice(0, 80),
    page: null,
    text: answer,
    relatedQuestions: [question],
  }))
}
