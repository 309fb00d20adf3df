import { foldText, tokenise, type Passage } from '../retrieval/index.ts'
import { addressesMachine } from './addresses-machine.ts'
import { claimPreface } from './claim.ts'

export type ExtractedSentence = {
  role: 'lead' | 'item'
  text: string
  /** The words in the passage, for highlighting. */
  quote: string
  passage: Passage
}

/** A conclusion people read at a glance (DESIGN.md §1). */
const LEAD_MAX = 120
const MAX_ITEMS = 5
const MAX_PASSAGES = 3

type Unit = { text: string; isItem: boolean; order: number }

/** Lines that start with a dash or a number in brackets are items; the rest is cut at sentence ends. */
export function splitUnits(text: string): Unit[] {
  const units: Unit[] = []
  // Comments are for whoever edits the document, and so are words to a machine: neither is said to a resident (R-OPS-3).
  for (const raw of text.replaceAll(/<!--[\s\S]*?(?:-->|$)/gu, '').split('\n')) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith('常见问法')) continue
    const item = /^(?:[-*•·]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、])\s*/.exec(line)
    if (item !== null && !addressesMachine(line)) {
      const marker = /^[-*•·]/.test(item[0]) ? item[0].length : 0
      units.push({ text: line.slice(marker), isItem: true, order: units.length })
      continue
    }
    for (const sentence of line.split(/(?<=[。！？；!?])/)) {
      const trimmed = sentence.trim()
      if (trimmed.length > 1 && !addressesMachine(trimmed))
        units.push({ text: trimmed, isItem: false, order: units.length })
    }
  }
  return units
}

function grams(text: string): Set<string> {
  return new Set(tokenise(foldText(text)).filter((token) => token.length > 1))
}

/** Share of the question's word pairs that a sentence has; rare pairs are not known here, so all count alike. */
function relevance(question: ReadonlySet<string>, text: string): number {
  const own = grams(text)
  let shared = 0
  for (const gram of question) if (own.has(gram)) shared += 1
  return question.size === 0 ? 0 : shared / question.size
}

/** R-KB-4: a press fact is told as what was reported then, never as what holds now. */
export function asReported(passage: Passage, text: string): string {
  if (passage.sourceType !== 'press' || /^据.{1,20}报道/.test(text)) return text
  const [year = '', month = ''] = (passage.asOf ?? '').split('-')
  const when = year === '' ? '' : `${Number(year)}年${month === '' ? '' : `${Number(month)}月`}`
  return `据${passage.issuer}${when}报道，${text}`
}

/** What would be wrong to leave out: exceptions, limits, who decides. */
const CONDITION =
  /但(?:是|书)?|除外|除(?!了|夕)|例外|不得|另行|应当(?:先|经|在)|期限|以内|之内|日内|逾期|前提|必须|需(?:要|经)|不(?:适用|包括|予|受)|仅限|同意|以上|最长|最短|延长|委托|代(?:为|办)/u
const CONDITION_BONUS = 0.1
/** A passage this close to the best speaks about the same matter and is told with its conditions. */
const NEARLY_BEST = 0.75
const TOLD_OF_NEARLY_BEST = 2
const BEARS = 0.25
const BEARS_CLOSELY = 0.12
const OPENS_LIST = /[：:]|下列|以下|同时(?:满足|具备)/
const MAX_LISTED = 3
/** An item leads only where it answers plainly better than the conclusion written first. */
const PLAINLY_BETTER = 0.2

/**
 * An answer in the documents' own words: the best passage's conclusion first, then what bears on the question in reading
 * order, then at most one more sentence from each further passage that adds to it.
 */
export function extractAnswer(question: string, passages: readonly Passage[]): ExtractedSentence[] {
  const [best] = passages
  if (best === undefined) return []
  const asked = grams(question)
  const out: ExtractedSentence[] = extractFrom(best, question, asked)
  const said = new Set(out.map((sentence) => sentence.quote))
  for (const passage of passages.slice(1, MAX_PASSAGES)) {
    if (!addsToAnswer(best, passage)) continue
    for (const unit of furtherUnits(passage, asked, best)) {
      if (said.has(unit.text)) continue
      said.add(unit.text)
      out.push({
        role: 'item',
        text: asReported(passage, endSentence(unit.text)),
        quote: unit.text,
        passage,
      })
    }
  }
  return out
}

