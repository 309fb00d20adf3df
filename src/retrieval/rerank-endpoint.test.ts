import { describe, expect, it } from 'vitest'
import type { RerankModel } from '../llm/types.ts'
import { TimeoutError } from '../shared/errors.ts'
import type { Passage } from './passage.ts'
import { rerankPassages } from './rerank-endpoint.ts'

const passage = (passageId: string): Passage => ({
  passageId,
  documentId: 'doc',
  title: '标题',
  heading: '节',
  path: '',
  articleNo: null,
  docNo: null,
  issuer: '',
  level: '指南',
  levelRank: 70,
  jurisdiction: '',
  sourceType: 'guide',
  status: 'effective',
  publishedAt: null,
  effectiveFrom: null,
  effectiveTo: null,
  asOf: null,
  sourceName: '',
  sourceVersion: '',
  restated: false,
  anchor: passageId,
  page: null,
  ordinal: 0,
  text: passageId,
  relatedQuestions: [],
  rank: 1,
  scores: { lexical: 1, meaning: null, dense: null, fused: 1, rerank: null },
  outrankedBy: null,
})
const three = ['a', 'b', 'c'].map(passage)
const logged: string[] = []
const context = (rerank: RerankModel['rerank'] | undefined) => ({
  logger: { log: (_: string, event: string) => void logged.push(event) },
  rerankModel: rerank === undefined ? undefined : { name: 'stub', rerank },
})

describe('rerankPassages', () => {
  it('takes the order of the endpoint and numbers the ranks anew', async () => {
    const ctx = context(async () => [2, 0, 1].map((index, at) => ({ index, score: 3 - at })))
    const { passages } = await rerankPassages(ctx, 'q', three)
    expect(passages.map(({ passageId, rank, scores }) => [passageId, rank, scores.rerank])).toEqual(
      [
        ['c', 1, 3],
        ['a', 2, 2],
        ['b', 3, 1],
      ],
    )
  })

  it.each<[string, RerankModel['rerank'] | undefined]>([
    ['no endpoint', undefined],
    ['a slow endpoint', async () => Promise.reject(new TimeoutError('slow'))],
    ['an answer with a passage missing', async () => [{ index: 0, score: 1 }]],
    [
      'an answer that is no number',
      async () => [0, 1, 2].map((index) => ({ index, score: Number.NaN })),
    ],
  ])('%s: the fused order stands', async (_, rerank) => {
    const { passages } = await rerankPassages(context(rerank), 'q', three)
    expect(passages.map(({ passageId }) => passageId)).toEqual(['a', 'b', 'c'])
  })
})
