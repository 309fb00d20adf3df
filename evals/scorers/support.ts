import { bigrams, overlap } from '../support/bigrams.ts'
import { foreignNumbers } from './numbers.ts'
import type { Reply } from './reply.ts'

/** Least share of a sentence's pairs of letters that its passages have; quoting has all, putting it plainly most. */
const LEAST = 0.5
/** A second citation must add something of its own. */
const LEAST_EACH = 0.15

/** Why the citations of an answer do not bear it out; empty when each opens a passage that supports its sentence. */
export function unsupportedCitations(reply: Reply): string[] {
  const sources = new Map(
    reply.citations.map(({ passageId, title, section, text }) => [
      passageId,
      { text, all: `${title}\n${section}\n${text}` },
    ]),
  )
  return reply.sentences
    .filter(({ origin }) => origin === 'ai')
    .flatMap(({ text, passageIds }) => {
      if (passageIds.length === 0) return [`uncited: ${text}`]
      const opened = passageIds.flatMap((id) => sources.get(id) ?? [])
      if (opened.length < passageIds.length || opened.some((source) => source.text === '')) {
        return [`does not open: ${text}`]
      }
      const said = bigrams(text)
      const texts = opened.map(({ all }) => all)
      const foreign = foreignNumbers(text, texts)
      if (foreign.length > 0) return [`not in its source: ${foreign.join(' ')}: ${text}`]
      const each = texts.map((source) => overlap(said, bigrams(source)))
      const all = overlap(said, bigrams(texts.join('\n')))
      const idle = each.length > 1 && each.some((share) => share < LEAST_EACH)
      return all < LEAST || idle ? [`not supported (${all.toFixed(2)}): ${text}`] : []
    })
}
