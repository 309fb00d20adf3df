import type { Ports } from '../ports.ts'
import { errorFields } from '../shared/logger.ts'
import type { Passage } from './passage.ts'

/** A reranker that is slower than this costs the resident more than a better order gives. */
const RERANK_TIMEOUT_MS = 1500

export type Reranked = { passages: Passage[]; notes: string[] }

/** The endpoint's order; the fused order whenever the endpoint is missing, slow, broken or answers nonsense. */
export async function rerankPassages(
  ctx: Pick<Ports, 'rerankModel' | 'logger'>,
  question: string,
  passages: Passage[],
): Promise<Reranked> {
  if (ctx.rerankModel === undefined || passages.length < 2) return { passages, notes: [] }
  try {
    const texts = passages.map(({ title, heading, text }) => [title, heading, text].join('\n'))
    const scored = await ctx.rerankModel.rerank(question, texts, { timeoutMs: RERANK_TIMEOUT_MS })
    const scores = new Map(scored.map(({ index, score }) => [index, score]))
    if (passages.some((_, at) => !Number.isFinite(scores.get(at)))) {
      return { passages, notes: ['rerank: answer incomplete, fused order kept'] }
    }
    const reordered = passages
      .map((passage, at) => ({
        ...passage,
        scores: { ...passage.scores, rerank: scores.get(at) ?? null },
      }))
      .toSorted((a, b) => (b.scores.rerank ?? 0) - (a.scores.rerank ?? 0))
      .map((passage, at) => ({ ...passage, rank: at + 1 }))
    return { passages: reordered, notes: [] }
  } catch (error) {
    ctx.logger.log('warn', 'retrieval.rerank_failed', errorFields(error))
    return { passages, notes: ['rerank: endpoint failed, fused order kept'] }
  }
}