/** The passage's own sentence nearest to what was said of it: what stands in for words it does not bear out. */
export function nearestSentence(said: string, passage: Passage): ExtractedSentence | undefined {
  const words = grams(said)
  const [unit] = splitUnits(passage.text).toSorted(
    (a, b) => relevance(words, b.text) - relevance(words, a.text),
  )
  if (unit === undefined || relevance(words, unit.text) === 0) return undefined
  const text = asReported(passage, clip(endSentence(unit.text), LEAD_MAX))
  return { role: 'lead', text, quote: unit.text, passage }
}

/** One sentence that bears on the question, or two where the passage is as good as the first; in reading order. */
function furtherUnits(passage: Passage, asked: ReadonlySet<string>, best: Passage): Unit[] {
  const nearly = passage.scores.fused >= best.scores.fused * NEARLY_BEST
  const units = splitUnits(passage.text)
  const chosen = units
    .filter((unit) => relevance(asked, unit.text) >= (nearly ? BEARS_CLOSELY : BEARS))
    .toSorted((a, b) => weighUnit(b, asked) - weighUnit(a, asked))
    .slice(0, nearly ? TOLD_OF_NEARLY_BEST : 1)
  // A sentence that opens a list says nothing without it.
  const opener = chosen.find((unit) => OPENS_LIST.test(unit.text))
  const list = opener === undefined ? [] : listAfter(units, opener)
  return [...new Set([...chosen, ...list])].toSorted((a, b) => a.order - b.order)
}

/** Items below the opener, or the clauses that its own sentence goes on with. */
function listAfter(units: readonly Unit[], opener: Unit): Unit[] {
  const list: Unit[] = []
  let before = opener
  for (const unit of units.filter(({ order }) => order > opener.order)) {
    if (!unit.isItem && !/[；;]$/.test(before.text)) break
    list.push(unit)
    before = unit
  }
  return list.slice(0, MAX_LISTED)
}

function weighUnit(unit: Unit, asked: ReadonlySet<string>): number {
  const condition = CONDITION.test(unit.text) ? CONDITION_BONUS : 0
  return relevance(asked, unit.text) + (unit.isItem ? 0.15 : 0) + condition
}

/** A clause cut at a semicolon stands alone here. */
function endSentence(text: string): string {
  return text.replace(/[；;，]$/u, '。')
}

/** Not outranked by another source (R-KB-2), and scored close enough to speak about the same matter. */
function addsToAnswer(best: Passage, passage: Passage): boolean {
  return passage.outrankedBy === null && passage.scores.fused >= best.scores.fused * 0.6
}

function extractFrom(
  passage: Passage,
  question: string,
  asked: ReadonlySet<string>,
): ExtractedSentence[] {
  const units = splitUnits(passage.text)
  const lead = pickLead(units, asked)
  if (lead === undefined) return []
  const rest = units
    .filter((unit) => unit.order !== lead.order)
    .map((unit) => ({ unit, score: weighUnit(unit, asked) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MAX_ITEMS)
    .map(({ unit }) => unit)
    .toSorted((a, b) => a.order - b.order)
  const preface = passage.sourceType === 'press' ? '' : claimPreface(question, passage)
  const conclusion = clip(endSentence(lead.text), LEAD_MAX - preface.length)
  return [
    { role: 'lead', text: preface + asReported(passage, conclusion), quote: lead.text, passage },
    ...rest.map((unit) => ({
      role: 'item' as const,
      text: endSentence(unit.text),
      quote: unit.text,
      passage,
    })),
  ]
}

/** Our own documents put the conclusion first; in a raw article the sentence nearest to the question leads. */
function pickLead(units: readonly Unit[], asked: ReadonlySet<string>): Unit | undefined {
  const nearest = (some: readonly Unit[]): Unit | undefined =>
    some.toSorted((a, b) => relevance(asked, b.text) - relevance(asked, a.text))[0]
  const sentences = units.filter((unit) => !unit.isItem)
  const [first] = sentences
  if (first === undefined) return units[0]
  if (sentences.length === units.length || [...first.text].length > LEAD_MAX)
    return nearest(sentences)
  const best = nearest(units.filter((unit) => [...unit.text].length <= LEAD_MAX))
  const better =
    best !== undefined &&
    relevance(asked, best.text) >= relevance(asked, first.text) + PLAINLY_BETTER
  return better ? best : first
}

/** Cut at a clause, so that the short form never says more than the long one; the rest stands in the passage. */
function clip(text: string, most: number): string {
  const chars = [...text]
  if (chars.length <= most) return text
  const head = chars.slice(0, most - 1).join('')
  const at = Math.max(head.lastIndexOf('；'), head.lastIndexOf('，'), head.lastIndexOf('、'))
  return `${at > 40 ? head.slice(0, at) : head}……`
}
